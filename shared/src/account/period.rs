//! The billing period: a calendar month on the merchant's wall clock.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::time::Timestamp;

/// A month, written `2026-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Period {
    year: i16,
    /// 1 to 12.
    month: i8,
}

/// Where the merchant's months begin: an IANA time zone. Travels as its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TimeZone {
    name: String,
    zone: jiff::tz::TimeZone,
}

/// A name that is no time zone.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no time zone is called {0:?}: write it like Europe/Paris")]
pub struct UnknownTimeZone(String);

impl FromStr for TimeZone {
    type Err = UnknownTimeZone;

    fn from_str(name: &str) -> Result<Self, UnknownTimeZone> {
        let zone = jiff::tz::TimeZone::get(name).map_err(|_| UnknownTimeZone(name.to_owned()))?;
        Ok(Self { name: name.to_owned(), zone })
    }
}

impl TryFrom<String> for TimeZone {
    type Error = UnknownTimeZone;

    fn try_from(name: String) -> Result<Self, UnknownTimeZone> {
        name.parse()
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.name
    }
}

impl Default for TimeZone {
    fn default() -> Self {
        Self { name: "UTC".to_owned(), zone: jiff::tz::TimeZone::UTC }
    }
}

/// A day of a month: what is left of the month begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DayOfMonth {
    /// From 1.
    pub day: u32,
    /// The length of the month.
    pub days: u32,
}

impl DayOfMonth {
    /// Days left, this one included.
    pub const fn left(self) -> u32 {
        self.days.saturating_sub(self.day).saturating_add(1)
    }
}

impl Period {
    /// The month that `at` falls into; moments no calendar has fall into the nearest month that one has.
    pub fn of(at: Timestamp, zone: &TimeZone) -> Self {
        let local = zone.local(at);
        Self { year: local.year(), month: local.month() }
    }

    /// The month after this one; the last month of the calendar has none, and stays.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self { year: i16::MAX, month: 12 } => self,
            Self { year, month: 12 } => Self { year: year.saturating_add(1), month: 1 },
            Self { year, month } => Self { year, month: month.saturating_add(1) },
        }
    }

    /// The day of this month that it is at `at`; the first, or the last, when the zone's clock shows another month.
    pub fn day_at(self, at: Timestamp, zone: &TimeZone) -> DayOfMonth {
        let first = jiff::civil::Date::new(self.year, self.month, 1).unwrap_or(jiff::civil::Date::ZERO);
        let days = u32::try_from(first.days_in_month()).unwrap_or(1);
        let local = zone.local(at);
        let today = Self { year: local.year(), month: local.month() };
        let day = match today.cmp(&self) {
            Ordering::Less => 1,
            Ordering::Equal => u32::try_from(local.day()).unwrap_or(1),
            Ordering::Greater => days,
        };
        DayOfMonth { day, days }
    }
}

impl TimeZone {
    /// How many days after 1970-01-01 it is there.
    pub fn day(&self, at: Timestamp) -> i64 {
        at.as_millis().saturating_add(self.offset(at).saturating_mul(60_000)).div_euclid(86_400_000)
    }

    /// How far the clocks there are ahead of UTC, in minutes.
    pub fn offset(&self, at: Timestamp) -> i64 {
        let shown = jiff::tz::TimeZone::UTC.to_timestamp(self.local(at));
        let shown = shown.map_or(at.as_millis(), jiff::Timestamp::as_millisecond);
        (shown - at.as_millis()).div_euclid(60_000)
    }

    /// The moment at which the clocks there show so many minutes after the midnight of a day. One that they skip is the
    /// moment after the gap, one that they show twice the first.
    pub fn moment(&self, day: i64, minutes: i64) -> Timestamp {
        let shown = Timestamp::from_millis(day.saturating_mul(86_400_000).saturating_add(minutes * 60_000));
        let civil = Self::default().local(shown);
        self.zone.to_timestamp(civil).map_or(shown, |at| Timestamp::from_millis(at.as_millisecond()))
    }

    fn local(&self, at: Timestamp) -> jiff::civil::DateTime {
        let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(if at.as_millis() < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        self.zone.to_datetime(instant)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parse = || {
            let (year, month) = text.split_once('-')?;
            let (year, month) = (year.parse().ok()?, month.parse().ok()?);
            (text.len() == 7 && (1..=12).contains(&month)).then_some(Self { year, month })
        };
        parse().ok_or_else(|| format!("a period is written 2026-03 (this one: {text:?})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_turns_at_the_merchants_midnight() {
        let check = |at: &str, zone: &str, month: &str| {
            let at: jiff::Timestamp = at.parse().unwrap();
            let at = Timestamp::from_millis(at.as_millisecond());
            assert_eq!(Period::of(at, &zone.parse().unwrap()).to_string(), month);
        };
        check("2026-03-31T21:59:59.999Z", "Europe/Paris", "2026-03");
        check("2026-03-31T22:00:00Z", "Europe/Paris", "2026-04");
        check("2026-03-31T22:00:00Z", "UTC", "2026-03");
        check("2026-12-31T23:30:00Z", "Asia/Tokyo", "2027-01");
    }

    #[test]
    fn a_period_survives_a_round_trip() {
        let period: Period = serde_json::from_str("\"2026-03\"").unwrap();
        assert_eq!(serde_json::to_string(&period).unwrap(), "\"2026-03\"");
        for bad in ["\"2026-13\"", "\"2026\"", "\"2026-3\""] {
            assert!(serde_json::from_str::<Period>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_month_is_followed_by_the_next() {
        let check = |month: &str, next: &str| {
            assert_eq!(Period::try_from(month.to_owned()).unwrap().next().to_string(), next);
        };
        check("2026-03", "2026-04");
        check("2026-12", "2027-01");
    }

    #[test]
    fn a_day_is_the_merchants() {
        let at: jiff::Timestamp = "2026-03-16T23:30:00Z".parse().unwrap();
        let at = Timestamp::from_millis(at.as_millisecond());
        let check = |month: &str, zone: &str, day, days, left| {
            let today = Period::try_from(month.to_owned()).unwrap().day_at(at, &zone.parse().unwrap());
            assert_eq!((today, today.left()), (DayOfMonth { day, days }, left));
        };
        check("2026-03", "UTC", 16, 31, 16);
        check("2026-03", "Europe/Paris", 17, 31, 15);
        check("2026-04", "UTC", 1, 30, 30);
        check("2026-02", "UTC", 28, 28, 1);
    }

    #[test]
    fn an_unknown_time_zone_is_named() {
        assert_eq!("Europe/Lutin".parse::<TimeZone>(), Err(UnknownTimeZone("Europe/Lutin".into())));
    }
}
