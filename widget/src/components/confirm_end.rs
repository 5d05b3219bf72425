//! Asks before a conversation is ended: the button is small and the thumb is not.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::handler;
use crate::profile::Shop;

/// The browser's own dialog: it keeps the focus, dims the rest, and closes on Esc. Whoever opens it does
/// so through `dialog`.
#[component]
pub fn ConfirmEnd(shop: Shop, dialog: NodeRef<Dialog>, on_confirm: Callback<()>) -> impl IntoView {
    let text = shop.text;
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="confirm" node_ref=dialog aria-labelledby="confirm">
            <h2 class="confirm__title" id="confirm">{text.end_title}</h2>
            <p class="confirm__body">{text.end_body}</p>
            <div class="confirm__choices">
                <button type="button" class="button button--quiet" on:click=handler(move |_| close())>
                    {text.end_cancel}
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=handler(move |_| {
                        close();
                        on_confirm.run(());
                    })
                >
                    {text.end}
                </button>
            </div>
        </dialog>
    }
}
