//! `cargo xtask test`: what the CI checks, in the order in which a mistake is cheapest to hear of.

mod chromium;
mod stage;

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use self::stage::Stage;
use crate::{args::Args, timing, workspace::Workspace};

/// A line of the table at the end.
struct Line {
    stage: Stage,
    /// `None` for a stage that an earlier failure kept from running.
    took: Option<Duration>,
    succeeded: bool,
}

pub fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let only = args.take_all::<Stage>("--only")?;
    args.finish()?;

    let mut lines = Vec::new();
    let mut failure = None;
    for stage in Stage::ALL.into_iter().filter(|stage| only.is_empty() || only.contains(stage)) {
        if failure.is_some() {
            lines.push(Line { stage, took: None, succeeded: false });
            continue;
        }
        println!("\n── {} ──", stage.name());
        let start = Instant::now();
        let result = stage.run(workspace);
        let took = start.elapsed();
        println!("── {}: {} ──", stage.name(), timing::readable(took));
        lines.push(Line { stage, took: Some(took), succeeded: result.is_ok() });
        failure = result.err().map(|error| (stage, error));
    }
    print_table(&lines);
    match failure {
        None => Ok(()),
        Some((stage, error)) => Err(error).with_context(|| format!("the stage `{}` failed", stage.name())),
    }
}

fn print_table(lines: &[Line]) {
    println!();
    for Line { stage, took, succeeded } in lines {
        let (verdict, time) = match took {
            None => ("not run", String::new()),
            Some(took) if *succeeded => ("passed", timing::readable(*took)),
            Some(took) => ("FAILED", timing::readable(*took)),
        };
        println!("  {:<8} {verdict:<8} {time:>12}", stage.name());
    }
    let total: Duration = lines.iter().filter_map(|line| line.took).sum();
    println!("  {:<8} {:<8} {:>12}", "all", "", timing::readable(total));
}
