//! How a line of the transcript reads on screen.

use leptos::prelude::*;
use lutin_panel_text::Key;
use lutin_shared::conversation::Author;
use lutin_shared::link::{Line, LineKind, Sending};
use lutin_shared::refusal::Refusal;

use super::clock::clock;
use super::tell;
use crate::linked::Content;
use crate::profile::Shop;

/// One line on screen: a message, or what happened between messages. It stays the same row while its
/// message goes from sending to sent, or to failed.
#[derive(Clone, Debug)]
pub struct Row {
    pub key: String,
    /// The drawing beside it, by its address in the page.
    pub face: &'static str,
    /// Who says it.
    pub speaker: String,
    /// Under which name the panel's words have that, if it is one of them.
    pub said_by: &'static str,
    pub content: Content,
    pub is_own: bool,
    pub class: ArcRwSignal<String>,
    /// When it was said, or why it was not sent.
    pub foot: ArcRwSignal<String>,
    /// What the shopper can do about a message that failed.
    pub remedy: ArcRwSignal<String>,
}

impl Row {
    /// The first words of the panel: no message, so nothing is counted by them.
    pub fn greeting(shop: Shop) -> Self {
        let mut row = Self::of("greeting", "theirs", &shop.profile.assistant_name, &shop.profile.greeting);
        row.content.lang = Some(shop.profile.locale.tag());
        row
    }

    pub fn new(line: &Line, shop: Shop) -> Self {
        let Shop { words, profile } = shop;
        let row = match &line.kind {
            LineKind::Ended(by) => Self::of(&line.key, "event", "", &words.ended(*by)),
            LineKind::ReplyFailed => {
                let sentence = words.with_contact(words.get(Key::ReplyFailed), &profile.contact);
                Self::of(&line.key, "setback", "", &sentence)
            }
            LineKind::Said { from, text, extra, .. } => {
                let mut row = match from {
                    Author::Agent => Self {
                        face: "#person",
                        said_by: if extra.by.is_some() { "" } else { Key::Team.name() },
                        ..Self::of(
                            &line.key,
                            "theirs message--person",
                            &extra.by.clone().unwrap_or_else(|| words.get(Key::Team)),
                            text,
                        )
                    },
                    Author::Assistant | Author::Instant => {
                        Self::of(&line.key, "theirs", &profile.assistant_name, text)
                    }
                    Author::Shopper => Self {
                        is_own: true,
                        said_by: Key::You.name(),
                        ..Self::of(&line.key, "own", &words.get(Key::You), text)
                    },
                    Author::System => Self::of(&line.key, "event", "", text),
                };
                if let Some(parts) = &extra.parts {
                    row.content.parts.clone_from(parts);
                }
                row.content.lang = words.spoken(text);
                let image = extra.image.as_ref();
                row.content.image =
                    image.map(|image| (["/files/", image].concat(), words.get(Key::Attachment)));
                row
            }
        };
        row.redraw(line, shop);
        row
    }

    fn of(key: &str, kind: &str, speaker: &str, text: &str) -> Self {
        Self {
            key: key.to_owned(),
            face: "#mark",
            speaker: speaker.to_owned(),
            said_by: "",
            content: Content { parts: vec![text.to_owned()], ..Content::default() },
            is_own: false,
            class: ArcRwSignal::new(["message message--", kind].concat()),
            foot: ArcRwSignal::default(),
            remedy: ArcRwSignal::default(),
        }
    }

    /// Shows where its message is now. Nothing else of a line changes.
    pub fn redraw(&self, line: &Line, shop: Shop) {
        let words = shop.words;
        let (class, foot, remedy) = match &line.kind {
            LineKind::Said { sending: Sending::Failed(refusal), .. } => {
                let remedy = if refusal.condemns_message() { Key::Edit } else { Key::Retry };
                let why = words.failed(*refusal);
                let is_hurry = *refusal == Refusal::TooManyAttempts;
                // Who is held back still sees how to reach the shop.
                let why = if is_hurry { words.with_contact(why, &shop.profile.contact) } else { why };
                ("message message--own message--failed", why, words.get(remedy))
            }
            LineKind::Said { sending: Sending::UnderWay, .. } => {
                ("message message--own message--under-way", words.get(Key::Sending), String::new())
            }
            LineKind::Said { from: Author::Shopper, sending: Sending::Arrived, .. } => {
                ("message message--own", clock(line.at), String::new())
            }
            LineKind::Said { extra, .. } => {
                let note = if extra.is_cut { Some(words.get(Key::Cut)) } else { extra.source.clone() };
                let mut foot = clock(line.at);
                if let Some(note) = note {
                    foot.push_str(" · ");
                    foot.push_str(&note);
                }
                tell(&self.foot, foot);
                return;
            }
            LineKind::Ended(_) | LineKind::ReplyFailed => {
                tell(&self.foot, clock(line.at));
                return;
            }
        };
        tell(&self.class, class.to_owned());
        tell(&self.foot, foot);
        tell(&self.remedy, remedy);
    }
}

/// Why a message failed, its words and its image; `None` when it has not.
pub fn failure(line: &Line) -> Option<(Refusal, String, Option<String>)> {
    match &line.kind {
        LineKind::Said { text, sending: Sending::Failed(refusal), extra, .. } => {
            Some((*refusal, text.clone(), extra.image.clone()))
        }
        LineKind::Ended(_) | LineKind::ReplyFailed | LineKind::Said { .. } => None,
    }
}
