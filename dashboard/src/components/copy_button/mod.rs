//! Copies a text, and says whether it did.

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::text::text;

/// How long the button tells what it did.
const SAID_FOR: Duration = Duration::from_secs(3);

/// `name` tells a screen reader what would be copied, where the place on the page does not.
#[component]
pub fn CopyButton(#[prop(into)] value: Signal<String>, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let text = text();
    let said = RwSignal::new(None::<&'static str>);
    let copy = move |_| {
        spawn_local(async move {
            let done = copy_text(&value.get_untracked()).await;
            // The button may be gone by the time the browser has answered.
            said.try_set(Some(if done { text.copied } else { text.copy_by_hand }));
            let fall_silent = move || {
                said.try_set(None);
            };
            set_timeout(fall_silent, SAID_FOR);
        });
    };
    view! {
        <button
            class="button button--small copy-button"
            type="button"
            aria-label=move || (text.copy_what)(&name.get())
            on:click=copy
        >
            {text.copy}
        </button>
        <span class="copy-button__said" role="status">{move || said.get()}</span>
    }
}

async fn copy_text(value: &str) -> bool {
    // Elsewhere `navigator.clipboard` is undefined, and calling it would throw.
    if !window().is_secure_context() {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(value)).await.is_ok()
}
