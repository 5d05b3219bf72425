//! Plain text whose addresses can be followed.

use web_sys::Element;

/// Fills an element with a text and says its language, if known: words, and links for the web and e-mail addresses in it.
/// Never HTML.
pub fn linked(element: Element, (text, lang): (String, Option<&'static str>)) {
    if let Some(lang) = lang {
        let _ = element.set_attribute("lang", lang);
    }
    let mut words = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '\n']) {
        let label = word.trim_end_matches([' ', '\n', '.', ',', ';', ':', '!', '?', ')', '»']);
        match href(label) {
            Some(href) => {
                append_words(&element, &words);
                append_link(&element, &href, label);
                words.clear();
                words.push_str(word.get(label.len()..).unwrap_or_default());
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
    append_words(&element, &words);
}

// What follows fails only for a node that is no child; the text is then at least partly there.

fn append_words(element: &Element, words: &str) {
    if !words.is_empty() {
        let _ = element.append_with_str_1(words);
    }
}

fn append_link(element: &Element, href: &str, label: &str) {
    let link = element.owner_document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link {
        let _ = link.set_attribute("href", href);
        let _ = link.set_attribute("target", "_blank");
        let _ = link.set_attribute("rel", "noopener noreferrer");
        link.set_text_content(Some(label));
        let _ = element.append_child(&link);
    }
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
