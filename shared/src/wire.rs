//! The frames between a panel and the edge: JSON text over a WebSocket, version 1.
//!
//! `docs/protocol.md` describes them for readers who do not read Rust.

pub mod console;
pub mod poll;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::assistant;
use crate::conversation::{Author, Ending, Entry, Event, Expectation, Message, Purpose};
use crate::fields::{Fields, moment, whole};
use crate::id::MessageId;
use crate::markdown;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// The WebSocket subprotocol; the token is offered beside it.
pub const SUBPROTOCOL: &str = "lutin.v1";

/// The version that every client frame states in `v`.
pub const VERSION: u64 = 1;

/// The largest frame a client may send, in bytes.
pub const MAX_FRAME_BYTES: usize = 32 * 1024;

/// The heartbeat, outside the frames: the edge answers it without waking the session.
pub const PING: &str = "ping";
pub const PONG: &str = "pong";

/// The socket was closed because the peer speaks another version: reload, do not retry.
pub const CLOSE_UNSUPPORTED_VERSION: u16 = 4406;
/// The socket was closed because its token is no longer good: start a new session.
pub const CLOSE_UNAUTHORISED: u16 = 4401;

/// What a panel says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "camelCase")]
pub enum ClientFrame {
    /// What the shop's page says of its shopper, after every welcome and when it changes: for agents, and for the tasks that
    /// they are left. Never for the assistant.
    About {
        /// A JWT that the shop signed: who the shopper is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity: Option<String>,
        /// A JSON object of the page's, as text: what is in the basket, say. Nobody vouches for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        context: Option<String>,
    },
    /// The shopper ends the conversation that they see at `seen`, the last place of the journal known to
    /// them. One that started later is left alone, so this may come twice. Answered by `Ended`.
    Close { seen: u64 },
    /// The shopper wants what they said here erased. Answered by `Forgotten`, also when there is nothing left.
    Forget,
    /// The first frame of every connection: send me what happened after `after` (0: everything).
    Hello {
        after: u64,
        /// How far the shopper's clock is ahead of UTC, in minutes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offset: Option<i64>,
        /// The page of the shop that shows the panel: without its query, which may be private.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<String>,
    },
    /// What the conversation that the shopper sees at `seen` was worth to them: 1 to 5 stars. A later one replaces it, and
    /// twice is once. Answered by `Rated`.
    Rate { seen: u64, stars: u8 },
    /// A shopper's message. Sent again with the same id until its [`ServerFrame::Message`] arrives.
    Say {
        id: MessageId,
        /// May be empty beside an image, and only there.
        text: String,
        /// The id of an image that was uploaded before, for the people who answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        image: Option<String>,
    },
    /// The shopper is writing: said every few seconds as long as that is so, and heard by people only.
    Typing,
}

/// [`ClientFrame::Typing`] as it travels.
pub const TYPING: &str = r#"{"v":1,"t":"typing"}"#;

/// The turn of which a person writes the reply: none in particular.
pub const PERSONS_TURN: u64 = 0;

impl ClientFrame {
    pub fn encode(&self) -> String {
        let frame = serde_json::to_string(self).unwrap_or_default();
        // Lighter than a frame flattened into another object, which the panel would carry to every phone.
        const { assert!(VERSION == 1) }
        [r#"{"v":1,"#, frame.get(1..).unwrap_or_default()].concat()
    }

    /// Reads a frame.
    ///
    /// # Errors
    /// [`Refusal::FrameTooLarge`], [`Refusal::UnsupportedVersion`] or [`Refusal::Malformed`].
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        if text.len() > MAX_FRAME_BYTES {
            return Err(Refusal::FrameTooLarge);
        }
        let frame: Value = serde_json::from_str(text).map_err(|_| Refusal::Malformed)?;
        match frame.get("v").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(_) => return Err(Refusal::UnsupportedVersion),
            None => return Err(Refusal::Malformed),
        }
        serde_json::from_value(frame).map_err(|_| Refusal::Malformed)
    }
}

