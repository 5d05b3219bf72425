//! The embedded assistant: no model, no key, and nothing invented.
//!
//! It answers in two steps, because what the shop knows lives elsewhere: [`inquire`] says what has to be
//! looked up for a question, [`reply`] phrases the finding. Both are pure; the shell only looks up.

mod order_flow;
mod phrases;
mod search;

use serde::{Deserialize, Serialize};

use crate::api::Contact;
use crate::conversation::{Author, Expectation, Message};
use crate::hours::OpeningHours;
use crate::locale::Locale;

pub use order_flow::{Disclosure, disclose};
pub use search::{Article, Terms};

/// What has to be looked up before a question can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Inquiry {
    /// Nothing: the answer needs no knowledge of the shop.
    Nothing,
    /// The order with this number, shown only with a proof that it is the shopper's.
    Order { number: String, proof: Option<String> },
    /// The articles that have some of these terms, the best first.
    Passages { terms: Terms },
}

/// What was looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "found", rename_all = "camelCase")]
pub enum Finding {
    Nothing,
    Order(Disclosure),
    Passages(Vec<Article>),
}

/// In whose name the assistant speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Voice {
    pub locale: Locale,
    pub contact: Contact,
    pub opening_hours: OpeningHours,
}

/// A reply, and what the assistant waits for after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub text: String,
    pub expects: Option<Expectation>,
}

impl Reply {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), expects: None }
    }

    fn expecting(text: impl Into<String>, expects: Expectation) -> Self {
        Self { text: text.into(), expects: Some(expects) }
    }
}

/// A shopper's message, and what the assistant had asked for before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    pub text: &'a str,
    pub expects: Option<&'a Expectation>,
}

impl<'a> Question<'a> {
    /// The question at `turn` of a session's messages, which are in order.
    pub fn at(turn: &'a Message, before: impl DoubleEndedIterator<Item = &'a Message>) -> Self {
        let last_reply = before.rev().find(|message| message.from == Author::Assistant);
        Self { text: &turn.text, expects: last_reply.and_then(|message| message.expects.as_ref()) }
    }
}

/// What has to be looked up to answer.
pub fn inquire(question: &Question<'_>) -> Inquiry {
    order_flow::inquire(question).unwrap_or_else(|| {
        let terms = Terms::of(question.text);
        if terms.is_empty() { Inquiry::Nothing } else { Inquiry::Passages { terms } }
    })
}

/// The answer to a question, from the finding that its inquiry led to.
pub fn reply(question: &Question<'_>, finding: &Finding, voice: &Voice) -> Reply {
    match finding {
        Finding::Order(disclosure) => order_flow::reply(question, disclosure, voice.locale),
        Finding::Nothing if order_flow::concerns_an_order(question) => {
            Reply::expecting(phrases::ask_order_number(voice.locale), Expectation::OrderNumber)
        }
        Finding::Nothing => {
            let small_talk = phrases::small_talk(question.text, voice.locale);
            small_talk.map_or_else(|| Reply::new(phrases::no_answer(voice)), Reply::new)
        }
        Finding::Passages(articles) => match search::best(&Terms::of(question.text), articles) {
            Some(article) => Reply::new(article.body.clone()),
            None if question.expects == Some(&Expectation::OrderNumber) && !search::asks(question.text) => {
                Reply::expecting(phrases::no_order_number(voice.locale), Expectation::OrderNumber)
            }
            None => Reply::new(phrases::no_answer(voice)),
        },
    }
}

/// A reply in the pieces that it is streamed in: words with the space after them.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(' ')
}

#[cfg(test)]
mod tests;
