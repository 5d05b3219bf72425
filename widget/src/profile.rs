//! What the edge wrote into the page about its shop.

use lutin_shared::api::PublicProfile;
use lutin_shared::language::Prior;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, HtmlMetaElement};

use crate::accent::Accent;
use crate::shell::Json;
use crate::text::{self, Text};

/// The shop whose panel this is, and the words of its language. One for the life of the page.
#[derive(Clone, Copy, Debug)]
pub struct Shop {
    pub profile: &'static PublicProfile,
    pub text: &'static Text,
    /// Which languages messages are expected in: the shop's, and those that the browser asks for.
    pub prior: Prior,
}

impl Shop {
    pub fn new(profile: PublicProfile) -> Self {
        let text = text::text(profile.locale);
        let browser = web_sys::window().and_then(|window| window.navigator().language());
        let prior = Prior::default().with_page(profile.locale.tag()).with_browser(browser.as_deref());
        Self { profile: Box::leak(Box::new(profile)), text, prior }
    }
}

/// The profile in `<meta name="lutin-profile">`; `None` when the edge did not fill it in.
pub fn read() -> Option<PublicProfile> {
    let meta = document()?.query_selector("meta[name=lutin-profile]").ok()??;
    let meta: HtmlMetaElement = meta.dyn_into().ok()?;
    PublicProfile::read(&Json::parse(&meta.content())?)
}

/// Whether a page of `origin` may show the panel: the merchant's pages, and the edge's own dashboard.
pub fn admits(profile: &PublicProfile, origin: &str) -> bool {
    let own = web_sys::window().and_then(|window| window.location().origin().ok());
    own.as_deref() == Some(origin) || profile.origins.iter().any(|allowed| allowed == origin)
}

/// Gives the page the shop's language, name and colour.
pub fn dress(shop: Shop) {
    let Some(document) = document() else { return };
    document.set_title(&shop.profile.name);
    let root = document.document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let Some(root) = root else { return };
    root.set_lang(shop.profile.locale.tag());
    let accent = Accent::parse(&shop.profile.accent);
    // A browser that refuses a property keeps the one of tokens.css.
    let _ = root.style().set_property("--accent", &accent.background);
    let _ = root.style().set_property("--on-accent", accent.text);
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
