//! The verdict on a conversation, in two words.

use leptos::prelude::*;
use lutin_shared::conversation::Purpose;
use lutin_shared::ledger::Contest;
use lutin_shared::receipt::{Receipt, Verdict};

use crate::text::{Text, text};

/// Where a conversation stands on the bill: the verdict, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It counts until the operator has decided.
    Contested,
    Counted,
    /// Counted once, and taken back.
    Credited,
    NotCounted,
    Preview,
    Test,
}

impl Standing {
    pub fn of(receipt: &Receipt, contest: Option<&Contest>) -> Self {
        match (receipt.purpose, receipt.verdict, contest) {
            (Purpose::Preview, _, _) => Self::Preview,
            (Purpose::Test, _, _) => Self::Test,
            (Purpose::Live, Verdict::NotCounted, _) => Self::NotCounted,
            (Purpose::Live, Verdict::Counted, Some(Contest::Credited { .. })) => Self::Credited,
            (Purpose::Live, Verdict::Counted, Some(Contest::Open { .. })) => Self::Contested,
            (Purpose::Live, Verdict::Counted, None | Some(Contest::Upheld { .. })) => Self::Counted,
        }
    }

    /// Whether it is part of the month's total.
    pub const fn is_on_bill(self) -> bool {
        matches!(self, Self::Contested | Self::Counted)
    }

    fn words(self, text: &Text) -> &'static str {
        match self {
            Self::Contested => text.contested,
            Self::Counted => (text.verdict)(Verdict::Counted),
            Self::Credited => text.credited,
            Self::NotCounted => (text.verdict)(Verdict::NotCounted),
            Self::Preview => text.overview.preview_mark,
            Self::Test => text.overview.test_mark,
        }
    }
}

/// A test says that it is one wherever it is shown: nobody has to wonder whether it was billed.
#[component]
pub fn VerdictPill(#[prop(into)] standing: Signal<Standing>) -> impl IntoView {
    let text = text();
    view! {
        <span
            class="pill"
            class:pill--counted=move || standing.get() == Standing::Counted
            class:pill--contested=move || standing.get() == Standing::Contested
        >
            {move || standing.get().words(text)}
        </span>
    }
}
