//! The export of a ledger: NDJSON, one line a row, with what it starts from and what it comes to.
//!
//! ```text
//! {"type":"header", …}                                   what the rows start from
//! {"type":"row","row":{…},"hash":"…"}                    a row, to the byte, and the hash after it
//! {"type":"message","conversation":…,"id":…,"text":…}    what was said, when texts are asked for
//! {"type":"end", …}                                      the head of the chain, and the statements
//! ```
//!
//! `hash` is the SHA-256 of the hash before in hexadecimal, a line feed, and the bytes of `row`.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{Dossier, Head};
use crate::account::{Account, Period, Statement};
use crate::digest::Digest;
use crate::id::{ConversationId, MerchantId, MessageId};
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
    /// the ledger's first. The first row opens the month, and has the digest of what it made of this.
    pub account: Option<Account>,
    /// What earlier rows say of the conversations that these rows go on about, and of those before them in their
    /// sessions.
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
    /// Of the account after the last row: what the next month's account is compared with.
    pub account: Digest,
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
#[derive(Debug)]
pub(super) struct RowLine<'a> {
    pub row: &'a str,
    pub hash: String,
}

/// How every line with a row begins.
const ROW: &str = "{\"type\":\"row\",\"row\":";

impl<'a> RowLine<'a> {
    /// # Errors
    /// What was expected instead.
    pub fn parse(line: &'a str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Rest {
            hash: String,
        }
        let from_row = line.strip_prefix(ROW).ok_or_else(|| format!("a row's line begins with {ROW}"))?;
        // Where the row ends: not by a type that keeps the bytes, which would cost the panel, too, its weight.
        let mut values = serde_json::Deserializer::from_str(from_row).into_iter::<IgnoredAny>();
        values.next().unwrap_or(Ok(IgnoredAny)).map_err(|error| error.to_string())?;
        let (row, rest) = from_row.split_at_checked(values.byte_offset()).unwrap_or((from_row, ""));
        let rest = rest.strip_prefix(',').ok_or("a row is followed by its hash")?;
        let Rest { hash } = serde_json::from_str(&format!("{{{rest}")).map_err(|error| error.to_string())?;
        Ok(Self { row, hash })
    }
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

/// The line of a row that is stored as `json` under `hash`.
pub fn row_line(json: &str, hash: &str) -> String {
    format!("{ROW}{json},\"hash\":\"{hash}\"}}\n")
}

fn line(line: &Line<'_>) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    Ok(text)
}
