//! One reply by a model, from the request to the last word: what is asked, shown, tried again, looked up, and given up.
//!
//! Sans-IO: the shell tells what happened ([`Event`]) and performs what comes of it ([`Effect`]). Of every answer the last
//! effect is the one to wait for.

use core::time::Duration;

use super::caution::Guard;
use super::order_flow::{Disclosure, MAX_GUESSES};
use super::prompt::{ChatMessage, Prompt};
use super::stream::{Decoder, Piece};
use super::tool::{Tool, ToolCall};
use super::words::{folded, plain};
use super::{Phrases, Question, Settling, Voice, phrases, settles};
use crate::api::OrderCheck;
use crate::conversation::Outcome;
use crate::language::{Language, detect};

/// What happened to a request.
#[derive(Clone, Debug)]
pub enum Event<'a> {
    /// The service answered with this status; `retry_after` is what it asks for.
    Answered {
        status: u16,
        retry_after: Option<Duration>,
    },
    Bytes(&'a [u8]),
    /// The stream is over.
    Ended,
    /// No connection, or none any more, or a deadline has passed.
    Lost,
    /// What may be said of the order that was looked up.
    Looked(Disclosure),
    Waited,
}

/// What to do. [`Effect::Show`] and [`Effect::Restart`] may come several in a row, the others end an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send the prompt; then [`Event::Answered`] or [`Event::Lost`].
    Ask,
    /// The reply is whole, or as whole as it gets.
    Done(Said),
    /// The model gives no reply.
    Fail,
    /// Look an order up; then [`Event::Looked`].
    Look { number: String, contact: Option<String> },
    /// Wait for more of the stream; then [`Event::Bytes`], [`Event::Ended`] or [`Event::Lost`].
    Read,
    /// What was shown is void: the next words begin anew.
    Restart,
    /// The next words.
    Show(String),
    /// Then [`Event::Waited`].
    Wait(Duration),
}

/// What a model said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    pub outcome: Outcome,
    /// Whether it breaks off.
    pub is_cut: bool,
    /// Whether the matter is settled.
    pub resolves: bool,
}

/// Why a dialogue failed, for the circuit breaker and the log: never what a service said, which may hold a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Failure {
    /// It answered with what is no answer.
    Garbage,
    #[default]
    Lost,
    /// It was heard well, and said what is no reply: that may be the shopper's doing.
    Nonsense,
    Status(u16),
}

impl Failure {
    /// Whether the service is to blame: a model that was talked into nonsense is well.
    pub fn is_of_service(self) -> bool {
        self != Self::Nonsense
    }
}

/// How long a service may take to answer at all, how long it may be silent in the middle, and how long all of it may take.
pub const PATIENCE: Duration = Duration::from_secs(8);
pub const SILENCE: Duration = Duration::from_secs(8);
pub const IN_ALL: Duration = Duration::from_secs(40);

/// How often a model is asked before the embedded engine answers.
const ATTEMPTS: u32 = 2;
/// How many tools one reply may call.
const ROUNDS: u32 = 3;
/// The longest reply, in characters.
const MAX_CHARS: usize = 4_000;
/// The longest pause that a service may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// A reply on its way.
#[derive(Clone, Debug)]
pub struct Dialogue {
    prompt: Prompt,
    guard: Guard,
    permits: Permits,
    language: Language,
    /// What is said when people are to help, and when nothing answers.
    person: String,
    no_answer: String,
    thanks: &'static str,
    /// Between 0 and 1: spreads retries.
    jitter: f32,
    attempts: u32,
    rounds: u32,
    decoder: Decoder,
    /// Of the present attempt.
    text: String,
    /// The most that came of an attempt that broke off.
    kept: String,
    calls: Vec<ToolCall>,
    /// The call whose result is waited for.
    looking: Option<ToolCall>,
    refused: bool,
    reminded: bool,
    failure: Failure,
}

/// What tools may do for this question.
#[derive(Clone, Debug)]
struct Permits {
    /// All that the shopper wrote, folded.
    said: String,
    needs_proof: bool,
    is_locked: bool,
    may_resolve: bool,
    may_call: bool,
}

impl Dialogue {
    /// A dialogue about `question`. `jitter` is random, from 0 to 1.
    pub fn new(prompt: Prompt, question: &Question<'_>, voice: &Voice, jitter: f32) -> Self {
        let language = voice.language_for(question);
        let words = Phrases::of(language);
        let said: Vec<String> = question.shopper_texts().map(folded).collect();
        Self {
            guard: Guard::of(&prompt.instructions),
            permits: Permits {
                said: said.join("\n"),
                needs_proof: voice.order_check == OrderCheck::EmailOrPostcode,
                is_locked: question.wrong_guesses() >= MAX_GUESSES,
                may_resolve: settles(question) == Some(Settling::Settled),
                may_call: prompt.has_tools,
            },
            prompt,
            language,
            person: phrases::with_ways(words.person, voice, language),
            no_answer: phrases::with_ways(words.no_answer, voice, language),
            thanks: words.thanks,
            jitter: jitter.clamp(0.0, 1.0),
            attempts: 0,
            rounds: 0,
            decoder: Decoder::default(),
            text: String::new(),
            kept: String::new(),
            calls: Vec::new(),
            looking: None,
            refused: false,
            reminded: false,
            failure: Failure::default(),
        }
    }

