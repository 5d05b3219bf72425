//! The assistant's shell: what the shop knows is asked for in the merchant's object, the words are streamed, the reply is
//! handed back as a command. What to say is decided in `shared`.

use core::cell::Cell;

use lutin_shared::assistant::{
    Calling, Course, Dialogue, Disclosure, Finding, Found, Prompt, Question, Reply as Said, Voice, pieces,
    reply,
};
use lutin_shared::conversation::{
    Answer, Author, Command, Engine, Expectation, Message, Origin, Outcome, Purpose, Reply, Source, TurnId,
};
use lutin_shared::id::ConversationId;
use lutin_shared::markdown;
use lutin_shared::wire::ServerFrame;
use worker::{Delay, console_error, console_warn};

use super::engine::{Scene, converse};
use super::{SessionDo, sockets};
use crate::failure::Failure;
use crate::objects::{Consult, Consultation, Learned, Lookup, MerchantStub};
use crate::{clock, config, words};

/// How often the shop's knowledge is asked for before the shopper is told that no reply will come.
const TRIES: u32 = 2;

/// A question and where it stands.
struct Turn {
    id: TurnId,
    origin: Origin,
    conversation: ConversationId,
    said: Message,
    /// All that was said before it in the session.
    before: Vec<Message>,
    was_answered: bool,
    awaits_follow_up: bool,
}

impl SessionDo {
    /// The reply to a turn, as the command that records it.
    ///
    /// # Errors
    /// A fault: nothing can answer now.
    pub(super) async fn compose(&self, turn: TurnId) -> Result<Command, Failure> {
        sockets::broadcast(&self.state, &[ServerFrame::Typing { turn }]);
        let turn = self.context(turn)?;
        words::ready(&self.env).await?;
        let consultation = self.consult(&turn).await?;
        let question = Question { text: &turn.said.text, before: &turn.before };
        let felt = consultation.voice.felt(question.text);
        let language = consultation.voice.language_for(&question);
        let escalate = |trigger| Command::Escalate { turn: turn.id, trigger, language, felt: felt.clone() };
        if let Some(trigger) = consultation.calls {
            return Ok(escalate(trigger));
        }
        let id = clock::random_id()?.parse().map_err(Failure::fault)?;
        if let Some(instant) = consultation.instant {
            let answer =
                Answer { language: Some(instant.language), instant: Some(instant.id), ..Answer::default() };
            let reply =
                Reply { answer: Some(Box::new(answer)), ..Reply::new(id, Author::Instant, instant.answer) };
            return Ok(Command::Reply(reply.to_turn(turn.id)));
        }
        let voice = &consultation.voice;
        let calling = Calling {
            question: &question,
            people: consultation.people,
            own: voice.language,
            felt: felt.as_ref(),
            awaits_follow_up: turn.awaits_follow_up,
            was_answered: turn.was_answered,
        };
        if let Some(trigger) = calling.before_model() {
            return Ok(escalate(trigger));
        }
        let course = Course::of(&question, &consultation.finding, self.has_ai_answered()?);
        let asked = match course {
            Course::Thank => None,
            // No model of ours sees it.
            _ if question.is_wordless() => None,
            Course::Answer | Course::Close => self.ask_model(&turn, &consultation).await,
        };
        let (engine, said, is_cut) = match asked {
            Some((said, is_cut)) => {
                self.learn(&turn, &said, voice).await;
                if let Some(trigger) = calling.after_reply(&said, consultation.engine) {
                    // What was shown of it is void.
                    let void = ServerFrame::Delta { turn: turn.id, n: 0, text: String::new() };
                    sockets::broadcast(&self.state, &[void]);
                    return Ok(escalate(trigger));
                }
                (consultation.engine, course.concluded(said), is_cut)
            }
            None => {
                let said = reply(&question, &consultation.finding, voice);
                self.learn(&turn, &said, voice).await;
                if let Some(trigger) = calling.after_reply(&said, Engine::Embedded) {
                    return Ok(escalate(trigger));
                }
                if !said.stands_in_for(consultation.wanted) {
                    console_warn!("the engine gave no reply");
                    let trigger = calling.without_reply();
                    return Ok(trigger.map_or(Command::FailReply { turn: turn.id }, escalate));
                }
                let text = voice.toned(said.text, said.outcome, felt.as_ref(), &question);
                self.stream(turn.id, &markdown::to_text(&text)).await;
                (Engine::Embedded, Said { text, ..said }, false)
            }
        };
        let answer = Answer {
            agent: None,
            engine: Some(engine),
            language: Some(language),
            source: said.source,
            outcome: Some(said.outcome),
            felt,
            is_cut,
            instant: None,
        };
        let reply = Reply {
            expects: said.expects,
            answer: Some(Box::new(answer)),
            resolves: said.resolves,
            ..Reply::new(id, course.author(), said.text)
        };
        Ok(Command::Reply(reply.to_turn(turn.id)))
    }

    /// Whether the assistant has replied in the present conversation.
    fn has_ai_answered(&self) -> Result<bool, Failure> {
        self.with(|session| session.has_ai_answered())
    }

    fn context(&self, turn: TurnId) -> Result<Turn, Failure> {
        let context = self.with(|session| {
            let origin = session.origin()?.clone();
            let said = session.message_at(turn)?.clone();
            let conversation = session.conversation_id()?;
            let before = session.before(&said).cloned().collect();
            let (was_answered, awaits_follow_up) = (session.was_answered(), session.awaits_follow_up());
            Some(Turn { id: turn, origin, conversation, said, before, was_answered, awaits_follow_up })
        })?;
        context.ok_or_else(|| Failure::fault(format!("no message at {turn}")))
    }

