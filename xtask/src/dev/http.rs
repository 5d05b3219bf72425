//! The two requests that `dev` sends to its own machine: too little to bring an HTTP client for.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context, Result};

/// Long enough for a Worker that starts cold on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(20);

pub struct Request<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// Sent as `authorization: Bearer …`; `None` for the open routes.
    pub bearer: Option<&'a str>,
    /// JSON; empty for none.
    pub body: &'a str,
}

#[derive(Debug, Eq, PartialEq)]
pub struct Response {
    pub status: u16,
    /// As it came, chunk sizes and all: only shown to a person when something is wrong.
    pub body: String,
}

/// Sends to `localhost` and reads the whole answer.
///
/// # Errors
/// When nobody listens, nobody answers in time, or the answer is no HTTP.
pub fn send(port: u16, request: &Request<'_>) -> Result<Response> {
    let mut stream = TcpStream::connect(("localhost", port)).context("nobody listens")?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    stream.write_all(encode(port, request).as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    decode(&String::from_utf8_lossy(&answer)).context("the answer is no HTTP")
}

/// `connection: close` makes the end of the stream the end of the answer.
fn encode(port: u16, request: &Request<'_>) -> String {
    let Request { method, path, bearer, body } = request;
    let bearer = bearer.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n{bearer}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn decode(answer: &str) -> Option<Response> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    Some(Response { status, body: body.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_says_who_asks_and_how_long_it_is() {
        let request = Request { method: "PUT", path: "/x", bearer: Some("t"), body: "{\"é\":1}" };
        assert_eq!(
            encode(8787, &request),
            "PUT /x HTTP/1.1\r\nhost: localhost:8787\r\nconnection: close\r\nauthorization: Bearer t\r\n\
             content-type: application/json\r\ncontent-length: 8\r\n\r\n{\"é\":1}"
        );
    }

    #[test]
    fn an_answer_is_a_status_and_a_body() {
        let answer = decode("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        assert_eq!(answer, Some(Response { status: 200, body: "ok".to_owned() }));
        assert_eq!(decode("SSH-2.0"), None);
    }
}
