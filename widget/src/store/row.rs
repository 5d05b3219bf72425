//! How a line of the transcript reads on screen.

use leptos::prelude::*;
use lutin_shared::conversation::Author;
use lutin_shared::language::detect_with;
use lutin_shared::link::{Line, LineKind, Sending};
use lutin_shared::refusal::Refusal;

use super::clock::clock;
use super::tell;
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
    /// In parts, of which every second one is strong.
    pub text: Vec<String>,
    /// The language that the text is in, for a screen reader's voice and the browser's hyphens; `None` when not sure, and
    /// for our own words, which are in the page's.
    pub lang: Option<&'static str>,
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
        Self::of("greeting", "theirs", &shop.profile.assistant_name, &shop.profile.greeting)
    }

    pub fn new(line: &Line, shop: Shop) -> Self {
        let (text, profile) = (shop.text, shop.profile);
        let row = match &line.kind {
            LineKind::Ended(by) => Self::of(&line.key, "event", "", text.ended(*by)),
            LineKind::ReplyFailed => {
                let sentence = text.with_contact(text.reply_failed, &profile.contact);
                Self::of(&line.key, "setback", "", &sentence)
            }
            LineKind::Said { from, text: words, extra, .. } => {
                let mut row = match from {
                    Author::Agent => Self {
                        face: "#person",
                        ..Self::of(
                            &line.key,
                            "theirs message--person",
                            extra.by.as_deref().unwrap_or(text.team),
                            words,
                        )
                    },
                    Author::Assistant | Author::Instant => {
                        Self::of(&line.key, "theirs", &profile.assistant_name, words)
                    }
                    Author::Shopper => Self { is_own: true, ..Self::of(&line.key, "own", text.you, words) },
                    Author::System => Self::of(&line.key, "event", "", words),
                };
                if let Some(parts) = &extra.parts {
                    row.text.clone_from(parts);
                }
                row.lang = spoken(words, shop);
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
            text: vec![text.to_owned()],
            lang: None,
            is_own: false,
            class: ArcRwSignal::new(["message message--", kind].concat()),
            foot: ArcRwSignal::default(),
            remedy: ArcRwSignal::default(),
        }
    }

    /// Shows where its message is now. Nothing else of a line changes.
    pub fn redraw(&self, line: &Line, shop: Shop) {
        let text = shop.text;
        let (class, foot, remedy) = match &line.kind {
            LineKind::Said { sending: Sending::Failed(refusal), .. } => {
                let remedy = if refusal.condemns_message() { text.edit } else { text.retry };
                {
                    let why = text.failed(*refusal);
                    let is_hurry = *refusal == Refusal::TooManyAttempts;
                    // Who is held back still sees how to reach the shop.
                    let why = if is_hurry { text.with_contact(&why, &shop.profile.contact) } else { why };
                    ("message message--own message--failed", why, remedy)
                }
            }
            LineKind::Said { sending: Sending::UnderWay, .. } => {
                ("message message--own message--under-way", text.sending.to_owned(), "")
            }
            LineKind::Said { from: Author::Shopper, sending: Sending::Arrived, .. } => {
                ("message message--own", clock(line.at, text.locale), "")
            }
            LineKind::Said { extra, .. } => {
                let note = if extra.is_cut { Some(text.cut) } else { extra.source.as_deref() };
                let mut foot = clock(line.at, text.locale);
                if let Some(note) = note {
                    foot.push_str(" · ");
                    foot.push_str(note);
                }
                tell(&self.foot, foot);
                return;
            }
            LineKind::Ended(_) | LineKind::ReplyFailed => {
                tell(&self.foot, clock(line.at, text.locale));
                return;
            }
        };
        tell(&self.class, class.to_owned());
        tell(&self.foot, foot);
        tell(&self.remedy, remedy.to_owned());
    }
}

/// A voice that reads Polish as French is worse than one that reads "ok" as French.
const SURE: f32 = 0.8;

fn spoken(text: &str, shop: Shop) -> Option<&'static str> {
    let found = detect_with(text, &shop.prior);
    found.language.filter(|_| found.confidence >= SURE).map(|language| language.tag())
}

/// Why a message failed, and its words; `None` when it has not.
pub fn failure(line: &Line) -> Option<(Refusal, &str)> {
    match &line.kind {
        LineKind::Said { text, sending: Sending::Failed(refusal), .. } => Some((*refusal, text)),
        LineKind::Ended(_) | LineKind::ReplyFailed | LineKind::Said { .. } => None,
    }
}
