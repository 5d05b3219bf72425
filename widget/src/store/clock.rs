//! Times as the shopper's browser writes them.

use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Reflect};
use lutin_shared::time::Timestamp;
use wasm_bindgen::JsValue;

use crate::page;

/// In the order in which they are left out.
const FIELDS: [(&str, &str); 4] =
    [("hour", "2-digit"), ("minute", "2-digit"), ("day", "numeric"), ("month", "short")];

/// The time of day; with its date when that is not today's. In the shopper's own time zone.
pub fn clock(at: Timestamp) -> String {
    // Exact: a clock's value is far below 2^53.
    #[expect(clippy::cast_precision_loss)]
    let date = Date::new(&(at.as_millis() as f64).into());
    let is_today = date.to_date_string() == Date::new_0().to_date_string();
    let options = Object::new();
    for (field, style) in FIELDS.iter().take(if is_today { 2 } else { FIELDS.len() }) {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&options, &(*field).into(), &(*style).into());
    }
    let format = DateTimeFormat::new(&Array::of1(&page::language().into()), &options).format();
    format.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