    /// What is asked next.
    pub fn prompt(&self) -> &Prompt {
        &self.prompt
    }

    /// Why it failed last.
    pub fn failure(&self) -> Failure {
        self.failure
    }

    /// The first thing to do.
    pub fn begin(&mut self) -> Vec<Effect> {
        self.attempts += 1;
        self.ask()
    }

    /// What an event comes to.
    pub fn handle(&mut self, event: Event<'_>) -> Vec<Effect> {
        match event {
            Event::Answered { status: 200, .. } => vec![Effect::Read],
            Event::Answered { status, retry_after } => {
                self.failure = Failure::Status(status);
                let may_pass = matches!(status, 408 | 409 | 425 | 429 | 500..=599);
                if may_pass { self.again(retry_after) } else { vec![Effect::Fail] }
            }
            Event::Bytes(bytes) => {
                let pieces = self.decoder.push(bytes);
                self.hear(pieces)
            }
            Event::Ended => {
                let pieces = self.decoder.close();
                let effects = self.hear(pieces);
                // Over, and the model has not said so.
                if effects.last() == Some(&Effect::Read) { self.lose() } else { effects }
            }
            Event::Lost => self.lose(),
            Event::Looked(disclosure) => self.looked(&disclosure),
            Event::Waited => {
                self.attempts += 1;
                self.ask()
            }
        }
    }

    fn ask(&mut self) -> Vec<Effect> {
        self.decoder = Decoder::default();
        self.calls.clear();
        vec![Effect::Ask]
    }

