//! A field of a form: its label, what to write there, and what is wrong with what was written.

use leptos::prelude::*;

use crate::complaint::Complaint;
use crate::text::text;

/// A field of one line, or of several.
#[component]
pub fn Field(
    #[prop(into)] id: String,
    label: &'static str,
    value: RwSignal<String>,
    complaint: Signal<Option<Complaint>>,
    #[prop(optional)] hint: Option<&'static str>,
    /// More than one makes it a field of several lines.
    #[prop(default = 1)]
    rows: u32,
    /// `inputmode` of the keyboard that a phone offers.
    #[prop(default = "text")]
    mode: &'static str,
    /// The language of what is written, for whoever checks the spelling.
    #[prop(optional, into)]
    lang: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let text = text();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = format!("{error_id} {hint_id}");
    let invalid = move || complaint.with(Option::is_some).to_string();
    let edit = move |event| value.set(event_target_value(&event));
    let input = if rows > 1 {
        view! {
            <textarea
                id=id.clone()
                class="field__input field__input--lines"
                rows=rows
                dir="auto"
                lang=move || lang.get()
                required=required
                disabled=disabled
                aria-invalid=invalid
                aria-describedby=described
                prop:value=value
                on:input=edit
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id.clone()
                class="field__input"
                type="text"
                inputmode=mode
                autocomplete="off"
                spellcheck=(mode == "text").to_string()
                autocapitalize=if mode == "text" { "sentences" } else { "none" }
                dir="auto"
                lang=move || lang.get()
                required=required
                disabled=disabled
                aria-invalid=invalid
                aria-describedby=described
                prop:value=value
                on:input=edit
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            {hint.map(|hint| view! { <p id=hint_id class="field__hint">{hint}</p> })}
            {input}
            <p id=error_id class="field__error" role="status">
                {move || complaint.get().map(|complaint| (text.form.complaint)(&complaint))}
            </p>
        </div>
    }
}

/// What an answer may be formatted with.
#[component]
pub fn MarkdownHint() -> impl IntoView {
    let words = &text().form;
    let marks = words.markdown_marks.map(|(mark, what)| {
        view! {
            <div class="markdown-hint__mark">
                <dt><code>{mark}</code></dt>
                <dd>{what}</dd>
            </div>
        }
    });
    view! {
        <details class="markdown-hint">
            <summary>{words.markdown}</summary>
            <dl class="markdown-hint__marks">{marks.into_iter().collect_view()}</dl>
        </details>
    }
}
