//! What the panel asks of the edge without a socket: a session, and a place for an image.

use leptos::task::spawn_local;
use lutin_panel_text::Key;
use lutin_shared::api::SessionRequest;
use lutin_shared::fields::Fields;
use lutin_shared::link::{Input, Phase};
use lutin_shared::refusal::Refusal;
use wasm_bindgen::JsValue;
use web_sys::File;

use super::json::Json;
use super::{Shell, browser};
use crate::words::why;

impl Shell {
    pub(super) fn request_session(&'static self) {
        let request = self.requests.get().wrapping_add(1);
        self.requests.set(request);
        let is_awaited = move || {
            self.requests.get() == request && matches!(self.link.borrow().phase(), Phase::Requesting { .. })
        };
        let body = SessionRequest { merchant: self.shop.profile.merchant.clone(), host: self.host.clone() };
        spawn_local(async move {
            // Another tab may be asking. What it is granted is this one's session, too.
            let turn = browser::turn().await;
            let answer = if is_awaited() { ask_for_session(&body).await } else { Err(None) };
            turn.end();
            if !is_awaited() {
                return;
            }
            self.handle(match answer {
                Ok(token) => Input::Granted { token },
                Err(refusal) => {
                    if let Some(refusal) = refusal {
                        self.bridge.announce_error(refusal);
                    }
                    // Many shoppers may have one address. It is tried again, but they are to know why they wait.
                    if refusal == Some(Refusal::TooManyAttempts) {
                        self.store.complain(Some(Key::RefusedHurry));
                    }
                    Input::Denied(refusal)
                }
            });
        });
    }

    pub(super) fn attach(&'static self, file: File) {
        let Some(token) = self.link.borrow().token().map(str::to_owned) else { return };
        self.store.complain(Some(Key::Sending));
        spawn_local(async move {
            let answer = browser::post("/api/files", file.as_ref(), Some(&token)).await;
            let image = answer.map(|answer| Json::parse(&String::from(answer))?.text("id"));
            match image {
                Ok(Some(image)) => self.say("", Some(image)),
                Ok(None) => self.store.complain(Some(Key::AttachFailed)),
                Err(answer) => self.store.complain(Some(refusal_of(&answer).map_or(Key::AttachFailed, why))),
            }
        });
    }
}

/// The token of a new session; or the edge's refusal, or `None` when nobody answered, or not in a way that can be read.
async fn ask_for_session(body: &SessionRequest) -> Result<String, Option<Refusal>> {
    let body = serde_json::to_string(body).map_err(|_| None)?;
    match browser::post("/api/sessions", &JsValue::from(body), None).await {
        // The token of an `api::SessionGrant`.
        Ok(answer) => Json::parse(&String::from(answer)).and_then(|answer| answer.text("token")).ok_or(None),
        // The code of an `api::ErrorBody`. One that is no refusal is a fault of ours: worth another try.
        Err(answer) => Err(refusal_of(&answer)),
    }
}

fn refusal_of(answer: &JsValue) -> Option<Refusal> {
    Refusal::from_code(&Json::parse(&answer.as_string()?)?.text("code")?)
}
