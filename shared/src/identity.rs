//! Who a shopper is, as their shop vouches for it: a JWT that the shop's own server signs with its secret.
//!
//! `docs/shoppers.md` says how shops make one. One algorithm and no header that changes anything: there is nothing to choose.

use core::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::Sha256;

use crate::escalation::Contact;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How far ahead a token may expire: it stands in a page, and whoever copies it is that shopper as long as it holds.
pub const MAX_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The longest token, in bytes.
const MAX_TOKEN_BYTES: usize = 4 * 1024;

/// The most bytes of a claim: all three stay on a socket's attachment, with what else is there.
const MAX_SUB_BYTES: usize = 100;
const MAX_CLAIM_BYTES: usize = 200;

/// A shopper, as the shop knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The shop's own name for them: the id of a customer, say.
    pub sub: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Identity {
    /// Who a token is about, if it was signed with `secret` and holds at `now`.
    ///
    /// # Errors
    /// [`Refusal::InvalidIdentity`], whatever is wrong with it: whoever forges one learns nothing.
    pub fn verify(token: &str, secret: &str, now: Timestamp) -> Result<Self, Refusal> {
        Self::verified(token, secret, now).ok_or(Refusal::InvalidIdentity)
    }

    fn verified(token: &str, secret: &str, now: Timestamp) -> Option<Self> {
        #[derive(Deserialize)]
        struct Header {
            alg: String,
            // What must be understood, says who signed it. Nothing of that kind is.
            crit: Option<serde::de::IgnoredAny>,
        }
        #[derive(Deserialize)]
        struct Claims {
            exp: f64,
            iat: Option<f64>,
            #[serde(flatten)]
            identity: Identity,
        }
        if token.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).ok();
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        if header.alg != "HS256" || header.crit.is_some() {
            return None;
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
        mac.update(signed.as_bytes());
        // Compares in constant time. Nothing of the claims is read before.
        mac.verify_slice(&decode(signature)?).ok()?;
        let Claims { exp, iat, identity } = serde_json::from_slice(&decode(claims)?).ok()?;
        let (exp, now) = (exp * 1_000.0, now.as_millis() as f64);
        let holds = exp > now && exp <= now + MAX_LIFETIME.as_millis() as f64;
        (holds && iat.is_none_or(f64::is_finite) && identity.is_fit()).then_some(identity)
    }

    /// Their e-mail address, where somebody can write to it.
    pub fn contact(&self) -> Option<String> {
        match Contact::read(self.email.as_deref()?) {
            Some(Contact::Given(contact)) if contact.contains('@') => Some(contact),
            _ => None,
        }
    }

    /// Whether it can be kept and shown.
    fn is_fit(&self) -> bool {
        let fits = |text: &str, most: usize| text.len() <= most && !text.chars().any(char::is_control);
        let may = |claim: &Option<String>| claim.as_ref().is_none_or(|text| fits(text, MAX_CLAIM_BYTES));
        !self.sub.is_empty() && fits(&self.sub, MAX_SUB_BYTES) && may(&self.name) && may(&self.email)
    }
}

/// What the shop's page says of what its shopper is about: the basket, a plan. Anybody can change it on the way, so it is for
/// people to read, as data: never for the assistant, and never journalled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Context(Map<String, Value>);

impl Context {
    /// The longest context, in bytes of JSON: it stays on a socket's attachment, with what else is there.
    pub const MAX_BYTES: usize = 1_000;

