//! `cargo xtask count`: what the rules come to on timelines, as JSON, one line each.

use std::{
    fs,
    io::{self, BufRead, BufWriter, Write},
};

use anyhow::{Context, Result, bail, ensure};
use lutin_shared::scenario::{Scenario, Unplayable};
use serde_json::{Value, json};

use crate::{args::Args, workspace::Workspace};

pub fn command(_: &Workspace, mut args: Args) -> Result<()> {
    let files = args.take_rest();
    args.finish()?;
    ensure!(
        !files.is_empty(),
        "name the files with timelines, or `-` for one timeline a line on standard input"
    );
    let mut tally = Tally { out: BufWriter::new(io::stdout().lock()), played: 0, agreed: 0, wrong: 0 };
    for file in files {
        if file == "-" {
            for (line, text) in io::stdin().lock().lines().enumerate() {
                let text = text.context("standard input")?;
                if !text.trim().is_empty() {
                    tally.play(&format!("line {}", line + 1), &text)?;
                }
            }
        } else {
            let text = fs::read_to_string(&file).with_context(|| format!("{file} cannot be read"))?;
            tally.play(&file, &text)?;
        }
    }
    tally.out.flush()?;
    eprintln!(
        "{} played, {} agreed with what they expected, {} wrong",
        tally.played, tally.agreed, tally.wrong
    );
    if tally.wrong > 0 {
        bail!("{} of {} timelines are wrong: each is named above", tally.wrong, tally.played);
    }
    Ok(())
}

struct Tally<W: Write> {
    out: W,
    played: usize,
    /// Of those that say what they expect.
    agreed: usize,
    /// Unreadable, unplayable, or not what they expect.
    wrong: usize,
}

impl<W: Write> Tally<W> {
    /// One line out for each timeline in, whatever becomes of it: the lines stay beside each other.
    fn play(&mut self, place: &str, text: &str) -> Result<()> {
        self.played += 1;
        let result = match outcome(text) {
            Ok((result, agrees)) => {
                match agrees {
                    Some(true) => self.agreed += 1,
                    Some(false) => {
                        self.fail(place, &format!("comes to something else than it expects: {result}"))
                    }
                    None => {}
                }
                result
            }
            Err(error) => {
                self.fail(place, &error.to_string());
                json!({ "error": format!("{place}: {error}") })
            }
        };
        writeln!(self.out, "{result}").context("standard output")
    }

    fn fail(&mut self, place: &str, what: &str) {
        self.wrong += 1;
        eprintln!("{place}: {what}");
    }
}

/// What a timeline comes to, and whether it expected that; `None` when it expects nothing.
fn outcome(text: &str) -> Result<(Value, Option<bool>), Unplayable> {
    let scenario = Scenario::parse(text)?;
    let result = scenario.play()?;
    let agrees = scenario.expect().map(|expected| *expected == result);
    Ok((result, agrees))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_in_gives_a_line_out_and_bad_ones_are_named() {
        let mut tally = Tally { out: Vec::new(), played: 0, agreed: 0, wrong: 0 };
        let good = r#"{"kind":"session","session":{"purpose":"live"},"timeline":[]"#;
        tally.play("line 1", &format!(r#"{good},"expect":{{"conversations":[],"counted":0}}}}"#)).unwrap();
        tally.play("line 2", "?").unwrap();
        tally.play("line 3", &format!(r#"{good},"expect":{{"conversations":[],"counted":1}}}}"#)).unwrap();
        tally.play("line 4", &format!("{good}}}")).unwrap();
        let out = String::from_utf8(tally.out).unwrap();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!((lines.len(), tally.played, tally.agreed, tally.wrong), (4, 4, 1, 2));
        assert_eq!((lines[0], lines[2]), (r#"{"conversations":[],"counted":0}"#, lines[0]));
        assert!(lines[1].contains("line 2: not JSON"), "{out}");
    }
}
