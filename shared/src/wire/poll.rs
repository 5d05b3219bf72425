//! What a panel says and hears where no WebSocket comes through: the same frames, some at a time, over HTTP.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ClientFrame, MAX_FRAME_BYTES, ServerFrame, VERSION};
use crate::refusal::Refusal;

/// The most frames of one poll.
pub const MAX_POLL_FRAMES: usize = 50;

/// `POST /api/poll`: the frames of a panel, of which the first is a `Hello`. What cannot be read of the others is refused by
/// itself, as on a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    pub frames: Vec<Result<ClientFrame, Refusal>>,
}

/// The answer: what a socket would have been told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PollAnswer {
    pub frames: Vec<ServerFrame>,
}

impl Poll {
    /// Reads a body.
    ///
    /// # Errors
    /// [`Refusal::FrameTooLarge`], [`Refusal::UnsupportedVersion`] or [`Refusal::Malformed`].
    pub fn decode(body: &str) -> Result<Self, Refusal> {
        #[derive(Deserialize)]
        struct Version {
            v: u64,
        }
        #[derive(Deserialize)]
        struct Body {
            frames: Vec<Value>,
        }
        if body.len() > MAX_FRAME_BYTES {
            return Err(Refusal::FrameTooLarge);
        }
        let Version { v } = serde_json::from_str(body).map_err(|_| Refusal::Malformed)?;
        if v != VERSION {
            return Err(Refusal::UnsupportedVersion);
        }
        let Body { frames } = serde_json::from_str(body).map_err(|_| Refusal::Malformed)?;
        if frames.len() > MAX_POLL_FRAMES {
            return Err(Refusal::FrameTooLarge);
        }
        let frames: Vec<_> = frames.into_iter().map(frame).collect();
        match frames.first() {
            Some(Ok(ClientFrame::Hello { .. })) => Ok(Self { frames }),
            _ => Err(Refusal::Malformed),
        }
    }
}

/// The version is the poll's; a frame that states its own must not say another.
fn frame(frame: Value) -> Result<ClientFrame, Refusal> {
    match frame.get("v").map(Value::as_u64) {
        None | Some(Some(VERSION)) => serde_json::from_value(frame).map_err(|_| Refusal::Malformed),
        Some(Some(_)) => Err(Refusal::UnsupportedVersion),
        Some(None) => Err(Refusal::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_begins_with_hello_and_may_hold_what_cannot_be_read() {
        let hello = ClientFrame::Hello { after: 7, offset: None, page: None };
        let body = r#"{"v":1,"frames":[{"v":1,"t":"hello","after":7},{"t":"typing"},{"t":"dance"},{"v":2,"t":"typing"}]}"#;
        let frames = vec![
            Ok(hello),
            Ok(ClientFrame::Typing),
            Err(Refusal::Malformed),
            Err(Refusal::UnsupportedVersion),
        ];
        assert_eq!(Poll::decode(body), Ok(Poll { frames }));
    }

    #[test]
    fn a_bad_poll_is_named_for_what_it_is() {
        let check = |body: &str, refusal| assert_eq!(Poll::decode(body), Err(refusal), "{body:.60}");
        check("", Refusal::Malformed);
        check(r#"{"frames":[]}"#, Refusal::Malformed);
        check(r#"{"v":2,"news":[]}"#, Refusal::UnsupportedVersion);
        check(r#"{"v":1,"frames":[]}"#, Refusal::Malformed);
        check(r#"{"v":1,"frames":[{"t":"typing"}]}"#, Refusal::Malformed);
        let many = vec![r#"{"t":"hello","after":0}"#; MAX_POLL_FRAMES + 1].join(",");
        check(&[r#"{"v":1,"frames":["#, &many, "]}"].concat(), Refusal::FrameTooLarge);
        check(&"x".repeat(MAX_FRAME_BYTES + 1), Refusal::FrameTooLarge);
    }

    #[test]
    fn an_answer_json_format_unchanged() {
        let frames = vec![ServerFrame::Typing { turn: 3 }];
        let json = serde_json::to_string(&PollAnswer { frames }).unwrap();
        assert_eq!(json, r#"{"frames":[{"t":"typing","turn":3}]}"#);
    }
}