    fn hear(&mut self, pieces: Vec<Piece>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    self.text.push_str(&text);
                    if self.guard.is_broken_by(tail(&self.text, text.len())) {
                        effects.extend([
                            Effect::Restart,
                            Effect::Done(self.said(self.no_answer.clone(), Outcome::Unanswered)),
                        ]);
                        return effects;
                    }
                    if self.text.chars().count() > MAX_CHARS {
                        let text = self.text.chars().take(MAX_CHARS).collect();
                        effects
                            .push(Effect::Done(Said { is_cut: true, ..self.said(text, Outcome::Answered) }));
                        return effects;
                    }
                    effects.push(Effect::Show(text));
                }
                Piece::Call(call) => self.calls.push(call),
                Piece::Garbage => {
                    self.failure = Failure::Garbage;
                    effects.extend(self.lose());
                    return effects;
                }
                Piece::End => {
                    effects.extend(self.finish());
                    return effects;
                }
            }
        }
        effects.push(Effect::Read);
        effects
    }

    /// The model is done: with words, with a call, or with neither.
    fn finish(&mut self) -> Vec<Effect> {
        if !self.calls.is_empty() {
            return self.call();
        }
        let text = self.text.trim();
        if text.is_empty() || looks_like_a_call(text) {
            self.failure = if text.is_empty() { Failure::Garbage } else { Failure::Nonsense };
            return self.lose_all();
        }
        if !self.reminded && self.is_foreign(text) {
            self.reminded = true;
            if self.attempts < ATTEMPTS {
                let reminder =
                    "Answer again, in the language that was asked for, whatever language you are asked in."
                        .to_owned();
                self.prompt.messages.push(ChatMessage::System { content: reminder });
                return self.void(|dialogue| dialogue.again(None));
            }
        }
        let knows_nothing = folded(text).contains(&folded(Phrases::of(self.language).no_answer));
        let said = if knows_nothing {
            self.said(self.no_answer.clone(), Outcome::Unanswered)
        } else {
            self.said(text.to_owned(), Outcome::Answered)
        };
        vec![Effect::Done(said)]
    }

    fn said(&self, text: String, outcome: Outcome) -> Said {
        // A wrong guess at an order stays one, whatever the model says about it.
        let outcome = if self.refused { Outcome::Refused } else { outcome };
        Said { text, outcome, is_cut: false, resolves: false }
    }

    /// Whether a reply is plainly in another language than it should be.
    fn is_foreign(&self, text: &str) -> bool {
        const WORDS: usize = 6;
        let found = detect(text);
        let other = found.language.is_some_and(|language| language != self.language);
        other && found.confidence > 0.95 && plain(text).count() >= WORDS
    }

    fn call(&mut self) -> Vec<Effect> {
        let calls = core::mem::take(&mut self.calls);
        let Some(call) = calls.into_iter().next() else { return self.lose_all() };
        self.rounds += 1;
        if self.rounds > ROUNDS {
            self.failure = Failure::Nonsense;
            return self.lose_all();
        }
        let tool = if self.permits.may_call {
            Tool::read(&call)
        } else {
            Err("error: there are no tools for this message")
        };
        match tool.and_then(|tool| self.permits.check(tool)) {
            // What counts wrong guesses counts replies.
            Ok(Tool::LookupOrder { .. }) if self.refused => {
                self.go_on(&call, "error: no second order in one reply: ask the shopper to check the first")
            }
            Ok(Tool::Escalate) => {
                vec![Effect::Restart, Effect::Done(self.said(self.person.clone(), Outcome::Escalated))]
            }
            Ok(Tool::MarkResolved) => {
                let text =
                    Some(self.text.trim()).filter(|text| !text.is_empty()).unwrap_or(self.thanks).to_owned();
                vec![Effect::Done(Said { resolves: true, ..self.said(text, Outcome::SmallTalk) })]
            }
            Ok(Tool::LookupOrder { number, contact }) => {
                self.looking = Some(call);
                vec![Effect::Look { number, contact }]
            }
            Err(why) => self.go_on(&call, why),
        }
    }

    fn looked(&mut self, disclosure: &Disclosure) -> Vec<Effect> {
        let Some(call) = self.looking.take() else { return vec![Effect::Fail] };
        let result = match disclosure {
            Disclosure::Away => "error: orders cannot be looked up now".to_owned(),
            Disclosure::Found { order } => {
                let phrase = phrases::order_state(order, self.language);
                serde_json::json!({ "say": phrase }).to_string()
            }
            Disclosure::Locked => "error: too many wrong guesses, a person has to help".to_owned(),
            Disclosure::NeedsProof => NEEDS_PROOF.to_owned(),
            Disclosure::Unknown => {
                self.refused = true;
                "error: there is no order with these details; the shopper should check them".to_owned()
            }
        };
        self.go_on(&call, &result)
    }

    /// Tells the model what came of its call. Words that it said before the call are no reply.
    fn go_on(&mut self, call: &ToolCall, result: &str) -> Vec<Effect> {
        self.prompt.add_call(call, result);
        self.void(Self::ask)
    }

    /// Begins the text anew, and on the shopper's screen too, if something of it was there.
    fn void(&mut self, then: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let was_shown = !core::mem::take(&mut self.text).is_empty();
        let mut effects = if was_shown { vec![Effect::Restart] } else { Vec::new() };
        effects.extend(then(self));
        effects
    }

    /// The attempt broke off: what came of it is kept, in case nothing better comes.
    fn lose(&mut self) -> Vec<Effect> {
        let text = self.text.trim();
        if text.chars().count() > self.kept.chars().count() && !looks_like_a_call(text) {
            self.kept = text.to_owned();
        }
        self.lose_all()
    }

    fn lose_all(&mut self) -> Vec<Effect> {
        self.again(None)
    }

    /// Once more after a pause, if there is an attempt left and the pause is short; else with what there is.
    fn again(&mut self, asked: Option<Duration>) -> Vec<Effect> {
        let pause =
            Duration::from_millis(200).saturating_add(Duration::from_millis((self.jitter * 400.0) as u64));
        let pause = pause.max(asked.unwrap_or_default());
        if self.attempts < ATTEMPTS && pause <= LONGEST_PAUSE {
            return self.void(|_| vec![Effect::Wait(pause)]);
        }
        if self.kept.is_empty() {
            return vec![Effect::Fail];
        }
        let said = Said { is_cut: true, ..self.said(self.kept.clone(), Outcome::Answered) };
        vec![Effect::Done(said)]
    }
}

const NEEDS_PROOF: &str = "error: the order's e-mail address or postcode is needed: ask the shopper for it, then call again with both";

impl Permits {
    /// Whether a tool may do this. An order is looked up by what the shopper wrote, never by what a model made up.
    fn check(&self, tool: Tool) -> Result<Tool, &'static str> {
        match tool {
            Tool::LookupOrder { .. } if self.is_locked => {
                Err("error: too many wrong guesses, a person has to help")
            }
            Tool::LookupOrder { number, contact } => {
                if !self.said.contains(&folded(&number)) {
                    return Err("error: the shopper has not written this number: ask for it");
                }
                let contact = contact.filter(|contact| self.said.contains(folded(contact).trim()));
                if self.needs_proof && contact.is_none() {
                    Err(NEEDS_PROOF)
                } else {
                    Ok(Tool::LookupOrder { number, contact })
                }
            }
            Tool::MarkResolved if !self.may_resolve => Err("error: the shopper has not said so"),
            tool => Ok(tool),
        }
    }
}

/// A call that a model wrote as words, which nobody should read.
fn looks_like_a_call(text: &str) -> bool {
    let start = text.trim_start_matches(['`', '\n', ' ']);
    let names_a_tool =
        ["lookup_order", "mark_resolved", "\"escalate\""].iter().any(|name| text.contains(name));
    names_a_tool
        || start.starts_with("<tool")
        || start.starts_with("{\"name\"")
        || start.starts_with("<function")
}

/// The end of a text with the `new` bytes of it, and some before them.
fn tail(text: &str, new: usize) -> &str {
    const BEFORE: usize = 400;
    let mut from = text.len().saturating_sub(new.saturating_add(BEFORE));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}
