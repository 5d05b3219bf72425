//! `cargo xtask classify`, `cargo xtask eval`, `cargo xtask train`: the readers of messages, from a terminal.

use std::{
    fs,
    io::{self, BufRead, BufWriter, Write},
};

use anyhow::{Context, Result, bail, ensure};
use lutin_shared::testing::understanding::{Task, score};
use serde_json::Value;

use crate::{args::Args, assistant, process, workspace::Workspace};

/// One answer a line for each line of standard input.
pub fn classify(_: &Workspace, mut args: Args) -> Result<()> {
    let words = args.take_rest();
    args.finish()?;
    let [task] = words.as_slice() else {
        bail!("name one task: language, emotion, escalation, resolution, relatedness or tags")
    };
    let task: Task = task.parse()?;
    let mut out = BufWriter::new(io::stdout().lock());
    for (at, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = line.context("standard input")?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match task.answer(&line) {
            Ok(answer) => writeln!(out, "{answer}")?,
            Err(error) => {
                // What was answered so far stays answered.
                out.flush()?;
                bail!("line {}: {error}", at + 1);
            }
        }
    }
    Ok(out.flush()?)
}

/// The figures of one data set.
pub fn eval(workspace: &Workspace, mut args: Args) -> Result<()> {
    let words = args.take_rest();
    args.finish()?;
    if let Some((_, files)) = words.split_first().filter(|(name, _)| *name == "assistant") {
        return assistant::eval(workspace, files);
    }
    let [name, file] = words.as_slice() else { bail!("name a task and a file: eval emotion FILE") };
    let task: Task = name.parse()?;
    let text = fs::read(file).with_context(|| format!("{file} cannot be read"))?;
    let (mut gold, mut predicted) = (Vec::new(), Vec::new());
    for (at, line) in text.split(|&byte| byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        gold.push(serde_json::from_slice::<Value>(line).with_context(|| format!("{file}, line {}", at + 1))?);
        predicted.push(task.answer(line).with_context(|| format!("{file}, line {}", at + 1))?);
    }
    ensure!(!gold.is_empty(), "{file} has no line to ask about");
    let labels: &[&str] = match task {
        Task::Language => &["lang", "langs"],
        Task::Emotion => &["emotion"],
        Task::Escalation => &["wants_human"],
        Task::Resolution => &["resolved"],
        Task::Relatedness => &["unrelated"],
        Task::Tags => &["tag"],
    };
    if let Some(at) = gold.iter().position(|line| labels.iter().all(|label| line.get(label).is_none())) {
        bail!(
            "{file}, message {}: it has no label {}, so nothing can be scored",
            at + 1,
            labels.join(" or ")
        );
    }
    println!("{}", score(name, &gold, &predicted).context("no figures for this task")?);
    Ok(())
}

/// Makes the tables anew. Optimised: unoptimised, this takes an hour.
pub fn train(workspace: &Workspace, mut args: Args) -> Result<()> {
    let words = args.take_rest();
    args.finish()?;
    let cargo = ["run", "--quiet", "--release", "--package", "lutin-training", "--"];
    process::run(workspace.project("cargo")?.args(cargo).args(words))
}
