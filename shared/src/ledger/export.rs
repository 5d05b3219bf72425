//! The export of a ledger: NDJSON, one line a row, with what it starts from and what it comes to.
//!
//! ```text
//! {"type":"header", …}                                   what the rows start from
//! {"type":"row","row":{…},"hash":"…","texts":{…}}        a row, to the byte, and the hash after it
//! {"type":"message","conversation":…,"id":…,"text":…}    what was said, when texts are asked for
//! {"type":"end", …}                                      the head of the chain, and the statements
//! ```
//!
//! `hash` is the SHA-256 of the hash before in hexadecimal, a line feed, and the bytes of `row`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Dossier, Head};
use crate::account::{Account, Period, Statement};
use crate::id::{ConversationId, MerchantId, MessageId};
use crate::receipt::Texts;
use crate::time::Timestamp;

/// The version of the format that this code writes and reads.
pub const FORMAT: u32 = 1;

/// The first line: where the rows begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    pub format: u32,
    pub merchant: MerchantId,
    /// The month that is exported; `None` when it is everything.
    pub period: Option<Period>,
    pub exported_at: Timestamp,
    /// The head before the first row.
    pub head: Head,
    /// The account before the first row, carried forward from the month before; `None` when the first row is
    /// the ledger's first. Its digest stands in the row that opens the month.
    pub account: Option<Account>,
    /// What earlier rows say of the conversations that these rows go on about.
    #[serde(default)]
    pub carried: Vec<Carried>,
}

/// What is known of a conversation from rows before the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Carried {
    pub conversation: ConversationId,
    pub dossier: Dossier,
}

/// The last line: what the rows come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct End {
    pub head: Head,
    /// Of the month that is exported, or of all.
    pub statements: Vec<Statement>,
}

/// Something that was said in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    pub conversation: ConversationId,
    pub id: MessageId,
    pub text: String,
}

/// A line with a row, as it is read: the row's bytes are what was hashed.
#[derive(Debug, Deserialize)]
pub(super) struct RowLine<'a> {
    #[serde(borrow)]
    pub row: &'a RawValue,
    pub hash: String,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Line<'a> {
    End(&'a End),
    Header(&'a Header),
    Message(&'a Said),
}

impl Header {
    /// # Errors
    /// When it has no JSON form, which ours has.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        line(&Line::Header(self))
    }
}

impl End {
    /// # Errors
    /// When it has no JSON form, which ours has.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        line(&Line::End(self))
    }
}

impl Said {
    /// # Errors
    /// When it has no JSON form, which ours has.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        line(&Line::Message(self))
    }
}

/// The line of a row that is stored as `json` under `hash`; with texts, if they are asked for.
///
/// # Errors
/// When the texts have no JSON form, which ours have.
pub fn row_line(json: &str, hash: &str, texts: Option<&Texts>) -> Result<String, serde_json::Error> {
    let texts = match texts {
        None => String::new(),
        Some(texts) => format!(",\"texts\":{}", serde_json::to_string(texts)?),
    };
    Ok(format!("{{\"type\":\"row\",\"row\":{json},\"hash\":\"{hash}\"{texts}}}\n"))
}

fn line(line: &Line<'_>) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    Ok(text)
}
