//! Where the keyboard goes on after something has changed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// To the first field of `form` that is wrong, once the view says which ones are.
pub fn first_invalid(form: NodeRef<leptos::html::Form>) {
    request_animation_frame(move || {
        if let Some(form) = form.get_untracked() {
            first_within(&form, "[aria-invalid='true']");
        }
    });
}

/// To a heading or another element with this id, once the view has changed.
pub fn element(id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(id) {
            take(element);
        }
    });
}

fn first_within(root: &Element, selector: &str) {
    if let Some(element) = root.query_selector(selector).ok().flatten() {
        take(element);
    }
}

fn take(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        // What cannot be focused is still read in its turn.
        element.focus().ok();
    }
}
