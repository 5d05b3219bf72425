//! English. The merchants' guide exists in French only: what quotes it stays in French.

mod assistant;
mod bill;
mod desk;

use lutin_shared::account::{Enchantment, PlanId};
use lutin_shared::conversation::{Author, Ending, Purpose};
use lutin_shared::language::Language;
use lutin_shared::locale::Locale;
use lutin_shared::receipt::{Reason, Verdict};
use lutin_shared::refusal::Refusal;

use super::{
    ConversationText, InstallText, OverviewText, ReasonText, ReceiptText, ShellText, SignInText, TestText,
    Text, fr,
};
use crate::api::Failure;

pub static TEXT: Text = Text {
    locale: Locale::En,
    title: "LutinGénie · Dashboard",
    loading: "Loading…",
    retry: "Try again",
    copy: "Copy",
    copy_what: |what| format!("Copy: {what}"),
    copied: "Copied",
    copy_by_hand: "Select the text to copy it",
    messages: |count, plural, open| {
        let noun = if plural { "messages" } else { "message" };
        let so_far = if open { " so far" } else { "" };
        format!("{count} {noun}{so_far}")
    },
    ongoing: "Open",
    verdict,
    contested: "Contested",
    credited: "Credited",
    reason,
    ending: |ending| match ending {
        Ending::Closed => "Closed",
        Ending::Inactivity => "Inactivity (30 minutes)",
        Ending::Resolved => "Resolved",
    },
    purpose: |purpose| match purpose {
        Purpose::Live => "Shopper",
        Purpose::Preview => "Preview",
        Purpose::Test => "Test from the dashboard",
    },
    author: |author| match author {
        Author::Agent => "Agent",
        Author::Assistant => "Assistant",
        Author::Instant => "Réponse Éclair",
        Author::Shopper => "Shopper",
        Author::System => "System message",
    },
    plan: |plan| match plan {
        PlanId::Enterprise => "Enterprise",
        PlanId::Free => "Free",
        PlanId::Professional => "Professional",
        PlanId::Starter => "Starter",
    },
    // Product names, as Réponse Éclair is one.
    enchantment: |enchantment| match enchantment {
        Enchantment::Emotion => "Émotion",
        Enchantment::Escalation => "Escalade",
        Enchantment::Memory => "Mémoire",
        Enchantment::Polyglot => "Polyglotte",
    },
    labelled: |name, value| format!("{name}: {value}"),
    language: Language::in_english,
    engine: assistant::engine,
    failure,
    form: assistant::FORM,
    shell: ShellText {
        skip: "Skip to content",
        navigation: "Main navigation",
        overview: "Overview",
        desk: "Live conversations",
        assistant: "Assistant",
        bill: "My bill",
        test: "Test the assistant",
        sign_out: "Sign out",
        not_found: "There is no such page.",
        back: "Back to the overview",
    },
    assistant: assistant::ASSISTANT,
    sign_in: SignInText {
        heading: "Sign in",
        lead: "Follow your conversations and check every count.",
        expired: "Your sign-in has expired. Sign in again to go on.",
        email: "E-mail address",
        password: "Password",
        show_password: "Show the password",
        submit: "Sign in",
        submitting: "Signing in…",
    },
    overview: OverviewText {
        heading: "Overview",
        plan: |plan| format!("{plan} plan"),
        used: |count| if count == 1 { "conversation used" } else { "conversations used" },
        remaining: |_| "remaining",
        meter: "Conversations used this month",
        of: |used, allowance| format!("{used} of {allowance} included in the plan"),
        of_with_packs: |used, capacity| format!("{used} of {capacity}, plan and packs"),
        by_plan: "Plan",
        by_packs: "Packs",
        uncovered: "Beyond, at no charge",
        part: |part, whole| format!("{part} of {whole}"),
        alert: |percent, reached| {
            if reached {
                "All conversations available this month are used. Your assistant goes on working.".to_owned()
            } else {
                format!(
                    "{percent}% of the conversations available this month are used. \
                     Your assistant goes on working, beyond them too."
                )
            }
        },
        beyond: |count, plural| {
            let noun = if plural { "conversations beyond them were" } else { "conversation beyond them was" };
            format!("{count} {noun} answered, at no charge.")
        },
        options: "You can add a pack of conversations or move to a bigger plan: \
                  nothing is changed or charged without your consent.",
        dead_letters: |count, plural| {
            if plural {
                format!(
                    "{count} receipts could not be recorded in the ledger yet. Nothing is lost: \
                     our team sees them, and they are not billed meanwhile."
                )
            } else {
                format!(
                    "{count} receipt could not be recorded in the ledger yet. Nothing is lost: \
                     our team sees it, and it is not billed meanwhile."
                )
            }
        },
        renewal: "The count starts again from zero on the 1st of next month.",
        packs_wait: "What is left in your packs waits for you.",
        conversations: "Latest conversations",
        filters: "Conversations shown",
        shoppers: "Shoppers",
        tests: "Tests",
        tests_note: "Test conversations and previews are never counted.",
        test_mark: "Test — not counted",
        preview_mark: "Preview — not counted",
        today: "Today",
        yesterday: "Yesterday",
        empty_heading: "Your first conversation will appear here",
        empty: "Paste this tag into your shop’s pages, right before the end of <body>. Every conversation will \
                have its receipt: the rule that decided, the first message, the reply that counts.",
        empty_tests_heading: "No tests yet",
        empty_tests: "Try your assistant as a shopper would. A test is never counted; it appears here once it is over.",
        newest_only: |count| format!("The {count} newest conversations are shown."),
        refreshed: |time| format!("Updated at {time}"),
        stale: |time| format!("No update can be had right now. As of {time}."),
    },
    install: InstallText {
        disclose: "Install the assistant on another page",
        lead: "A single tag, to paste right before the end of <body>.",
        code: "Tag to paste",
    },
    conversation: ConversationText {
        heading: "Conversation",
        back: "All conversations",
        not_found_heading: "No such conversation",
        not_found: "This conversation does not exist, or is not your shop’s.",
        transcript: "Transcript",
        started: "Conversation started",
        ended: "Conversation ended",
        reopened: "Conversation reopened",
        reply_failed: "The assistant’s reply failed",
        image: "The shopper’s image",
        contact_given: |contact| format!("The shopper’s address: {contact}"),
        escalated: "The team was called",
        handed_back: "Back with the assistant",
        joined: |name| format!("{name} joined the conversation"),
        left: "The agent was disconnected",
        rating: "Rating:",
        erased: "Erased at the shopper’s request",
        forgotten: "The shopper had their data erased",
        note: "Internal note — never visible to the shopper",
        this_one_counts: "The reply that counts",
        answer: assistant::ANSWER,
    },
    receipt: ReceiptText {
        heading: "Conversation receipt",
        one: "1 conversation",
        none: "0 conversations",
        rule: "Rule that decided",
        promise: |code| format!("Promise {code} of the guide"),
        guide_language: "fr",
        rules_version: "Edition of the rules",
        first_message: "First message of the shopper",
        counted_by: "Reply that counts",
        no_counted_by: "None: nothing to count",
        no_text: "Text erased",
        judged_heading: "How the conversation went on",
        judged: assistant::judged,
        started: "Start",
        ended: "End",
        ending: "Outcome",
        messages: "Messages",
        purpose: "Origin",
        period: "Month of the count",
        no_period: "None",
        chain: "Entry in the ledger",
        row: |seq| format!("Row {seq}"),
        hash: "Fingerprint of the row",
        previous: "Fingerprint of the row before",
        no_previous: "None: this is the first row",
        number: "Receipt no.",
        revision: |number| format!("revision {number}"),
    },
    contest: bill::CONTEST,
    desk: desk::DESK,
    bill: bill::BILL,
    statement: bill::STATEMENT,
    audit: bill::AUDIT,
    test: TestText {
        heading: "Test the assistant",
        badge: "Test conversation: never counted",
        lead: "Write to your assistant as a shopper would. A test is marked as one from the start: it never uses up \
               your plan, however many messages it has.",
        start: "Start a test",
        starting: "Getting ready…",
        again: "New test",
        waiting: "Your assistant will appear here, as it does in your shop.",
        frame: "Test conversation with your assistant",
        silent: "The assistant does not appear. Check your connection, then start a new test.",
        away: "The test conversation is put away.",
        reopen: "Show it again",
        afterwards: "Once it is over, the test appears with its receipt under “Tests”.",
    },
};

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Counted => "Counted",
        Verdict::NotCounted => "Not counted",
    }
}

