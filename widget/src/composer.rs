//! Where the shopper writes.

use js_sys::Number;
use lutin_panel_text::Key;
use lutin_shared::conversation::MAX_MESSAGE_CHARS;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent,
};

use crate::page::{self, element, listen};
use crate::profile::Shop;
use crate::shell::Handle;

/// From here on the shopper sees how much room is left.
const COUNT_FROM_CHARS: usize = MAX_MESSAGE_CHARS - 400;

/// What a browser calls a key that belongs to an input method, where `isComposing` comes too late.
const KEY_OF_INPUT_METHOD: u32 = 229;

/// The largest image, in bytes; the edge has the same limit.
const MAX_IMAGE_BYTES: f64 = 5e6;
const IMAGES: [&str; 4] = ["image/gif", "image/jpeg", "image/png", "image/webp"];

/// The field and what stands around it: they live as long as the page.
#[derive(Clone, Copy, Debug)]
pub struct Composer(&'static Parts);

#[derive(Debug)]
struct Parts {
    shop: Shop,
    handle: Handle,
    field: HtmlTextAreaElement,
    send: HtmlButtonElement,
    count: Element,
}

impl Composer {
    /// `None` on a page that has none.
    pub fn new(shop: Shop, handle: Handle) -> Option<Self> {
        let (field, send, count) = (element("field")?, element("send")?, element("count")?);
        let composer = Self(Box::leak(Box::new(Parts { shop, handle, field, send, count })));
        let form: Element = element("composer")?;
        listen(&form, &["submit"], move |event| {
            event.prevent_default();
            composer.send();
        });
        listen(&form, &["input"], move |_| {
            composer.weigh();
            handle.types(&composer.0.field.value());
        });
        listen(&form, &["keydown"], move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            let composes = event.is_composing() || event.key_code() == KEY_OF_INPUT_METHOD;
            let is_in_field = event.target().as_ref() == Some(composer.0.field.as_ref());
            if is_in_field && event.key() == "Enter" && !event.shift_key() && !composes {
                event.prevent_default();
                composer.send();
            }
        });
        Some(composer)
    }

    /// A browser may refuse it; the shopper then taps the field.
    pub fn focus(self) {
        let _ = self.0.field.focus();
    }

    /// Gives the shopper words to change, after those that are already there.
    pub fn give(self, text: &str) {
        let draft = self.0.field.value();
        let between = if draft.is_empty() || text.is_empty() { "" } else { "\n" };
        self.0.field.set_value(&[&draft, between, text].concat());
        self.weigh();
        self.focus();
    }

    /// Takes back what is written.
    pub fn empty(self) {
        self.0.field.set_value("");
        self.weigh();
    }

    /// Sends an image that was chosen, if it is one.
    pub fn attach(self, input: &HtmlInputElement) {
        let file = input.files().and_then(|files| files.get(0));
        if let Some(file) = file {
            if file.size() <= MAX_IMAGE_BYTES && IMAGES.contains(&file.type_().as_str()) {
                self.0.handle.attach(file);
            } else {
                self.0.handle.complain(Key::AttachBad);
            }
        }
        // The same file may be chosen again.
        input.set_value("");
    }

    fn send(self) {
        let Parts { handle, field, send, .. } = self.0;
        if !send.disabled() {
            handle.say(field.value().trim());
            self.empty();
            // The button cannot keep it: there is nothing to send any more.
            self.focus();
        }
    }

    /// With every change of the draft: whether it can be sent, what room is left once that becomes scarce, and how high the
    /// field is.
    fn weigh(self) {
        let Parts { field, send, count, .. } = self.0;
        let draft = field.value();
        let chars = draft.chars().count();
        let is_too_long = chars > MAX_MESSAGE_CHARS;
        send.set_disabled(is_too_long || draft.trim().is_empty());
        count.set_text_content(Some(&if chars < COUNT_FROM_CHARS {
            String::new()
        } else {
            self.room(chars)
        }));
        // A field that refuses this is still blocked, and says why beside it.
        let _ = field.set_attribute("aria-invalid", if is_too_long { "true" } else { "false" });
        // As high as what is written, up to the height that the style sheet allows.
        let style = HtmlElement::style(field);
        let _ = style.set_property("height", "auto");
        let _ = style.set_property("height", &[&field.scroll_height().to_string(), "px"].concat());
    }

    fn room(self, chars: usize) -> String {
        let tag = page::language();
        let number = |count: usize| {
            let count = Number::from(u32::try_from(count).unwrap_or(u32::MAX));
            String::from(count.to_locale_string(&tag))
        };
        let excess =
            if chars > MAX_MESSAGE_CHARS { self.0.shop.words.get(Key::TooLong) } else { String::new() };
        [&number(chars), " / ", &number(MAX_MESSAGE_CHARS), " ", &excess].concat()
    }
}
