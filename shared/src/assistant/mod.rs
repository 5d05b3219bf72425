//! The assistant: what it looks up, what it says, and how it talks to a model (R10, R27, R29).
//!
//! Everything here is pure. [`inquire`] says what has to be looked up for a question, the shell looks it up where the
//! shop's knowledge is, and then either [`reply`] phrases the finding – the embedded engine, which needs no model and can
//! invent nothing – or a [`Dialogue`] asks a model, which is given the finding and nothing else to draw on.

mod article;
mod breaker;
mod calling;
mod caution;
mod course;
mod dialogue;
mod instant;
pub mod lexicon;
mod order_flow;
mod phrases;
mod powers;
mod prompt;
mod search;
mod small_talk;
mod stream;
#[cfg(test)]
mod tests;
mod tongue;
mod tool;
mod words;

use serde::{Deserialize, Serialize};

use crate::api::{Contact, OrderCheck};
use crate::conversation::{Author, Expectation, Felt, Message, Outcome, Source};
use crate::hours::{Moment, OpeningHours};
use crate::intent::{Need, resolves, wants_human};
use crate::language::Language;
use crate::text::{self, Kind};

pub use article::Article;
pub use breaker::Breaker;
pub use calling::{Calling, People};
pub use caution::is_suspicious;
pub use course::Course;
pub use dialogue::{Dialogue, Effect, Event, Failure, IN_ALL, PATIENCE, SILENCE, Said};
pub use instant::{InstantReply, InstantVariant, instant};
pub use order_flow::{Disclosure, MAX_GUESSES, disclose};
pub use phrases::{Phrases, confirmation};
pub use powers::Powers;
pub use prompt::{ChatMessage, Prompt};
pub use search::{Asked, Indexed, Passage, Terms, rank};
pub use small_talk::SmallTalk;
pub use stream::{Decoder, Piece};
pub use tongue::{asked_for, spoken};
pub use tool::{Tool, ToolCall};

/// What has to be looked up before a question can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Inquiry {
    /// Nothing: the answer needs no knowledge of the shop.
    Nothing,
    /// The order with this number, shown only with a proof that it is the shopper's.
    Order { number: String, proof: Option<String> },
    /// Nothing yet: an order is asked for, and its number is not known.
    OrderNumber,
    /// The articles that have some of these terms, the best first.
    Passages { asked: Asked },
}

/// What was looked up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "found", rename_all = "camelCase")]
pub enum Finding {
    Nothing,
    Order(Disclosure),
    OrderNumber,
    /// The best first; of each article, the version in the language to answer in, if there is one.
    Passages(Vec<Found>),
}

/// An article that has something of the question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    pub article: Article,
    /// 0 to 1.
    pub score: f32,
}

impl Found {
    /// The most that are found: what a model is given to read.
    pub const MOST: usize = 5;

    /// The article that answers; `None` when none does, or two might: an honest "I don't know" is better than another
    /// question's answer.
    pub fn best(found: &[Self]) -> Option<&Self> {
        let first = found.first()?;
        let ahead = first.score - found.get(1).map_or(0.0, |second| second.score);
        let is_clear =
            first.score >= search::CLEAR || (first.score >= search::LIKELY && ahead >= search::AHEAD);
        is_clear.then_some(first)
    }

    /// The articles that have most of a question, of those of a shop that speaks `own`.
    /// `subjects` is how many articles it has, translations not counted.
    pub fn of(
        asked: &Asked,
        articles: &[Indexed],
        subjects: u32,
        language: Language,
        own: Language,
    ) -> Vec<Self> {
        let find = |terms: &Terms| -> Vec<Self> {
            let passages = rank(terms, articles, subjects, language, own).into_iter().take(Self::MOST);
            passages.map(|Passage { article, score }| Self { article: article.clone(), score }).collect()
        };
        let found = find(&asked.whole);
        // The sentence that asks says less than all of them: it has to be plain.
        let is_plain = |found: &Vec<Self>| found.first().is_some_and(|first| first.score >= search::CLEAR);
        match &asked.question {
            Some(question) if Self::best(&found).is_none() => {
                Some(find(question)).filter(is_plain).unwrap_or(found)
            }
            _ => found,
        }
    }
}