fn reason(reason: Reason) -> ReasonText {
    let (short, rule) = match reason {
        Reason::AiReply => (
            "The assistant replied",
            "Your assistant replied while the conversation was open. It counts once, however many messages it has.",
        ),
        Reason::HumanOnly => (
            "Only your agents replied",
            "Only people of your team replied: a human conversation never counts.",
        ),
        Reason::InstantOnly => (
            "Réponses Éclair only",
            "Only your Réponses Éclair answered, without the assistant: nothing is counted.",
        ),
        Reason::NeverAnswered => {
            ("Never answered", "The shopper got no reply during the conversation: it is not counted.")
        }
        Reason::Preview => (
            "Preview of the settings",
            "This is a preview of your settings, not a shopper: it is never counted.",
        ),
        Reason::Test => {
            ("Test from the dashboard", "This is a test started from your dashboard: it is never counted.")
        }
    };
    ReasonText { short, rule, promise: (fr::TEXT.reason)(reason).promise }
}

fn failure(failure: &Failure) -> String {
    let sentence = match failure {
        Failure::Fault { trace: Some(trace) } => {
            return format!("Something went wrong on our side. It is on record under the reference {trace}.");
        }
        Failure::Fault { trace: None } => "Something went wrong on our side. Try again in a moment.",
        Failure::Malformed { message } => {
            return format!("The server cannot take this. It says: “{message}”.");
        }
        Failure::Refused(Refusal::FrameTooLarge) => "This is larger than what the server takes.",
        Failure::Network => "The server does not answer. Check your Internet connection, then try again.",
        Failure::Refused(Refusal::WrongCredentials) => {
            "The e-mail address or the password is wrong. Check both."
        }
        Failure::Refused(Refusal::TooManyAttempts) => {
            "Too many attempts. Wait a quarter of an hour before you try again."
        }
        Failure::Refused(Refusal::ForbiddenOrigin) => {
            "This is not your dashboard’s address. Open it from where you usually do."
        }
        Failure::Refused(Refusal::OwnerOnly) => "Only an owner of the shop may do this.",
        Failure::Refused(Refusal::AlreadyJudged) => {
            "This count was contested before, and the decision was made."
        }
        Failure::Refused(Refusal::NotCounted) => {
            "This conversation is not counted: there is nothing to contest."
        }
        Failure::Refused(Refusal::Deactivated) => "This account was switched off by the shop’s owner.",
        Failure::Refused(Refusal::Gone) => {
            "Nobody waits here any more: the conversation went on, or is over."
        }
        Failure::Refused(Refusal::Taken) => "A colleague has this conversation.",
        Failure::Refused(Refusal::NotFound) => "There is nothing at this address.",
        Failure::Refused(refusal) => {
            return format!("The request was refused (code {}). Reload the page.", refusal.code());
        }
        Failure::Unreadable => "This page is out of date. Reload it.",
    };
    sentence.to_owned()
}
