//! The bodies of the HTTP API, as the edge writes them and the dashboard and the panel read them.

mod knowledge;
mod people;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::{Catalogue, Coverage, Enchantment, PackBalance, Period, PlanId, Statement};
use crate::assistant::{Article, InstantReply};
use crate::conversation::{Answer, Author, Ending, Engine, Purpose};
use crate::escalation::{Colleague, Trigger};
use crate::fields::Fields;
use crate::hours::OpeningHours;
use crate::id::{AgentId, ConversationId, ImageId, MerchantId, MessageId, OrderId};
use crate::ledger::Contest;
use crate::locale::Locale;
use crate::money::Cents;
use crate::order::Order;
use crate::receipt::Receipt;
use crate::refusal::Refusal;
use crate::time::Timestamp;

pub use knowledge::{
    ArticleDraft, ArticleEntry, AssistantOverview, AssistantSettings, FetchReport, FetchRequest, FetchedPage,
    ImportReport, InstantEntry, PageRefusal, Problem, Provenance, UnansweredQuestion,
};
pub use people::{CannedAnswer, DeskSettings, StaffChange, StaffEntry};

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// A code of [`Refusal`], or `fault` when the mistake is ours.
    pub code: String,
    pub message: String,
    /// What a report of ours can be found by. Only with `fault`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

impl From<Refusal> for ErrorBody {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code().to_owned(), message: refusal.to_string(), trace: None }
    }
}

/// `POST /api/sessions`: a shopper is about to send a first message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRequest {
    pub merchant: MerchantId,
    /// The origin of the page that shows the panel, as the browser told the panel.
    pub host: String,
}

/// The answer to `POST /api/sessions` and to `POST /api/test-sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionGrant {
    /// Opaque. Offered in the WebSocket subprotocol, never in a URL.
    pub token: String,
    pub expires_at: Timestamp,
}

/// What the panel knows of its shop before the first message. Public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicProfile {
    pub merchant: MerchantId,
    /// The shop's name, as shoppers know it.
    pub name: String,
    pub assistant_name: String,
    pub greeting: String,
    pub locale: Locale,
    /// `#rrggbb`.
    pub accent: String,
    pub contact: Contact,
    /// The origins (`https://shop.example`) whose pages may show the panel.
    pub origins: Vec<String>,
    /// Questions to start with. May be empty.
    pub starters: Vec<String>,
    /// Whether shoppers may send images to the people who answer.
    #[serde(default)]
    pub images: bool,
}

impl PublicProfile {
    /// Reads a profile; `None` when something of it is missing.
    pub fn read(profile: &dyn Fields) -> Option<Self> {
        let contact = profile.object("contact")?;
        Some(Self {
            merchant: profile.text("merchant")?.parse().ok()?,
            name: profile.text("name")?,
            assistant_name: profile.text("assistantName")?,
            greeting: profile.text("greeting")?,
            locale: Locale::from_tag(&profile.text("locale")?)?,
            accent: profile.text("accent")?,
            contact: Contact { email: contact.text("email"), phone: contact.text("phone") },
            origins: profile.texts("origins")?,
            starters: profile.texts("starters")?,
            images: profile.flag("images"),
        })
    }
}

/// How to reach the shop without the assistant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// `PUT /api/operator/merchants/{merchant}`: a whole merchant, as the operator writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct MerchantDocument {
    pub name: String,
    pub assistant_name: String,
    pub greeting: String,
    pub locale: Locale,
    pub accent: String,
    pub contact: Contact,
    pub origins: Vec<String>,
    #[serde(default)]
    pub starters: Vec<String>,
    /// The plan that the account is opened with; later it changes by orders only.
    pub plan: PlanId,
    /// IANA name, e.g. `Europe/Paris`: where the merchant's months begin.
    pub timezone: String,
    /// What is on offer for this merchant; another one holds from the next month on. Absent: the default one when
    /// the account is opened, and no change later.
    #[serde(default)]
    pub catalogue: Option<Catalogue>,
    pub opening_hours: OpeningHours,
    /// Whether an order's state needs the order's e-mail or postcode beside its number.
    pub order_check: OrderCheck,
    /// Who answers (R10).
    #[serde(default)]
    pub engine: Engine,
    /// The shop's own address for orders, in place of `orders`.
    #[serde(default)]
    pub order_endpoint: Option<String>,
    #[serde(default)]
    pub articles: Vec<Article>,
    /// Réponses Éclair, in the order in which they are tried (R27).
    #[serde(default)]
    pub instants: Vec<InstantReply>,
    #[serde(default)]
    pub orders: Vec<Order>,
    #[serde(default)]
    pub staff: Vec<StaffDocument>,
}

