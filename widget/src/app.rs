//! The panel as a whole: the components, wired to the store and the shell.

use leptos::ev::KeyboardEvent;
use leptos::html::{Dialog, Textarea};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::components::{Composer, ConfirmEnd, Header, Log};
use crate::profile::Shop;
use crate::shell::Handle;

#[component]
pub fn App(shop: Shop, handle: Handle) -> impl IntoView {
    let screen = handle.screen();
    let draft = ArcRwSignal::new(String::new());
    let field: NodeRef<Textarea> = NodeRef::new();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    handle.when_shown(move || focus(field));

    let _ = window_event_listener_untyped("keydown", move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        // The dialog closes itself, and an input method has its own use for the key.
        let is_taken = event.is_composing() || dialog.get_untracked().is_some_and(|dialog| dialog.open());
        if event.key() == "Escape" && !is_taken {
            handle.hide();
        }
    });

    let say = Callback::new(move |text: String| handle.say(&text));
    let ask = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            // It throws only for one that is open already.
            let _ = dialog.show_modal();
        }
    });
    let end = Callback::new(move |()| {
        handle.end();
        focus(field);
    });
    let edited = draft.clone();
    let mend = Callback::new(move |key: String| {
        if let Some(text) = handle.mend(&key) {
            edited.set(text);
            focus(field);
        }
    });

    view! {
        <div class="panel">
            <Header
                shop
                is_over=screen.is_over.clone()
                on_end=ask
                on_hide=Callback::new(move |()| handle.hide())
            />
            <p class="banner" role="status">{screen.banner.clone()}</p>
            <Log shop screen=screen.clone() on_mend=mend on_start=say />
            <p class=screen.notice_class role="status">{screen.notice}</p>
            <Composer shop field draft on_say=say on_type=Callback::new(move |()| handle.types()) />
            <ConfirmEnd shop dialog on_confirm=end />
        </div>
    }
}

/// A browser may refuse it; the shopper then taps the field.
fn focus(field: NodeRef<Textarea>) {
    if let Some(field) = field.get_untracked() {
        let _ = field.focus();
    }
}
