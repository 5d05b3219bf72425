//! JSON as the browser reads it: no second parser travels to the shopper.

use js_sys::{Array, JSON, Reflect};
use lutin_shared::fields::Fields;
use wasm_bindgen::JsValue;

/// What the browser made of a JSON text.
pub struct Json(JsValue);

impl Json {
    /// `None` for what is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    fn field(&self, name: &str) -> Option<JsValue> {
        // An error is a value without fields, like `null`.
        Reflect::get(&self.0, &name.into()).ok()
    }

    fn list(&self, name: &str) -> Option<Array> {
        self.field(name).filter(Array::is_array).map(|list| Array::from(&list))
    }
}

impl Fields for Json {
    fn text(&self, name: &str) -> Option<String> {
        self.field(name)?.as_string()
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.field(name)?.as_f64()
    }

    fn flag(&self, name: &str) -> bool {
        self.field(name).is_some_and(|value| value.is_truthy())
    }

    fn object(&self, name: &str) -> Option<Box<dyn Fields>> {
        self.field(name).filter(JsValue::is_object).map(|value| Box::new(Self(value)) as Box<dyn Fields>)
    }

    fn objects(&self, name: &str) -> Option<Vec<Box<dyn Fields>>> {
        Some(self.list(name)?.iter().map(|value| Box::new(Self(value)) as Box<dyn Fields>).collect())
    }

    fn texts(&self, name: &str) -> Option<Vec<String>> {
        Some(self.list(name)?.iter().filter_map(|value| value.as_string()).collect())
    }
}
