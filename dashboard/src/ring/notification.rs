//! Notifications of the system, where the browser has them and the agent allows them.

use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// One that is shown. Dropped, it is taken away.
pub struct Notice {
    shown: Notification,
    /// What a click on it calls: lives as long as it.
    _click: Closure<dyn FnMut()>,
}

impl Notice {
    /// `tag` keeps two tabs from showing the same thing twice.
    pub fn show(title: &str, body: &str, tag: &str, mut on_click: impl FnMut() + 'static) -> Option<Self> {
        if !exist() || Notification::permission() != NotificationPermission::Granted {
            return None;
        }
        let options = NotificationOptions::new();
        options.set_body(body);
        options.set_tag(tag);
        // A phone shows none of a page's own, and throws.
        let shown = Notification::new_with_options(title, &options).ok()?;
        let seen = shown.clone();
        let click = Closure::<dyn FnMut()>::new(move || {
            seen.close();
            on_click();
        });
        shown.set_onclick(Some(click.as_ref().unchecked_ref()));
        Some(Self { shown, _click: click })
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        self.shown.set_onclick(None);
        self.shown.close();
    }
}

/// Asks the agent whether they may be shown, unless they said so before.
pub fn ask() {
    if !exist() || Notification::permission() != NotificationPermission::Default {
        return;
    }
    if let Ok(answer) = Notification::request_permission() {
        // Whatever the answer is, it is looked up when there is something to show.
        spawn_local(async move { drop(JsFuture::from(answer).await) });
    }
}

/// On a page without https, and on some phones, the name stands for nothing: naming it would throw.
fn exist() -> bool {
    js_sys::Reflect::has(&window(), &JsValue::from_str("Notification")).unwrap_or(false)
}
