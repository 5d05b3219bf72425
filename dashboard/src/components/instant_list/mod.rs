//! Réponses Éclair, in the order in which they are tried, and what each is good for (R27).

use leptos::prelude::*;
use lutin_shared::api::InstantEntry;
use lutin_shared::language::Language;

use crate::format;
use crate::text::{Text, text};

#[component]
pub fn InstantList(
    entries: Signal<Vec<InstantEntry>>,
    /// The language that the shop speaks.
    own: Signal<Language>,
    on_edit: Callback<InstantEntry>,
) -> impl IntoView {
    // Whatever changes makes another row.
    let key = move |entry: &InstantEntry| {
        let variants = entry.reply.variants.iter();
        let said: Vec<_> = variants
            .map(|it| (it.language, it.label.clone(), it.answer.clone(), it.triggers.clone()))
            .collect();
        (entry.reply.id.clone(), entry.reply.is_chip, entry.used, entry.saved, own.get_untracked(), said)
    };
    view! {
        <ul class="instant-list">
            <For each=move || entries.get() key=key let(entry)>
                <Row entry=entry own=own.get_untracked() on_edit=on_edit />
            </For>
        </ul>
    }
}

#[component]
fn Row(entry: InstantEntry, own: Language, on_edit: Callback<InstantEntry>) -> impl IntoView {
    let text = text();
    let words = &text.assistant.instants;
    let Some(main) = entry.reply.variant(own, own).cloned() else { return ().into_any() };
    let edit = entry.clone();
    let languages: Vec<_> =
        entry.reply.variants.iter().map(|variant| (text.language)(variant.language)).collect();
    let label = (text.form.edit_what)(&main.label);
    view! {
        <li class="instant-list__item">
            <div class="instant-list__said">
                <p class="instant-list__label" dir="auto" lang=main.language.tag()>
                    {main.label}
                    {entry.reply.is_chip.then(|| view! { " " <span class="instant-list__chip">{words.chip}</span> })}
                </p>
                <p class="instant-list__answer" dir="auto" lang=main.language.tag()>
                    // A glimpse, on which marks would only be in the way.
                    {main.answer.replace("**", "")}
                </p>
                <p class="instant-list__facts">{languages.join(", ")}</p>
            </div>
            <p class="instant-list__use" class:instant-list__use--none=entry.used == 0>{use_of(text, &entry)}</p>
            <button
                class="button button--small"
                type="button"
                aria-label=label
                on:click=move |_| on_edit.run(edit.clone())
            >
                {text.form.edit}
            </button>
        </li>
    }
    .into_any()
}

/// « 12 fois · 9 conversations économisées ».
fn use_of(text: &Text, entry: &InstantEntry) -> String {
    let number = |value| format::number(text.locale, value);
    let InstantEntry { used, saved, .. } = *entry;
    if used == 0 {
        return text.assistant.instants.unused.to_owned();
    }
    (text.assistant.instants.use_of)(&number(used), used > 1, &number(saved), saved > 1)
}
