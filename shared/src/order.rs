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
    /// The most characters of an order's number.
    pub const MAX_NUMBER_CHARS: usize = 32;

    /// Whether a shopper can write its number: ASCII letters, digits and `-`, with at least one digit.
    pub fn has_plain_number(&self) -> bool {
        let number = self.number.as_bytes();
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        number.len() <= Self::MAX_NUMBER_CHARS
            && number.iter().all(is_plain)
            && number.iter().any(u8::is_ascii_digit)
    }

    /// So many words of a message may be meant as a proof: the number, and a postcode in two parts.
    const MAX_PROOFS: usize = 3;

    /// Whether `proof` is the order's e-mail or postcode. An order that has neither belongs to nobody, and a message that
    /// tries one postcode after the other proves nothing.
    pub fn is_proven_by(&self, proof: &str) -> bool {
        let may_prove = |word: &&str| word.contains(|c: char| c == '@' || c.is_numeric());
        if proof.split_whitespace().filter(may_prove).count() > Self::MAX_PROOFS {
            return false;
        }
        let squeeze = |text: &str| {
            text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect::<String>()
        };
        let bare =
            |text: &str| squeeze(text.trim_matches(|c: char| c.is_whitespace() || ".,;:!?«»\"'".contains(c)));
        // A word of it, « c'est camille@example.com », or two, for a postcode with a space.
        let words: Vec<&str> = proof.split_whitespace().collect();
        let pairs = words.windows(2).map(|pair| bare(&pair.concat()));
        let said: Vec<String> = words.iter().map(|word| bare(word)).chain(pairs).collect();
        let known = [&self.email, &self.postcode].into_iter().flatten().map(|secret| squeeze(secret));
        known.filter(|secret| !secret.is_empty()).any(|secret| said.contains(&secret))
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
        check("c'est camille@example.com, merci", true);
        check("12345, SW1A 1AA", true);
        check("75001 75002 75003 camille@example.com", false);
        check("75001", false);
        check("", false);
        check("camille", false);
    }
}
