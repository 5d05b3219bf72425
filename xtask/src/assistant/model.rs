//! A model behind an OpenAI-compatible API, asked as the edge asks it.
//!
//! `curl` is on every machine that rustup was installed on: no TLS of our own for a command that few run.

use std::{
    env,
    io::Write,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};
use lutin_shared::assistant::{Dialogue, Effect, Event, Finding, IN_ALL, Prompt, Question, Said};
use lutin_shared::testing::assistant::Shop;

pub struct Model {
    pub name: String,
    base_url: String,
    key: String,
}

impl Model {
    /// The one that `ASSISTANT_BASE_URL`, `ASSISTANT_MODEL` and `ASSISTANT_KEY` name; `None` when none of them is set.
    ///
    /// # Errors
    /// When only some of them are.
    pub fn configured() -> Result<Option<Self>> {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        match (variable("ASSISTANT_BASE_URL"), variable("ASSISTANT_MODEL"), variable("ASSISTANT_KEY")) {
            (Some(base_url), Some(name), Some(key)) => Ok(Some(Self { name, base_url, key })),
            (None, None, None) => Ok(None),
            _ => bail!("a model needs all of ASSISTANT_BASE_URL, ASSISTANT_MODEL and ASSISTANT_KEY"),
        }
    }

    /// What it says to the first message of a session; `None` when it gives no reply.
    pub fn reply(&self, shop: &Shop, text: &str) -> Option<Said> {
        let question = Question { text, before: &[] };
        let found = match shop.find(&question) {
            Finding::Passages(found) => found,
            Finding::Nothing | Finding::Order(_) | Finding::OrderNumber => Vec::new(),
        };
        let prompt = Prompt::new(&question, &found, &shop.voice, shop.voice.felt(text).as_ref());
        let mut dialogue = Dialogue::new(prompt, &question, &shop.voice, 0.5);
        let mut effects = dialogue.begin();
        let mut body = None;
        loop {
            effects = match effects.pop()? {
                Effect::Ask => match self.ask(dialogue.prompt()) {
                    Ok((status, answer)) => {
                        body = Some(answer);
                        dialogue.handle(Event::Answered { status, retry_after: None })
                    }
                    Err(error) => {
                        eprintln!("{error:#}");
                        dialogue.handle(Event::Lost)
                    }
                },
                Effect::Read => match body.take() {
                    Some(bytes) => dialogue.handle(Event::Bytes(&bytes)),
                    None => dialogue.handle(Event::Ended),
                },
                Effect::Look { number, contact } => {
                    dialogue.handle(Event::Looked(shop.look_up(&number, contact.as_deref())))
                }
                Effect::Wait(pause) => {
                    thread::sleep(pause);
                    dialogue.handle(Event::Waited)
                }
                Effect::Done(said) => return Some(said),
                Effect::Fail | Effect::Restart | Effect::Show(_) => return None,
            };
        }
    }

    /// The status and the whole stream. The key goes to `curl` on its standard input, where no list of processes shows it.
    fn ask(&self, prompt: &Prompt) -> Result<(u16, Vec<u8>)> {
        let mut curl = Command::new("curl")
            .args(["--silent", "--show-error", "--write-out", "\\n%{http_code}", "--config", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("curl, which asks the model, cannot be started")?;
        let options = [
            ("url", format!("{}/chat/completions", self.base_url.trim_end_matches('/'))),
            ("header", format!("authorization: Bearer {}", self.key)),
            ("header", "content-type: application/json".to_owned()),
            ("max-time", IN_ALL.as_secs().to_string()),
            ("data-binary", prompt.body(Some(&self.name)).to_string()),
        ];
        let lines = options.map(|(name, value)| format!("{name} = {}\n", quoted(&value)));
        curl.stdin.take().context("curl listens to nobody")?.write_all(lines.concat().as_bytes())?;
        let told = curl.wait_with_output()?;
        let end = told.stdout.iter().rposition(|&byte| byte == b'\n').context("curl said nothing")?;
        let (body, status) = told.stdout.split_at(end);
        let status = str::from_utf8(status)?.trim().parse()?;
        if status == 0 {
            bail!("the model was not reached");
        }
        Ok((status, body.to_vec()))
    }
}

/// A value as a file of curl's options has it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
