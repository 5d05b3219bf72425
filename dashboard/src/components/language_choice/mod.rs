//! The language that something is written in, where there is one to choose.

use leptos::prelude::*;
use lutin_shared::language::Language;

use crate::text::text;

/// Nothing, where only one can be.
#[component]
pub fn LanguageChoice(
    #[prop(into)] id: String,
    language: RwSignal<Language>,
    #[prop(into)] among: Signal<Vec<Language>>,
    /// In place of « Langue ».
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let text = text();
    let several = Memo::new(move |_| among.with(Vec::len) > 1);
    let choose = move |event| {
        if let Some(chosen) = Language::from_tag(&event_target_value(&event)) {
            language.set(chosen);
        }
    };
    move || {
        let id = id.clone();
        several.get().then(|| {
            view! {
                <div class="field">
                    <label class="field__label" for=id.clone()>{label.unwrap_or(text.form.language)}</label>
                    <select id=id class="field__input language-choice" on:change=choose>
                        <For each=move || among.get() key=|it| *it let(option)>
                            <option value=option.tag() prop:selected=move || language.get() == option>
                                {(text.language)(option)}
                            </option>
                        </For>
                    </select>
                </div>
            }
        })
    }
}
