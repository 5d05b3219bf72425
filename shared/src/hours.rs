//! Opening hours: what the merchant states, and how it reads.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::locale::Locale;

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

impl OpeningHours {
    /// The hours as a sentence; `None` when none are stated.
    pub fn sentence(&self, locale: Locale) -> Option<String> {
        let spans: Vec<String> = self.0.iter().map(|span| span.phrase(locale)).collect();
        let (last, rest) = spans.split_last()?;
        let list = match (rest.is_empty(), locale) {
            (true, _) => last.clone(),
            (false, Locale::En) => format!("{} and {last}", rest.join(", ")),
            (false, Locale::Fr) => format!("{} et {last}", rest.join(", ")),
        };
        Some(match locale {
            Locale::En => format!("We are open {list}."),
            Locale::Fr => format!("Nous sommes ouverts {list}."),
        })
    }
}

impl Span {
    fn phrase(&self, locale: Locale) -> String {
        let (first, last) = (self.days.0.name(locale), self.days.1.name(locale));
        let (open, close) = (self.open.phrase(locale), self.close.phrase(locale));
        match (locale, first == last) {
            (Locale::En, true) => format!("on {first} from {open} to {close}"),
            (Locale::En, false) => format!("{first} to {last} from {open} to {close}"),
            (Locale::Fr, true) => format!("le {first} de {open} à {close}"),
            (Locale::Fr, false) => format!("du {first} au {last} de {open} à {close}"),
        }
    }
}

impl Weekday {
    const fn name(self, locale: Locale) -> &'static str {
        match (locale, self) {
            (Locale::En, Self::Mon) => "Monday",
            (Locale::En, Self::Tue) => "Tuesday",
            (Locale::En, Self::Wed) => "Wednesday",
            (Locale::En, Self::Thu) => "Thursday",
            (Locale::En, Self::Fri) => "Friday",
            (Locale::En, Self::Sat) => "Saturday",
            (Locale::En, Self::Sun) => "Sunday",
            (Locale::Fr, Self::Mon) => "lundi",
            (Locale::Fr, Self::Tue) => "mardi",
            (Locale::Fr, Self::Wed) => "mercredi",
            (Locale::Fr, Self::Thu) => "jeudi",
            (Locale::Fr, Self::Fri) => "vendredi",
            (Locale::Fr, Self::Sat) => "samedi",
            (Locale::Fr, Self::Sun) => "dimanche",
        }
    }
}

impl TimeOfDay {
    fn phrase(self, locale: Locale) -> String {
        let Self { hour, minute } = self;
        match (locale, minute) {
            (Locale::En, 0) => format!("{} {}", twelve(hour), half(hour)),
            (Locale::En, _) => format!("{}:{minute:02} {}", twelve(hour), half(hour)),
            (Locale::Fr, 0) => format!("{hour}h"),
            (Locale::Fr, _) => format!("{hour}h{minute:02}"),
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
        let check = |json: &str, locale, sentence: Option<&str>| {
            let hours: OpeningHours = serde_json::from_str(json).unwrap();
            assert_eq!(hours.sentence(locale).as_deref(), sentence);
        };
        let week = r#"[{"days":["mon","fri"],"open":"09:00","close":"18:00"}]"#;
        check(week, Locale::Fr, Some("Nous sommes ouverts du lundi au vendredi de 9h à 18h."));
        check(week, Locale::En, Some("We are open Monday to Friday from 9 am to 6 pm."));
        let more = r#"[{"days":["tue","fri"],"open":"10:00","close":"12:30"},{"days":["sat","sat"],"open":"10:00","close":"17:00"}]"#;
        check(
            more,
            Locale::Fr,
            Some("Nous sommes ouverts du mardi au vendredi de 10h à 12h30 et le samedi de 10h à 17h."),
        );
        check("[]", Locale::Fr, None);
    }

    #[test]
    fn a_time_that_is_none_is_refused() {
        for bad in ["", "9:00", "24:00", "12:60", "+9:00", "12h00"] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad:?}");
        }
    }
}
