//! The merchant's console: what was counted this month, why, and a place to try the assistant.

mod api;
mod app;
mod attempt;
mod audit;
mod case_words;
mod clock;
mod complaint;
mod components;
mod focus;
mod format;
mod fresh;
mod pages;
mod ring;
mod route;
mod store;
mod text;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The element of `index.html` that shows the splash until this program has loaded.
const ROOT: &str = "app";

fn main() {
    let root = document().get_element_by_id(ROOT).and_then(|root| root.dyn_into().ok());
    let root: web_sys::HtmlElement = root.unwrap_or_else(leptos::tachys::dom::body);
    root.set_text_content(None);
    mount_to(root, app::App).forget();
}
