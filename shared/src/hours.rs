//! Opening hours: what the merchant states, and how it reads.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::assistant::Phrases;
use crate::language::Language;

/// A shop's ordinary week, in its own time zone. Days that no span names are closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpeningHours(Vec<Span>);

/// Some consecutive days with the same hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Span {
    /// The first and the last day; the same for a single one.
    days: (Weekday, Weekday),
    open: TimeOfDay,
    close: TimeOfDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// A time on the shop's wall clock, written `09:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
struct TimeOfDay {
    hour: u8,
    minute: u8,
}

/// How a language says opening hours.
#[derive(Debug)]
pub struct HourWords {
    /// With `{spans}`.
    pub sentence: &'static str,
    /// A span of several days, with `{first}`, `{last}`, `{open}` and `{close}`.
    pub days: &'static str,
    /// A span of one day, with `{first}`, `{open}` and `{close}`.
    pub day: &'static str,
    /// Between two spans, and between the last two.
    pub comma: &'static str,
    pub and: &'static str,
    /// From Monday on.
    pub names: [&'static str; 7],
    pub clock: Clock,
}

/// How a language writes a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// `9:00`, `18:30`.
    Colon,
    /// `9 am`, `6:30 pm`.
    English,
    /// `9h`, `18h30`.
    French,
    /// `9`, `18.30`: whoever uses it says « Uhr » or « ore » around it.
    German,
}

impl OpeningHours {
    /// The hours as a sentence; `None` when none are stated.
    pub fn sentence(&self, language: Language) -> Option<String> {
        let words = &Phrases::of(language).hours;
        let spans: Vec<String> = self.0.iter().map(|span| span.phrase(words)).collect();
        let (last, rest) = spans.split_last()?;
        let list = match rest.is_empty() {
            true => last.clone(),
            false => [&rest.join(words.comma), words.and, last].concat(),
        };
        Some(words.sentence.replace("{spans}", &list))
    }
}

impl Span {
    fn phrase(&self, words: &HourWords) -> String {
        let (first, last) = self.days;
        let pattern = if first == last { words.day } else { words.days };
        pattern
            .replace("{first}", first.name(words))
            .replace("{last}", last.name(words))
            .replace("{open}", &self.open.phrase(words.clock))
            .replace("{close}", &self.close.phrase(words.clock))
    }
}

impl Weekday {
    const fn name(self, words: &HourWords) -> &'static str {
        let [mon, tue, wed, thu, fri, sat, sun] = words.names;
        match self {
            Self::Mon => mon,
            Self::Tue => tue,
            Self::Wed => wed,
            Self::Thu => thu,
            Self::Fri => fri,
            Self::Sat => sat,
            Self::Sun => sun,
        }
    }
}

impl TimeOfDay {
    fn phrase(self, clock: Clock) -> String {
        let Self { hour, minute } = self;
        match (clock, minute) {
            (Clock::Colon, _) => format!("{hour}:{minute:02}"),
            (Clock::English, 0) => format!("{} {}", twelve(hour), half(hour)),
            (Clock::English, _) => format!("{}:{minute:02} {}", twelve(hour), half(hour)),
            (Clock::French, 0) => format!("{hour}h"),
            (Clock::French, _) => format!("{hour}h{minute:02}"),
            (Clock::German, 0) => hour.to_string(),
            (Clock::German, _) => format!("{hour}.{minute:02}"),
        }
    }
}

const fn twelve(hour: u8) -> u8 {
    match hour % 12 {
        0 => 12,
        hour => hour,
    }
}

const fn half(hour: u8) -> &'static str {
    if hour < 12 { "am" } else { "pm" }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let two = |part: &str, below: u8| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u8>().ok().filter(|value| digits && *value < below)
        };
        text.split_once(':')
            .and_then(|(hour, minute)| Some(Self { hour: two(hour, 24)?, minute: two(minute, 60)? }))
            .ok_or_else(|| format!("a time is written 09:00, from 00:00 to 23:59 (this one: {text:?})"))
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_as_a_sentence() {
        let check = |json: &str, language, sentence: Option<&str>| {
            let hours: OpeningHours = serde_json::from_str(json).unwrap();
            assert_eq!(hours.sentence(language).as_deref(), sentence);
        };
        let week = r#"[{"days":["mon","fri"],"open":"09:00","close":"18:00"}]"#;
        check(week, Language::Fr, Some("Nous sommes ouverts du lundi au vendredi de 9h à 18h."));
        check(week, Language::En, Some("We are open Monday to Friday from 9 am to 6 pm."));
        let more = r#"[{"days":["tue","fri"],"open":"10:00","close":"12:30"},{"days":["sat","sat"],"open":"10:00","close":"17:00"}]"#;
        check(
            more,
            Language::Fr,
            Some("Nous sommes ouverts du mardi au vendredi de 10h à 12h30 et le samedi de 10h à 17h."),
        );
        check("[]", Language::Fr, None);
    }

    #[test]
    fn a_time_that_is_none_is_refused() {
        for bad in ["", "9:00", "24:00", "12:60", "+9:00", "12h00"] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad:?}");
        }
    }
}
