//! A model's answer as it streams in: server-sent events, each with a piece of JSON.
//!
//! Fed with bytes as they come, cut anywhere. Understands the chunks of OpenAI-compatible services and those of Workers AI.
//! What cannot be read is told once, as [`Piece::Garbage`], and never guessed at.

use serde_json::Value;

use super::tool::ToolCall;

/// Something that a stream says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The next words.
    Text(String),
    /// A tool that the model wants called; its arguments are whole.
    Call(ToolCall),
    /// The model is done.
    End,
    /// Bytes that are no answer, or more of them than an answer has.
    Garbage,
}

/// Reads one stream.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    /// The beginning of a line whose end has not come.
    line: Vec<u8>,
    bytes: usize,
    calls: Vec<ToolCall>,
    is_done: bool,
    has_event: bool,
}

/// The most bytes of one stream, and of one of its lines.
const MAX_BYTES: usize = 512 * 1024;
const MAX_LINE: usize = 64 * 1024;
/// The most tools that are called at once.
const MAX_CALLS: usize = 4;
/// The longest arguments of a tool.
const MAX_ARGUMENTS: usize = 2_000;

impl Decoder {
    /// The pieces that these bytes complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.bytes = self.bytes.saturating_add(bytes.len());
        for &byte in bytes {
            if self.is_done {
                return pieces;
            }
            if byte == b'\n' {
                let line = core::mem::take(&mut self.line);
                self.read(&line, &mut pieces);
            } else {
                self.line.push(byte);
            }
            if self.line.len() > MAX_LINE || self.bytes > MAX_BYTES {
                self.finish(Piece::Garbage, &mut pieces);
            }
        }
        pieces
    }

    /// The stream is over: what it was, if it did not say so itself. `None` when it broke off.
    pub fn close(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if !self.is_done && !self.line.is_empty() {
            let line = core::mem::take(&mut self.line);
            self.read(&line, &mut pieces);
        }
        if !self.is_done && !self.has_event {
            self.finish(Piece::Garbage, &mut pieces);
        }
        pieces
    }

    fn read(&mut self, line: &[u8], pieces: &mut Vec<Piece>) {
        let Ok(line) = core::str::from_utf8(line) else { return self.finish(Piece::Garbage, pieces) };
        let line = line.trim_end_matches('\r');
        // Comments keep a connection alive; events have no other field that matters here.
        let Some(data) = line.strip_prefix("data:") else {
            let is_known = line.is_empty()
                || line.starts_with(':')
                || ["event:", "id:", "retry:"].iter().any(|field| line.starts_with(field));
            if !is_known {
                self.finish(Piece::Garbage, pieces);
            }
            return;
        };
        match data.trim() {
            "" => {}
            "[DONE]" => self.end(pieces),
            data => match serde_json::from_str::<Value>(data) {
                Ok(chunk) => self.hear(&chunk, pieces),
                Err(_) => self.finish(Piece::Garbage, pieces),
            },
        }
    }

    fn hear(&mut self, chunk: &Value, pieces: &mut Vec<Piece>) {
        if chunk.get("error").is_some_and(|error| !error.is_null()) {
            return self.finish(Piece::Garbage, pieces);
        }
        self.has_event = true;
        let mut say = |text: Option<&Value>| {
            let text = match text {
                Some(Value::String(text)) => text.clone(),
                // Some services send a token of digits as a number.
                Some(Value::Number(number)) => number.to_string(),
                _ => return,
            };
            if !text.is_empty() {
                pieces.push(Piece::Text(text));
            }
        };
        let choice = chunk.get("choices").and_then(|choices| choices.get(0));
        let delta = choice.and_then(|choice| choice.get("delta"));
        say(delta.and_then(|delta| delta.get("content")));
        // Workers AI.
        say(chunk.get("response"));
        for source in [delta, Some(chunk)] {
            let calls = source.and_then(|source| source.get("tool_calls")).and_then(Value::as_array);
            for call in calls.into_iter().flatten() {
                self.collect(call);
            }
        }
        if choice.and_then(|choice| choice.get("finish_reason")).is_some_and(Value::is_string) {
            self.end(pieces);
        }
    }

    /// A tool call comes in parts, each with the place of the call that it belongs to.
    fn collect(&mut self, part: &Value) {
        let place = part.get("index").and_then(Value::as_u64).and_then(|place| usize::try_from(place).ok());
        let place = place.unwrap_or(self.calls.len());
        if place >= MAX_CALLS {
            return;
        }
        while self.calls.len() <= place {
            self.calls.push(ToolCall::default());
        }
        let Some(call) = self.calls.get_mut(place) else { return };
        let function = part.get("function").unwrap_or(part);
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        if let Some(id) = text(part.get("id")) {
            call.id = id;
        }
        if let Some(name) = text(function.get("name")) {
            call.name.push_str(&name);
        }
        match function.get("arguments") {
            Some(Value::String(more)) if call.arguments.len() + more.len() <= MAX_ARGUMENTS => {
                call.arguments.push_str(more);
            }
            Some(whole @ Value::Object(_)) => call.arguments = whole.to_string(),
            _ => {}
        }
    }

    fn end(&mut self, pieces: &mut Vec<Piece>) {
        self.has_event = true;
        pieces.extend(core::mem::take(&mut self.calls).into_iter().map(Piece::Call));
        self.finish(Piece::End, pieces);
    }

    fn finish(&mut self, piece: Piece, pieces: &mut Vec<Piece>) {
        if !self.is_done {
            self.is_done = true;
            pieces.push(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(bytes: &[u8], cut: usize) -> Vec<Piece> {
        let mut decoder = Decoder::default();
        let mut pieces: Vec<Piece> = bytes.chunks(cut.max(1)).flat_map(|chunk| decoder.push(chunk)).collect();
        pieces.extend(decoder.close());
        pieces
    }

    fn text(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .filter_map(|piece| if let Piece::Text(text) = piece { Some(text.as_str()) } else { None })
            .collect()
    }

    const HELLO: &str = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\r\n\r\n: keep-alive\r\n\r\n\
        data: {\"choices\":[{\"delta\":{\"content\":\"Déjà \"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"vu 😀\"}}]}\n\n\
        data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    #[test]
    fn a_stream_reads_the_same_however_it_is_cut() {
        let whole = all(HELLO.as_bytes(), usize::MAX);
        assert_eq!(text(&whole), "Déjà vu 😀");
        assert_eq!(whole.last(), Some(&Piece::End));
        for cut in 1..40 {
            assert_eq!(all(HELLO.as_bytes(), cut), whole, "cut every {cut} bytes");
        }
    }

    #[test]
    fn a_tool_call_is_whole_when_it_is_told() {
        let stream = "data: {\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"lookup_order\",\"arguments\":\"\"}}]}}]}\n\n\
            data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"number\\\":\"}}]}}]}\n\n\
            data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"12345\\\"}\"}}]}}]}\n\n\
            data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n";
        let call = ToolCall {
            id: "call_1".into(),
            name: "lookup_order".into(),
            arguments: "{\"number\":\"12345\"}".into(),
        };
        for cut in [1, 7, usize::MAX] {
            assert_eq!(all(stream.as_bytes(), cut), [Piece::Call(call.clone()), Piece::End]);
        }
        let workers_ai = "data: {\"response\":\"Oui\"}\n\ndata: {\"response\":\"\",\"tool_calls\":[{\"name\":\"escalate\",\"arguments\":{\"reason\":\"x\"}}]}\n\ndata: [DONE]\n\n";
        let call =
            ToolCall { id: String::new(), name: "escalate".into(), arguments: "{\"reason\":\"x\"}".into() };
        assert_eq!(all(workers_ai.as_bytes(), 5), [Piece::Text("Oui".into()), Piece::Call(call), Piece::End]);
    }

    #[test]
    fn a_token_that_came_as_a_number_is_not_lost() {
        let stream = "data: {\"choices\":[{\"delta\":{\"content\":4}}]}\n\ndata: {\"response\":\",\"}\n\n\
            data: {\"response\":90}\n\ndata: {\"choices\":[{\"delta\":{\"content\":null}}]}\n\ndata: [DONE]\n\n";
        assert_eq!(text(&all(stream.as_bytes(), 7)), "4,90");
    }

    #[test]
    fn what_is_no_answer_is_garbage_and_what_breaks_off_has_no_end() {
        let garbage =
            |bytes: &[u8]| assert_eq!(all(bytes, 3), [Piece::Garbage], "{}", String::from_utf8_lossy(bytes));
        garbage(b"<!doctype html><p>Bad gateway</p>\n");
        garbage(b"");
        garbage(b"data: {\"choices\":\n");
        garbage(b"\xff\xfe\n");
        garbage(b"data: {\"error\":{\"message\":\"sk-secret is wrong\"}}\n\n");
        let cut = &HELLO.as_bytes()[..HELLO.find("vu").unwrap() - 3];
        assert!(!all(cut, 8).contains(&Piece::End));
        let endless =
            "data: {\"choices\":[{\"delta\":{\"content\":\"encore et encore\"}}]}\n\n".repeat(20_000);
        assert_eq!(all(endless.as_bytes(), 4_096).last(), Some(&Piece::Garbage));
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..600), cut in 1_usize..50) {
            all(&bytes, cut);
        }
    }
}
