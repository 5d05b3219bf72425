//! The chat panel: a page of the edge's origin, in a frame on the shop's page.
//!
//! What it decides, `lutin_shared::link` decides; here are the browser ([`shell`]), what the shopper
//! sees ([`components`]), and between them one [`store`]. Nothing is stored or requested before the
//! shopper's first message.

mod accent;
mod app;
mod components;
mod profile;
mod shell;
mod store;
mod text;

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::MessagePort;

use crate::app::App;
use crate::profile::Shop;
use crate::shell::{Handle, Hello, Json};

/// Two kilobytes lighter on the way to a phone than the one that the standard library brings, and as quick.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Draws the panel, if the page that shows it may. Called once, by `boot.js`.
///
/// `origin` is the parent page's, as the browser told it; `hello` is the loader's first message, as
/// JSON; everything after it goes over `port`.
#[wasm_bindgen]
pub fn start(origin: String, hello: &str, port: MessagePort) {
    let Some(profile) = profile::read() else { return };
    // `frame-ancestors` forbids the same pages; this also holds where the edge is not ours.
    if !profile::admits(&profile, &origin) {
        return;
    }
    let shop = Shop::new(profile);
    profile::dress(shop);
    // What cannot be read is of another loader: take it as a first visit.
    let hello = Json::parse(hello).map(|hello| Hello::read(&hello)).unwrap_or_default();
    let handle = Handle::start(shop, origin, &hello, port);
    mount_to_body(move || view! { <App shop handle /> });
    handle.ready();
}
