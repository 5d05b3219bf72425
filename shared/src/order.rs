//! Orders, as far as a shopper may hear of them.

use serde::{Deserialize, Serialize};

/// An order that the merchant imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Order {
    /// As the shop writes it, without `#`.
    pub number: String,
    pub state: OrderState,
    /// The buyer's; shown to nobody, compared with what the shopper says.
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub postcode: Option<String>,
    #[serde(default)]
    pub carrier: Option<String>,
    #[serde(default)]
    pub tracking: Option<String>,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OrderState {
    Cancelled,
    Delivered,
    InTransit,
    Preparing,
    Refunded,
    /// Packed and handed to the carrier just now.
    Shipping,
}

impl Order {
    /// Whether `proof` is the order's e-mail or postcode. An order that has neither belongs to nobody.
    pub fn is_proven_by(&self, proof: &str) -> bool {
        let squeeze = |text: &str| {
            text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect::<String>()
        };
        let said = squeeze(proof.trim_matches(|c: char| c.is_whitespace() || ".,;:!?«»\"'".contains(c)));
        let known = [&self.email, &self.postcode];
        !said.is_empty() && known.into_iter().flatten().any(|secret| squeeze(secret) == said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_proven_by_its_email_or_its_postcode() {
        let order = Order {
            number: "12345".into(),
            state: OrderState::Shipping,
            email: Some("Camille@example.com".into()),
            postcode: Some("SW1A 1AA".into()),
            carrier: None,
            tracking: None,
        };
        let check = |proof: &str, proven| assert_eq!(order.is_proven_by(proof), proven, "{proof:?}");
        check("camille@example.com", true);
        check(" camille@example.com. ", true);
        check("sw1a1aa", true);
        check("75001", false);
        check("", false);
        check("camille", false);
    }
}
