//! `cargo xtask setup`: finds or brings everything that the other commands need. Safe to repeat.
//!
//! What only a person can install is told in one list of plain sentences, before anything slow begins.

mod cargo_tools;
mod node;
mod rust;

use anyhow::{Result, bail};

pub use self::cargo_tools::{tool_folders, tool_program};
use crate::{args::Args, workspace::Workspace};

/// Whether what is already there deserves a line.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Voice {
    /// Only what is brought, because that takes time.
    Brief,
    Full,
}

impl Voice {
    fn found(self, item: &str, detail: &str) {
        if self == Self::Full {
            println!("  {item:<24} {detail}");
        }
    }

    /// Announces something slow: always said, or a person would think that the program hangs.
    fn brings(self, item: &str, detail: &str) {
        println!("  {item:<24} {detail}");
    }
}

/// A prerequisite's answer: what was found, or the sentence that says how to get it.
type Found = Result<String, String>;

/// The command: says of every item what it found or brought.
pub fn command(workspace: &Workspace, args: Args) -> Result<()> {
    args.finish()?;
    run(workspace)
}

/// As [`command`], for the stage of `cargo xtask test`.
pub fn run(workspace: &Workspace) -> Result<()> {
    println!("setup (tools in {})", workspace.tools_cache().display());
    bring_all(workspace, Voice::Full)?;
    println!("  all there");
    Ok(())
}

/// The same for the commands that need it first: costs a fraction of a second and is silent when all is there.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    bring_all(workspace, Voice::Brief)
}

fn bring_all(workspace: &Workspace, voice: Voice) -> Result<()> {
    check_prerequisites(workspace, voice)?;
    cargo_tools::check_lock(workspace)?;
    rust::bring_target(workspace, voice)?;
    node::bring_packages(workspace, voice)?;
    cargo_tools::bring(workspace, voice)
}

fn check_prerequisites(workspace: &Workspace, voice: Voice) -> Result<()> {
    let answers = [
        ("rustc", rust::compiler(workspace)),
        ("WebAssembly target", rust::target_or_rustup(workspace)),
        ("node", node::node(workspace)),
        ("npm", node::npm()),
    ];
    let mut missing = Vec::new();
    for (item, answer) in answers {
        match answer {
            Ok(detail) => voice.found(item, &detail),
            Err(sentence) => missing.push(format!("\n  - {sentence}")),
        }
    }
    if !missing.is_empty() {
        bail!("this machine lacks:{}", missing.concat());
    }
    Ok(())
}
