//! Canned answers: read by agents, written by owners.

use leptos::prelude::*;
use lutin_shared::api::{CannedAnswer, DeskSettings};

use crate::complaint::Complaints;
use crate::components::field::Field;
use crate::text::text;

/// One, as it is being typed.
#[derive(Clone, Copy, Debug)]
pub struct AnswerForm {
    /// Its name among the rows: its place changes when one before it goes.
    key: u32,
    label: RwSignal<String>,
    text: RwSignal<String>,
}

impl AnswerForm {
    pub fn of(key: u32, answer: &CannedAnswer) -> Self {
        let (label, text) = (RwSignal::new(answer.label.clone()), RwSignal::new(answer.text.clone()));
        Self { key, label, text }
    }

    pub fn typed(&self) -> CannedAnswer {
        let trimmed = |typed: RwSignal<String>| typed.get_untracked().trim().to_owned();
        CannedAnswer { label: trimmed(self.label), text: trimmed(self.text) }
    }
}

#[component]
pub fn AnswerRows(rows: RwSignal<Vec<AnswerForm>>, complaints: Complaints) -> impl IntoView {
    let words = &text().desk.settings;
    // What is typed lives as long as the form, not as the button that made room for it.
    let owner = Owner::current();
    let add = move |_| {
        let key = rows.with_untracked(|rows| rows.iter().map(|row| row.key + 1).max().unwrap_or_default());
        let empty = || AnswerForm::of(key, &CannedAnswer { label: String::new(), text: String::new() });
        let row = owner.as_ref().map_or_else(empty, |owner| owner.with(empty));
        rows.update(|rows| rows.push(row));
    };
    let is_full = move || rows.with(Vec::len) >= DeskSettings::MAX_CANNED;
    view! {
        <section class="card" aria-labelledby="canned-heading">
            <h2 id="canned-heading" class="card__heading">{words.canned}</h2>
            <p class="card__lead">{words.canned_lead}</p>
            <For each=move || rows.get() key=|row| row.key let(row)>
                <AnswerRow row=row rows=rows complaints=complaints />
            </For>
            <button class="button" type="button" disabled=is_full on:click=add>{words.add}</button>
        </section>
    }
}

#[component]
fn AnswerRow(row: AnswerForm, rows: RwSignal<Vec<AnswerForm>>, complaints: Complaints) -> impl IntoView {
    let words = &text().desk.settings;
    let AnswerForm { key, label, text } = row;
    let place = move || rows.with_untracked(|rows| rows.iter().position(|row| row.key == key));
    let is_field = move |name: &'static str| {
        move |field: &str| place().is_some_and(|place| field == format!("canned[{place}].{name}"))
    };
    let remove = move |_| rows.update(|rows| rows.retain(|row| row.key != key));
    let remove_label = move || (words.remove_what)(&label.get());
    view! {
        <div class="desk-form__answer">
            <Field
                id=format!("canned-label-{key}")
                label=words.label
                value=label
                complaint=complaints.about(is_field("label"), label)
                required=true
            />
            <Field
                id=format!("canned-text-{key}")
                label=words.text
                value=text
                complaint=complaints.about(is_field("text"), text)
                rows=3
                required=true
            />
            <button
                class="button button--quiet button--small button--danger"
                type="button"
                aria-label=remove_label
                on:click=remove
            >
                {words.remove}
            </button>
        </div>
    }
}

/// The same, for those who may only use them.
#[component]
pub fn CannedAnswers(canned: Signal<Vec<CannedAnswer>>) -> impl IntoView {
    let words = &text().desk.settings;
    let numbered = move || canned.get().into_iter().enumerate();
    let key = |(place, answer): &(usize, CannedAnswer)| (*place, answer.label.clone(), answer.text.clone());
    view! {
        <section class="card" aria-labelledby="canned-heading">
            <h2 id="canned-heading" class="card__heading">{words.canned}</h2>
            <p class="card__lead">{words.canned_lead}</p>
            <dl class="desk-form__answers">
                <For each=numbered key=key let((_, answer))>
                    <div>
                        <dt class="field__label" dir="auto">{answer.label}</dt>
                        <dd class="desk-form__text" dir="auto">{answer.text}</dd>
                    </div>
                </For>
            </dl>
            {move || {
                canned.with(Vec::is_empty).then(|| view! { <p class="card__lead">{words.no_canned}</p> })
            }}
        </section>
    }
}
