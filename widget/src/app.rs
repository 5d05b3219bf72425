//! The panel as a whole: what the page shows follows the store, and what the shopper does reaches the shell.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent,
};

use crate::composer::Composer;
use crate::lines::{Chips, Lines, View};
use crate::page::{self, element, listen};
use crate::profile::Shop;
use crate::shell::Handle;

/// Sets the panel going; `None` on a page that is not ours.
pub fn run(shop: Shop, handle: Handle) -> Option<()> {
    let screen = handle.screen();
    for (id, words) in [
        ("ask", &screen.ask),
        ("banner", &screen.banner),
        ("notice", &screen.notice),
        ("partial", &screen.partial),
        ("rate", &screen.rate),
        ("role", &screen.role),
        ("who", &screen.who),
        ("writing", &screen.writing),
    ] {
        page::show(id, words);
    }
    page::set("panel", "class", &screen.state);
    for drawing in ["face", "writer"] {
        page::set(drawing, "href", &screen.face);
    }
    element::<Element>("shop")?.set_text_content(Some(&shop.profile.name));

    let composer = Composer::new(shop, handle)?;
    let view = View::new(&screen)?;
    let (rows, chips) = (screen.rows, screen.chips);
    mount_to(element("lines")?, move || view! { <Lines rows /> }).forget();
    mount_to(element("chips")?, move || view! { <Chips chips /> }).forget();
    handle.when_shown(move || composer.focus());
    handle.when_given(move |text| match text {
        Some(text) => composer.give(text),
        None => composer.empty(),
    });
    element::<HtmlInputElement>("sound")?.set_checked(handle.has_sound());

    let document = page::document()?;
    listen(&document, &["click"], move |event| {
        let Some((pressed, name)) = pressed(&event) else { return };
        // Whatever is chosen in a dialog, it has had its answer.
        if let Ok(Some(dialog)) = pressed.closest("dialog") {
            dialog.unchecked_into::<HtmlDialogElement>().close();
        }
        match name.as_str() {
            "attach" => drop(element::<HtmlElement>("file").map(|file| file.click())),
            "confirm-end" | "confirm-forget" | "menu" => page::ask(&name),
            "end" => {
                handle.end();
                composer.focus();
            }
            "forget" => handle.forget(),
            "hide" => handle.hide(),
            "jump" => view.scroll_to_end(),
            "mend" => match key_of(&pressed).and_then(|key| handle.mend(&key)) {
                Some(text) => composer.give(&text),
                None => view.focus(),
            },
            "rate" => {
                if let Some(stars) = pressed.get_attribute("data-n").and_then(|stars| stars.parse().ok()) {
                    handle.rate(stars);
                }
            }
            "say" => {
                handle.say(&pressed.text_content().unwrap_or_default());
                view.focus();
            }
            "transcript" => handle.keep_transcript(),
            _ => {}
        }
    });
    listen(&document, &["change"], move |event| {
        let Some(field) = event.target().map(|target| target.unchecked_into::<Element>()) else { return };
        match field.id().as_str() {
            "language" => handle.speak(&field.unchecked_into::<HtmlSelectElement>().value()),
            "file" => composer.attach(&field.unchecked_into()),
            _ => handle.sound(field.unchecked_into::<HtmlInputElement>().checked()),
        }
    });
    listen(&document, &["keydown"], move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        // A dialog closes itself, and an input method has its own use for the key.
        let is_taken = event.is_composing()
            || page::document().is_some_and(|page| matches!(page.query_selector("[open]"), Ok(Some(_))));
        if event.key() == "Escape" && !is_taken {
            handle.hide();
        }
    });
    Some(())
}

/// What was pressed, and what `index.html` calls it.
fn pressed(event: &Event) -> Option<(Element, String)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let pressed = target.closest("[data-do]").ok()??;
    let name = pressed.get_attribute("data-do")?;
    Some((pressed, name))
}

/// The message that a button belongs to.
fn key_of(button: &Element) -> Option<String> {
    button.closest("[data-key]").ok()??.get_attribute("data-key")
}
