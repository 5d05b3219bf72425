//! Where is my order: ask for the number, for a proof if the merchant wants one, then say its state.

use serde::{Deserialize, Serialize};

use super::search::words;
use super::{Inquiry, Question, Reply, phrases};
use crate::api::OrderCheck;
use crate::conversation::Expectation;
use crate::locale::Locale;
use crate::order::Order;

/// What may be said of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Disclosure {
    Found {
        order: Box<Order>,
    },
    /// The shopper has yet to show that it is theirs. Said of orders that do not exist, too.
    NeedsProof,
    /// There is no such order, or the proof is not its own: the two are not told apart.
    Unknown,
}

/// What may be said of the order that a number led to. With the check on, whether an order exists is
/// itself a secret.
pub fn disclose(order: Option<Order>, check: OrderCheck, proof: Option<&str>) -> Disclosure {
    match (check, proof, order) {
        (OrderCheck::None, _, Some(order)) => Disclosure::Found { order: Box::new(order) },
        (OrderCheck::None, _, None) => Disclosure::Unknown,
        (OrderCheck::EmailOrPostcode, None, _) => Disclosure::NeedsProof,
        (OrderCheck::EmailOrPostcode, Some(proof), Some(order)) if order.is_proven_by(proof) => {
            Disclosure::Found { order: Box::new(order) }
        }
        (OrderCheck::EmailOrPostcode, Some(_), _) => Disclosure::Unknown,
    }
}

/// What the order flow wants to know; `None` when the question is not about the state of an order.
pub(super) fn inquire(question: &Question<'_>) -> Option<Inquiry> {
    // A proof has an @ or a digit; other words are another question.
    let may_prove = question.text.contains(|c: char| c == '@' || c.is_ascii_digit());
    if let (Some(Expectation::OrderContact { number }), true) = (question.expects, may_prove) {
        return Some(Inquiry::Order { number: number.clone(), proof: Some(question.text.trim().to_owned()) });
    }
    match number_of(question) {
        Some(number) if is_answer(question) || question.text.contains('#') || concerns_an_order(question) => {
            Some(Inquiry::Order { number, proof: None })
        }
        _ => concerns_an_order(question).then_some(Inquiry::Nothing),
    }
}

/// Whether the number was asked for just before.
fn is_answer(question: &Question<'_>) -> bool {
    question.expects == Some(&Expectation::OrderNumber)
}

/// The number of the order that a message is about.
fn number_of(question: &Question<'_>) -> Option<String> {
    number_in(question.text, is_answer(question))
}

pub(super) fn reply(question: &Question<'_>, disclosure: &Disclosure, locale: Locale) -> Reply {
    match disclosure {
        Disclosure::Found { order } => Reply::new(phrases::order_state(order, locale)),
        Disclosure::NeedsProof => {
            let number = number_of(question).unwrap_or_default();
            Reply::expecting(
                phrases::ask_order_contact(&number, locale),
                Expectation::OrderContact { number },
            )
        }
        Disclosure::Unknown => Reply::expecting(phrases::unknown_order(locale), Expectation::OrderNumber),
    }
}

/// Whether somebody asks where an order is: it takes a word for the order and one for its way.
pub(super) fn concerns_an_order(question: &Question<'_>) -> bool {
    const THINGS: &[&str] = &["colis", "commande", "commandes", "order", "package", "paquet", "parcel"];
    // Something arrived, and is not right: where it is helps nobody.
    const TROUBLES: &[&str] = &[
        "abime",
        "broken",
        "casse",
        "cassee",
        "damaged",
        "endommage",
        "endommagee",
        "erreur",
        "manque",
        "mauvais",
        "missing",
        "wrong",
    ];
    const WAYS: &[&str] = &[
        "arrive",
        "arrivee",
        "arriver",
        "avancement",
        "coming",
        "etat",
        "expediee",
        "livre",
        "livree",
        "recu",
        "recue",
        "shipped",
        "statut",
        "status",
        "suivi",
        "suivre",
        "track",
        "tracking",
        "where",
    ];
    let words: Vec<String> = words(question.text).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(THINGS) && !has(TROUBLES) && (has(WAYS) || asks_where(question.text, &words))
}

/// « où » is « ou » without its accent, and typed so: then it asks for a place when a verb follows.
fn asks_where(text: &str, words: &[String]) -> bool {
    const VERBS: &[&str] = &["en", "est", "se", "sont"];
    let is_accented = text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == "où");
    let is_plain =
        |pair: &[String]| matches!(pair, [ou, next] if ou == "ou" && VERBS.contains(&next.as_str()));
    is_accented || words.windows(2).any(is_plain)
}

/// The order number in a text: what follows a `#`, else the first word with at least three digits,
/// else, when the number was asked for, the first word with any.
fn number_in(text: &str, asked_for_it: bool) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let marked = text.split_once('#').map(|(_, after)| after.trim_start());
    let marked = marked.map(|after| after.split(|c| !is_part(c)).next().unwrap_or_default());
    let digits = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count();
    let mut bare = text.split(|c| !is_part(c));
    let least = if asked_for_it { 1 } else { 3 };
    let number =
        marked.filter(|word| digits(word) > 0).or_else(|| bare.find(|word| digits(word) >= least))?;
    Some(
        number
            .trim_matches('-')
            .chars()
            .take(Order::MAX_NUMBER_CHARS)
            .collect::<String>()
            .to_ascii_uppercase(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::OrderState;

    #[test]
    fn an_order_number_is_found_however_it_is_typed() {
        let check = |text: &str, asked, number: Option<&str>| {
            assert_eq!(number_in(text, asked).as_deref(), number, "{text:?}");
        };
        check("#12345", true, Some("12345"));
        check("# 12345 merci", true, Some("12345"));
        check("c'est la 12345.", true, Some("12345"));
        check("FR-2024-77", true, Some("FR-2024-77"));
        check("fr-2024-77", false, Some("FR-2024-77"));
        check("j'en ai 2", false, None);
        check("je ne sais pas", true, None);
    }

    #[test]
    fn only_a_question_for_its_whereabouts_concerns_an_order() {
        let check = |text: &str, concerns| {
            assert_eq!(concerns_an_order(&Question { text, expects: None }), concerns, "{text:?}");
        };
        check("Où est ma commande ?", true);
        check("ou est mon colis svp", true);
        check("OÙ EN EST MA COMMANDE", true);
        check("Where is my order?", true);
        check("Comment suivre mon colis ?", true);
        check("Puis-je modifier ou annuler ma commande ?", false);
        check("Comment passer commande ?", false);
        check("Mon colis est arrivé cassé", false);
    }

    #[test]
    fn whether_an_order_exists_is_a_secret_while_the_check_is_on() {
        let order = Order {
            number: "1".into(),
            state: OrderState::Shipping,
            email: Some("a@example.com".into()),
            postcode: None,
            carrier: None,
            tracking: None,
        };
        let check = OrderCheck::EmailOrPostcode;
        assert_eq!(disclose(None, check, None), disclose(Some(order.clone()), check, None));
        let wrong = Some("b@example.com");
        assert_eq!(disclose(None, check, wrong), disclose(Some(order.clone()), check, wrong));
        let found = Disclosure::Found { order: Box::new(order.clone()) };
        assert_eq!(disclose(Some(order.clone()), check, Some("a@example.com")), found);
        assert_eq!(disclose(Some(order), OrderCheck::None, None), found);
        assert_eq!(disclose(None, OrderCheck::None, None), Disclosure::Unknown);
    }
}
