//! A file of articles or orders: choosing it, and what came of it.

mod result;

use leptos::prelude::*;
use lutin_shared::api::ImportReport;
use lutin_shared::knowledge::import::Format;
use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement};

use crate::api::{ChosenFile, Failure};
use crate::components::notice::{Notice, Tone};
use crate::text::{Text, text};
use result::Outcome;

/// The most that the edge takes.
const MAX_BYTES: f64 = 1_000_000.0;

/// Why a file is not even sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unfit {
    Kind,
    Large,
}

#[component]
pub fn FileImport(
    #[prop(into)] id: String,
    heading: &'static str,
    lead: &'static str,
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    /// Of the last file.
    report: Signal<Option<ImportReport>>,
    on_file: Callback<ChosenFile>,
    #[prop(optional)] disabled: bool,
    /// What the file should look like.
    children: Children,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.import;
    let unfit = RwSignal::new(None::<Unfit>);
    let format = RwSignal::new(Format::Csv);
    let (input_id, lead_id) = (format!("{id}-file"), format!("{id}-lead"));
    let heading_id = id.clone();
    let choose = move |event: Event| {
        let Some(input) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let file = input.files().and_then(|files| files.get(0));
        let Some(file) = file.filter(|_| !busy.get_untracked()) else { return };
        // So that the same file, once mended, can be chosen again.
        input.set_value("");
        let read = read(file);
        unfit.set(read.as_ref().err().copied());
        if let Ok(file) = read {
            format.set(file.format);
            on_file.run(file);
        }
    };
    let label = move || if busy.get() { words.importing } else { words.choose };
    view! {
        <section class="file-import card" aria-labelledby=heading_id>
            <h3 id=id class="card__heading">{heading}</h3>
            <p id=lead_id.clone() class="card__lead">{lead}</p>
            <div class="file-import__choice">
                <input
                    id=input_id.clone()
                    class="file-import__input"
                    type="file"
                    accept=".csv,.json,text/csv,application/json"
                    disabled=disabled
                    aria-describedby=lead_id
                    on:change=choose
                />
                <label class="button" for=input_id aria-disabled=move || busy.get().then_some("true")>{label}</label>
            </div>
            <div class="file-import__outcome" role="status">
                {move || match unfit.get() {
                    Some(unfit) => view! { <Notice tone=Tone::Error>{complaint(text, unfit)}</Notice> }.into_any(),
                    None => view! { <Outcome failure=failure report=report format=format.into() /> }.into_any(),
                }}
            </div>
            {children()}
        </section>
    }
}

/// By the end of its name: what the system calls its kind differs from one to the next.
fn read(file: File) -> Result<ChosenFile, Unfit> {
    let name = file.name();
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    let format = end.and_then(|end| Format::from_name(&end)).ok_or(Unfit::Kind)?;
    if file.size() > MAX_BYTES {
        return Err(Unfit::Large);
    }
    Ok(ChosenFile { format, file })
}

fn complaint(text: &Text, unfit: Unfit) -> &'static str {
    let words = &text.assistant.import;
    match unfit {
        Unfit::Kind => words.unknown_kind,
        Unfit::Large => words.too_large,
    }
}

/// An example of a file, in both ways of writing it.
#[component]
pub fn FileExample(
    csv: &'static str,
    json: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = &text().assistant.import;
    // Reachable by keyboard: long rows scroll sideways.
    let example = |label: &'static str, content: &'static str| {
        view! {
            <p class="file-import__label">{label}</p>
            <pre class="file-import__example" tabindex="0" aria-label=label>{content}</pre>
        }
    };
    view! {
        <details class="file-import__expected">
            <summary>{words.expected}</summary>
            {children.map(|children| children())}
            {example(words.csv, csv)}
            {example(words.json, json)}
        </details>
    }
}