    async fn consult(&self, turn: &Turn) -> Result<Consultation, Failure> {
        let consult = Consult {
            was_answered: turn.was_answered,
            awaits_follow_up: turn.awaits_follow_up,
            offset: self.latest_panel(None).and_then(|panel| panel.offset),
            ..Consult::new(&turn.said, &turn.before, turn.origin.purpose, &turn.conversation)
        };
        let mut consultation = Err(Failure::fault("not asked"));
        for _ in 0..TRIES {
            consultation = MerchantStub::of(&self.env, &turn.origin.merchant)?.consult(&consult).await;
            if consultation.is_ok() {
                break;
            }
        }
        consultation
    }

    /// The reply of the model that the merchant chose, and whether it breaks off; `None` when there is none.
    async fn ask_model(&self, turn: &Turn, consultation: &Consultation) -> Option<(Said, bool)> {
        let Consultation { finding, voice, engine, .. } = consultation;
        if *engine == Engine::Embedded {
            return None;
        }
        let question = Question { text: &turn.said.text, before: &turn.before };
        let found: &[Found] = if let Finding::Passages(found) = finding { found } else { &[] };
        let prompt = Prompt::new(&question, found, voice, voice.felt(question.text).as_ref());
        let prompt = if turn.said.image.is_some() { prompt.beside_image() } else { prompt };
        let mut dialogue = Dialogue::new(prompt, &question, voice, clock::jitter());
        let stage = Stage { session: self, turn, shown: Cell::new(0), looked: Cell::new(false) };
        let said = converse(&self.env, *engine, &mut dialogue, &stage).await;
        if said.as_ref().is_none_or(|said| said.is_cut) {
            console_warn!("engine: {:?}", dialogue.failure());
        }
        self.tell_engine(turn, said.is_some() || !dialogue.failure().is_of_service()).await;
        let said = said?;
        let best = Found::best(found).filter(|_| !stage.looked.get());
        let is_answer = said.outcome == Outcome::Answered;
        let source = best
            .filter(|_| is_answer)
            .map(|found| Source { title: found.article.title.clone(), url: found.article.url.clone() });
        let expects = (is_answer && !said.is_cut).then_some(Expectation::Confirmation);
        let reply = Said { text: said.text, expects, outcome: said.outcome, source, resolves: said.resolves };
        Some((reply, said.is_cut))
    }

    /// Tells the merchant's object how the engine did, so that one that is down is left alone for a while.
    async fn tell_engine(&self, turn: &Turn, answered: bool) {
        let learned = Learned { engine_answered: Some(answered), ..Learned::default() };
        self.tell(turn, &learned).await;
    }

    /// Tells the merchant what the shop has no answer to. A test teaches nothing.
    async fn learn(&self, turn: &Turn, said: &Said, voice: &Voice) {
        let is_lesson = said.outcome == Outcome::Unanswered && turn.origin.purpose == Purpose::Live;
        if !is_lesson || !self.may_tell() {
            return;
        }
        let question = Question { text: &turn.said.text, before: &turn.before };
        let unanswered = question.unanswered().map(str::to_owned);
        let language = Some(question.tongue(voice.language));
        let conversation = Some(turn.conversation.clone());
        self.tell(turn, &Learned { unanswered, language, conversation, ..Learned::default() }).await;
    }

    /// A list that lacks a question does not keep a shopper waiting.
    async fn tell(&self, turn: &Turn, learned: &Learned) {
        let told = match MerchantStub::of(&self.env, &turn.origin.merchant) {
            Ok(merchant) => merchant.learn(learned).await,
            Err(failure) => Err(failure),
        };
        if let Err(failure) = told {
            console_error!("not told to the merchant: {failure}");
        }
    }

    /// Sends the words at the pace of somebody who writes; at pace zero the whole reply comes at once.
    async fn stream(&self, turn: TurnId, text: &str) {
        let pace = config::pace(&self.env);
        if pace.is_zero() {
            return;
        }
        for (n, piece) in (0..).zip(pieces(text)) {
            sockets::broadcast(&self.state, &[ServerFrame::Delta { turn, n, text: piece.to_owned() }]);
            Delay::from(pace).await;
        }
    }
}

/// Where a model speaks: on the panels of the session.
struct Stage<'a> {
    session: &'a SessionDo,
    turn: &'a Turn,
    /// The number of the next piece.
    shown: Cell<u32>,
    /// Whether an order was looked up.
    looked: Cell<bool>,
}

impl Scene for Stage<'_> {
    fn show(&self, text: &str) {
        let n = self.shown.replace(self.shown.get().saturating_add(1));
        let delta = ServerFrame::Delta { turn: self.turn.id, n, text: text.to_owned() };
        sockets::broadcast(&self.session.state, &[delta]);
    }

    /// The next piece is the first again; until it comes, somebody writes.
    fn restart(&self) {
        self.shown.set(0);
        let void = ServerFrame::Delta { turn: self.turn.id, n: 0, text: String::new() };
        sockets::broadcast(&self.session.state, &[void, ServerFrame::Typing { turn: self.turn.id }]);
    }

    async fn look(&self, number: &str, contact: Option<&str>) -> Disclosure {
        self.looked.set(true);
        let lookup = Lookup { number: number.to_owned(), proof: contact.map(str::to_owned) };
        let found = match MerchantStub::of(&self.session.env, &self.turn.origin.merchant) {
            Ok(merchant) => merchant.look_up(&lookup).await,
            Err(failure) => Err(failure),
        };
        found.unwrap_or_else(|failure| {
            console_error!("lookup: {failure}");
            Disclosure::Away
        })
    }
}
