//! Every word that this console says, in each of our languages: a field left out does not compile.

mod assistant;
mod bill;
mod contest;
mod desk;
mod en;
mod fr;
pub mod letter;

use leptos::prelude::*;
use lutin_shared::account::{Enchantment, PlanId};
use lutin_shared::conversation::{Author, Ending, Engine, Judged, Purpose};
use lutin_shared::language::Language;
use lutin_shared::locale::Locale;
use lutin_shared::receipt::{Reason, Verdict};

use crate::api::Failure;

pub use assistant::{
    AnswerText, ArticleText, AssistantText, EngineText, FetchText, FormText, ImportText, InstantsText,
    KnowledgeText, OrdersText,
};
pub use bill::{AuditText, BillText, StatementText};
pub use contest::ContestText;
pub use desk::DeskText;

/// The catalogue of one language.
pub struct Text {
    pub locale: Locale,
    /// The product's name and place, as the browser's tab says it.
    pub title: &'static str,
    pub loading: &'static str,
    pub retry: &'static str,
    pub copy: &'static str,
    /// For a screen reader: which of the page’s things the button copies.
    pub copy_what: fn(&str) -> String,
    pub copied: &'static str,
    /// The clipboard is not to be had: outside of https, or denied.
    pub copy_by_hand: &'static str,
    /// « 3 messages »; `open` when more may follow.
    pub messages: fn(count: &str, plural: bool, open: bool) -> String,
    pub ongoing: &'static str,
    pub verdict: fn(Verdict) -> &'static str,
    /// A count that the operator has not decided over yet.
    pub contested: &'static str,
    /// A count that was taken back.
    pub credited: &'static str,
    pub reason: fn(Reason) -> ReasonText,
    pub ending: fn(Ending) -> &'static str,
    pub purpose: fn(Purpose) -> &'static str,
    pub author: fn(Author) -> &'static str,
    pub plan: fn(PlanId) -> &'static str,
    pub enchantment: fn(Enchantment) -> &'static str,
    pub failure: fn(&Failure) -> String,
    /// A name and what it stands for: « Source : Livraison ».
    pub labelled: fn(name: &str, value: &str) -> String,
    pub language: fn(Language) -> &'static str,
    /// What answers, as a merchant chooses it.
    pub engine: fn(Engine) -> &'static str,
    pub form: FormText,
    pub shell: ShellText,
    pub assistant: AssistantText,
    pub sign_in: SignInText,
    pub overview: OverviewText,
    pub install: InstallText,
    pub conversation: ConversationText,
    pub receipt: ReceiptText,
    pub contest: ContestText,
    pub desk: DeskText,
    pub bill: BillText,
    pub statement: StatementText,
    pub audit: AuditText,
    pub test: TestText,
}

impl Text {
    /// What a message began with. Empty, it was an image alone; `None`, it is gone.
    pub fn quoted(&self, said: Option<String>) -> String {
        match said {
            None => self.receipt.no_text.to_owned(),
            Some(said) if said.is_empty() => self.conversation.image.to_owned(),
            Some(said) => said,
        }
    }
}

/// The rule that decided over a conversation.
pub struct ReasonText {
    /// At a glance, in a list.
    pub short: &'static str,
    /// The rule, in a sentence.
    pub rule: &'static str,
    /// The sentence of the merchants' guide that the rule keeps, word for word.
    pub promise: &'static str,
}

pub struct ShellText {
    pub skip: &'static str,
    pub navigation: &'static str,
    pub overview: &'static str,
    pub desk: &'static str,
    pub assistant: &'static str,
    pub bill: &'static str,
    pub test: &'static str,
    pub sign_out: &'static str,
    pub not_found: &'static str,
    pub back: &'static str,
}

pub struct SignInText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub expired: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub show_password: &'static str,
    pub submit: &'static str,
    pub submitting: &'static str,
}

