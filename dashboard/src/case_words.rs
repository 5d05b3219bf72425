//! A case in words: who it is, how it stands, and what is due.

use lutin_shared::conversation::{Felt, Purpose};
use lutin_shared::emotion::Emotion;
use lutin_shared::escalation::{DeskCase, Stage};
use lutin_shared::id::{AgentId, ConversationId};
use lutin_shared::time::Timestamp;

use crate::format;
use crate::store::desk::Floor;
use crate::text::Text;

/// How many characters of a session tell one shopper from another on one screen.
const SHORT: usize = 4;

/// « Client x7Fq », or « Client x7Fq·2 » in a further conversation of theirs.
pub fn shopper(text: &Text, id: &ConversationId) -> String {
    let session = id.session.as_str();
    let short = session.get(session.len().saturating_sub(SHORT)..).unwrap_or(session);
    if id.ordinal > 1 {
        (text.desk.shopper)(&format!("{short}·{}", id.ordinal))
    } else {
        (text.desk.shopper)(short)
    }
}

/// What says that it is no shopper; `None` for one.
pub const fn test_mark(text: &Text, purpose: Purpose) -> Option<&'static str> {
    match purpose {
        Purpose::Live => None,
        Purpose::Preview => Some(text.overview.preview_mark),
        Purpose::Test => Some(text.overview.test_mark),
    }
}

/// Who has it, or what it waits for.
pub fn standing(text: &Text, case: &DeskCase, floor: &Floor) -> String {
    let words = &text.desk.standing;
    let is_me = |id: &AgentId| floor.me.as_ref() == Some(id);
    let sentence = match &case.case.handoff.stage {
        Stage::Attended { agent, away_until: None, .. } if is_me(&agent.id) => words.with_you,
        Stage::Attended { agent, away_until: None, .. } => return (words.with)(&agent.name),
        Stage::Attended { agent, .. } => return (words.away)(&agent.name),
        Stage::FollowUp { .. } if case.is_done => words.done,
        Stage::FollowUp { answered: Some(answered) } => return (words.answered)(&answered.by.name),
        Stage::FollowUp { answered: None } => words.to_answer,
        Stage::Over => words.over,
        Stage::Routing { .. } => words.routing,
        Stage::Waiting { to: None, .. } => words.waiting,
        Stage::Waiting { to: Some(to), .. } if is_me(to) => words.waiting_for_you,
        Stage::Waiting { to: Some(to), .. } => return (words.waiting_for)(&name(text, to, floor)),
    };
    sentence.to_owned()
}

/// Somebody's name; of who is no longer there, that they are not.
pub fn name(text: &Text, id: &AgentId, floor: &Floor) -> String {
    let known = floor.agents.iter().find(|agent| agent.agent.id == *id);
    known.map_or_else(|| text.desk.former_agent.to_owned(), |agent| agent.name.clone())
}

/// « frustré », unless nothing is felt.
pub fn feeling(text: &Text, felt: Option<&Felt>) -> Option<&'static str> {
    let emotion = felt?.emotion;
    (emotion != Emotion::Neutral).then(|| (text.conversation.answer.emotion)(emotion))
}

/// « 3 min 05 s ».
pub fn elapsed(text: &Text, since: Timestamp, now: Timestamp) -> String {
    (text.desk.elapsed)(now.since(since).as_secs())
}

/// How far a follow-up has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Progress {
    #[default]
    ToDo,
    Answered,
    Done,
}

impl Progress {
    pub const ALL: [Self; 3] = [Self::ToDo, Self::Answered, Self::Done];

    /// `None` for what is no follow-up.
    pub const fn of(task: &DeskCase) -> Option<Self> {
        match &task.case.handoff.stage {
            Stage::FollowUp { .. } if task.is_done => Some(Self::Done),
            Stage::FollowUp { answered: Some(_) } => Some(Self::Answered),
            Stage::FollowUp { answered: None } => Some(Self::ToDo),
            _ => None,
        }
    }
}

/// By when a follow-up has to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub words: String,
    pub is_over: bool,
}

/// `None` for what has no such hour, or was answered.
pub fn due(text: &Text, task: &DeskCase, now: Timestamp) -> Option<Due> {
    let due = task.due.filter(|_| Progress::of(task) == Some(Progress::ToDo))?;
    let words = &text.desk.tasks;
    Some(if now >= due {
        Due { words: (words.overdue)(&elapsed(text, due, now)), is_over: true }
    } else {
        let day = match format::days_ago(due) {
            0 => text.overview.today.to_lowercase(),
            _ => format::short_day(text.locale, due),
        };
        let time = format::time(text.locale, due);
        Due { words: (words.due)(&format!("{day}, {time}")), is_over: false }
    })
}