/// In whose name the assistant speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Voice {
    /// The shop's name, and the assistant's.
    pub shop: String,
    pub assistant: String,
    /// The shop's own.
    pub language: Language,
    pub contact: Contact,
    pub opening_hours: OpeningHours,
    /// `None` where nobody knows what time it is.
    #[serde(default)]
    pub moment: Option<Moment>,
    pub order_check: OrderCheck,
    pub powers: Powers,
}

/// A reply of the embedded engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub text: String,
    /// What the assistant waits for after it.
    pub expects: Option<Expectation>,
    pub outcome: Outcome,
    pub source: Option<Source>,
    /// Whether the matter is settled with it.
    pub resolves: bool,
}

impl Reply {
    fn new(text: impl Into<String>, outcome: Outcome) -> Self {
        Self { text: text.into(), expects: None, outcome, source: None, resolves: false }
    }

    fn expecting(self, expects: Expectation) -> Self {
        Self { expects: Some(expects), ..self }
    }

    /// With the question whether it helped (R29).
    fn confirmed(self) -> Self {
        self.expecting(Expectation::Confirmation)
    }
}

/// A shopper's message, and all that was said before it in the session, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub text: &'a str,
    pub before: &'a [Message],
}

impl Question<'_> {
    fn last_reply(&self) -> Option<&Message> {
        self.before.iter().rev().find(|message| matches!(message.from, Author::Assistant | Author::Instant))
    }

    /// Whether it is an image alone, which is for people.
    pub const fn is_wordless(&self) -> bool {
        self.text.is_empty()
    }

    /// What the assistant had asked for.
    pub fn expects(&self) -> Option<&Expectation> {
        self.last_reply().and_then(|message| message.expects.as_ref())
    }

    fn shopper_texts(&self) -> impl Iterator<Item = &str> {
        let before = self.before.iter().filter(|message| message.from == Author::Shopper);
        before.map(|message| message.text.as_str()).chain([self.text])
    }

    /// The language that the shopper speaks.
    pub fn tongue(&self, own: Language) -> Language {
        spoken(self.shopper_texts(), own)
    }

    /// How often the shopper was wrong about an order in this session.
    pub fn wrong_guesses(&self) -> usize {
        let refused = |message: &&Message| {
            message.answer.as_ref().is_some_and(|answer| answer.outcome == Some(Outcome::Refused))
        };
        self.before.iter().filter(refused).count()
    }

    /// The question that has no answer: this one, or the one before it if this one only says that it was none.
    pub fn unanswered(&self) -> Option<&str> {
        let question = match settles(self) {
            None => Some(self.text),
            Some(Settling::Unsettled) => self
                .before
                .iter()
                .rev()
                .find(|message| message.from == Author::Shopper)
                .map(|message| message.text.as_str()),
            Some(Settling::Settled) => None,
        };
        question.filter(|text| is_worth_an_answer(text))
    }

    fn was_answered(&self) -> bool {
        let outcome = self.last_reply().and_then(|message| message.answer.as_ref()).and_then(|it| it.outcome);
        outcome == Some(Outcome::Answered) || self.last_reply().is_some_and(|it| it.from == Author::Instant)
    }
}

/// What has to be looked up to answer, in a shop that speaks `own`.
pub fn inquire(question: &Question<'_>, own: Language) -> Inquiry {
    if question.is_wordless() {
        return Inquiry::Nothing;
    }
    let terms = Terms::of(question.text, Some(question.tongue(own)));
    if let Some(inquiry) = order_flow::inquire(question, &terms) {
        return inquiry;
    }
    if terms.is_empty() || settles(question).is_some() {
        return Inquiry::Nothing;
    }
    Inquiry::Passages { asked: Asked::of(question.text, Some(question.tongue(own))) }
}

