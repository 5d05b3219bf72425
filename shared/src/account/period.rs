//! The billing period: a calendar month on the merchant's wall clock.

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

/// Where the merchant's months begin: an IANA time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(jiff::tz::TimeZone);

/// A name that is no time zone.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no time zone is called {0:?}: write it like Europe/Paris")]
pub struct UnknownTimeZone(String);

impl FromStr for TimeZone {
    type Err = UnknownTimeZone;

    fn from_str(name: &str) -> Result<Self, UnknownTimeZone> {
        jiff::tz::TimeZone::get(name).map(Self).map_err(|_| UnknownTimeZone(name.to_owned()))
    }
}

impl Period {
    /// The month that `at` falls into; moments no calendar has fall into the nearest month that one has.
    pub fn of(at: Timestamp, zone: &TimeZone) -> Self {
        let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(if at.as_millis() < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        let local = zone.0.to_datetime(instant);
        Self { year: local.year(), month: local.month() }
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
    fn an_unknown_time_zone_is_named() {
        assert_eq!("Europe/Lutin".parse::<TimeZone>(), Err(UnknownTimeZone("Europe/Lutin".into())));
    }
}
