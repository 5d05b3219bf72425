//! Trying the assistant as a shopper would, without a shopper's conversation being used up (R5, R28, R36).

use leptos::html::Button;
use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::id::MerchantId;

use crate::api::Failure;
use crate::components::mark::Mark;
use crate::components::notice::{Notice, Tone};
use crate::components::test_frame::TestFrame;
use crate::route::{Filter, Route};
use crate::store::Store;
use crate::text::text;

#[component]
pub fn TestChatPage(merchant: MerchantId) -> impl IntoView {
    let text = text();
    let store = Store::of_page();
    let token = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let button = NodeRef::<Button>::new();

    let start = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match store.test_session().await {
                // Signed out: this page is gone, and its signals with it.
                None => return,
                Some(Ok(grant)) => drop(token.try_set(Some(grant.token))),
                Some(Err(why)) => drop(failure.try_set(Some(why))),
            }
            busy.try_set(false);
        });
    };
    let label = move || match (busy.get(), token.with(Option::is_some)) {
        (true, _) => text.test.starting,
        (false, false) => text.test.start,
        (false, true) => text.test.again,
    };
    let leave = Callback::new(move |()| {
        if let Some(button) = button.get_untracked() {
            // Where the test began; without focus it is one Tab further.
            button.focus().ok();
        }
    });
    view! {
        <div class="test-chat">
            <div class="test-chat__about">
                <h1 class="test-chat__heading">{text.test.heading}</h1>
                <p class="test-chat__badge">{text.test.badge}</p>
                <p class="test-chat__lead">{text.test.lead}</p>
                {move || {
                    failure.get().map(|failure| {
                        view! { <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice> }
                    })
                }}
                <button
                    class="button button--primary"
                    type="button"
                    node_ref=button
                    aria-disabled=move || busy.get().to_string()
                    on:click=start
                >
                    {label}
                </button>
                <p class="test-chat__note">
                    <a href=Route::Overview(Filter::Tests).href()>{text.test.afterwards}</a>
                </p>
            </div>
            {move || {
                let waiting = token.with(Option::is_none);
                waiting.then(|| view! { <p class="test-chat__waiting"><Mark /> {text.test.waiting}</p> })
            }}
            // Keyed: another token is another frame, not the old one with a new name.
            <For each=move || token.get() key=String::clone let(token)>
                <TestFrame merchant=merchant.clone() token=token on_hide=leave />
            </For>
        </div>
    }
}
