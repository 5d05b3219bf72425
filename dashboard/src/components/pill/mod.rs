//! The verdict on a conversation, in two words.

use leptos::prelude::*;
use lutin_shared::conversation::Purpose;
use lutin_shared::receipt::{Receipt, Verdict};

use crate::text::text;

/// A test says that it is one wherever it is shown: nobody has to wonder whether it was billed.
#[component]
pub fn VerdictPill(receipt: Signal<Receipt>) -> impl IntoView {
    let text = text();
    let counted = move || receipt.with(|receipt| receipt.verdict == Verdict::Counted);
    let words = move || {
        receipt.with(|receipt| match receipt.purpose {
            Purpose::Live => (text.verdict)(receipt.verdict),
            Purpose::Preview => text.overview.preview_mark,
            Purpose::Test => text.overview.test_mark,
        })
    };
    view! {
        <span class="pill" class:pill--counted=counted>
            {words}
        </span>
    }
}
