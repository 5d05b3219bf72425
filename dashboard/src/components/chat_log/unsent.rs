//! Words of the agent's that the edge has not acknowledged.

use leptos::prelude::*;
use lutin_shared::id::MessageId;

use crate::store::desk::{Kind, Unsent};
use crate::text::text;

#[component]
pub fn UnsentRow(
    unsent: Unsent,
    on_retry: Callback<MessageId>,
    on_take_back: Callback<MessageId>,
) -> impl IntoView {
    let text = text();
    let words = &text.desk.log;
    let Unsent { id, kind, text: said, refusal } = unsent;
    let state = refusal.map_or_else(|| words.sending.to_owned(), |code| (text.desk.refused)(code, false));
    let actions = refusal.map(|code| {
        let (again, back) = (id.clone(), id);
        // What can never be taken as it is can only be written anew.
        let retry = (!code.condemns_message()).then(|| {
            view! {
                <button class="button button--small" type="button" on:click=move |_| on_retry.run(again.clone())>
                    {text.retry}
                </button>
            }
        });
        view! {
            <span class="chat-log__actions">
                {retry}
                <button class="button button--small" type="button" on:click=move |_| on_take_back.run(back.clone())>
                    {words.take_back}
                </button>
            </span>
        }
    });
    view! {
        <li class="chat-log__item" class:chat-log__item--note=kind == Kind::Note class:chat-log__item--refused=refusal.is_some()>
            <p class="chat-log__bubble" dir="auto">{said}</p>
            <p class="chat-log__state">{state}</p>
            {actions}
        </li>
    }
}
