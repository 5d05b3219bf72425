//! Writing a Réponse Éclair, in one language or several.

mod variant;

use leptos::ev::SubmitEvent;
use leptos::html::{Form, H2};
use leptos::prelude::*;
use lutin_shared::assistant::{InstantReply, InstantVariant};
use lutin_shared::id::InstantId;
use lutin_shared::language::Language;

use crate::api::Failure;
use crate::complaint::{Complaint, Complaints};
use crate::components::confirm::ConfirmDelete;
use crate::components::form_end::FormEnd;
use crate::components::language_choice::LanguageChoice;
use crate::text::text;
use variant::{VariantFields, VariantForm};

const FIELDS: [&str; 4] = ["label", "triggers", "answer", "variants"];

/// `saved` is the one that is changed; `None` for a new one, which `name` gives an id.
#[component]
pub fn InstantEditor(
    saved: Option<InstantReply>,
    /// The language that the shop speaks.
    own: Language,
    name: Callback<String, Option<InstantId>>,
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    on_save: Callback<InstantReply>,
    on_delete: Callback<InstantId>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.instants;
    let form = NodeRef::<Form>::new();
    let heading = NodeRef::<H2>::new();
    heading.on_load(|heading| drop(heading.focus()));
    let complaints = Complaints::new(failure);
    complaints.lead_to(form);
    let is_chip = RwSignal::new(saved.as_ref().is_some_and(|reply| reply.is_chip));
    let variants = RwSignal::new(match &saved {
        Some(reply) => reply.variants.iter().map(VariantForm::of).collect(),
        None => vec![VariantForm::empty(own)],
    });
    // Named once: sent again after a lost answer, it is the same one.
    let id = StoredValue::new(saved.as_ref().map(|reply| reply.id.clone()));

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed: Vec<InstantVariant> =
            variants.with_untracked(|variants| variants.iter().map(VariantForm::typed).collect());
        let first = typed.first().map(|variant| variant.label.clone()).unwrap_or_default();
        let Some(id_now) = id.get_value().or_else(|| name.run(first)) else { return };
        let reply = InstantReply { id: id_now.clone(), is_chip: is_chip.get_untracked(), variants: typed };
        let problem = reply.problem();
        complaints.set(problem.as_deref().and_then(Complaint::read));
        if problem.is_none() && !busy.get_untracked() {
            id.set_value(Some(id_now));
            on_save.run(reply);
        }
    };
    // What is typed lives as long as the form, not as the button that made room for it.
    let owner = Owner::current();
    let add = Callback::new(move |language| {
        let empty = || VariantForm::empty(language);
        let variant = owner.as_ref().map_or_else(empty, |owner| owner.with(empty));
        variants.update(|variants| variants.push(variant));
    });
    let title = if saved.is_some() { words.edit } else { words.new };
    let rest = complaints.rest(failure, |field| FIELDS.contains(&field));
    let delete = saved.map(|reply| {
        let label = reply.variant(own, own).map(|variant| variant.label.clone()).unwrap_or_default();
        let on_confirm = Callback::new(move |()| on_delete.run(reply.id.clone()));
        view! {
            <ConfirmDelete question=(words.delete_question)(&label) busy=busy on_confirm=on_confirm />
        }
    });
    view! {
        <form class="instant-editor card" novalidate node_ref=form on:submit=submit>
            <h2 class="card__heading" tabindex="-1" node_ref=heading>{title}</h2>
            <For
                each=move || variants.get().into_iter().enumerate()
                key=|(place, variant)| (*place, variant.language)
                let((place, variant))
            >
                <VariantFields place=place variant=variant all=variants complaints=complaints />
            </For>
            <AddLanguage variants=variants on_add=add />
            <div class="instant-editor__chip">
                <input
                    id="instant-chip"
                    class="checkbox"
                    type="checkbox"
                    aria-describedby="instant-chip-hint"
                    prop:checked=is_chip
                    on:change=move |event| is_chip.set(event_target_checked(&event))
                />
                <label class="field__label" for="instant-chip">{words.is_chip}</label>
                <p id="instant-chip-hint" class="field__hint">{words.is_chip_hint}</p>
            </div>
            <FormEnd busy=busy failure=rest on_cancel=on_cancel />
            {delete}
        </form>
    }
}

/// Offers the languages that there is no version in yet.
#[component]
fn AddLanguage(variants: RwSignal<Vec<VariantForm>>, on_add: Callback<Language>) -> impl IntoView {
    let words = &text().assistant.instants;
    let missing = Memo::new(move |_| {
        variants.with(|variants| {
            let has = |language: &Language| variants.iter().any(|variant| variant.language == *language);
            Language::ALL.into_iter().filter(|language| !has(language)).collect::<Vec<_>>()
        })
    });
    let chosen = RwSignal::new(Language::default());
    Effect::new(move |_| {
        if let Some(first) = missing.with(|missing| missing.first().copied()) {
            chosen.set(first);
        }
    });
    move || {
        missing.with(|missing| !missing.is_empty()).then(|| {
            view! {
                <div class="instant-editor__add">
                    <LanguageChoice
                        id="instant-language"
                        language=chosen
                        among=missing
                        label=words.add_language
                    />
                    <button class="button" type="button" on:click=move |_| on_add.run(chosen.get_untracked())>{words.add}</button>
                </div>
            }
        })
    }
}
