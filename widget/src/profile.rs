//! What the edge wrote into the page about its shop.

use lutin_shared::api::PublicProfile;
use wasm_bindgen::JsCast;
use web_sys::HtmlMetaElement;

use crate::page;
use crate::shell::Json;
use crate::words::Words;

/// The shop whose panel this is, and the panel's words. One for the life of the page.
#[derive(Clone, Copy, Debug)]
pub struct Shop {
    pub profile: &'static PublicProfile,
    pub words: &'static Words,
}

impl Shop {
    pub fn new(profile: PublicProfile, words: Words) -> Self {
        Self { profile: Box::leak(Box::new(profile)), words: Box::leak(Box::new(words)) }
    }
}

/// The profile in `<meta name="lutin-profile">`; `None` when the edge did not fill it in.
pub fn read() -> Option<PublicProfile> {
    let meta = page::document()?.query_selector("meta[name=lutin-profile]").ok()??;
    let meta: HtmlMetaElement = meta.dyn_into().ok()?;
    PublicProfile::read(&Json::parse(&meta.content())?)
}
