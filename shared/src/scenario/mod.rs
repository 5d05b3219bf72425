//! Timelines as JSON, and what the rules come to on them: the form of `shared/tests/scenarios`.
//!
//! A timeline is one shopper's session (`"kind": "session"`) or one merchant's months (`"kind": "account"`). What
//! [`play`] gives has the shape of the timeline's `expect`.

mod account;
mod session;

use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

use crate::refusal::Refusal;
use crate::time::Timestamp;

/// A timeline, read and checked.
#[derive(Debug)]
pub struct Scenario {
    kind: Kind,
    expect: Option<Value>,
}

#[derive(Debug)]
enum Kind {
    Account(account::Timeline),
    Session(session::Timeline),
}

/// Why a timeline cannot be read or played.
#[derive(Debug, Error)]
pub enum Unplayable {
    #[error("not JSON: {0}")]
    Json(serde_json::Error),
    #[error("{field}: {expected}")]
    Field { field: String, expected: String },
    #[error("timeline[{step}]: refused, {refusal}")]
    Refused { step: usize, refusal: Refusal },
}

impl Unplayable {
    fn field(field: impl Into<String>, expected: impl ToString) -> Self {
        Self::Field { field: field.into(), expected: expected.to_string() }
    }
}

/// One step of a timeline.
#[derive(Debug)]
struct Step<T> {
    at: Timestamp,
    what: T,
}

impl Scenario {
    /// Reads a scenario. What is not needed (`name`, `why`) is not looked at.
    ///
    /// # Errors
    /// [`Unplayable`], which names the field and says what was expected there.
    pub fn parse(text: &str) -> Result<Self, Unplayable> {
        let value: Value = serde_json::from_str(text).map_err(Unplayable::Json)?;
        let kind = match value.get("kind").and_then(Value::as_str) {
            Some("account") => Kind::Account(account::Timeline::read(&value)?),
            Some("session") => Kind::Session(session::Timeline::read(&value)?),
            _ => return Err(Unplayable::field("kind", "\"session\" or \"account\" was expected")),
        };
        Ok(Self { kind, expect: value.get("expect").cloned() })
    }

    /// What somebody else says that it comes to.
    pub fn expect(&self) -> Option<&Value> {
        self.expect.as_ref()
    }

    /// What the rules come to.
    ///
    /// # Errors
    /// [`Unplayable::Refused`], for a step that cannot happen.
    pub fn play(&self) -> Result<Value, Unplayable> {
        match &self.kind {
            Kind::Account(timeline) => timeline.play(),
            Kind::Session(timeline) => timeline.play(),
        }
    }
}

/// What the rules come to on a scenario's text.
///
/// # Errors
/// [`Unplayable`].
pub fn play(text: &str) -> Result<Value, Unplayable> {
    Scenario::parse(text)?.play()
}

/// The field of an object, as the type that is wanted there.
fn field<T: DeserializeOwned>(value: &Value, path: &[&str]) -> Result<T, Unplayable> {
    let mut found = value;
    for name in path {
        found = found.get(name).unwrap_or(&Value::Null);
    }
    T::deserialize(found).map_err(|error| Unplayable::field(path.join("."), error))
}

fn timeline<T: DeserializeOwned>(value: &Value) -> Result<Vec<Step<T>>, Unplayable> {
    let steps = value.get("timeline").and_then(Value::as_array);
    let steps = steps.ok_or_else(|| Unplayable::field("timeline", "an array of steps was expected"))?;
    steps.iter().enumerate().map(|(index, step)| read_step(step).map_err(|e| e.within(index))).collect()
}

fn read_step<T: DeserializeOwned>(step: &Value) -> Result<Step<T>, Unplayable> {
    const EXPECTED: &str = "a time like 2026-03-02T09:00:00.000Z was expected, from 2000 to 2099";
    let at = step.get("at").and_then(Value::as_str).and_then(|at| at.parse::<jiff::Timestamp>().ok());
    let at = at.filter(|at| (FIRST_SECOND..LAST_SECOND).contains(&at.as_second()));
    let at = at.ok_or_else(|| Unplayable::field("at", EXPECTED))?;
    let what = T::deserialize(step).map_err(|error| Unplayable::field("do", error))?;
    Ok(Step { at: Timestamp::from_millis(at.as_millisecond()), what })
}

/// 2000-01-01 and 2100-01-01: a typing error in a year is not a thousand months.
const FIRST_SECOND: i64 = 946_684_800;
const LAST_SECOND: i64 = 4_102_444_800;

impl Unplayable {
    fn within(self, index: usize) -> Self {
        match self {
            Self::Field { field, expected } => {
                Self::Field { field: format!("timeline[{index}].{field}"), expected }
            }
            other => other,
        }
    }
}

/// As scenarios write times.
fn rfc3339(at: Timestamp) -> String {
    let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
    format!("{instant:.3}")
}

#[cfg(test)]
mod tests;
