//! A start tag, and what its attributes say to a reader.

use super::element::{Element, is_void};

/// The tag that is being read.
#[derive(Debug, Default)]
pub struct Tag {
    name: Vec<u8>,
    /// Those that matter, in order; of two with one name the first holds.
    attributes: Vec<(&'static str, Vec<u8>)>,
    /// Whether the value that comes belongs to the last of them.
    is_wanted: bool,
}

/// The attributes that matter.
const WANTED: &[&str] =
    &["aria-hidden", "content", "hidden", "href", "lang", "open", "property", "role", "style", "xml:lang"];

impl Tag {
    pub fn open(&mut self, name: &[u8]) {
        self.name.clear();
        self.name.extend_from_slice(name);
        self.attributes.clear();
        self.is_wanted = false;
    }

    pub fn attribute(&mut self, name: &[u8]) {
        let wanted = WANTED.iter().find(|wanted| wanted.as_bytes() == name);
        let wanted = wanted.filter(|wanted| self.find(wanted).is_none());
        self.is_wanted = wanted.is_some();
        self.attributes.extend(wanted.map(|name| (*name, Vec::new())));
    }

    pub fn value(&mut self, value: &[u8]) {
        if let Some((_, all)) = self.attributes.last_mut().filter(|_| self.is_wanted) {
            all.extend_from_slice(value);
        }
    }

    pub fn name(&self) -> &[u8] {
        &self.name
    }

    pub fn element(&self) -> Element {
        Element::of(&self.name)
    }

    pub fn is_void(&self) -> bool {
        is_void(&self.name)
    }

    pub fn role(&self) -> String {
        self.text("role").unwrap_or_default().trim().to_ascii_lowercase()
    }

    pub fn language(&self) -> Option<String> {
        self.text("lang").or_else(|| self.text("xml:lang")).map(|tag| tag.trim().to_owned())
    }

    pub fn target(&self) -> Option<String> {
        self.text("href")
    }

    pub fn site_name(&self) -> Option<String> {
        self.text("property").filter(|property| property == "og:site_name").and_then(|_| self.text("content"))
    }

    /// Whether nobody sees it. What a click unfolds is there to be read: FAQs are made of that.
    pub fn is_hidden(&self) -> bool {
        let style = self.text("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        let is_invisible = style.contains("display:none") || style.contains("visibility:hidden");
        let is_put_away = self.text("hidden").is_some_and(|when| !when.eq_ignore_ascii_case("until-found"));
        let is_closed = self.name == b"dialog" && self.find("open").is_none();
        let is_unfolded = || matches!(self.role().as_str(), "region" | "tabpanel");
        is_closed || ((is_invisible || is_put_away) && !is_unfolded())
    }

    /// Whether it is only looked at: the letter of an icon, the mark of an anchor.
    pub fn is_decoration(&self) -> bool {
        self.text("aria-hidden").is_some_and(|hidden| hidden.eq_ignore_ascii_case("true"))
    }

    /// Whether it is the same on every page.
    pub fn is_around(&self) -> bool {
        matches!(
            self.role().as_str(),
            "alertdialog" | "banner" | "complementary" | "contentinfo" | "dialog" | "navigation" | "search"
        )
    }

    fn text(&self, name: &str) -> Option<String> {
        self.find(name).map(|value| String::from_utf8_lossy(value).into_owned())
    }

    fn find(&self, name: &str) -> Option<&[u8]> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_slice())
    }
}
