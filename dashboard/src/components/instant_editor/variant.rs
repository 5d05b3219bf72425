//! One language's version of a Réponse Éclair, as it is being typed.

use leptos::prelude::*;
use lutin_shared::assistant::InstantVariant;
use lutin_shared::language::Language;

use crate::complaint::Complaints;
use crate::components::article_editor::lines;
use crate::components::field::{Field, MarkdownHint};
use crate::text::text;

#[derive(Clone, Copy, Debug)]
pub struct VariantForm {
    pub language: Language,
    label: RwSignal<String>,
    triggers: RwSignal<String>,
    answer: RwSignal<String>,
}

impl VariantForm {
    pub fn empty(language: Language) -> Self {
        Self::with(language, String::new(), String::new(), String::new())
    }

    pub fn of(variant: &InstantVariant) -> Self {
        let InstantVariant { language, label, triggers, answer } = variant.clone();
        Self::with(language, label, triggers.join("\n"), answer)
    }

    fn with(language: Language, label: String, triggers: String, answer: String) -> Self {
        Self {
            language,
            label: RwSignal::new(label),
            triggers: RwSignal::new(triggers),
            answer: RwSignal::new(answer),
        }
    }

    pub fn typed(&self) -> InstantVariant {
        InstantVariant {
            language: self.language,
            label: self.label.get_untracked().trim().to_owned(),
            triggers: lines(&self.triggers.get_untracked()),
            answer: self.answer.get_untracked().trim().to_owned(),
        }
    }
}

/// `place` is the version's among `all`, as complaints name it.
#[component]
pub fn VariantFields(
    place: usize,
    variant: VariantForm,
    all: RwSignal<Vec<VariantForm>>,
    complaints: Complaints,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.instants;
    let VariantForm { language, label, triggers, answer } = variant;
    let is_field = move |name: &'static str| move |field: &str| field == format!("variants[{place}].{name}");
    let id = |name: &str| format!("instant-{name}-{}", language.tag());
    let language_name = (text.language)(language);
    let several = Memo::new(move |_| all.with(Vec::len) > 1);
    let remove = move |_| all.update(|all| all.retain(|it| it.language != language));
    view! {
        <fieldset class="instant-editor__variant">
            <legend class="instant-editor__language">{language_name}</legend>
            <Field
                id=id("label")
                label=words.label
                hint=words.label_hint
                value=label
                complaint=complaints.about(is_field("label"), label)
                lang=language.tag()
                required=true
            />
            <Field
                id=id("triggers")
                label=words.triggers
                hint=words.triggers_hint
                value=triggers
                complaint=complaints.about(is_field("triggers"), triggers)
                lang=language.tag()
                rows=4
            />
            <Field
                id=id("answer")
                label=words.answer
                value=answer
                complaint=complaints.about(is_field("answer"), answer)
                lang=language.tag()
                rows=5
                required=true
            />
            <MarkdownHint />
            {move || {
                several.get().then(|| {
                    view! {
                        <button class="button button--quiet button--small button--danger" type="button" on:click=remove>
                            {(words.remove_variant)(language_name)}
                        </button>
                    }
                })
            }}
        </fieldset>
    }
}
