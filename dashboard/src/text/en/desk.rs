//! English, for “Live conversations”.

use lutin_shared::api::Role;
use lutin_shared::escalation::Trigger;
use lutin_shared::escalation::triage::{Priority, Tag};
use lutin_shared::refusal::Refusal;

use crate::api::Failure;
use crate::case_words::Progress;
use crate::components::task_filters::Whose;
use crate::route::View;
use crate::text::desk::{
    ActionsText, AgentsText, CaseHeaderText, ComposerText, DeskSettingsText, DeskText, EmptyText, LogText,
    PresenceText, RingText, StandingText, TasksText, TeamText,
};

pub const DESK: DeskText = DeskText {
    heading: "Live conversations",
    views: "Lists of conversations",
    view: |view| match view {
        View::All => "All",
        View::FollowUps => "Follow-ups",
        View::Mine => "My conversations",
        View::Queue => "Queue",
    },
    waiting_badge: "waiting",
    unread_badge: "unread",
    tasks_badge: "to answer",
    settings_link: "Conversation settings",
    lost: "Connection lost, reconnecting… Nothing rings meanwhile; what you write is sent afterwards.",
    not_available: "You are not available: nothing rings for you. \
                    Switch “Available” on at the top of the page to be given conversations.",
    more: |count| format!("Show {count} more"),
    none_open: "Choose a conversation from the list.",
    live: "Open conversation",
    back: "Back to the list",
    missing: "This conversation waits for nobody of your shop, or does not exist.",
    understood: "Got it",
    trigger,
    shopper: |short| format!("Shopper {short}"),
    former_agent: "a former colleague",
    since: "For",
    elapsed,
    refused,
    standing: StandingText {
        waiting: "Waiting",
        waiting_for_you: "A colleague hands it to you",
        waiting_for: |name| format!("Handed to {name}"),
        routing: "Looking for an agent",
        with_you: "With you",
        with: |name| format!("With {name}"),
        away: |name| format!("With {name}, who is disconnected"),
        to_answer: "To answer",
        answered: |name| format!("Answered by {name}"),
        done: "Done",
        over: "Over",
    },
    presence: PresenceText {
        label: "Available",
        on_hint: "Shoppers’ requests ring for you.",
        off_hint: "Nothing rings for you. Switch on to be given conversations.",
        lost_hint: "Connection lost, reconnecting… Nothing rings meanwhile.",
    },
    ring: RingText {
        take: "Take",
        take_what: |who| format!("Take the conversation: {who}"),
        others: |count| match count {
            1 => "1 other waits in the queue".to_owned(),
            _ => format!("{count} others wait in the queue"),
        },
        notification: |why| format!("A shopper is waiting: {}", why.to_lowercase()),
    },
    empty: EmptyText {
        queue: (
            "Nobody is waiting",
            "When a shopper needs somebody, the conversation rings here. The first to take it has it.",
        ),
        mine: ("You have no conversation", "Those that you take from the queue stay here until they end."),
        all: (
            "No conversation has asked for somebody yet",
            "You will see all those here that the assistant hands to your team, and who takes care of them.",
        ),
        follow_ups: (
            "Nothing to do",
            "When nobody is available, the assistant asks the shopper where to answer. \
             The request comes here, with the time it is due.",
        ),
        filtered: ("None of these", "No follow-up is as these filters ask. Widen them to see others."),
    },
    agents: AgentsText {
        heading: "The team right now",
        you: "(you)",
        online: "Available",
        offline: "Offline",
        full: "Full",
        inactive: "Switched off",
        load: |count, load| format!("{count} {}", if load == 1 { "conversation" } else { "conversations" }),
    },
    header: CaseHeaderText {
        receipt: "See the receipt",
        here: "The shopper is here",
        away: "The shopper closed the page",
        page: "on",
        verified: "verified",
        verified_hint: "The shop signed who this shopper is",
        context: "What the page says (not verified)",
    },
    log: LogText {
        label: "What was said",
        empty: "Loading what was said…",
        writes: "The shopper is writing…",
        sending: "Sending…",
        take_back: "Take the text back",
    },
    composer: ComposerText {
        kinds: "Whom you write to",
        reply: "Reply",
        note: "Internal note",
        reply_label: "Your reply to the shopper",
        note_label: "Internal note — never visible to the shopper",
        hint: "Enter sends, Shift + Enter begins a new line.",
        send: "Send",
        send_note: "Save the note",
        canned: "Canned answers",
        unsayable: "Your browser cannot send messages. Update it or use another one.",
    },
    actions: ActionsText {
        take: "Take the conversation",
        taking: "Taking it…",
        resolve: "Mark as resolved",
        hand_back: "Give back to the assistant",
        transfer: "Hand to a colleague",
        transfer_to: "Whom to hand it to?",
        no_colleagues: "No colleague is available right now.",
        close: "Close",
        close_question: "Close this conversation for the shopper?",
        others: "This conversation is not yours: you can leave an internal note.",
        nobody: "Nobody waits here any more: you can leave an internal note.",
    },
    tasks: TASKS,
    settings: SETTINGS,
    team: TeamText {
        heading: "Team",
        lead: "Who is switched off cannot sign in any more, and their conversations are offered to colleagues.",
        role: |role| match role {
            Role::Agent => "Agent",
            Role::Owner => "Owner",
        },
        active: "Active",
        inactive: "Switched off",
        active_what: |name| format!("Active account: {name}"),
    },
};

