//! What came of recomputing a bill in this browser.

use leptos::prelude::*;
use lutin_shared::account::Statement;
use lutin_shared::ledger::audit::{Disagreement, Report};
use lutin_shared::receipt::Verdict;

use crate::audit::Flaw;
use crate::components::fingerprint::Fingerprint;
use crate::components::notice::{Notice, Tone};
use crate::format;
use crate::text::{Text, text};

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    Ended(Result<Box<Outcome>, Flaw>),
    Idle,
    Running { rows: u64 },
}

/// A report, and the statement that stood on the page when it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub report: Report,
    pub shown: Statement,
}

impl Outcome {
    /// What the rows come to for the month that is shown.
    fn recomputed(&self) -> Option<&Statement> {
        self.report.statements.iter().find(|statement| statement.period == self.shown.period)
    }

    /// Whether that is what the page shows.
    fn agrees(&self) -> bool {
        self.recomputed() == Some(&self.shown)
    }
}

#[component]
pub fn AuditReport(
    progress: Signal<Progress>,
    /// As it is shown now.
    statement: Signal<Statement>,
) -> impl IntoView {
    let text = text();
    let words = &text.audit;
    let outcome = Memo::new(move |_| {
        progress.with(|it| match it {
            Progress::Ended(Ok(outcome)) => Some(outcome.clone()),
            _ => None,
        })
    });
    let flaw = Memo::new(move |_| {
        progress.with(|it| match it {
            Progress::Ended(Err(flaw)) => Some(flaw.clone()),
            _ => None,
        })
    });
    view! {
        // There before its words are, so that they are read aloud.
        <div class="audit-report__headline" role="status">
            {move || outcome.get().map(|outcome| headline(text, &outcome))}
        </div>
        {move || outcome.get().map(|outcome| view! { <Findings outcome=*outcome statement=statement /> })}
        {move || match flaw.get()? {
            Flaw::Disagrees(what) => Some(view! { <Wrong what=what /> }.into_any()),
            Flaw::Failed(failure) => {
                let why = format!("{} {}", words.failed, (text.failure)(&failure));
                Some(view! { <Notice tone=Tone::Error>{why}</Notice> }.into_any())
            }
        }}
    }
}

fn headline(text: &Text, outcome: &Outcome) -> AnyView {
    let rows = format::count(text.locale, outcome.report.rows);
    let lead = (text.audit.holds_lead)(&rows, outcome.report.rows > 1);
    if !outcome.agrees() {
        return view! {
            <h3 class="audit-report__wrong">{text.audit.holds_not}</h3>
            <p>{lead}</p>
        }
        .into_any();
    }
    view! {
        <h3 class="audit-report__holds">
            <svg class="audit-report__tick" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d="m5 12.5 4.5 4.5L19 7.5" />
            </svg>
            {text.audit.holds}
        </h3>
        <p>{lead}</p>
    }
    .into_any()
}

#[component]
fn Findings(outcome: Outcome, statement: Signal<Statement>) -> impl IntoView {
    let text = text();
    let words = &text.audit;
    let report = &outcome.report;
    let number = |value: u32| format::number(text.locale, value);
    let fact = |label: &'static str, value: String| {
        view! {
            <div class="audit-report__fact">
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let not_counted =
        || report.conversations.iter().filter(|(reason, _)| reason.verdict() == Verdict::NotCounted);
    let reasons = not_counted().map(|(reason, count)| {
        view! {
            <div class="audit-report__fact audit-report__fact--reason">
                <dt>{(text.reason)(*reason).short}</dt>
                <dd>{number(*count)}</dd>
            </div>
        }
    });
    let contests =
        (report.open_contests > 0).then(|| fact(words.open_contests, number(report.open_contests)));
    let carried = (!report.is_whole()).then(|| view! { <p class="audit-report__note">{words.carried}</p> });
    view! {
        <dl class="audit-report__facts">
            {fact(words.rows, format::count(text.locale, report.rows))}
            {fact(words.counted, number(report.counted))}
            {fact(words.credited, number(report.credited))}
            {contests}
            {fact(words.not_counted, number(not_counted().map(|(_, count)| count).sum()))}
            {reasons.collect_view()}
            <div class="audit-report__fact">
                <dt>{(words.head)(&format::count(text.locale, report.end.head.seq))}</dt>
                <dd><Fingerprint value=report.end.head.hash.to_hex() name=words.hash.to_owned() /></dd>
            </div>
        </dl>
        <Compared outcome=outcome.clone() statement=statement />
        {carried}
    }
}

/// Whether what the rows come to is what the page shows; and whether the page has moved on since.
#[component]
fn Compared(outcome: Outcome, statement: Signal<Statement>) -> impl IntoView {
    let text = text();
    let words = &text.audit;
    let agrees = outcome.agrees();
    let sum = |statement: &Statement| {
        let counted = format::number(text.locale, statement.coverage.used);
        (words.sum)(&format::money(text.locale, statement.totals.total), &counted)
    };
    let recomputed = outcome.recomputed().map_or_else(|| "–".to_owned(), sum);
    if !agrees {
        let difference = (words.differs)(&sum(&outcome.shown), &recomputed);
        return view! { <Notice tone=Tone::Error>{difference}</Notice> }.into_any();
    }
    let total = format::money(text.locale, outcome.shown.totals.total);
    let outdated = Memo::new(move |_| statement.with(|statement| *statement != outcome.shown));
    view! {
        <p class="audit-report__same">
            <span class="audit-report__label">{words.statement}</span>
            {(words.same)(&total)}
        </p>
        {move || outdated.get().then(|| view! { <Notice tone=Tone::Warning>{words.outdated}</Notice> })}
    }
    .into_any()
}

/// The first thing that is wrong: where, what, and what to do about it.
#[component]
fn Wrong(what: Disagreement) -> impl IntoView {
    let text = text();
    let words = &text.audit;
    let row = what.seq.map(|seq| format::count(text.locale, seq));
    let place = (words.at)(&format::count(text.locale, what.line), row.as_deref());
    let sentence = format!("{place} {}", (words.kind)(&what.kind));
    view! {
        <h3 class="audit-report__wrong">{words.wrong}</h3>
        <Notice tone=Tone::Error>{sentence}</Notice>
        <p class="audit-report__note">{words.what_to_do}</p>
        <details class="audit-report__detail">
            <summary>{words.detail}</summary>
            <pre class="audit-report__raw" tabindex="0" aria-label=words.detail>{what.to_string()}</pre>
        </details>
    }
}