pub struct OverviewText {
    pub heading: &'static str,
    pub plan: fn(&str) -> String,
    /// For this number of conversations.
    pub used: fn(u32) -> &'static str,
    pub remaining: fn(u32) -> &'static str,
    pub meter: &'static str,
    /// « 412 sur 500 incluses ».
    pub of: fn(used: &str, allowance: &str) -> String,
    /// The same with packs: the capacity is the plan's and theirs.
    pub of_with_packs: fn(used: &str, capacity: &str) -> String,
    pub by_plan: &'static str,
    pub by_packs: &'static str,
    pub uncovered: &'static str,
    /// « 37 sur 100 ».
    pub part: fn(part: &str, whole: &str) -> String,
    /// So many percent of the capacity are used (R33), 100 when there is nothing left.
    pub alert: fn(percent: &str, reached: bool) -> String,
    /// Beyond the capacity: said as it is, with what it costs (nothing).
    pub beyond: fn(count: &str, plural: bool) -> String,
    /// What can be done about it (R35).
    pub options: &'static str,
    pub dead_letters: fn(count: &str, plural: bool) -> String,
    pub renewal: &'static str,
    /// What is left in packs is not lost on that day (R37).
    pub packs_wait: &'static str,
    pub conversations: &'static str,
    pub filters: &'static str,
    pub shoppers: &'static str,
    pub tests: &'static str,
    pub tests_note: &'static str,
    pub test_mark: &'static str,
    pub preview_mark: &'static str,
    pub today: &'static str,
    pub yesterday: &'static str,
    pub empty_heading: &'static str,
    pub empty: &'static str,
    pub empty_tests_heading: &'static str,
    pub empty_tests: &'static str,
    pub newest_only: fn(&str) -> String,
    pub refreshed: fn(&str) -> String,
    pub stale: fn(&str) -> String,
}

pub struct InstallText {
    pub disclose: &'static str,
    pub lead: &'static str,
    pub code: &'static str,
}

pub struct ConversationText {
    pub heading: &'static str,
    pub back: &'static str,
    pub not_found_heading: &'static str,
    pub not_found: &'static str,
    pub transcript: &'static str,
    pub started: &'static str,
    pub ended: &'static str,
    pub reopened: &'static str,
    pub reply_failed: &'static str,
    /// What is said of an image where it is not shown.
    pub image: &'static str,
    pub contact_given: fn(contact: &str) -> String,
    /// People were called; the reason follows.
    pub escalated: &'static str,
    pub handed_back: &'static str,
    pub joined: fn(name: &str) -> String,
    /// An agent's console went away while they had it.
    pub left: &'static str,
    /// Before a shopper's stars.
    pub rating: &'static str,
    /// In place of a text, and where the shopper asked for it.
    pub erased: &'static str,
    pub forgotten: &'static str,
    /// Above what only colleagues see.
    pub note: &'static str,
    pub this_one_counts: &'static str,
    pub answer: AnswerText,
}

pub struct ReceiptText {
    pub heading: &'static str,
    pub one: &'static str,
    pub none: &'static str,
    pub rule: &'static str,
    pub promise: fn(&str) -> String,
    pub guide_language: &'static str,
    pub rules_version: &'static str,
    pub first_message: &'static str,
    pub counted_by: &'static str,
    pub no_counted_by: &'static str,
    /// A message whose text is not kept any more.
    pub no_text: &'static str,
    /// How a further question was judged, and what that led to.
    pub judged_heading: &'static str,
    pub judged: fn(unrelated: Option<bool>, judged: &Judged, likelihood: &str) -> String,
    pub started: &'static str,
    pub ended: &'static str,
    pub ending: &'static str,
    pub messages: &'static str,
    pub purpose: &'static str,
    pub period: &'static str,
    pub no_period: &'static str,
    pub chain: &'static str,
    pub row: fn(&str) -> String,
    pub hash: &'static str,
    pub previous: &'static str,
    /// Where there is no row before.
    pub no_previous: &'static str,
    pub number: &'static str,
    pub revision: fn(&str) -> String,
}

pub struct TestText {
    pub heading: &'static str,
    pub badge: &'static str,
    pub lead: &'static str,
    pub start: &'static str,
    pub starting: &'static str,
    pub again: &'static str,
    /// Where the panel will be, before there is a test.
    pub waiting: &'static str,
    pub frame: &'static str,
    pub silent: &'static str,
    pub away: &'static str,
    pub reopen: &'static str,
    pub afterwards: &'static str,
}

/// The catalogue of a language.
pub fn of(locale: Locale) -> &'static Text {
    match locale {
        Locale::En => &en::TEXT,
        Locale::Fr => &fr::TEXT,
    }
}

/// The catalogue that this page speaks, handed to everything below the caller.
pub fn provide() -> &'static Text {
    let text = of(browser_locale());
    provide_context(text);
    text
}

/// The page's catalogue.
pub fn text() -> &'static Text {
    use_context().unwrap_or_else(|| of(Locale::default()))
}

/// The first of the reader's languages that we speak.
fn browser_locale() -> Locale {
    let languages = window().navigator().languages();
    languages.iter().filter_map(|tag| Locale::from_tag(&tag.as_string()?)).next().unwrap_or_default()
}
