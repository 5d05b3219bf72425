//! What the assistant says of its own, in the twelve languages (R15): a missing sentence does not compile.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod it;
mod ja;
mod nl;
mod pl;
mod pt;
mod ru;
#[cfg(test)]
mod tests;
mod zh;

use super::Voice;
use crate::emotion::Emotion;
use crate::hours::HourWords;
use crate::language::Language;
use crate::order::{Order, OrderState};
use crate::wire::Ask;

/// The sentences of one language. `{name}` stands for what is put in its place.
#[derive(Debug)]
pub struct Phrases {
    /// Answers a greeting.
    pub greeting: &'static str,
    /// Answers thanks, when the matter is settled.
    pub thanks: &'static str,
    pub goodbye: &'static str,

    /// After an answer; then the two choices.
    pub confirm: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    /// Answers the no: say more, and people can be reached.
    pub not_yet: &'static str,

    /// The honest "I don't know".
    pub no_answer: &'static str,
    /// Offers a person: `{ways}` is an e-mail address, a telephone number, or both joined by `or`.
    pub reach: &'static str,
    pub or: &'static str,
    /// A person is wanted, and this is what there is: followed by `reach` and the hours.
    pub person: &'static str,
    /// Before an article that exists only in another language.
    pub foreign: &'static str,

    pub ask_order_number: &'static str,
    /// None was seen in what the shopper wrote. Has the example `#12345`.
    pub no_order_number: &'static str,
    /// Asks for the e-mail or the postcode of order `{number}`.
    pub ask_order_contact: &'static str,
    /// No such order, or the proof is not its own: the two are not told apart.
    pub unknown_order: &'static str,
    /// Too many guesses: people have to help; followed by `reach`.
    pub order_locked: &'static str,
    /// The shop's orders cannot be asked just now; followed by `reach`.
    pub orders_away: &'static str,
    /// Of order `{number}`, as the next five.
    pub order_cancelled: &'static str,
    pub order_delivered: &'static str,
    pub order_in_transit: &'static str,
    pub order_preparing: &'static str,
    pub order_refunded: &'static str,
    pub order_shipping: &'static str,
    /// `{carrier}`.
    pub carrier: &'static str,
    /// `{tracking}`.
    pub tracking: &'static str,

    /// Before an answer to somebody who is frustrated, worried, happy (R13).
    pub empathy: &'static str,
    pub reassurance: &'static str,
    pub enthusiasm: &'static str,

    /// R17: a person is on the way.
    pub connecting: &'static str,
    /// R18: a person will write.
    pub follow_up: &'static str,
    /// `{name}`, a person of the shop, is in the conversation from now on.
    pub joined: &'static str,
    /// The person had to leave or hands over: another one is on the way.
    pub another: &'static str,
    /// The person hands back to the assistant.
    pub handed_back: &'static str,
    /// Before `follow_up`, when nobody took the request in time.
    pub nobody_free: &'static str,
    /// Asks where a person can answer: an e-mail address or a telephone number.
    pub ask_contact: &'static str,
    /// It was given: `{contact}`, the one or the other.
    pub contact_kept: &'static str,
    /// What was given is neither.
    pub contact_unclear: &'static str,
    /// Meanwhile a person answered by e-mail or telephone, at `{contact}`.
    pub answered_elsewhere: &'static str,

    pub hours: HourWords,
}

impl Phrases {
    /// The catalogue of a language.
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::Ar => &ar::PHRASES,
            Language::De => &de::PHRASES,
            Language::En => &en::PHRASES,
            Language::Es => &es::PHRASES,
            Language::Fr => &fr::PHRASES,
            Language::It => &it::PHRASES,
            Language::Ja => &ja::PHRASES,
            Language::Nl => &nl::PHRASES,
            Language::Pl => &pl::PHRASES,
            Language::Pt => &pt::PHRASES,
            Language::Ru => &ru::PHRASES,
            Language::Zh => &zh::PHRASES,
        }
    }

    /// What is said first to somebody who feels so.
    pub const fn opener(&self, emotion: Emotion) -> Option<&'static str> {
        match emotion {
            Emotion::Frustrated => Some(self.empathy),
            Emotion::Happy => Some(self.enthusiasm),
            Emotion::Neutral => None,
            Emotion::Worried => Some(self.reassurance),
        }
    }
}

/// The question after an answer, with its two choices (R29).
pub fn confirmation(language: Language) -> Ask {
    let phrases = Phrases::of(language);
    Ask { text: phrases.confirm.to_owned(), choices: vec![phrases.yes.to_owned(), phrases.no.to_owned()] }
}

/// A sentence with its places filled.
pub(super) fn fill(template: &str, name: &str, value: &str) -> String {
    template.replace(&["{", name, "}"].concat(), value)
}

/// Sentences one after the other: with a space between them where the language writes one.
pub(super) fn join(language: Language, sentences: &[&str]) -> String {
    let space = if language.is_unspaced() { "" } else { " " };
    let sentences: Vec<&str> = sentences.iter().copied().filter(|sentence| !sentence.is_empty()).collect();
    sentences.join(space)
}

pub(super) fn order_state(order: &Order, language: Language) -> String {
    let phrases = Phrases::of(language);
    let state = match order.state {
        OrderState::Cancelled => phrases.order_cancelled,
        OrderState::Delivered => phrases.order_delivered,
        OrderState::InTransit => phrases.order_in_transit,
        OrderState::Preparing => phrases.order_preparing,
        OrderState::Refunded => phrases.order_refunded,
        OrderState::Shipping => phrases.order_shipping,
    };
    let state = fill(state, "number", &order.number);
    let carrier = order.carrier.as_deref().map(|carrier| fill(phrases.carrier, "carrier", carrier));
    let tracking = order.tracking.as_deref().map(|tracking| fill(phrases.tracking, "tracking", tracking));
    join(language, &[&state, carrier.as_deref().unwrap_or_default(), tracking.as_deref().unwrap_or_default()])
}

/// How the shop can be reached, and when: empty when the merchant stated neither.
pub(super) fn ways(voice: &Voice, language: Language) -> String {
    let phrases = Phrases::of(language);
    // A number stays on one line.
    let phone = voice.contact.phone.as_ref().map(|phone| phone.replace(' ', "\u{a0}"));
    let ways: Vec<&str> = [&voice.contact.email, &phone].into_iter().flatten().map(String::as_str).collect();
    let reach = match ways.is_empty() {
        true => String::new(),
        false => fill(phrases.reach, "ways", &ways.join(phrases.or)),
    };
    let hours = voice.opening_hours.sentence(language).unwrap_or_default();
    let standing = voice.moment.as_ref().and_then(|moment| voice.opening_hours.standing(moment, language));
    join(language, &[&reach, &hours, &standing.unwrap_or_default()])
}

/// A sentence, and the way to people.
pub(super) fn with_ways(sentence: &str, voice: &Voice, language: Language) -> String {
    join(language, &[sentence, &ways(voice, language)])
}
