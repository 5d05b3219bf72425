//! What a model may ask us to do. Nothing else, and only with arguments that fit.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::order::Order;

/// A call as the model wrote it; nothing of it is trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToolCall {
    /// What the model calls this call.
    pub id: String,
    pub name: String,
    /// JSON, if the model kept to it.
    pub arguments: String,
}

/// A call that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Hand over to people.
    Escalate,
    /// Look an order up; `contact` is the e-mail or the postcode that the shopper gave.
    LookupOrder { number: String, contact: Option<String> },
    /// The shopper's matter is settled.
    MarkResolved,
}

impl Tool {
    /// The longest contact that is looked at.
    const MAX_CONTACT_CHARS: usize = 200;

    /// The tool that a call means.
    ///
    /// # Errors
    /// What is wrong with it, for the model to read.
    pub fn read(call: &ToolCall) -> Result<Self, &'static str> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Lookup {
            number: String,
            #[serde(default)]
            contact: Option<String>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Reason {
            #[serde(default, rename = "reason")]
            _reason: Option<String>,
        }
        let arguments = if call.arguments.trim().is_empty() { "{}" } else { &call.arguments };
        let reason = || {
            serde_json::from_str::<Reason>(arguments)
                .map_err(|_| "error: the arguments do not fit the schema")
        };
        match call.name.as_str() {
            "escalate" => reason().map(|_| Self::Escalate),
            "mark_resolved" => reason().map(|_| Self::MarkResolved),
            "lookup_order" => {
                let Lookup { number, contact } = serde_json::from_str(arguments)
                    .map_err(|_| "error: the arguments do not fit the schema")?;
                let number = number.trim().trim_start_matches('#').to_ascii_uppercase();
                let is_plain = number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
                let fits = !number.is_empty() && number.len() <= Order::MAX_NUMBER_CHARS && is_plain;
                let contact = contact.filter(|contact| !contact.trim().is_empty());
                let is_short =
                    contact.as_ref().is_none_or(|it| it.chars().count() <= Self::MAX_CONTACT_CHARS);
                if fits && is_short {
                    Ok(Self::LookupOrder { number, contact })
                } else {
                    Err("error: no order number looks like this")
                }
            }
            _ => Err("error: there is no such tool"),
        }
    }

    /// The schemas that a model is given.
    pub fn schemas() -> Value {
        let tool = |name: &str, description: &str, properties: Value, required: &[&str]| {
            json!({ "type": "function", "function": {
                "name": name,
                "description": description,
                "parameters": { "type": "object", "properties": properties, "required": required, "additionalProperties": false },
            }})
        };
        let reason = json!({ "reason": { "type": "string", "description": "in a few words" } });
        json!([
            tool(
                "lookup_order",
                "The state of an order. Only with a number that the shopper wrote. Without the order's e-mail address or postcode it may answer that one is needed: then ask the shopper for it.",
                json!({
                    "number": { "type": "string", "description": "as the shopper wrote it" },
                    "contact": { "type": "string", "description": "the e-mail address or postcode that the shopper wrote" },
                }),
                &["number"],
            ),
            tool(
                "escalate",
                "Hand over to a person of the shop: when the shopper asks for one, or nothing here answers.",
                reason.clone(),
                &[]
            ),
            tool("mark_resolved", "The shopper said that the matter is settled.", reason, &[]),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_call_that_fits_is_one() {
        let check = |name: &str, arguments: &str, expected: Option<Tool>| {
            let call = ToolCall { id: "1".into(), name: name.into(), arguments: arguments.into() };
            assert_eq!(Tool::read(&call).ok(), expected, "{name} {arguments}");
        };
        let lookup = |number: &str, contact: Option<&str>| {
            Some(Tool::LookupOrder { number: number.into(), contact: contact.map(Into::into) })
        };
        check("lookup_order", r##"{"number":"#12345"}"##, lookup("12345", None));
        check("lookup_order", r#"{"number":"fr-77","contact":"75011"}"#, lookup("FR-77", Some("75011")));
        check("lookup_order", r#"{"number":"1","contact":" "}"#, lookup("1", None));
        check("lookup_order", r#"{"number":12345}"#, None);
        check("lookup_order", r#"{"number":"1","merchant":"other"}"#, None);
        check("lookup_order", r#"{"number":"1' OR 1=1"}"#, None);
        check("lookup_order", r#"{"number":""}"#, None);
        check("lookup_order", "not json", None);
        check("escalate", "", Some(Tool::Escalate));
        check("escalate", r#"{"reason":"angry"}"#, Some(Tool::Escalate));
        check("mark_resolved", "{}", Some(Tool::MarkResolved));
        check("list_orders", "{}", None);
        check("", "{}", None);
    }
}
