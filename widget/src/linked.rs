//! Words, some of them strong, and addresses that can be followed.

use web_sys::Element;

/// What a bubble holds.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The text in parts, of which every second one is strong.
    pub parts: Vec<String>,
    /// The language that it is in, for a screen reader's voice and the browser's hyphens; `None` when not sure, and for our own
    /// words, which are in the page's.
    pub lang: Option<&'static str>,
    /// The address of an image, and what it is for who does not see it.
    pub image: Option<(String, String)>,
}

/// Fills an element: words, and links for the web and e-mail addresses in them. Never HTML.
pub fn linked(element: Element, content: Content) {
    if let Some(lang) = content.lang {
        let _ = element.set_attribute("lang", lang);
    }
    if let Some((address, words)) = &content.image
        && let Some(image) = append(&element, "img")
    {
        let _ = image.set_attribute("src", address);
        let _ = image.set_attribute("alt", words);
    }
    for (at, part) in content.parts.iter().enumerate() {
        let strong = (at % 2 == 1).then(|| append(&element, "strong")).flatten();
        fill(strong.as_ref().unwrap_or(&element), part);
    }
}

fn fill(element: &Element, text: &str) {
    let mut words = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '\n']) {
        // An address in brackets begins after the first.
        let open = usize::from(word.starts_with('('));
        let label = word
            .get(open..)
            .unwrap_or_default()
            .trim_end_matches([' ', '\n', '.', ',', ';', ':', '!', '?', ')', '»']);
        match href(label) {
            Some(href) => {
                words.push_str(word.get(..open).unwrap_or_default());
                append_words(element, &words);
                append_link(element, &href, label);
                words.clear();
                words.push_str(word.get(open + label.len()..).unwrap_or_default());
            }
            // French puts a space before these: it must not become a line's end.
            None if matches!(word.chars().next(), Some('?' | '!' | ':' | ';' | '»'))
                && words.ends_with(' ') =>
            {
                words.pop();
                words.push('\u{a0}');
                words.push_str(word);
            }
            None => words.push_str(word),
        }
    }
    append_words(element, &words);
}

// What follows fails only for a node that is no child; the text is then at least partly there.

fn append_words(element: &Element, words: &str) {
    if !words.is_empty() {
        let _ = element.append_with_str_1(words);
    }
}

fn append_link(element: &Element, href: &str, label: &str) {
    if let Some(link) = append(element, "a") {
        let _ = link.set_attribute("href", href);
        let _ = link.set_attribute("target", "_blank");
        let _ = link.set_attribute("rel", "noopener noreferrer");
        link.set_text_content(Some(label));
    }
}

fn append(element: &Element, tag: &str) -> Option<Element> {
    let child = element.owner_document()?.create_element(tag).ok()?;
    let _ = element.append_child(&child);
    Some(child)
}

/// Where a word leads, if it is an address. No other scheme than these: a reply cannot run code.
fn href(word: &str) -> Option<String> {
    if word.starts_with("https://") || word.starts_with("http://") {
        return Some(word.to_owned());
    }
    let (name, host) = word.split_once('@')?;
    let is_email = !name.is_empty() && host.contains('.') && word.bytes().all(is_of_email);
    is_email.then(|| ["mailto:", word].concat())
}

fn is_of_email(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'@')
}
