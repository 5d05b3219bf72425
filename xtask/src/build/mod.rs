//! `cargo xtask build`: everything that is deployed, into `dist/` (assets) and `edge/build/` (the Worker).
//!
//! wrangler calls this too (`[build]` in `wrangler.toml`), at every start and after every change: so a part whose inputs
//! did not change costs nothing.

mod files;
mod module;
mod names;
mod part;
mod stamp;
mod styles;

use std::{env, time::Instant};

use anyhow::{Context, Result};

pub use self::part::Part;
use self::stamp::Inputs;
use crate::{args::Args, dev, setup, timing, workspace::Workspace};

pub fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let only = args.take_all::<Part>("--only")?;
    args.finish()?;
    // The tests start many Workers from one build: wrangler's call from there must not rebuild under their feet.
    if env::var_os("LUTIN_SKIP_BUILD").is_some_and(|value| value == "1") {
        return Ok(());
    }
    run(workspace, &only)
}

/// Builds the parts named, or all that are deployed when none is.
pub fn run(workspace: &Workspace, only: &[Part]) -> Result<()> {
    setup::ensure(workspace)?;
    // Here and not only in `dev`: on a fresh clone plain `wrangler dev` reads the file after it has called us.
    dev::ensure_vars(workspace)?;
    for part in Part::ALL
        .into_iter()
        .filter(|part| if only.is_empty() { part.is_deployed() } else { only.contains(part) })
    {
        build_if_stale(workspace, part).with_context(|| format!("cannot build the part `{part}`"))?;
    }
    Ok(())
}

fn build_if_stale(workspace: &Workspace, part: Part) -> Result<()> {
    let start = Instant::now();
    let inputs = Inputs::scan(workspace.root(), &part.inputs(), part.not_inputs())?;
    let stamp = workspace.target().join("xtask-stamps").join(part.name());
    if workspace.path(part.output()).exists() && stamp::is_fresh(&stamp, &inputs) {
        println!("{:<10} up to date", part.name());
        return Ok(());
    }
    println!("{:<10} building", part.name());
    let pending = stamp::begin(&stamp, &inputs)?;
    part.build(workspace)?;
    pending.commit()?;
    println!("{:<10} built in {}", part.name(), timing::readable(start.elapsed()));
    Ok(())
}