const TASKS: TasksText = TasksText {
    heading: "Follow-up",
    filters: "Follow-ups shown",
    by_progress: "State",
    by_assignee: "In charge",
    by_priority: "Priority",
    by_tag: "Subject",
    any_priority: "Any",
    any_tag: "Any",
    progress: |progress| match progress {
        Progress::Answered => "Answered",
        Progress::Done => "Done",
        Progress::ToDo => "To do",
    },
    whose: |whose| match whose {
        Whose::All => "Anybody’s",
        Whose::Mine => "Mine",
        Whose::Nobodys => "Nobody’s",
    },
    tag: |tag| match tag {
        Tag::Account => "Account",
        Tag::Complaint => "Complaint",
        Tag::Delivery => "Delivery",
        Tag::Order => "Order",
        Tag::Other => "Other",
        Tag::Payment => "Payment",
        Tag::Product => "Product",
        Tag::Refund => "Refund",
        Tag::Return => "Return",
    },
    priority: |priority| match priority {
        Priority::High => "High",
        Priority::Low => "Low",
        Priority::Normal => "Normal",
        Priority::Urgent => "Urgent",
    },
    priority_of: |priority| match priority {
        Priority::High => "high priority",
        Priority::Low => "low priority",
        Priority::Normal => "normal priority",
        Priority::Urgent => "urgent",
    },
    due: |when| format!("To answer by {when}"),
    overdue: |elapsed| format!("Overdue by {elapsed}"),
    assigned_to: |name| format!("for {name}"),
    assignee: "In charge",
    nobody: "Nobody",
    contact: "Where to answer:",
    no_contact: "The shopper left no address: answer in the chat, they will see it when they come back.",
    by_email: "Answer by e-mail",
    call: "Call",
    mark_answered: "Mark as answered",
    answered_by: |name, when| format!("Answered by {name}, {when}"),
    mark_done: "Mark as done",
    reopen: "Open again",
    take_live: "Take it live",
};

const SETTINGS: DeskSettingsText = DeskSettingsText {
    saved: "Saved. It holds from now on.",
    calling: "When your team is called",
    human_first: "Your agents answer first",
    human_first_hint: "When somebody is available, a conversation is offered to them before the assistant. \
                       From the plan Professional up.",
    images_heading: "Shoppers’ images",
    images: "Shoppers may attach images",
    images_hint: "A photo of something damaged, say. Your agents see them, the assistant does not: an image without \
                  words is left to your agents. PNG, JPEG, WebP or GIF, at most 5 MB.",
    topics: "Subjects kept for your team",
    topics_hint: "One subject a line, in a few words. The assistant hands these questions to an agent.",
    canned: "Canned answers",
    canned_lead: "Texts that your agents insert with a click and may edit before they send them.",
    no_canned: "There are none yet. An owner of the shop can add some.",
    label: "Name",
    text: "Text",
    add: "Add a canned answer",
    remove: "Remove",
    remove_what: |label| format!("Remove: {label}"),
};

const fn trigger(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Anger => "Unhappy shopper",
        Trigger::Asked => "Asked for somebody",
        Trigger::AssistantFailed => "The assistant gave no reply",
        Trigger::AssistantTool => "The assistant called somebody",
        Trigger::HumanFirst => "Agents first",
        Trigger::Topic => "Subject kept for the team",
        Trigger::Unanswered => "Two questions without an answer",
    }
}

fn elapsed(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}\u{a0}s"),
        (0, 0, _) => format!("{minutes}\u{a0}min {:02}\u{a0}s", seconds % 60),
        (0, _, _) => format!("{hours}\u{a0}h {:02}\u{a0}min", minutes % 60),
        _ => format!("{days}\u{a0}d {:02}\u{a0}h", hours % 24),
    }
}

fn refused(refusal: Refusal, of_accept: bool) -> String {
    let sentence = match (refusal, of_accept) {
        (Refusal::Taken, true) => "A colleague has already taken this conversation.",
        (Refusal::Taken, false) => "A colleague has this conversation.",
        (Refusal::Gone, true) => "The shopper is not waiting any more.",
        (Refusal::Gone, false) => "No longer possible: the conversation has changed hands, or is over.",
        (Refusal::TooEarly, _) => "The conversation is not ready yet. Try again in a moment.",
        (Refusal::EmptyMessage, _) => "The message is empty.",
        (Refusal::MessageTooLong, _) => "More than 4,000 characters: send your message in parts.",
        (Refusal::TooManyAttempts, _) => "Too many messages at once. Wait a moment.",
        (Refusal::SessionFull, _) => "This conversation has reached its limit of messages.",
        (refusal, _) => return (super::TEXT.failure)(&Failure::Refused(refusal)),
    };
    sentence.to_owned()
}