    /// Reads a JSON object.
    ///
    /// # Errors
    /// [`Refusal::FrameTooLarge`] or [`Refusal::Malformed`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.len() > Self::MAX_BYTES {
            return Err(Refusal::FrameTooLarge);
        }
        serde_json::from_str(text).map(Self).map_err(|_| Refusal::Malformed)
    }

    /// Its fields as people read them: texts as they are, anything else as JSON.
    pub fn entries(&self) -> impl Iterator<Item = (&str, String)> {
        self.0.iter().map(|(name, value)| {
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (name.as_str(), shown)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SECRET: &str = "secret of the shop";
    const NOW: i64 = 1_772_442_000;

    fn part(value: &Value) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
    }

    fn sealed(signed: &str, secret: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(signed.as_bytes());
        [signed, ".", &BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())].concat()
    }

    fn signed(header: &Value, claims: &Value) -> String {
        sealed(&[part(header), part(claims)].join("."), SECRET)
    }

    fn hs256(claims: &Value) -> String {
        signed(&json!({ "alg": "HS256", "typ": "JWT" }), claims)
    }

    fn verify(token: &str) -> Result<Identity, Refusal> {
        Identity::verify(token, SECRET, Timestamp::from_millis(NOW * 1_000))
    }

    fn claims() -> Value {
        json!({ "sub": "c42", "name": "Camille Roux", "email": "camille@mail.example", "exp": NOW + 3_600 })
    }

    #[test]
    fn who_a_shop_vouches_for_is_known() {
        let camille = Identity {
            sub: "c42".into(),
            name: Some("Camille Roux".into()),
            email: Some("camille@mail.example".into()),
        };
        assert_eq!(verify(&hs256(&claims())), Ok(camille));
        let bare = Identity { sub: "c42".into(), name: None, email: None };
        let more = json!({ "sub": "c42", "exp": NOW as f64 + 0.5, "iat": NOW, "aud": "else" });
        assert_eq!(verify(&hs256(&more)), Ok(bare));
    }

    /// The example of jwt.io: rightly signed, and without `exp` no token for us.
    #[test]
    fn tokens_of_others_are_signed_as_these_are() {
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
        let (signed, signature) = token.rsplit_once('.').unwrap();
        assert_eq!(sealed(signed, "your-256-bit-secret").rsplit_once('.').unwrap().1, signature);
        assert_eq!(
            Identity::verify(token, "your-256-bit-secret", Timestamp::from_millis(1_516_239_022_000)),
            Err(Refusal::InvalidIdentity)
        );
    }

    #[test]
    fn only_an_address_is_one_to_write_to() {
        let check = |email: Option<&str>, contact: Option<&str>| {
            let identity = Identity { sub: "c".into(), name: None, email: email.map(str::to_owned) };
            assert_eq!(identity.contact().as_deref(), contact);
        };
        check(Some("camille@mail.example"), Some("camille@mail.example"));
        check(Some("0612345678"), None);
        check(Some("camille@"), None);
        check(None, None);
    }

    #[test]
    fn a_context_is_a_small_object() {
        let context = Context::parse(r#"{"panier":"<b>3</b>","total":59.9,"vip":true}"#).unwrap();
        let entries: Vec<_> = context.entries().map(|(name, shown)| format!("{name}={shown}")).collect();
        assert_eq!(entries, ["panier=<b>3</b>", "total=59.9", "vip=true"]);
        for text in ["", "[]", "null", "\"a\"", "{", "{} {}"] {
            assert_eq!(Context::parse(text), Err(Refusal::Malformed), "{text}");
        }
        assert_eq!(Context::parse(&" ".repeat(1_001)), Err(Refusal::FrameTooLarge));
        assert_eq!(Context::parse(&"[".repeat(1_000)), Err(Refusal::Malformed));
    }

    #[test]
    fn nobody_else_is_vouched_for() {
        let good = hs256(&claims());
        let check = |why: &str, token: &str| {
            assert_eq!(verify(token), Err(Refusal::InvalidIdentity), "{why}: {token}");
        };
        let with = |name: &str, value: Value| {
            let mut claims = claims();
            claims[name] = value;
            hs256(&claims)
        };
        let without = |name: &str| {
            let mut claims = claims();
            claims.as_object_mut().unwrap().remove(name);
            hs256(&claims)
        };
        for (why, token) in [
            ("nothing", ""),
            ("dots", ".."),
            ("garbage", "a.b.c"),
            ("two parts", "eyJhbGciOiJIUzI1NiJ9.e30"),
            ("letters", "é.é.é"),
        ] {
            check(why, token);
        }
        check("four parts", &[&good, ".x"].concat());
        check("padding", &[&good, "="].concat());
        check("too long", &with("name", "x".repeat(5_000).into()));
        let other = sealed(good.rsplit_once('.').unwrap().0, "secret of another shop");
        check("another shop's secret", &other);
        check("no secret", &sealed(good.rsplit_once('.').unwrap().0, ""));
        check("unsigned", &[good.rsplit_once('.').unwrap().0, "."].concat());
        for alg in ["none", "None", "HS384", "RS256", "hs256", ""] {
            check(alg, &signed(&json!({ "alg": alg }), &claims()));
        }
        let none = [part(&json!({ "alg": "none" })), part(&claims())].join(".");
        check("none, unsigned", &[&none, "."].concat());
        check("no alg", &signed(&json!({ "typ": "JWT" }), &claims()));
        check("critical", &signed(&json!({ "alg": "HS256", "crit": ["b64"], "b64": false }), &claims()));
        let forged = json!({ "sub": "admin", "exp": NOW + 60 });
        let (header, rest) = good.split_once('.').unwrap();
        let (_, signature) = rest.split_once('.').unwrap();
        check("other claims", &[header, &part(&forged), signature].join("."));
        check("no sub", &without("sub"));
        check("empty sub", &with("sub", "".into()));
        check("a number for a sub", &with("sub", 42.into()));
        check("long sub", &with("sub", "x".repeat(101).into()));
        check("long name", &with("name", "x".repeat(201).into()));
        check("long e-mail", &with("email", "é".repeat(101).into()));
        check("control characters", &with("name", "Camille\n\u{7}".into()));
        check("no exp", &without("exp"));
        check("a text for an exp", &with("exp", "soon".into()));
        check("expired", &with("exp", NOW.into()));
        check("for ever", &with("exp", (NOW + 24 * 3_600 + 1).into()));
        check("beyond numbers", &with("exp", json!(1e300)));
        assert!(verify(&with("exp", (NOW + 24 * 3_600).into())).is_ok());
    }
}
