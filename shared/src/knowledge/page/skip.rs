//! A part of a page that is not read, and where it ends: with its end tag or, when that is missing, with the end tag of
//! something around it, as in browsers.

use std::collections::BTreeMap;

use super::element::{Element, is_void};
use super::tag::Tag;

#[derive(Debug)]
pub struct Skip {
    name: Vec<u8>,
    is_paragraph: bool,
    /// How many elements of each name were opened inside.
    inside: BTreeMap<Vec<u8>, u32>,
}

/// What an end tag ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Inside,
    /// The skipped part.
    Own,
    /// Something around the skipped part, and so that too.
    Outer,
}

impl Skip {
    pub fn new(tag: &Tag) -> Self {
        Self { name: tag.name().to_owned(), is_paragraph: tag.name() == b"p", inside: BTreeMap::new() }
    }

    /// A paragraph ends where another block begins.
    pub const fn is_over_at(&self, element: Element) -> bool {
        self.is_paragraph && element.is_block()
    }

    pub fn start(&mut self, tag: &Tag) {
        if !is_void(tag.name()) {
            *self.inside.entry(tag.name().to_owned()).or_default() += 1;
        }
    }

    pub fn end(&mut self, name: &[u8], around: &Open) -> Ending {
        match self.inside.get_mut(name) {
            Some(count) if *count > 0 => {
                *count -= 1;
                Ending::Inside
            }
            _ if name == self.name => Ending::Own,
            _ if around.has(name) => Ending::Outer,
            _ => Ending::Inside,
        }
    }
}

/// How many blocks of each name are open.
#[derive(Debug, Default)]
pub struct Open(BTreeMap<Vec<u8>, u32>);

impl Open {
    pub fn start(&mut self, name: &[u8]) {
        // Their end tags are left out as often as not, so those say nothing.
        let is_loose = matches!(name, b"dd" | b"dt" | b"hr" | b"li" | b"p" | b"td" | b"th" | b"tr");
        if !is_loose {
            *self.0.entry(name.to_owned()).or_default() += 1;
        }
    }

    pub fn end(&mut self, name: &[u8]) {
        if let Some(count) = self.0.get_mut(name) {
            *count = count.saturating_sub(1);
        }
    }

    fn has(&self, name: &[u8]) -> bool {
        self.0.get(name).is_some_and(|count| *count > 0)
    }
}
