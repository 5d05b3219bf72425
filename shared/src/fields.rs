//! Reading JSON that somebody else has parsed.
//!
//! The panel has a JSON parser already: the browser's. A second one, with what `serde` derives for each
//! frame, made a third of the panel's WebAssembly. So the panel reads the browser's values by name; the
//! reading is here, once, and tested on `serde_json`'s values against what `serde` writes.

use serde_json::Value;

use crate::time::Timestamp;

/// A JSON object. A field that is absent, `null`, or of another type is `None`.
pub trait Fields {
    fn text(&self, name: &str) -> Option<String>;

    /// JSON's only kind of number.
    fn number(&self, name: &str) -> Option<f64>;

    /// Whether a field is `true`.
    fn flag(&self, name: &str) -> bool;

    fn object(&self, name: &str) -> Option<Box<dyn Fields>>;

    /// The objects of a list, in order.
    fn objects(&self, name: &str) -> Option<Vec<Box<dyn Fields>>>;

    /// The strings of a list, in order; others are left out.
    fn texts(&self, name: &str) -> Option<Vec<String>>;
}

/// A whole number from 0 to 2^53, beyond which JSON's numbers are no longer exact.
pub fn whole(fields: &dyn Fields, name: &str) -> Option<u64> {
    const MOST: f64 = 9_007_199_254_740_992.0;
    let number = fields.number(name)?;
    let is_whole = (0.0..=MOST).contains(&number) && number % 1.0 == 0.0;
    is_whole.then_some(number as u64)
}

/// A moment of the years after 1970.
pub fn moment(fields: &dyn Fields, name: &str) -> Option<Timestamp> {
    i64::try_from(whole(fields, name)?).ok().map(Timestamp::from_millis)
}

impl Fields for Value {
    fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.as_str().map(str::to_owned)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    fn flag(&self, name: &str) -> bool {
        self.get(name) == Some(&Value::Bool(true))
    }

    fn object(&self, name: &str) -> Option<Box<dyn Fields>> {
        self.get(name)
            .filter(|value| value.is_object())
            .map(|value| Box::new(value.clone()) as Box<dyn Fields>)
    }

    fn objects(&self, name: &str) -> Option<Vec<Box<dyn Fields>>> {
        let items = self.get(name)?.as_array()?.iter();
        Some(items.map(|value| Box::new(value.clone()) as Box<dyn Fields>).collect())
    }

    fn texts(&self, name: &str) -> Option<Vec<String>> {
        Some(
            self.get(name)?
                .as_array()?
                .iter()
                .filter_map(|value| value.as_str().map(str::to_owned))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_numbers_that_are_exact_are_whole() {
        let check = |value: Value, read: Option<u64>| assert_eq!(whole(&json!({ "n": value }), "n"), read);
        check(json!(0), Some(0));
        check(json!(1_774_000_000_000_i64), Some(1_774_000_000_000));
        check(json!(-1), None);
        check(json!(1.5), None);
        check(json!(1e300), None);
        check(json!("1"), None);
        check(Value::Null, None);
    }
}