/// What a message says about the answer before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling {
    /// The matter is settled.
    Settled,
    /// It is not, and that is all the message says.
    Unsettled,
}

/// Whether a message is about the answer before it, and not a question of its own (R29).
pub fn settles(question: &Question<'_>) -> Option<Settling> {
    if question.is_wordless() || !question.was_answered() {
        return None;
    }
    let is_asked = question.expects() == Some(&Expectation::Confirmation);
    let said = SmallTalk::of(question.text);
    let asks = question.text.contains(['?', '？', '؟']);
    match said {
        Some(SmallTalk::No) if is_asked => return Some(Settling::Unsettled),
        Some(SmallTalk::Yes) if is_asked => return Some(Settling::Settled),
        Some(SmallTalk::Goodbye | SmallTalk::Thanks) => return Some(Settling::Settled),
        _ => {}
    }
    if asks {
        return None;
    }
    // A reader of moods takes "no that's wrong" and "I want somebody" for an end. What is about a thing is no end, but for
    // thanks; and after « Cela répond-il à votre question ? » a no is a no, if it is about the answer alone.
    let language = question.tongue(Language::default());
    let subjects = lexicon::subjects(question.text, language);
    let is_about = |more: &[&str]| subjects.iter().all(|it| search::EMPTY.contains(it) || more.contains(it));
    if is_asked && subjects.first() == Some(&"no") && is_about(&["complaint", "wrong"]) {
        return Some(Settling::Unsettled);
    }
    let is_end = subjects.contains(&"thanks") || is_about(&[]);
    (is_end && resolves(question.text).is_resolved).then_some(Settling::Settled)
}

/// The reply of the embedded engine to a question, from the finding that its inquiry led to.
pub fn reply(question: &Question<'_>, finding: &Finding, voice: &Voice) -> Reply {
    let language = voice.language_for(question);
    let phrases = Phrases::of(language);
    let settling = settles(question);
    match finding {
        _ if question.is_wordless() => {
            Reply::new(phrases::with_ways(phrases.person, voice, language), Outcome::Escalated)
        }
        Finding::Order(_) if question.wrong_guesses() >= MAX_GUESSES => {
            Reply::new(phrases::with_ways(phrases.order_locked, voice, language), Outcome::Refused)
        }
        Finding::Order(disclosure) => order_flow::reply(question, disclosure, voice, language),
        Finding::OrderNumber => {
            Reply::new(phrases.ask_order_number, Outcome::Asked).expecting(Expectation::OrderNumber)
        }
        Finding::Nothing if settling == Some(Settling::Settled) => {
            let words = match SmallTalk::of(question.text) {
                Some(SmallTalk::Goodbye) => phrases.goodbye,
                _ => phrases.thanks,
            };
            Reply { resolves: true, ..Reply::new(words, Outcome::SmallTalk) }
        }
        Finding::Nothing if settling == Some(Settling::Unsettled) => {
            Reply::new(phrases::with_ways(phrases.not_yet, voice, language), Outcome::Unanswered)
        }
        Finding::Nothing => Reply::new(
            match SmallTalk::of(question.text) {
                Some(SmallTalk::Goodbye) => phrases.goodbye,
                Some(SmallTalk::Thanks) => phrases.thanks,
                _ => phrases.greeting,
            },
            Outcome::SmallTalk,
        ),
        Finding::Passages(found) => from_passages(question, found, voice, language),
    }
}

