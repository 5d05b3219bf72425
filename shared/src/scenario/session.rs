//! Timelines of one shopper's session.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Step, Unplayable, field, rfc3339, timeline};
use crate::conversation::{Author, Command, Event, Origin, Purpose, Reply, Session};
use crate::digest::Digest;
use crate::id::MessageId;
use crate::receipt::{Receipt, Verdict};
use crate::refusal::Refusal;

#[derive(Debug)]
pub struct Timeline {
    purpose: Purpose,
    steps: Vec<Step<What>>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum What {
    Admin,
    Agent(Named),
    Assistant(Named),
    Close,
    Instant(Named),
    ReplyFailed,
    Resolve,
    Shopper {
        #[serde(default)]
        id: Option<String>,
        #[serde(default)]
        unrelated: Option<bool>,
    },
    System(Named),
    Wake,
}

/// Something said; what it says decides nothing.
#[derive(Debug, Deserialize)]
struct Named {
    #[serde(default)]
    id: Option<String>,
}

impl Timeline {
    pub fn read(scenario: &Value) -> Result<Self, Unplayable> {
        Ok(Self { purpose: field(scenario, &["session", "purpose"])?, steps: timeline(scenario)? })
    }

    pub fn play(&self) -> Result<Value, Unplayable> {
        let mut session = Session::default();
        let mut receipts = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let refused = |refusal| Unplayable::Refused { step: index, refusal };
            let Some(command) = self.command(&session, index, &step.what).map_err(refused)? else { continue };
            let events = match session.decide(command, step.at) {
                // The first one stands.
                Err(Refusal::MessageIdReused) => continue,
                decided => decided.map_err(refused)?,
            };
            for event in &events {
                if matches!(event, Event::ConversationStarted { .. }) {
                    receipts.extend(session.receipt());
                }
                session.apply(event);
            }
        }
        receipts.extend(session.receipt());
        let counted = receipts.iter().filter(|receipt| receipt.verdict == Verdict::Counted).count();
        let conversations: Vec<Value> = receipts.iter().map(outcome).collect();
        Ok(json!({ "conversations": conversations, "counted": counted }))
    }

    fn command(&self, session: &Session, index: usize, what: &What) -> Result<Option<Command>, Refusal> {
        let text = || "…".to_owned();
        let reply = |from, Named { id }: &Named| {
            let id = message_id(id.as_deref(), index)?;
            Ok(Some(Command::Reply(Reply::new(id, from, text()))))
        };
        Ok(match what {
            What::Admin => None,
            What::Agent(named) => reply(Author::Agent, named)?,
            What::Assistant(named) => reply(Author::Assistant, named)?,
            What::Close => Some(Command::Close { seen: u64::MAX }),
            What::Instant(named) => reply(Author::Instant, named)?,
            What::ReplyFailed => session.unanswered().map(|turn| Command::FailReply { turn }),
            What::Resolve => Some(Command::Resolve),
            What::Shopper { id, unrelated } => {
                let id = message_id(id.as_deref(), index)?;
                Some(Command::Say {
                    origin: self.origin()?,
                    id,
                    text: text(),
                    image: None,
                    judgement: (*unrelated).into(),
                })
            }
            What::System(named) => reply(Author::System, named)?,
            What::Wake => Some(Command::Wake),
        })
    }

    fn origin(&self) -> Result<Origin, Refusal> {
        let id = |_| Refusal::Malformed;
        let (merchant, session) = ("m".parse().map_err(id)?, "s".parse().map_err(id)?);
        Ok(Origin { merchant, session, purpose: self.purpose })
    }
}

/// The id that a step gives, or one of its own. Scenarios may use any text: one that is no id stands for its digest.
fn message_id(given: Option<&str>, index: usize) -> Result<MessageId, Refusal> {
    let id = given.map_or_else(|| format!("step-{index}"), str::to_owned);
    id.parse().or_else(|_| Digest::of(&[id.as_bytes()]).to_hex().parse()).map_err(|_| Refusal::Malformed)
}

fn outcome(receipt: &Receipt) -> Value {
    json!({
        "verdict": receipt.verdict,
        "reason": receipt.reason,
        "ended_by": receipt.ended_by,
        "started_at": rfc3339(receipt.started_at),
        "ended_at": receipt.ended_at.map(rfc3339),
        "counted_at": receipt.counted_by.as_ref().map(|reply| rfc3339(reply.at)),
        "messages": receipt.messages,
    })
}
