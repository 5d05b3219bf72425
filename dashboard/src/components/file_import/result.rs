//! What came of a file: how much was taken, or what has to be mended first.

use leptos::prelude::*;
use lutin_shared::api::{ImportReport, Problem};
use lutin_shared::knowledge::import::Format;

use crate::api::Failure;
use crate::complaint::{Complaint, Rule};
use crate::components::notice::{Notice, Tone};
use crate::format;
use crate::text::text;

#[component]
pub fn Outcome(
    failure: Signal<Option<Failure>>,
    report: Signal<Option<ImportReport>>,
    format: Signal<Format>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.import;
    let number = move |value| format::number(text.locale, value);
    move || match (failure.get(), report.get()) {
        (Some(failure), _) => {
            view! { <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice> }.into_any()
        }
        (None, None) => ().into_any(),
        (None, Some(report)) if !report.problems.is_empty() => {
            view! { <Problems problems=report.problems format=format.get() /> }.into_any()
        }
        (None, Some(ImportReport { added: 0, replaced: 0, .. })) => {
            view! { <Notice tone=Tone::Warning>{words.nothing}</Notice> }.into_any()
        }
        (None, Some(ImportReport { added, replaced, .. })) => {
            let done = (words.done)(&number(added), added > 1, &number(replaced), replaced > 1);
            view! { <Notice tone=Tone::Info>{done}</Notice> }.into_any()
        }
    }
}

#[component]
fn Problems(problems: Vec<Problem>, format: Format) -> impl IntoView {
    let text = text();
    let words = &text.assistant.import;
    let count = problems.len();
    let more = count >= ImportReport::MAX_PROBLEMS;
    let rows = problems.into_iter().map(|problem| {
        let place = problem.row.map_or_else(
            || words.whole_file.to_owned(),
            |row| (words.row)(&format::number(text.locale, row), format == Format::Json),
        );
        view! {
            <li class="file-import__problem">
                <span class="file-import__row">{place}</span>
                <span><Wording message=problem.message /></span>
            </li>
        }
    });
    view! {
        <Notice tone=Tone::Error>{(words.problems)(&format::count(text.locale, count as u64), more)}</Notice>
        <ul class="file-import__problems">{rows.collect_view()}</ul>
    }
}

/// A problem in the reader's words where we have them, or else in those that it came with.
#[component]
fn Wording(message: String) -> impl IntoView {
    let text = text();
    match Complaint::read(&message).filter(|complaint| !matches!(complaint.rule, Rule::Other(_))) {
        Some(complaint) => view! {
            <code>{complaint.field.clone()}</code>
            " "
            {(text.form.complaint)(&complaint)}
        }
        .into_any(),
        None => view! { <span lang="en">{message}</span> }.into_any(),
    }
}
