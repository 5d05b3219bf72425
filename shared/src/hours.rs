//! Opening hours: what the merchant states, and how it reads.

use core::fmt;
use core::str::FromStr;

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::account::TimeZone;
use crate::assistant::Phrases;
use crate::language::Language;
use crate::time::Timestamp;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// Open now, and closed from `{time}` on.
    pub open_until: &'static str,
    /// Closed now, and open from `{time}` on.
    pub opens_today: &'static str,
    pub opens_tomorrow: &'static str,
    /// Later than that: with `{day}`, one of the `names`.
    pub opens_on: &'static str,
    /// After these, before the full stop: the time is by the shopper's clock, not by the shop's.
    pub your_time: &'static str,
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

/// Now, where the shop is and where the shopper is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    pub now: Timestamp,
    /// The shop's.
    pub timezone: TimeZone,
    /// How far the shopper's clock is ahead of UTC, in minutes; `None` when their browser did not say.
    #[serde(default)]
    pub shopper_offset: Option<i64>,
}

/// A time at which a shop is open without a break.
struct Opening {
    from: Timestamp,
    until: Timestamp,
}

impl OpeningHours {
    /// Whether it is open, until when or from when on, by the shopper's clock (R19): "we open tomorrow at 9:00". `None` when
    /// no hours are stated.
    pub fn standing(&self, moment: &Moment, language: Language) -> Option<String> {
        let Moment { now, timezone, shopper_offset } = moment;
        let words = &Phrases::of(language).hours;
        let next = self.openings(timezone, *now).find(|opening| opening.until > *now)?;
        let is_open = next.from <= *now;
        let at = if is_open { next.until } else { next.from };
        let own = timezone.offset(at);
        // Who is an hour off once the clocks change is where the shop is, and goes with it.
        let is_local = shopper_offset.is_none_or(|offset| offset == timezone.offset(*now));
        let offset = shopper_offset.filter(|_| !is_local).unwrap_or(own);
        let minutes = |at: Timestamp| at.as_millis().div_euclid(60_000).saturating_add(offset);
        let (day, today) = (minutes(at).div_euclid(DAY), minutes(*now).div_euclid(DAY));
        let pattern = match day - today {
            _ if is_open => words.open_until,
            0 => words.opens_today,
            1 => words.opens_tomorrow,
            _ => words.opens_on,
        };
        let time = TimeOfDay::of(minutes(at).rem_euclid(DAY)).phrase(words.clock);
        let sentence = pattern.replace("{time}", &time).replace("{day}", weekday(day).name(words));
        if offset == own {
            return Some(sentence);
        }
        let stop = sentence.char_indices().next_back().map_or(0, |(at, _)| at);
        let (said, stop) = sentence.split_at_checked(stop).unwrap_or((&sentence, ""));
        let space = if language.is_unspaced() { "" } else { " " };
        Some([said, space, words.your_time, stop].concat())
    }

    /// When so much opening time will have passed. Without stated hours, a shop is always open.
    pub fn after(&self, timezone: &TimeZone, from: Timestamp, open_time: Duration) -> Timestamp {
        let mut left = open_time;
        for opening in self.openings(timezone, from).filter(|opening| opening.until > from) {
            let begins = opening.from.max(from);
            let span = opening.until.since(begins);
            if span >= left {
                return begins + left;
            }
            left -= span;
        }
        from + open_time
    }

    /// In order, those of yesterday among them: the night that began then may last.
    fn openings(&self, timezone: &TimeZone, from: Timestamp) -> impl Iterator<Item = Opening> {
        /// Enough for a task of some days in a shop that opens once a week.
        const DAYS: i64 = 60;
        let first = timezone.day(from) - 1;
        let is_stated = !self.0.is_empty();
        (first..first + DAYS).filter(move |_| is_stated).flat_map(move |day| {
            let mut spans: Vec<&Span> = self.0.iter().filter(|span| span.holds(weekday(day))).collect();
            spans.sort_by_key(|span| span.open.minutes());
            spans.into_iter().map(move |span| {
                let (open, close) = (span.open.minutes(), span.close.minutes());
                // What closes before it opens closes on the next day.
                let close = if close <= open { close + DAY } else { close };
                Opening { from: timezone.moment(day, open), until: timezone.moment(day, close) }
            })
        })
    }
}

/// In minutes.
const DAY: i64 = 24 * 60;

/// Of a day after 1970-01-01, which was a Thursday.
fn weekday(day: i64) -> Weekday {
    match (day + 3).rem_euclid(7) {
        0 => Weekday::Mon,
        1 => Weekday::Tue,
        2 => Weekday::Wed,
        3 => Weekday::Thu,
        4 => Weekday::Fri,
        5 => Weekday::Sat,
        _ => Weekday::Sun,
    }
}

