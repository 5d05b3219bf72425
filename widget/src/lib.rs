//! The chat panel: a page of the edge's origin, in a frame on the shop's page.
//!
//! What it decides, `lutin_shared::link` decides; here are the browser ([`shell`]), what the shopper
//! sees ([`app`], [`lines`]), and between them one [`store`]. What stands still is HTML, in `index.html`; what comes and goes is
//! drawn here. Nothing is stored or requested before the shopper's first message, but the panel's own files.

mod app;
mod composer;
mod lines;
mod linked;
mod page;
mod profile;
mod shell;
mod store;
mod words;

use any_spawner::Executor;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::MessagePort;

use crate::profile::Shop;
use crate::shell::{Handle, Hello, Json};
use crate::words::Words;

/// Two kilobytes lighter on the way to a phone than the one that the standard library brings, and as quick.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Draws the panel. Called once, by `boot/boot.js`, on a page that may show it.
///
/// `origin` is the parent page's, as the browser told it; `hello` is the loader's first message, as
/// JSON; everything after it goes over `port`. `words` are those that the page already shows.
#[wasm_bindgen]
pub fn start(origin: String, hello: &str, port: MessagePort, words: JsValue) {
    let Some(profile) = profile::read() else { return };
    // What cannot be read is of another loader: take it as a first visit.
    let hello = Json::parse(hello).map(|hello| Hello::read(&hello)).unwrap_or_default();
    // Refused only where there is one.
    let _ = Executor::init_wasm_bindgen();
    let shop = Shop::new(profile, Words::new(words));
    let handle = Handle::start(shop, origin, &hello, port);
    if app::run(shop, handle).is_some() {
        handle.ready();
    }
}