/// What a shopper must know of an order, beside its number, to hear its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OrderCheck {
    #[default]
    EmailOrPostcode,
    /// The merchant turned the check off.
    None,
}

/// Somebody who may sign in to the dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct StaffDocument {
    pub email: String,
    pub name: String,
    pub password: String,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    Agent,
    Owner,
}

/// `POST /api/sign-in`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    pub email: String,
    pub password: String,
}

/// The answer to `POST /api/sign-in` and `GET /api/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub id: AgentId,
    pub merchant: MerchantId,
    pub email: String,
    pub name: String,
    pub role: Role,
}

/// `GET /api/overview`: this month at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The shop's name.
    pub name: String,
    pub plan: PlanId,
    pub period: Period,
    pub coverage: Coverage,
    /// The thresholds whose alert is raised, in percent of the capacity (R33).
    pub alerts: Vec<u8>,
    /// Receipts that the ledger could not take: 0, unless something is wrong on our side.
    pub dead_letters: u32,
    /// The newest first, at most [`Overview::MAX_ROWS`].
    pub conversations: Vec<ConversationRow>,
}

/// A conversation in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationRow {
    /// At its last revision, without its facts.
    #[serde(flatten)]
    pub receipt: Receipt,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contest: Option<Contest>,
}

/// `GET /api/account`: the plan, what was bought, and this month's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountOverview {
    pub plan: PlanId,
    /// The plan of the months to come.
    pub next_plan: PlanId,
    /// Every month of the account, oldest first.
    pub periods: Vec<Period>,
    pub enchantments: Vec<EnchantmentState>,
    /// What is left in each pack, the oldest first; those used up are there too.
    pub packs: Vec<PackBalance>,
    pub alerts: Vec<u8>,
    pub catalogue: Catalogue,
    /// The one of the months to come, when it is another.
    pub next_catalogue: Option<Catalogue>,
    /// As of now.
    pub statement: Statement,
}

/// An Enchantment as the merchant has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnchantmentState {
    pub id: Enchantment,
    pub is_active: bool,
    /// Whether it stays so after this month.
    pub renews: bool,
    /// For a month, beside the present plan.
    pub price: Cents,
}

/// `POST /api/orders`: what the merchant buys or chooses. The same order again is one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum OrderRequest {
    Enchantment { enchantment: Enchantment, active: bool },
    Pack { order: OrderId, size: u32 },
    Plan { order: OrderId, plan: PlanId },
}

/// `POST /api/conversations/{conversation}/contest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ContestRequest {
    /// In the merchant's words, at most [`MAX_REASON_CHARS`](crate::ledger::MAX_REASON_CHARS) characters.
    pub reason: String,
}

/// `POST /api/operator/merchants/{merchant}/contests/{conversation}`: the operator decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct JudgementRequest {
    pub credit: bool,
    #[serde(default)]
    pub note: String,
}

/// A receipt that the ledger could not take. The session keeps trying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// The conversation; what could not even be read is known by its digest.
    pub conversation: String,
    /// 0 when it could not be read.
    pub revision: u32,
    pub code: String,
    pub message: String,
    /// What was sent, or the beginning of it.
    pub body: String,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub tries: u32,
}

impl Overview {
    pub const MAX_ROWS: u32 = 50;
}

/// `GET /api/conversations/{conversation}`: the receipt and what was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationDetail {
    pub receipt: Receipt,
    /// The month on whose total it stands, on the merchant's calendar; `None` when it is not counted, or was credited.
    pub period: Option<Period>,
    /// The ledger's row with this receipt.
    pub link: ChainLink,
    pub contest: Option<Contest>,
    pub transcript: Vec<TranscriptLine>,
    /// The shopper's last word on it, 1 to 5; `None` without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stars: Option<u8>,
}

/// A row's place in the ledger's chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChainLink {
    pub seq: u64,
    pub hash: String,
    /// Of the row before; `None` for the first row.
    pub previous: Option<String>,
}

