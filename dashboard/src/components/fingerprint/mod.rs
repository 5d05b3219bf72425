//! A fingerprint: its beginning and its end, and the whole of it to copy.

use leptos::prelude::*;

use crate::components::copy_button::CopyButton;

/// How much is shown at either end: enough to compare two by eye.
const SHOWN: usize = 8;

/// `name` says whose it is, for whoever does not see where it stands.
#[component]
pub fn Fingerprint(#[prop(into)] value: Signal<String>, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let short = move || {
        value.with(|value| {
            let (start, end) = (value.get(..SHOWN), value.get(value.len().saturating_sub(SHOWN)..));
            match (start, end) {
                (Some(start), Some(end)) if value.len() > 2 * SHOWN => format!("{start}…{end}"),
                _ => value.clone(),
            }
        })
    };
    view! {
        <span class="fingerprint">
            <code class="fingerprint__value" title=value>{short}</code>
            <CopyButton value=value name=name />
        </span>
    }
}
