//! Numbers, times and months in the reader's language and time zone, by the browser's `Intl`.

use js_sys::{Array, Date, Intl, JSON, Number, Object};
use lutin_shared::account::Period;
use lutin_shared::locale::Locale;
use lutin_shared::money::Cents;
use lutin_shared::time::Timestamp;
use wasm_bindgen::{JsCast, JsValue};

/// `1 234` in French, `1,234` in English.
pub fn number(locale: Locale, value: u32) -> String {
    count(locale, u64::from(value))
}

/// The same for what may outgrow 32 bits, like the rows of a ledger.
pub fn count(locale: Locale, value: u64) -> String {
    Number::from(value as f64).to_locale_string(locale.tag()).into()
}

/// « ★★★★☆ (4/5) ».
pub fn stars(locale: Locale, stars: u8) -> String {
    let most = 5_u8;
    let given = stars.min(most);
    let drawn = ["★".repeat(given.into()), "☆".repeat((most - given).into())].concat();
    format!("{drawn} ({}/{})", number(locale, given.into()), number(locale, most.into()))
}

/// « 19,00 € » in French, `€19.00` in English.
pub fn money(locale: Locale, amount: Cents) -> String {
    // Only what is shown is a fraction; every sum is made of whole cents.
    let euros = amount.as_cents() as f64 / 100.0;
    formatted(locale, euros, r#"{"style":"currency","currency":"EUR"}"#)
}

/// 991 thousandths as « 99,1 % ».
pub fn percent(locale: Locale, thousandths: u16) -> String {
    formatted(locale, f64::from(thousandths) / 1_000.0, r#"{"style":"percent","minimumFractionDigits":1}"#)
}

/// `2026-11` as « novembre 2026 ».
pub fn month(locale: Locale, period: Period) -> String {
    // A bare date is read as UTC, and written as UTC: the merchant's own month, wherever this is read.
    let first_day = Date::new(&JsValue::from_str(&format!("{period}-01")));
    write(&first_day, locale, r#"{"month":"long","year":"numeric","timeZone":"UTC"}"#)
}

/// A day of a month as « 12 nov. », on the merchant's calendar, wherever this is read.
pub fn day_of(locale: Locale, period: Period, day: u32) -> String {
    let day = Date::new(&JsValue::from_str(&format!("{period}-{day:02}")));
    write(&day, locale, r#"{"day":"numeric","month":"short","timeZone":"UTC"}"#)
}

/// `14:32`.
pub fn time(locale: Locale, at: Timestamp) -> String {
    write(&date(at), locale, r#"{"timeStyle":"short"}"#)
}

/// `14:32:05`: where the order of two moments is the evidence.
pub fn exact_time(locale: Locale, at: Timestamp) -> String {
    write(&date(at), locale, r#"{"timeStyle":"medium"}"#)
}

/// « 12 nov. ».
pub fn short_day(locale: Locale, at: Timestamp) -> String {
    write(&date(at), locale, r#"{"day":"numeric","month":"short"}"#)
}

/// « jeudi 12 novembre 2026 ».
pub fn long_day(locale: Locale, at: Timestamp) -> String {
    write(&date(at), locale, r#"{"weekday":"long","day":"numeric","month":"long","year":"numeric"}"#)
}

/// « 12 nov. 2026, 14:32:05 ».
pub fn moment(locale: Locale, at: Timestamp) -> String {
    write(&date(at), locale, r#"{"dateStyle":"medium","timeStyle":"medium"}"#)
}

/// For the `datetime` of a `<time>`: UTC, for machines.
pub fn machine(at: Timestamp) -> String {
    date(at).to_iso_string().into()
}

pub fn now() -> Timestamp {
    Timestamp::from_millis(Date::now() as i64)
}

/// How many midnights of the reader lie between the day of `at` and today; below zero in the future.
pub fn days_ago(at: Timestamp) -> i64 {
    /// Around a change to summer time a day has 23 or 25 hours.
    const DAY_MS: f64 = 86_400_000.0;
    let midnight = |at: Timestamp| {
        let day = date(at);
        day.set_hours(0);
        day.set_minutes(0);
        day.set_seconds(0);
        day.set_milliseconds(0);
        day.get_time()
    };
    ((midnight(now()) - midnight(at)) / DAY_MS).round() as i64
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.as_millis() as f64))
}

/// `options` is JSON, of `Intl.NumberFormat`.
fn formatted(locale: Locale, value: f64, options: &str) -> String {
    let options = self::options(options).unchecked_into::<Object>();
    let format = Intl::NumberFormat::new(&Array::of1(&locale.tag().into()), &options).format();
    let value = JsValue::from_f64(value);
    format.call1(&JsValue::UNDEFINED, &value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// `options` is JSON, of `Intl.DateTimeFormat`.
fn write(date: &Date, locale: Locale, options: &str) -> String {
    date.to_locale_string(locale.tag(), &self::options(options)).into()
}

/// `Intl` takes its defaults from `undefined`.
fn options(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or(JsValue::UNDEFINED)
}