/// What the edge says. A frame with a `seq` is part of the journal and is sent again on resume;
/// the others are of the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "t", rename_all = "camelCase")]
pub enum ServerFrame {
    /// The next words of the reply to `turn`, which is on its way; `n` counts its pieces from 0.
    Delta { turn: u64, n: u32, text: String },
    /// The conversation is over; the next shopper message starts another, or reopens this one.
    Ended { seq: u64, at: Timestamp, by: Ending },
    /// What the shopper said here is erased, and the session with it: the next message begins another.
    Forgotten,
    /// A message. The shopper's own come back too: that is the acknowledgement.
    Message {
        seq: u64,
        at: Timestamp,
        id: MessageId,
        from: Author,
        text: String,
        #[serde(flatten)]
        extra: Extra,
    },
    /// The shopper's stars for the conversation before this place.
    Rated { seq: u64, at: Timestamp, stars: u8 },
    /// No reply to this turn will come; the shopper is told how else to reach the shop.
    ReplyFailed { seq: u64, at: Timestamp, turn: u64 },
    /// Something was not accepted. `id` names the message it is about, if it was one.
    Refused {
        code: Refusal,
        message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<MessageId>,
    },
    /// Somebody is writing the reply to `turn`. A person, with [`PERSONS_TURN`]: said again every few seconds.
    Typing { turn: u64 },
    /// Answers `Hello`, after the frames that were missed: the journal stands at `seq`.
    Welcome { seq: u64, purpose: Purpose },
}

/// What comes with some messages. Nothing of it, with most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extra {
    /// What the shopper is asked after it; answered by an ordinary message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<Ask>,
    /// The name of the person who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The id of an image that came with it: `/files/ID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Whether the reply breaks off.
    #[serde(skip_serializing_if = "is_false")]
    pub is_cut: bool,
    /// The text in parts, of which every second one is strong; absent when nothing of it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<String>>,
    /// The title of the article that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A question with answers to choose from; anything else may be written, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ask {
    pub text: String,
    pub choices: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A message as a panel shows it: a shopper's own words as they are, those of others without their Markdown.
fn shown(message: &Message) -> (String, Option<Vec<String>>) {
    match message.from {
        Author::Shopper | Author::System => (message.text.clone(), None),
        Author::Agent | Author::Assistant | Author::Instant => {
            let parts = markdown::to_parts(&message.text);
            (parts.concat(), (parts.len() > 1).then_some(parts))
        }
    }
}

impl Extra {
    fn of(message: &Message, parts: Option<Vec<String>>) -> Self {
        let image = message.image.as_ref().map(ToString::to_string);
        let Some(answer) = message.answer.as_deref() else {
            return Self { image, parts, ..Self::default() };
        };
        let asks = message.expects(&Expectation::Confirmation);
        Self {
            ask: asks.then(|| assistant::confirmation(answer.language.unwrap_or_default())),
            by: answer.agent.as_ref().map(|agent| agent.name.clone()),
            image,
            is_cut: answer.is_cut,
            parts,
            source: answer.source.as_ref().map(|source| source.title.clone()),
        }
    }

    fn read(frame: &dyn Fields) -> Self {
        let ask = frame
            .object("ask")
            .and_then(|ask| Some(Ask { text: ask.text("text")?, choices: ask.texts("choices")? }));
        Self {
            ask,
            by: frame.text("by"),
            image: frame.text("image"),
            is_cut: frame.flag("isCut"),
            parts: frame.texts("parts"),
            source: frame.text("source"),
        }
    }
}

impl ServerFrame {
    /// The frame that tells a shopper of a journal entry; `None` for entries that are not theirs to see.
    pub fn of(entry: &Entry) -> Option<Self> {
        let seq = entry.seq;
        match &entry.event {
            Event::Ended { by, at } => Some(Self::Ended { seq, at: *at, by: *by }),
            Event::Rated { at, stars, .. } => Some(Self::Rated { seq, at: *at, stars: *stars }),
            Event::ReplyFailed { turn, at } => Some(Self::ReplyFailed { seq, at: *at, turn: *turn }),
            Event::Said(message) => {
                let (text, parts) = shown(message);
                let extra = Extra::of(message, parts);
                Some(Self::Message {
                    seq,
                    at: message.at,
                    id: message.id.clone(),
                    from: message.from,
                    text,
                    extra,
                })
            }
            Event::AgentLeft { .. }
            | Event::AgentReturned { .. }
            | Event::AgentWrote { .. }
            | Event::ContactDiscussed { .. }
            | Event::ContactGiven { .. }
            | Event::ConversationStarted { .. }
            | Event::Counted { .. }
            | Event::DeskTold { .. }
            | Event::ErasureConfirmed { .. }
            | Event::Escalated { .. }
            | Event::FollowUpAnswered { .. }
            | Event::FollowUpOpened { .. }
            // Said to every panel when it happens, as its last word: nobody comes back for it.
            | Event::Forgotten { .. }
            | Event::HandedBack { .. }
            | Event::HandoffAccepted { .. }
            | Event::HandoffRequested { .. }
            | Event::Identified { .. }
            | Event::Noted { .. }
            | Event::Reopened { .. }
            | Event::ReportDelayed { .. }
            | Event::Reported { .. }
            | Event::SessionOpened(_) => None,
        }
    }

