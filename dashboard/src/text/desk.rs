//! The words of « Conversations en direct »: who waits, who has whom, and what is left to answer.

use lutin_shared::api::Role;
use lutin_shared::escalation::Trigger;
use lutin_shared::escalation::triage::{Priority, Tag};
use lutin_shared::refusal::Refusal;

use crate::case_words::Progress;
use crate::components::task_filters::Whose;
use crate::route::View;

pub struct DeskText {
    pub heading: &'static str,
    pub views: &'static str,
    pub view: fn(View) -> &'static str,
    /// Behind a number: what it counts.
    pub waiting_badge: &'static str,
    pub unread_badge: &'static str,
    pub tasks_badge: &'static str,
    pub settings_link: &'static str,
    pub lost: &'static str,
    /// Nothing rings for who is not available.
    pub not_available: &'static str,
    pub more: fn(count: &str) -> String,
    pub none_open: &'static str,
    pub live: &'static str,
    pub back: &'static str,
    pub missing: &'static str,
    pub understood: &'static str,
    pub trigger: fn(Trigger) -> &'static str,
    /// « Client x7Fq ».
    pub shopper: fn(short: &str) -> String,
    /// Somebody who works here no more.
    pub former_agent: &'static str,
    pub since: &'static str,
    /// Of seconds, in the two largest units.
    pub elapsed: fn(seconds: u64) -> String,
    /// Why a wish was not granted; `of_accept` when it was to take a conversation.
    pub refused: fn(Refusal, of_accept: bool) -> String,
    pub standing: StandingText,
    pub presence: PresenceText,
    pub ring: RingText,
    pub empty: EmptyText,
    pub agents: AgentsText,
    pub header: CaseHeaderText,
    pub log: LogText,
    pub composer: ComposerText,
    pub actions: ActionsText,
    pub tasks: TasksText,
    pub settings: DeskSettingsText,
    pub team: TeamText,
}

/// Who has a conversation, or what it waits for.
pub struct StandingText {
    pub waiting: &'static str,
    pub waiting_for_you: &'static str,
    pub waiting_for: fn(name: &str) -> String,
    pub routing: &'static str,
    pub with_you: &'static str,
    pub with: fn(name: &str) -> String,
    /// Whose console is gone, for now.
    pub away: fn(name: &str) -> String,
    pub to_answer: &'static str,
    pub answered: fn(name: &str) -> String,
    pub done: &'static str,
    pub over: &'static str,
}

/// The switch « Disponible ».
pub struct PresenceText {
    pub label: &'static str,
    pub on_hint: &'static str,
    pub off_hint: &'static str,
    pub lost_hint: &'static str,
}

/// What rings.
pub struct RingText {
    pub take: &'static str,
    /// For a screen reader: whom the button takes.
    pub take_what: fn(who: &str) -> String,
    pub others: fn(count: usize) -> String,
    /// The title of a notification of the system.
    pub notification: fn(why: &str) -> String,
}

/// For each list without an entry: what would be there, and what to do.
pub struct EmptyText {
    pub queue: (&'static str, &'static str),
    pub mine: (&'static str, &'static str),
    pub all: (&'static str, &'static str),
    pub follow_ups: (&'static str, &'static str),
    /// No follow-up is as the filters ask.
    pub filtered: (&'static str, &'static str),
}

pub struct AgentsText {
    pub heading: &'static str,
    pub you: &'static str,
    pub online: &'static str,
    pub offline: &'static str,
    /// There, with as many conversations as one can have.
    pub full: &'static str,
    pub inactive: &'static str,
    pub load: fn(count: &str, load: u32) -> String,
}

pub struct CaseHeaderText {
    pub receipt: &'static str,
    pub here: &'static str,
    pub away: &'static str,
    pub page: &'static str,
    /// Beside who a shopper is: the shop vouches for it.
    pub verified: &'static str,
    pub verified_hint: &'static str,
    /// What the page says that the shopper is about.
    pub context: &'static str,
}

pub struct LogText {
    pub label: &'static str,
    pub empty: &'static str,
    pub writes: &'static str,
    pub sending: &'static str,
    pub take_back: &'static str,
}

pub struct ComposerText {
    pub kinds: &'static str,
    pub reply: &'static str,
    pub note: &'static str,
    pub reply_label: &'static str,
    /// Nobody may take a note for a reply.
    pub note_label: &'static str,
    pub hint: &'static str,
    pub send: &'static str,
    pub send_note: &'static str,
    pub canned: &'static str,
    /// A browser that cannot name a message.
    pub unsayable: &'static str,
}

pub struct ActionsText {
    pub take: &'static str,
    pub taking: &'static str,
    pub resolve: &'static str,
    pub hand_back: &'static str,
    pub transfer: &'static str,
    pub transfer_to: &'static str,
    pub no_colleagues: &'static str,
    pub close: &'static str,
    pub close_question: &'static str,
    pub others: &'static str,
    pub nobody: &'static str,
}

/// Follow-ups.
pub struct TasksText {
    pub heading: &'static str,
    pub filters: &'static str,
    pub by_progress: &'static str,
    pub by_assignee: &'static str,
    pub by_priority: &'static str,
    pub by_tag: &'static str,
    pub any_priority: &'static str,
    pub any_tag: &'static str,
    pub progress: fn(Progress) -> &'static str,
    pub whose: fn(Whose) -> &'static str,
    pub tag: fn(Tag) -> &'static str,
    pub priority: fn(Priority) -> &'static str,
    /// « priorité haute ».
    pub priority_of: fn(Priority) -> &'static str,
    pub due: fn(when: &str) -> String,
    pub overdue: fn(elapsed: &str) -> String,
    pub assigned_to: fn(name: &str) -> String,
    pub assignee: &'static str,
    pub nobody: &'static str,
    pub contact: &'static str,
    pub no_contact: &'static str,
    pub by_email: &'static str,
    pub call: &'static str,
    pub mark_answered: &'static str,
    pub answered_by: fn(name: &str, when: &str) -> String,
    pub mark_done: &'static str,
    pub reopen: &'static str,
    pub take_live: &'static str,
}

pub struct DeskSettingsText {
    pub saved: &'static str,
    pub calling: &'static str,
    pub human_first: &'static str,
    pub human_first_hint: &'static str,
    pub images_heading: &'static str,
    pub images: &'static str,
    pub images_hint: &'static str,
    pub topics: &'static str,
    pub topics_hint: &'static str,
    pub canned: &'static str,
    pub canned_lead: &'static str,
    pub no_canned: &'static str,
    pub label: &'static str,
    pub text: &'static str,
    pub add: &'static str,
    pub remove: &'static str,
    pub remove_what: fn(&str) -> String,
}

pub struct TeamText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub role: fn(Role) -> &'static str,
    pub active: &'static str,
    pub inactive: &'static str,
    /// For a screen reader: whose switch it is.
    pub active_what: fn(&str) -> String,
}
