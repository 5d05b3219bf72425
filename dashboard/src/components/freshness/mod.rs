//! How old what is shown is.

use leptos::prelude::*;
use lutin_shared::time::Timestamp;

use crate::format;
use crate::text::text;

/// `stale` when the last try to refresh failed. Only that is read aloud: a clock every ten seconds is noise.
#[component]
pub fn Freshness(at: Signal<Option<Timestamp>>, stale: Signal<bool>) -> impl IntoView {
    let text = text();
    let time = move || at.get().map(|at| format::time(text.locale, at)).unwrap_or_default();
    view! {
        <p class="freshness" class:freshness--stale=stale>
            <span>{move || (!stale.get()).then(|| (text.overview.refreshed)(&time()))}</span>
            <span role="status">{move || stale.get().then(|| (text.overview.stale)(&time()))}</span>
        </p>
    }
}