    pub fn refused(refusal: Refusal, id: Option<MessageId>) -> Self {
        Self::Refused { code: refusal, message: refusal.to_string(), id }
    }

    /// Its place in the journal, if it has one.
    pub const fn seq(&self) -> Option<u64> {
        match self {
            Self::Ended { seq, .. }
            | Self::Message { seq, .. }
            | Self::Rated { seq, .. }
            | Self::ReplyFailed { seq, .. } => Some(*seq),
            Self::Delta { .. }
            | Self::Forgotten
            | Self::Refused { .. }
            | Self::Typing { .. }
            | Self::Welcome { .. } => None,
        }
    }

    pub fn encode(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a frame; `None` for one that this version does not know (a newer edge may send it).
    pub fn read(frame: &dyn Fields) -> Option<Self> {
        let seq = || whole(frame, "seq");
        let turn = || whole(frame, "turn");
        let at = || moment(frame, "at");
        let id = || frame.text("id")?.parse().ok();
        Some(match frame.text("t")?.as_str() {
            "delta" => {
                let n = u32::try_from(whole(frame, "n")?).ok()?;
                Self::Delta { turn: turn()?, n, text: frame.text("text")? }
            }
            "ended" => Self::Ended { seq: seq()?, at: at()?, by: Ending::from_name(&frame.text("by")?)? },
            "forgotten" => Self::Forgotten,
            "message" => Self::Message {
                seq: seq()?,
                at: at()?,
                id: id()?,
                from: Author::from_name(&frame.text("from")?)?,
                text: frame.text("text")?,
                extra: Extra::read(frame),
            },
            "rated" => {
                let stars = u8::try_from(whole(frame, "stars")?).ok()?;
                Self::Rated { seq: seq()?, at: at()?, stars }
            }
            "replyFailed" => Self::ReplyFailed { seq: seq()?, at: at()?, turn: turn()? },
            "refused" => Self::Refused {
                code: Refusal::from_code(&frame.text("code")?)?,
                message: frame.text("message")?,
                id: id(),
            },
            "typing" => Self::Typing { turn: turn()? },
            "welcome" => Self::Welcome { seq: seq()?, purpose: Purpose::from_name(&frame.text("purpose")?)? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> MessageId {
        text.parse().unwrap()
    }

    /// These lines are spoken by panels that are already in shoppers' pockets.
    #[test]
    fn client_frames_json_format_unchanged() {
        let check = |frame: ClientFrame, json: &str| {
            assert_eq!(frame.encode(), json);
            assert_eq!(ClientFrame::decode(json), Ok(frame));
        };
        check(ClientFrame::Close { seen: 9 }, r#"{"v":1,"t":"close","seen":9}"#);
        let bare = ClientFrame::Hello { after: 7, offset: None, page: None };
        check(bare, r#"{"v":1,"t":"hello","after":7}"#);
        let page = Some("https://shop.example/jouets".to_owned());
        check(
            ClientFrame::Hello { after: 7, offset: Some(-60), page },
            r#"{"v":1,"t":"hello","after":7,"offset":-60,"page":"https://shop.example/jouets"}"#,
        );
        check(ClientFrame::Typing, TYPING);
        check(
            ClientFrame::Say { id: id("m1"), text: "Bonjour".into(), image: None },
            r#"{"v":1,"t":"say","id":"m1","text":"Bonjour"}"#,
        );
        check(
            ClientFrame::Say { id: id("m1"), text: String::new(), image: Some("f1".into()) },
            r#"{"v":1,"t":"say","id":"m1","text":"","image":"f1"}"#,
        );
        check(ClientFrame::Rate { seen: 9, stars: 5 }, r#"{"v":1,"t":"rate","seen":9,"stars":5}"#);
        check(ClientFrame::Forget, r#"{"v":1,"t":"forget"}"#);
        check(
            ClientFrame::About { identity: Some("a.b.c".into()), context: Some("{}".into()) },
            r#"{"v":1,"t":"about","identity":"a.b.c","context":"{}"}"#,
        );
    }

    fn read(json: &str) -> Option<ServerFrame> {
        ServerFrame::read(&serde_json::from_str::<Value>(json).unwrap())
    }

    #[test]
    fn a_frame_of_a_newer_edge_is_ignored() {
        for json in
            [r#"{"t":"dance"}"#, r#"{"t":"ended","seq":1,"at":1,"by":"magic"}"#, r#"{"t":"typing"}"#, "{}"]
        {
            assert_eq!(read(json), None, "{json}");
        }
        assert!(read(r#"{"t":"typing","turn":3,"new":true}"#).is_some());
    }

    #[test]
    fn server_frames_json_format_unchanged() {
        let at = Timestamp::from_millis(5);
        let check = |frame: ServerFrame, json: &str| {
            assert_eq!(frame.encode(), json);
            assert_eq!(read(json), Some(frame));
        };
        check(
            ServerFrame::Delta { turn: 3, n: 0, text: "Nous ".into() },
            r#"{"t":"delta","turn":3,"n":0,"text":"Nous "}"#,
        );
        check(
            ServerFrame::Ended { seq: 9, at, by: Ending::Closed },
            r#"{"t":"ended","seq":9,"at":5,"by":"closed"}"#,
        );
        check(
            ServerFrame::Message {
                seq: 3,
                at,
                id: id("m1"),
                from: Author::Shopper,
                text: "Bonjour".into(),
                extra: Extra::default(),
            },
            r#"{"t":"message","seq":3,"at":5,"id":"m1","from":"shopper","text":"Bonjour"}"#,
        );
        let extra = Extra {
            ask: Some(Ask { text: "Ça va ?".into(), choices: vec!["Oui".into()] }),
            by: Some("Camille".into()),
            image: Some("f1".into()),
            is_cut: true,
            parts: Some(vec![String::new(), "Oui".into(), String::new()]),
            source: Some("Livraison".into()),
        };
        check(
            ServerFrame::Message {
                seq: 3,
                at,
                id: id("m1"),
                from: Author::Assistant,
                text: "Oui".into(),
                extra,
            },
            r#"{"t":"message","seq":3,"at":5,"id":"m1","from":"assistant","text":"Oui","ask":{"text":"Ça va ?","choices":["Oui"]},"by":"Camille","image":"f1","isCut":true,"parts":["","Oui",""],"source":"Livraison"}"#,
        );
        check(
            ServerFrame::ReplyFailed { seq: 4, at, turn: 3 },
            r#"{"t":"replyFailed","seq":4,"at":5,"turn":3}"#,
        );
        check(ServerFrame::Forgotten, r#"{"t":"forgotten"}"#);
        check(ServerFrame::Rated { seq: 9, at, stars: 4 }, r#"{"t":"rated","seq":9,"at":5,"stars":4}"#);
        check(ServerFrame::Typing { turn: 3 }, r#"{"t":"typing","turn":3}"#);
        check(
            ServerFrame::Welcome { seq: 12, purpose: Purpose::Test },
            r#"{"t":"welcome","seq":12,"purpose":"test"}"#,
        );
        let refused = ServerFrame::refused(Refusal::EmptyMessage, Some(id("m2")));
        assert!(
            refused
                .encode()
                .starts_with(r#"{"t":"refused","code":"empty_message","message":"the message is"#)
        );
    }

    #[test]
    fn a_bad_frame_is_named_for_what_it_is() {
        let check = |text: &str, refusal| assert_eq!(ClientFrame::decode(text), Err(refusal), "{text:.40}");
        check("", Refusal::Malformed);
        check("hello", Refusal::Malformed);
        check("[]", Refusal::Malformed);
        check(r#"{"t":"hello","after":0}"#, Refusal::Malformed);
        check(r#"{"v":1,"t":"dance"}"#, Refusal::Malformed);
        check(r#"{"v":1,"t":"hello","after":-1}"#, Refusal::Malformed);
        check(r#"{"v":1,"t":"say","id":"","text":"x"}"#, Refusal::Malformed);
        check(r#"{"v":2,"t":"hello","after":0}"#, Refusal::UnsupportedVersion);
        check(&"x".repeat(MAX_FRAME_BYTES + 1), Refusal::FrameTooLarge);
    }
}
