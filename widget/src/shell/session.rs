//! Asking the edge for a session.

use super::json::Json;
use js_sys::{JsString, Object, Reflect};
use lutin_shared::api::SessionRequest;
use lutin_shared::fields::Fields;
use lutin_shared::refusal::Refusal;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response, window};

/// The token of a new session.
///
/// # Errors
/// The edge's refusal, or `None` when nobody answered, or not in a way that can be read.
pub async fn request(body: &SessionRequest) -> Result<String, Option<Refusal>> {
    let body = serde_json::to_string(body).map_err(|_| None)?;
    let (is_ok, answer) = post("/api/sessions", &body).await.map_err(|_| None)?;
    let answer = Json::parse(&answer).ok_or(None)?;
    if is_ok {
        // The token of an `api::SessionGrant`.
        return answer.text("token").ok_or(None);
    }
    // The code of an `api::ErrorBody`. One that is no refusal is a fault of ours: worth another try.
    Err(answer.text("code").and_then(|code| Refusal::from_code(&code)))
}

/// Whether the answer is a success, and its body.
async fn post(path: &str, body: &str) -> Result<(bool, String), JsValue> {
    let headers = Object::new();
    Reflect::set(&headers, &"content-type".into(), &"application/json".into())?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&body.into());
    let window = window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(path, &init)).await?.dyn_into()?;
    let text: JsString = JsFuture::from(response.text()?).await?.dyn_into()?;
    Ok((response.ok(), text.into()))
}