impl Span {
    /// Whether it is stated for this day. From Saturday to Tuesday goes over Sunday.
    fn holds(&self, day: Weekday) -> bool {
        let (first, last) = self.days;
        if first <= last { first <= day && day <= last } else { day >= first || day <= last }
    }

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
    fn of(minutes: i64) -> Self {
        let small = |number: i64| u8::try_from(number).unwrap_or(0);
        Self { hour: small(minutes.div_euclid(60)), minute: small(minutes.rem_euclid(60)) }
    }

    /// After midnight.
    fn minutes(self) -> i64 {
        i64::from(self.hour) * 60 + i64::from(self.minute)
    }

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

    /// A Monday to Friday, in winter; a moment is written `2026-11-23T16:00` in UTC.
    fn standing(at: &str, offset: Option<i64>, language: Language) -> Option<String> {
        let hours = r#"[{"days":["mon","fri"],"open":"09:00","close":"18:00"}]"#;
        let hours: OpeningHours = serde_json::from_str(hours).unwrap();
        let now = format!("{at}:00Z").parse::<jiff::Timestamp>().unwrap().as_millisecond();
        let timezone = "Europe/Paris".parse().unwrap();
        hours.standing(
            &Moment { now: Timestamp::from_millis(now), timezone, shopper_offset: offset },
            language,
        )
    }

    #[test]
    fn a_shop_says_when_it_is_open_by_the_shoppers_clock() {
        let check = |at: &str, offset, said: &str| {
            assert_eq!(standing(at, offset, Language::Fr).as_deref(), Some(said), "{at}");
        };
        check("2026-11-23T16:00", None, "Nous sommes ouverts jusqu'à 18h.");
        check("2026-11-23T17:00", None, "Nous ouvrons demain à 9h.");
        check("2026-11-23T05:30", Some(60), "Nous ouvrons aujourd'hui à 9h.");
        check("2026-11-20T17:30", Some(60), "Nous ouvrons lundi à 9h.");
        // In Montréal it is still the evening before.
        check("2026-11-23T17:00", Some(-300), "Nous ouvrons demain à 3h (à l'heure de votre appareil).");
        check("2026-11-23T03:00", Some(-300), "Nous ouvrons demain à 3h (à l'heure de votre appareil).");
        // In Auckland it is open from the evening on.
        check("2026-11-22T20:00", Some(780), "Nous ouvrons aujourd'hui à 21h (à l'heure de votre appareil).");
        // The clocks go forward in between.
        check("2026-03-28T12:00", Some(60), "Nous ouvrons lundi à 9h.");
        assert_eq!(
            standing("2026-11-23T17:00", Some(540), Language::Ja).as_deref(),
            Some("本日の営業開始は17:00です（お使いの端末の時刻）。")
        );
        let never = OpeningHours::default();
        let moment =
            Moment { now: Timestamp::default(), timezone: TimeZone::default(), shopper_offset: None };
        assert_eq!(never.standing(&moment, Language::Fr), None);
    }

    #[test]
    fn opening_time_passes_while_a_shop_is_open() {
        let week = r#"[{"days":["mon","fri"],"open":"09:00","close":"18:00"}]"#;
        let night = r#"[{"days":["sat","mon"],"open":"22:00","close":"02:00"}]"#;
        let check = |hours: &str, from: &str, open_hours: u64, until: &str| {
            let hours: OpeningHours = serde_json::from_str(hours).unwrap();
            let at = |text: &str| format!("{text}:00Z").parse::<jiff::Timestamp>().unwrap().as_millisecond();
            let zone = "Europe/Paris".parse().unwrap();
            let after =
                hours.after(&zone, Timestamp::from_millis(at(from)), Duration::from_secs(open_hours * 3_600));
            assert_eq!(after.as_millis(), at(until), "{from} + {open_hours} h");
        };
        check(week, "2026-11-23T09:00", 4, "2026-11-23T13:00");
        check(week, "2026-11-23T15:00", 4, "2026-11-24T10:00");
        check(week, "2026-11-20T16:30", 1, "2026-11-23T08:30");
        check(week, "2026-11-21T10:00", 1, "2026-11-23T09:00");
        check(night, "2026-11-21T23:00", 3, "2026-11-22T22:00");
        check("[]", "2026-11-21T10:00", 4, "2026-11-21T14:00");
    }

    #[test]
    fn a_time_that_is_none_is_refused() {
        for bad in ["", "9:00", "24:00", "12:60", "+9:00", "12h00"] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad:?}");
        }
    }
}