fn from_passages(question: &Question<'_>, found: &[Found], voice: &Voice, language: Language) -> Reply {
    let phrases = Phrases::of(language);
    let best = Found::best(found);
    if wants_people(question, best, voice.language) {
        return Reply::new(phrases::with_ways(phrases.person, voice, language), Outcome::Escalated);
    }
    if let Some(Found { article, .. }) = best {
        let is_foreign = article.language.unwrap_or(voice.language) != language;
        let text =
            if is_foreign { [phrases.foreign, "\n\n", &article.body].concat() } else { article.body.clone() };
        let source = Source { title: article.title.clone(), url: article.url.clone() };
        return Reply { source: Some(source), ..Reply::new(text, Outcome::Answered) }.confirmed();
    }
    if question.expects() == Some(&Expectation::OrderNumber) && !asks(question.text) {
        return Reply::new(phrases.no_order_number, Outcome::Asked).expecting(Expectation::OrderNumber);
    }
    Reply::new(phrases::with_ways(phrases.no_answer, voice, language), Outcome::Unanswered)
}

/// Whether a shopper asks for people, whatever else they ask: whoever does names them, or shows what only people see.
pub(crate) fn asks_for_people(question: &Question<'_>, own: Language) -> bool {
    if question.is_wordless() {
        return true;
    }
    let terms = Terms::of(question.text, Some(question.tongue(own)));
    match wants_human(question.text).need {
        None => terms.mean_only("person") && !asks(question.text),
        Some(Need::BotFailed | Need::Person | Need::Role) => terms.mean("person"),
        Some(_) => false,
    }
}

/// Whether a shopper is to be handed to people, although or because nothing answers.
fn wants_people(question: &Question<'_>, best: Option<&Found>, own: Language) -> bool {
    /// Less likely wishes are seldom wishes, on messages unlike those that the reader learned from.
    const SURE: f32 = 0.9;
    if asks_for_people(question, own) {
        return true;
    }
    let wish = wants_human(question.text);
    let terms = Terms::of(question.text, Some(question.tongue(own)));
    match wish.need {
        None | Some(Need::BotFailed | Need::Person | Need::Role) => false,
        Some(Need::Call) => best.is_none() && (terms.mean("person") || terms.mean("phone")),
        Some(Need::ExposedData | Need::Fraud | Need::Ignored | Need::Injury | Need::Legal) => {
            best.is_none() && wish.score >= SURE
        }
    }
}

/// Whether a merchant could write an answer to it: not to an address or a number alone, and not to what speaks to the machine.
fn is_worth_an_answer(text: &str) -> bool {
    let words: Vec<Kind> = text::words(text).map(|word| word.kind).collect();
    let has_letters = words.iter().any(|kind| matches!(kind, Kind::Letters(_)));
    has_letters && !words.contains(&Kind::Address) && !is_suspicious(text)
}

/// Whether a text is marked as a question.
fn asks(text: &str) -> bool {
    text.contains(['?', '？', '؟'])
}

impl Voice {
    /// The language to answer in: the shopper's, with the Enchantment Polyglotte (R15).
    pub fn language_for(&self, question: &Question<'_>) -> Language {
        if self.powers.polyglot { question.tongue(self.language) } else { self.language }
    }

    /// What is felt in a message, with the Enchantment Émotion (R13).
    pub fn felt(&self, text: &str) -> Option<Felt> {
        self.powers.emotion.then(|| Felt::of(text))
    }

    /// A reply with what is said first to somebody who feels so (R13). Not before every sentence: only where the reply
    /// answers or turns down, and not for the second time in a row.
    pub fn toned(
        &self,
        text: String,
        outcome: Outcome,
        felt: Option<&Felt>,
        question: &Question<'_>,
    ) -> String {
        let language = self.language_for(question);
        let Some(opener) = felt.and_then(|felt| Phrases::of(language).opener(felt.emotion)) else {
            return text;
        };
        let is_repeated = question.last_reply().is_some_and(|reply| reply.text.starts_with(opener));
        match outcome {
            _ if is_repeated => text,
            Outcome::SmallTalk => text,
            Outcome::Answered
            | Outcome::Asked
            | Outcome::Escalated
            | Outcome::Refused
            | Outcome::Unanswered => phrases::join(language, &[opener, &text]),
        }
    }
}

/// A reply in the pieces that it is streamed in: words with the space after them.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(' ')
}
