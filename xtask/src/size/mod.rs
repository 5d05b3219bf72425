//! `cargo xtask size`: what the build weighs, and whether that is still light.
//!
//! The limits are promises to shops (`docs/`): a page with our tag stays fast because these numbers stay small.

mod limit;
mod weight;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

pub use self::weight::brotli;
use self::{
    limit::{Encoding, Limit},
    weight::Weight,
};
use crate::{args::Args, workspace::Workspace};

/// What every page of a shop fetches.
const LOADER: Limit = Limit { what: "loader", encoding: Encoding::Brotli, bytes: 3_000 };
/// What it fetches besides once somebody wants to chat.
const FRAME: Limit = Limit { what: "loader, with the chat", encoding: Encoding::Brotli, bytes: 3_000 };
const PANEL: Limit = Limit { what: "panel", encoding: Encoding::Brotli, bytes: 90_000 };
const WORKER: Limit = Limit { what: "Worker", encoding: Encoding::Gzip, bytes: 1_000_000 };

/// What a browser fetches to show the panel.
const BROWSER_FILES: [&str; 4] = ["css", "html", "js", "wasm"];

pub fn command(workspace: &Workspace, args: Args) -> Result<()> {
    args.finish()?;
    run(workspace)
}

/// As [`command`], for the stage of `cargo xtask test`.
pub fn run(workspace: &Workspace) -> Result<()> {
    println!("{:<44} {:>10} {:>10} {:>10}", "bytes", "raw", "gzip -9", "brotli 11");
    let mut exceeded = Vec::new();
    for (limit, files) in [
        (LOADER, vec![workspace.path("dist/lutin.js")]),
        (FRAME, vec![workspace.path("dist/lutin-frame.js")]),
        (PANEL, panel_files(&workspace.path("dist/panel"))?),
        // What wrangler uploads: the other files in the folder are never imported.
        (WORKER, vec![workspace.path("edge/build/index.js"), workspace.path("edge/build/index_bg.wasm")]),
    ] {
        let total = print_group(workspace.root(), limit.what, &files)?;
        exceeded.extend(limit.complaint(&total));
    }
    if !exceeded.is_empty() {
        bail!("too heavy: {}", exceeded.join("; "));
    }
    Ok(())
}

/// Prints a line per file and one for all of them, which is returned.
fn print_group(root: &Path, what: &str, files: &[PathBuf]) -> Result<Weight> {
    let mut total = Weight::default();
    for file in files {
        let bytes = fs::read(file)
            .with_context(|| format!("cannot read {}: run `cargo xtask build` first", file.display()))?;
        let weight = Weight::of(&bytes)?;
        print_line(&file.strip_prefix(root).unwrap_or(file).to_string_lossy(), &weight);
        total += weight;
    }
    print_line(&format!("= {what}"), &total);
    println!();
    Ok(total)
}

fn print_line(name: &str, weight: &Weight) {
    println!("{name:<44} {:>10} {:>10} {:>10}", weight.raw, weight.gzip, weight.brotli);
}

/// What a shopper's browser fetches of the panel: its files, the tables by which it tells languages apart, and the words of one
/// language, the heaviest.
fn panel_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = list(folder)?;
    let words = files.iter().find(|path| path.is_dir()).context("the panel has no words")?;
    let (words, rest): (Vec<_>, Vec<_>) =
        list(words)?.into_iter().partition(|path| path.extension().is_some_and(|kind| kind == "json"));
    let mut weights = Vec::new();
    for path in words {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        weights.push((Weight::of(&bytes)?.brotli, path));
    }
    files.retain(|path| {
        path.extension().is_some_and(|extension| BROWSER_FILES.iter().any(|&loaded| extension == loaded))
    });
    files.extend(rest.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "bin")));
    files.extend(weights.into_iter().max().map(|(_, path)| path));
    Ok(files)
}

/// What is in a folder, in the order of names.
fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder)
        .with_context(|| format!("cannot list {}: run `cargo xtask build` first", folder.display()))?;
    let mut paths = listed.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    ensure!(!paths.is_empty(), "{} is empty: run `cargo xtask build` first", folder.display());
    paths.sort();
    Ok(paths)
}
