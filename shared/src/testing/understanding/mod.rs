//! The readers of messages, asked in JSON: what `cargo xtask classify` prints and `cargo xtask eval` scores.

mod score;

use std::str::FromStr;

use serde_json::{Value, json};
use thiserror::Error;

pub use self::score::score;
use crate::{
    emotion::feel,
    escalation::triage::triage,
    intent::{resolves, wants_human},
    language::{Language, Prior, detect_with},
    relatedness::{Speaker, judge},
};

/// What can be asked of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Language,
    Emotion,
    Escalation,
    Resolution,
    Relatedness,
    Tags,
}

/// Why a line cannot be asked about.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    #[error("not a JSON object: {0}")]
    Json(String),
    #[error("`{0}` is missing or is not a text")]
    Text(&'static str),
    #[error("`{0}` is not a list of messages {{\"from\": \"shopper\" | \"assistant\", \"text\": …}}")]
    Messages(&'static str),
}

/// No task has this name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is none of language, emotion, escalation, resolution, relatedness, tags")]
pub struct UnknownTask(String);

impl FromStr for Task {
    type Err = UnknownTask;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            // `other.jsonl` and `ambiguous.jsonl` ask the same; how they are scored is another matter.
            "language" | "other" | "ambiguous" => Self::Language,
            "emotion" => Self::Emotion,
            "escalation" => Self::Escalation,
            "resolution" => Self::Resolution,
            "relatedness" => Self::Relatedness,
            "tags" => Self::Tags,
            _ => return Err(UnknownTask(name.to_owned())),
        })
    }
}

impl Task {
    /// The answer to one line of input, which may be any bytes.
    ///
    /// # Errors
    /// [`Unreadable`], when the line has not what the task asks about.
    pub fn answer(self, line: &[u8]) -> Result<Value, Unreadable> {
        let line = mended(&String::from_utf8_lossy(line));
        let asked: Value =
            serde_json::from_str(&line).map_err(|error| Unreadable::Json(error.to_string()))?;
        Ok(match self {
            Self::Language => {
                let found = detect_with(text(&asked, "text")?, &Prior::default());
                json!({ "lang": found.language.map_or("other", Language::tag), "confidence": rounded(found.confidence) })
            }
            Self::Emotion => {
                let text = text(&asked, "text")?;
                let found = feel(text);
                let evidence: Vec<Value> = found
                    .evidence
                    .into_iter()
                    .map(|range| json!({ "start": range.start, "end": range.end, "text": text.get(range) }))
                    .collect();
                json!({ "emotion": found.emotion.name(), "score": rounded(found.score), "evidence": evidence })
            }
            Self::Escalation => {
                let found = wants_human(text(&asked, "text")?);
                json!({ "wants_human": found.need.is_some(), "reason": found.need.map(|need| need.reason()) })
            }
            Self::Resolution => json!({ "resolved": resolves(text(&asked, "text")?).is_resolved }),
            Self::Relatedness => {
                let found = judge(messages(&asked, "previous")?, text(&asked, "next")?);
                json!({ "unrelated": found.unrelated, "why": found.why })
            }
            Self::Tags => {
                let found = triage(messages(&asked, "messages")?);
                json!({ "tag": found.tag.name(), "priority": found.priority.name() })
            }
        })
    }
}

fn text<'a>(asked: &'a Value, field: &'static str) -> Result<&'a str, Unreadable> {
    asked.get(field).and_then(Value::as_str).ok_or(Unreadable::Text(field))
}

fn messages<'a>(asked: &'a Value, field: &'static str) -> Result<Vec<(Speaker, &'a str)>, Unreadable> {
    let said = |message: &'a Value| {
        let speaker = match message.get("from")?.as_str()? {
            "shopper" => Speaker::Shopper,
            "assistant" => Speaker::Assistant,
            _ => return None,
        };
        Some((speaker, message.get("text")?.as_str()?))
    };
    let all = asked.get(field).and_then(Value::as_array).ok_or(Unreadable::Messages(field))?;
    all.iter().map(said).collect::<Option<_>>().ok_or(Unreadable::Messages(field))
}

/// Four digits: more say nothing.
fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 10_000.0).round() / 10_000.0
}

/// A line in which half a character, written `\ud83d` without its other half, stands as the sign for an unreadable one:
/// a keyboard's broken emoji must not cost the message.
fn mended(line: &str) -> String {
    let mut mended = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        mended.push_str(before);
        let (taken, replaced) = match (surrogate(from), from.get(6..).and_then(surrogate)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, false),
            (Some(_), _) => (6, true),
            // Any other escape is two characters at least, of which the second is not read again.
            (None, _) => (1 + from.chars().nth(1).map_or(0, char::len_utf8), false),
        };
        let (escape, after) = from.split_at_checked(taken).unwrap_or((from, ""));
        mended.push_str(if replaced { "\\ufffd" } else { escape });
        rest = after;
    }
    mended.push_str(rest);
    mended
}

/// The half of a character that `text` begins with, written `\udXXX`.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok().filter(|unit| (0xd800..0xe000).contains(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_costs_no_message() {
        for (line, text) in [
            (r#"{"text":"merci \ud83d"}"#, "merci \u{fffd}"),
            (r#"{"text":"\udc4d merci"}"#, "\u{fffd} merci"),
            (r#"{"text":"\ud83d\udc4d"}"#, "👍"),
            (r#"{"text":"a\\ud83d\n"}"#, "a\\ud83d\n"),
        ] {
            let value: Value = serde_json::from_str(&mended(line)).unwrap();
            assert_eq!(value["text"], text, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_asked_about_says_why() {
        assert_eq!(Task::Emotion.answer(b"{}"), Err(Unreadable::Text("text")));
        assert_eq!(
            Task::Tags.answer(br#"{"messages":[{"from":"nobody","text":""}]}"#),
            Err(Unreadable::Messages("messages"))
        );
        assert!(matches!(Task::Language.answer(b"\xff\xfe"), Err(Unreadable::Json(_))));
        assert!("mood".parse::<Task>().is_err());
    }
}
