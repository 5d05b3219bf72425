//! « Vérifier ma facture »: the same rules, in this browser, from nothing but the rows.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::account::{Period, Statement};
use web_sys::AbortController;

use crate::api::Failure;
use crate::audit::Flaw;
use crate::components::audit_report::{AuditReport, Outcome, Progress};
use crate::format;
use crate::store::Store;
use crate::text::text;

#[component]
pub fn Verification(period: Period, statement: Signal<Statement>) -> impl IntoView {
    let text = text();
    let words = &text.audit;
    let store = Store::of_page();
    let progress = RwSignal::new(Progress::Idle);
    let start = move |_| {
        if progress.with_untracked(|progress| !matches!(progress, Progress::Running { .. })) {
            verify(store, period, statement, progress);
        }
    };
    let busy = move || progress.with(|progress| matches!(progress, Progress::Running { .. }));
    let label = move || {
        progress.with(|progress| match progress {
            Progress::Ended(Ok(_)) => words.again,
            Progress::Ended(Err(_)) => text.retry,
            Progress::Idle | Progress::Running { .. } => words.start,
        })
    };
    let rows = move || {
        progress.with(|progress| match progress {
            Progress::Running { rows } => Some((words.running)(&format::count(text.locale, *rows))),
            _ => None,
        })
    };
    view! {
        <section class="bill__card" aria-labelledby="bill-audit">
            <h2 id="bill-audit" class="bill__subheading">{words.heading}</h2>
            <p class="bill__note">{words.lead}</p>
            <button
                class="button button--primary bill__verify"
                type="button"
                aria-disabled=move || busy().to_string()
                on:click=start
            >
                {label}
            </button>
            // Not read aloud: it changes many times a second.
            <p class="bill__progress">{rows}</p>
            <AuditReport progress=progress.into() statement=statement />
        </section>
    }
}

fn verify(store: Store, period: Period, statement: Signal<Statement>, progress: RwSignal<Progress>) {
    let Ok(abort) = AbortController::new() else {
        progress.set(Progress::Ended(Err(Flaw::Failed(Failure::Unreadable))));
        return;
    };
    progress.set(Progress::Running { rows: 0 });
    spawn_local(async move {
        // Once the page is gone, nobody waits for the rest.
        let on_rows = |rows| {
            if progress.try_set(Progress::Running { rows }).is_some() {
                abort.abort();
            }
        };
        // `None`: the sign-in is over, and this page with it.
        let Some(outcome) = store.audit(period, &abort, on_rows).await else { return };
        let Some(shown) = statement.try_get_untracked() else { return };
        progress.try_set(Progress::Ended(outcome.map(|report| Box::new(Outcome { report, shown }))));
    });
}
