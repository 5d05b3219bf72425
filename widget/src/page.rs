//! The page's own elements (`index.html`), and how they follow what is known.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, EventTarget, HtmlDialogElement};

pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The element with an id, as what `index.html` has there.
pub fn element<T: JsCast>(id: &str) -> Option<T> {
    Some(document()?.get_element_by_id(id)?.unchecked_into())
}

/// The language that the page is shown in, as a tag.
pub fn language() -> String {
    let root = document().and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// Runs now, and again whenever a signal that it reads has changed. In the one type that all of them have: each type is
/// compiled anew.
pub fn keep(run: Box<dyn Fn()>) {
    // The panel lives as long as its page.
    core::mem::forget(RenderEffect::new(move |_| run()));
}

/// Keeps a signal's words in an element.
pub fn show(id: &str, words: &ArcRwSignal<String>) {
    let Some(element) = element::<Element>(id) else { return };
    let words = words.clone();
    keep(Box::new(move || words.with(|words| element.set_text_content(Some(words)))));
}

/// Keeps a signal's words in an attribute.
pub fn set(id: &str, attribute: &'static str, words: &ArcRwSignal<String>) {
    let Some(element) = element::<Element>(id) else { return };
    let words = words.clone();
    // Refused only for a name that is none.
    keep(Box::new(move || words.with(|words| drop(element.set_attribute(attribute, words)))));
}

/// From the next frame on, lines that come are read out to who does not see them. What comes back from the journal is no news.
pub fn read_aloud() {
    request_animation_frame(|| {
        if let Some(lines) = element::<Element>("lines") {
            // Refused only for a name that is none.
            let _ = lines.set_attribute("aria-live", "polite");
        }
    });
}

/// Hears what happens, for as long as the page lives.
pub fn listen(target: &EventTarget, names: &[&str], hear: impl Fn(Event) + 'static) {
    let hear = Closure::<dyn Fn(Event)>::new(hear).into_js_value();
    for name in names {
        // Refused only for a listener that is none.
        let _ = target.add_event_listener_with_callback(name, hear.unchecked_ref());
    }
}

/// Shows a dialog: the browser's own, which keeps the focus, dims the rest, and closes on Esc.
pub fn ask(id: &str) {
    if let Some(dialog) = element::<HtmlDialogElement>(id) {
        // It throws only for one that is open already.
        let _ = dialog.show_modal();
    }
}

/// Says of each message that was drawn before languages could be told which one it is in.
pub fn mark_languages(language_of: impl Fn(&str) -> Option<&'static str>) {
    let said = ".message:not(.message--event,.message--setback) .bubble:not([lang])";
    let Some(Ok(bubbles)) = document().map(|document| document.query_selector_all(said)) else { return };
    for at in 0..bubbles.length() {
        let Some(bubble) = bubbles.item(at).map(JsCast::unchecked_into::<Element>) else { continue };
        if let Some(tag) = language_of(&bubble.text_content().unwrap_or_default()) {
            let _ = bubble.set_attribute("lang", tag);
        }
    }
}
