//! Where is my order: ask for the number, for a proof if the merchant wants one, then say its state (R4).

use serde::{Deserialize, Serialize};

use super::phrases::{self, Phrases, fill};
use super::{Inquiry, Question, Reply, Terms, Voice};
use crate::api::OrderCheck;
use crate::conversation::{Expectation, Outcome};
use crate::language::Language;
use crate::order::Order;

/// What may be said of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Disclosure {
    /// The shop's orders cannot be asked now.
    Away,
    Found {
        order: Box<Order>,
    },
    /// It was guessed at too often: nothing more is said, right or wrong.
    Locked,
    /// The shopper has yet to show that it is theirs. Said of orders that do not exist, too.
    NeedsProof,
    /// There is no such order, or the proof is not its own: the two are not told apart.
    Unknown,
}

/// How often one session may be wrong about orders. An order's own limit is kept by the merchant's object.
pub const MAX_GUESSES: usize = 5;

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
pub(super) fn inquire(question: &Question<'_>, terms: &Terms) -> Option<Inquiry> {
    if let Some(Expectation::OrderContact { number }) = question.expects()
        && may_prove(question.text, number)
    {
        return Some(Inquiry::Order { number: number.clone(), proof: Some(question.text.trim().to_owned()) });
    }
    let concerns = concerns_an_order(question.text, terms);
    match number_of(question) {
        Some(number)
            if is_answer(question) || question.text.contains('#') || concerns || names_one(terms) =>
        {
            Some(Inquiry::Order { number, proof: None })
        }
        _ => concerns.then_some(Inquiry::OrderNumber),
    }
}

/// Whether a text may be meant as the proof of an order: it has an @ or a digit, asks nothing, and names no other order.
/// Else it would be a wrong guess.
fn may_prove(text: &str, number: &str) -> bool {
    let is_email = text.contains('@');
    let is_question = text.contains(['?', '？', '؟']);
    let names_other = text.contains('#') && number_in(text, true).is_none_or(|other| other != number);
    is_email || (text.contains(|c: char| c.is_ascii_digit()) && !is_question && !names_other)
}

/// Whether an order is named, and nothing else said: « commande 99999 ».
fn names_one(terms: &Terms) -> bool {
    terms.mean("order") && terms.len() <= 2
}

/// Whether the number was asked for just before.
fn is_answer(question: &Question<'_>) -> bool {
    question.expects() == Some(&Expectation::OrderNumber)
}

/// The number of the order that a message is about.
fn number_of(question: &Question<'_>) -> Option<String> {
    number_in(question.text, is_answer(question))
}

pub(super) fn reply(
    question: &Question<'_>,
    disclosure: &Disclosure,
    voice: &Voice,
    language: Language,
) -> Reply {
    let phrases = Phrases::of(language);
    match disclosure {
        Disclosure::Away => {
            Reply::new(phrases::with_ways(phrases.orders_away, voice, language), Outcome::Unanswered)
        }
        Disclosure::Found { order } => {
            Reply::new(phrases::order_state(order, language), Outcome::Answered).confirmed()
        }
        Disclosure::Locked => {
            Reply::new(phrases::with_ways(phrases.order_locked, voice, language), Outcome::Refused)
        }
        Disclosure::NeedsProof => {
            let number = number_of(question).unwrap_or_default();
            Reply::new(fill(phrases.ask_order_contact, "number", &number), Outcome::Asked)
                .expecting(Expectation::OrderContact { number })
        }
        Disclosure::Unknown => {
            Reply::new(phrases.unknown_order, Outcome::Refused).expecting(Expectation::OrderNumber)
        }
    }
}

/// Whether somebody asks where an order is: it takes a word for the order and one for its way.
pub(super) fn concerns_an_order(text: &str, terms: &Terms) -> bool {
    let has = |concepts: &[&str]| concepts.iter().any(|concept| terms.mean(concept));
    // Something arrived, and is not right, or is to be changed: where it is helps nobody. "My order" alone, or "an order",
    // is not enough.
    let is_other = has(&[
        "accept",
        "add",
        "broken",
        "cancel",
        "discount",
        "exchange",
        "gift",
        "incomplete",
        "invoice",
        "modify",
        "note",
        "pickup",
        "price",
        "refund",
        "repair",
        "return",
        "wrapping",
        "wrong",
        "minimum",
        "free",
    ]);
    let way = has(&["arrive", "late", "lost", "status", "tracking", "where"]) || asks_where(text);
    let is_to_come = has(&["when"]) && has(&["arrive", "delivery"]);
    has(&["order", "parcel"]) && (way || is_to_come) && !is_other
}

/// « où » is « ou » without its accent, and typed so: then it asks for a place when a verb follows.
fn asks_where(text: &str) -> bool {
    const VERBS: [&str; 4] = ["en", "est", "se", "sont"];
    let words: Vec<String> = super::words::plain(text).collect();
    words.windows(2).any(|pair| matches!(pair, [ou, next] if ou == "ou" && VERBS.contains(&next.as_str())))
}
/// The order number in a text: what follows a `#`, else the first word with at least three digits or a digit after letters
/// (`ZZ2`, not `24h`), else, when the number was asked for, the first word with any.
fn number_in(text: &str, asked_for_it: bool) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let marked = text.split_once('#').map(|(_, after)| after.trim_start());
    let marked = marked.map(|after| after.split(|c| !is_part(c)).next().unwrap_or_default());
    let digits = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count();
    let mut bare = text.split(|c| !is_part(c));
    let is_name = |word: &&str| word.len() >= 3 && word.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_number = |word: &&str| digits(word) >= 3 || digits(word) > 0 && (asked_for_it || is_name(word));
    let number = marked.filter(|word| digits(word) > 0).or_else(|| bare.find(is_number))?;
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
        check("ma commande ZZ2 ?", false, Some("ZZ2"));
        check("chez vous en 24h", false, None);
        check("j'en ai 2", false, None);
        check("je ne sais pas", true, None);
    }

    #[test]
    fn what_asks_or_names_another_order_is_no_wrong_proof() {
        let check = |text: &str, may| assert_eq!(may_prove(text, "12345"), may, "{text:?}");
        check("75011", true);
        check("#12345, 75011", true);
        check("c'est camille@example.com, ça va ?", true);
        check("ça fait 3 semaines, que faire ?", false);
        check("non, c'est #12346", false);
        check("je ne sais pas", false);
    }

    #[test]
    fn only_a_question_for_its_whereabouts_concerns_an_order() {
        let check = |text: &str, concerns| {
            let terms = Terms::of(text, Some(Language::Fr));
            let english = Terms::of(text, Some(Language::En));
            let found = concerns_an_order(text, &terms) || concerns_an_order(text, &english);
            assert_eq!(found, concerns, "{text:?}");
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
