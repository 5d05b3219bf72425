//! `cargo xtask <command>`: everything that a person or the CI does with this project.
//!
//! The commands are plain programs run in the right order with the right environment; nothing here is needed at run
//! time. One module per command; [`workspace`] and [`process`] are what they share.

mod args;
mod assistant;
mod audit;
mod build;
mod count;
mod dev;
mod lockfile;
mod process;
mod setup;
mod simulate;
mod size;
mod test;
mod timing;
mod understanding;
mod version;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{args::Args, workspace::Workspace};

struct Command {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    run: fn(&Workspace, Args) -> Result<()>,
}

/// In the order in which a newcomer needs them.
const COMMANDS: &[Command] = &[
    Command {
        name: "setup",
        usage: "setup",
        about: "bring the tools that are missing, into a cache shared by all clones",
        run: setup::command,
    },
    Command {
        name: "dev",
        usage: "dev [--port 8787]",
        about: "build, run on this machine with a demo shop, rebuild on change",
        run: dev::command,
    },
    Command {
        name: "build",
        usage: "build [--only PART]...",
        about: "build what changed: panel, dashboard, loader, demo, headers, edge (and probe, for tests)",
        run: build::command,
    },
    Command {
        name: "test",
        usage: "test [--only STAGE]...",
        about: "everything the CI checks, stage by stage",
        run: test::command,
    },
    Command {
        name: "size",
        usage: "size",
        about: "what a browser and Cloudflare load, against the limits",
        run: size::command,
    },
    Command {
        name: "count",
        usage: "count FILE... | -",
        about: "what the rules come to on timelines (shared/tests/scenarios), as JSON",
        run: count::command,
    },
    Command {
        name: "audit",
        usage: "audit FILE... | -",
        about: "recompute a bill from its export; fail at the first row that disagrees",
        run: audit::command,
    },
    Command {
        name: "simulate",
        usage: "simulate [--seeds N] [--first N]",
        about: "count in a world in which everything fails, in virtual time",
        run: simulate::command,
    },
    Command {
        name: "classify",
        usage: "classify TASK < FILE",
        about: "what the readers make of messages, one JSON line each: language, emotion, escalation, …",
        run: understanding::classify,
    },
    Command {
        name: "eval",
        usage: "eval TASK FILE",
        about: "how often the readers are right on labelled messages",
        run: understanding::eval,
    },
    Command {
        name: "train",
        usage: "train language | readers [TASK]... [check]",
        about: "make the readers' tables anew from their sources",
        run: understanding::train,
    },
];

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let name = match words.next().as_deref() {
        None | Some("help" | "--help" | "-h") => {
            print_help();
            return Ok(());
        }
        Some(name) => name.to_owned(),
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        bail!("there is no command `{name}`: `cargo xtask help` lists them");
    };
    (command.run)(&Workspace::locate()?, Args::new(words))
}

fn print_help() {
    println!("cargo xtask <command>\n");
    for command in COMMANDS {
        println!("  {:<32} {}", command.usage, command.about);
    }
    println!("  {:<32} this list", "help");
}
