//! What the loader hands over at the start, and what it keeps for the next page.

use lutin_shared::fields::Fields;
use lutin_shared::link::Saved;
use serde::Serialize;

use super::json::Json;

/// The loader's first message, as far as the panel reads it.
#[derive(Debug, Default)]
pub struct Hello {
    pub(super) state: Option<String>,
    pub(super) open: bool,
    pub(super) page: Option<String>,
}

impl Hello {
    pub fn read(hello: &Json) -> Self {
        Self { state: hello.text("state"), open: hello.flag("open"), page: hello.text("page").map(bare) }
    }
}

/// An address without its query and its fragment, which may be private.
pub(super) fn bare(mut url: String) -> String {
    url.truncate(url.find(['?', '#']).unwrap_or(url.len()));
    url
}

/// What the loader keeps for the next page.
#[derive(Serialize)]
pub(super) struct State {
    pub link: Saved,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    pub sound: bool,
}

/// What the loader kept of the link.
pub(super) fn saved(state: &Json) -> Option<Saved> {
    Some(Saved::read(state.object("link")?.as_ref()))
}