impl ConversationDetail {
    /// The detail, as JSON, of what the ledger holds and of the transcript: of what others have written, nothing is read that
    /// need not be. The receipt of an open conversation was made when it was counted: its messages are counted anew.
    pub fn join(mut posting: Value, transcript: Value) -> Value {
        let is_message = |line: &&Value| {
            line.get("type").and_then(Value::as_str) == Some("message")
                && line.get("from").and_then(Value::as_str) != Some(Author::System.name())
        };
        let messages = transcript.as_array().map_or(0, |lines| lines.iter().filter(is_message).count());
        if let Some(receipt) = posting.get_mut("receipt").and_then(Value::as_object_mut)
            && receipt.get("endedAt").is_none_or(Value::is_null)
        {
            receipt.insert("messages".to_owned(), messages.into());
        }
        let lines = transcript.as_array().into_iter().flatten().rev();
        let rated = |line: &Value| {
            let is_rated = line.get("type").and_then(Value::as_str) == Some("rated");
            line.get("stars").filter(|_| is_rated).cloned()
        };
        let stars = lines.into_iter().find_map(rated);
        if let Some(detail) = posting.as_object_mut() {
            detail.extend(stars.map(|stars| ("stars".to_owned(), stars)));
            detail.insert("transcript".to_owned(), transcript);
        }
        posting
    }
}

/// One line of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TranscriptLine {
    /// The shopper can be answered there.
    ContactGiven {
        at: Timestamp,
        contact: String,
    },
    Ended {
        at: Timestamp,
        by: Ending,
    },
    /// People were called for.
    Escalated {
        at: Timestamp,
        trigger: Trigger,
    },
    /// The shopper had what they said erased: the texts before it are empty.
    Forgotten {
        at: Timestamp,
    },
    /// The conversation went back to the assistant.
    HandedBack {
        at: Timestamp,
    },
    /// Somebody of the shop took it.
    Joined {
        at: Timestamp,
        agent: Colleague,
    },
    /// Somebody of the shop went missing while they had it.
    Left {
        at: Timestamp,
    },
    Message {
        at: Timestamp,
        id: MessageId,
        from: Author,
        text: String,
        /// An image of the shopper's: `/files/ID`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        image: Option<ImageId>,
        /// Of a reply: how it came about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<Box<Answer>>,
        /// Whether its text was erased, at the shopper's wish.
        #[serde(default, skip_serializing_if = "is_false")]
        is_erased: bool,
    },
    /// For colleagues only.
    Noted {
        at: Timestamp,
        id: MessageId,
        by: Colleague,
        text: String,
    },
    /// The shopper gave stars, 1 to 5.
    Rated {
        at: Timestamp,
        stars: u8,
    },
    Reopened {
        at: Timestamp,
    },
    ReplyFailed {
        at: Timestamp,
    },
    Started {
        at: Timestamp,
        conversation: ConversationId,
        purpose: Purpose,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_messages_of_an_open_conversation_are_counted_anew() {
        let transcript = serde_json::json!([
            { "type": "started" },
            { "type": "message", "from": "shopper" },
            { "type": "message", "from": "system" },
            { "type": "noted", "text": "…" },
            { "type": "message", "from": "agent" },
            { "type": "rated", "stars": 2 },
            { "type": "rated", "stars": 4 },
        ]);
        let joined = |receipt| {
            let posting = serde_json::json!({ "receipt": receipt, "period": "2026-03" });
            ConversationDetail::join(posting, transcript.clone())
        };
        let open = joined(serde_json::json!({ "messages": 1, "endedAt": null }));
        assert_eq!(open["stars"], 4, "the last word");
        assert_eq!((&open["receipt"]["messages"], &open["transcript"]), (&2.into(), &transcript));
        let ended = joined(serde_json::json!({ "messages": 1, "endedAt": 5 }));
        assert_eq!((&ended["receipt"]["messages"], &ended["period"]), (&1.into(), &"2026-03".into()));
    }

    #[test]
    fn a_profile_is_read_as_it_is_written() {
        let profile = PublicProfile {
            merchant: "demo".parse().unwrap(),
            name: "L'Atelier".into(),
            assistant_name: "Lutin".into(),
            greeting: "Bonjour !".into(),
            locale: Locale::Fr,
            accent: "#1f6f5c".into(),
            contact: Contact { email: Some("bonjour@shop.example".into()), phone: None },
            origins: vec!["https://shop.example".into()],
            starters: vec![],
            images: true,
        };
        assert_eq!(PublicProfile::read(&serde_json::to_value(&profile).unwrap()), Some(profile));
        assert_eq!(PublicProfile::read(&serde_json::json!({ "merchant": "demo" })), None);
    }
}
