//! Whether this agent takes conversations: on every page, because it is true on every page.

use leptos::prelude::*;

use crate::store::desk::Connection;
use crate::text::text;

#[component]
pub fn PresenceSwitch(
    is_available: Signal<bool>,
    connection: Signal<Connection>,
    on_change: Callback<bool>,
) -> impl IntoView {
    let words = &text().desk.presence;
    let hint = move || match (is_available.get(), connection.get()) {
        (true, Connection::Live) => words.on_hint,
        (true, _) => words.lost_hint,
        (false, _) => words.off_hint,
    };
    let is_cut = move || is_available.get() && connection.get() != Connection::Live;
    view! {
        <button
            class="presence"
            class:presence--cut=is_cut
            type="button"
            role="switch"
            aria-checked=move || is_available.get().to_string()
            title=hint
            on:click=move |_| on_change.run(!is_available.get_untracked())
        >
            <span class="presence__track" aria-hidden="true"></span>
            <span class="presence__label">{words.label}</span>
        </button>
        <span class="visually-hidden" role="status">{hint}</span>
    }
}
