//! The panel's own words, in the language that is shown, and the languages of messages.

use core::cell::{OnceCell, RefCell};

use js_sys::Reflect;
use lutin_panel_text::Key;
use lutin_shared::api::Contact;
use lutin_shared::conversation::Ending;
use lutin_shared::language::{Language, Model, Prior};
use lutin_shared::refusal::Refusal;
use wasm_bindgen::JsValue;

use crate::page;

/// A voice that reads Polish as French is worse than one that reads "ok" as French.
const SURE: f32 = 0.8;

/// One for the life of the page.
#[derive(Debug)]
pub struct Words {
    /// What `boot/words.js` read: texts by their names.
    texts: RefCell<JsValue>,
    /// Comes after the panel is drawn.
    model: OnceCell<Model>,
    /// Which languages messages are expected in: the page's, and those that the browser asks for.
    pub prior: Prior,
}

impl Words {
    pub fn new(texts: JsValue) -> Self {
        let prior = Prior::default().with_page(&page::language());
        let wanted = web_sys::window().map(|window| window.navigator().languages());
        let wanted: Vec<String> = wanted.into_iter().flatten().filter_map(|tag| tag.as_string()).collect();
        let prior = prior.with_browser(wanted.iter().map(String::as_str));
        Self { texts: RefCell::new(texts), model: OnceCell::new(), prior }
    }

    pub fn set(&self, texts: JsValue) {
        *self.texts.borrow_mut() = texts;
    }

    pub fn set_model(&self, bytes: &'static [u8]) {
        // Read once.
        let _ = self.model.set(Model::new(bytes));
    }

    pub fn get(&self, key: Key) -> String {
        // A language without the text would not have compiled.
        let text = Reflect::get(&self.texts.borrow(), &key.name().into());
        text.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// A text with something put in its place.
    pub fn with(&self, key: Key, what: &str) -> String {
        let text = self.get(key);
        // Lighter than looking for two characters at once.
        let (before, after) = text.split_once('{').unwrap_or((&text, ""));
        [before, what, after.trim_start_matches('}')].concat()
    }

    /// The language of what somebody wrote; `None` when not at least so sure.
    pub fn language_of(&self, text: &str, sure: f32) -> Option<Language> {
        let found = self.model.get()?.detect(text, &self.prior);
        found.language.filter(|_| found.confidence >= sure)
    }

    /// The same, for a screen reader's voice.
    pub fn spoken(&self, text: &str) -> Option<&'static str> {
        self.language_of(text, SURE).map(Language::tag)
    }

    /// Why a message was not sent.
    pub fn failed(&self, refusal: Refusal) -> String {
        [&self.get(Key::Failed), " ", &self.get(why(refusal))].concat()
    }

    pub fn refusal(&self, refusal: Refusal) -> String {
        self.get(why(refusal))
    }

    /// A sentence, and the ways to the shop that need no assistant.
    pub fn with_contact(&self, mut text: String, contact: &Contact) -> String {
        let ways = [&contact.email, &contact.phone].into_iter().flatten();
        for (index, way) in ways.enumerate() {
            if index == 0 {
                text.push('\n');
                text.push_str(&self.get(Key::Contact));
            } else {
                text.push_str(" · ");
            }
            // A telephone number stays on one line.
            text.extend(way.chars().map(|c| if c == ' ' { '\u{a0}' } else { c }));
        }
        text
    }

    /// The line that closes a conversation.
    pub fn ended(&self, by: Ending) -> String {
        self.get(match by {
            Ending::Closed => Key::Ended,
            Ending::Inactivity => Key::EndedQuiet,
            Ending::Resolved => Key::EndedSolved,
        })
    }
}

/// Why something was not accepted, to a shopper. What a shopper cannot change is said in one way, whatever the reason.
pub const fn why(refusal: Refusal) -> Key {
    match refusal {
        Refusal::EmptyMessage => Key::RefusedEmpty,
        Refusal::ExpiredToken | Refusal::InvalidToken | Refusal::MissingToken | Refusal::SignedOut => {
            Key::RefusedOver
        }
        Refusal::ImagesOff => Key::AttachFailed,
        Refusal::UnsupportedImage => Key::AttachBad,
        Refusal::ForbiddenOrigin => Key::RefusedSite,
        Refusal::FrameTooLarge | Refusal::MessageTooLong => Key::TooLong,
        Refusal::Malformed | Refusal::MessageIdReused => Key::RefusedUnreadable,
        Refusal::NotFound | Refusal::UnknownMerchant => Key::RefusedAway,
        Refusal::SessionFull => Key::RefusedFull,
        Refusal::TooManyAttempts => Key::RefusedHurry,
        Refusal::UnsupportedVersion => Key::RefusedOld,
        // Nothing that a shopper does is answered so.
        Refusal::AlreadyJudged
        | Refusal::Deactivated
        | Refusal::Gone
        | Refusal::InvalidIdentity
        | Refusal::NotCounted
        | Refusal::OrderIdReused
        | Refusal::OwnerOnly
        | Refusal::StaleTurn
        | Refusal::Taken
        | Refusal::TooEarly
        | Refusal::UnfoundedReceipt
        | Refusal::UnknownOffer
        | Refusal::WrongCredentials => Key::Refused,
    }
}
