//! Saying why a conversation should not have counted.

use leptos::ev::SubmitEvent;
use leptos::html::Textarea;
use leptos::prelude::*;
use lutin_shared::ledger::MAX_REASON_CHARS;

use crate::api::Failure;
use crate::components::notice::{Notice, Tone};
use crate::format;
use crate::text::{Text, text};

/// From so many characters before the end on, they are counted aloud.
const NEAR_CHARS: usize = 100;

/// Named by the field that they are about.
const ERROR_ID: &str = "contest-error";
const LEAD_ID: &str = "contest-lead";

/// What is wrong with a reason, as far as this page can tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Empty,
    TooLong { by: usize },
}

#[component]
pub fn ContestForm(
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    on_submit: Callback<String>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let text = text();
    let words = &text.contest;
    let field = NodeRef::<Textarea>::new();
    field.on_load(|field| drop(field.focus()));
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let wrong = Memo::new(move |_| reason.with(|reason| check(reason)));
    // An empty field is only wrong once it was sent.
    let told = Memo::new(move |_| wrong.get().filter(|wrong| tried.get() || *wrong != Wrong::Empty));

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if wrong.get_untracked().is_some() {
            drop(field.get_untracked().map(|field| field.focus()));
        } else if !busy.get_untracked() {
            on_submit.run(reason.get_untracked().trim().to_owned());
        }
    };
    view! {
        // Our own words instead of the browser's: they are in the page's language.
        <form class="contest__form" novalidate on:submit=submit>
            <h3 class="contest__heading">{words.offer}</h3>
            <p id=LEAD_ID class="contest__small">{words.lead}</p>
            <label class="contest__label" for="contest-reason">{words.reason}</label>
            <textarea
                id="contest-reason"
                class="contest__input"
                rows="4"
                node_ref=field
                required
                dir="auto"
                aria-invalid=move || told.get().is_some().to_string()
                aria-describedby=format!("{ERROR_ID} {LEAD_ID}")
                on:input=move |event| reason.set(event_target_value(&event))
            ></textarea>
            <p id=ERROR_ID class="contest__error" role="status">
                {move || told.get().map(|wrong| complaint(text, wrong))}
            </p>
            <p class="contest__small" role="status">{move || reason.with(|reason| left(text, reason))}</p>
            {move || {
                failure.get().map(|failure| {
                    view! { <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice> }
                })
            }}
            <div class="contest__actions">
                <button
                    class="button button--primary button--small"
                    type="submit"
                    aria-disabled=move || busy.get().to_string()
                >
                    {move || if busy.get() { words.submitting } else { words.submit }}
                </button>
                <button
                    class="button button--quiet button--small"
                    type="button"
                    on:click=move |_| on_cancel.run(())
                >
                    {words.cancel}
                </button>
            </div>
        </form>
    }
}

fn check(reason: &str) -> Option<Wrong> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Some(Wrong::Empty),
        chars if chars > MAX_REASON_CHARS => Some(Wrong::TooLong { by: chars - MAX_REASON_CHARS }),
        _ => None,
    }
}

fn complaint(text: &Text, wrong: Wrong) -> String {
    match wrong {
        Wrong::Empty => text.contest.empty.to_owned(),
        Wrong::TooLong { by } => counted(text, by, text.contest.too_long),
    }
}

/// Only near the end: before it, a counter is noise.
fn left(text: &Text, reason: &str) -> Option<String> {
    let left = MAX_REASON_CHARS.checked_sub(reason.trim().chars().count())?;
    (left <= NEAR_CHARS).then(|| counted(text, left, text.contest.left))
}

fn counted(text: &Text, chars: usize, words: fn(&str, bool) -> String) -> String {
    words(&format::count(text.locale, chars as u64), chars > 1)
}
