//! The stages of a test run and the commands behind them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    str::FromStr,
};

use anyhow::{Context, Error, Result, bail, ensure};

use super::chromium;
use crate::{
    build::{self, Part},
    process::run,
    setup, size,
    workspace::Workspace,
};

/// What runs on the machine itself, with every target (tests, examples) of its own.
const NATIVE_CRATES: &[&str] = &["lutin-panel-text", "lutin-shared", "lutin-training", "xtask"];
/// What compiles for the browser and the Worker only.
const WASM_CRATES: &[&str] = &["lutin-dashboard", "lutin-edge", "lutin-widget"];
/// Whose tests run on the machine itself: add a crate here when it has tests that need no browser.
const NATIVE_TESTS: &[&str] = &["lutin-panel-text", "lutin-shared", "xtask"];

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    Bench,
    Browser,
    Build,
    Clippy,
    Edge,
    Format,
    Kill,
    Native,
    Setup,
    Size,
}

impl Stage {
    /// In running order: fast before slow, and what builds before what needs the build.
    pub const ALL: [Self; 10] = [
        Self::Setup,
        Self::Format,
        Self::Clippy,
        Self::Native,
        Self::Build,
        Self::Size,
        Self::Edge,
        Self::Browser,
        Self::Kill,
        Self::Bench,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Bench => "bench",
            Self::Browser => "browser",
            Self::Build => "build",
            Self::Clippy => "clippy",
            Self::Edge => "edge",
            Self::Format => "format",
            Self::Kill => "kill",
            Self::Native => "native",
            Self::Setup => "setup",
            Self::Size => "size",
        }
    }

    pub fn run(self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::Bench => bench(workspace),
            // One browser at a time: two share the cores, and then the timings that are asserted are not ours.
            Self::Browser => node(workspace, "e2e/browser", &["--test-concurrency=1"]),
            Self::Build => build::run(workspace, &Part::ALL),
            Self::Clippy => clippy(workspace),
            Self::Edge => node(workspace, "e2e/edge", &[]),
            Self::Format => run(workspace.machine("cargo").args(["fmt", "--all", "--check"])),
            Self::Kill => node(workspace, "e2e/kill", &[]),
            Self::Native => run(workspace.machine("cargo").arg("test").args(packages(NATIVE_TESTS))),
            Self::Setup => setup::run(workspace),
            Self::Size => size::run(workspace),
        }
    }
}

impl FromStr for Stage {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match Self::ALL.into_iter().find(|stage| stage.name() == name) {
            Some(stage) => Ok(stage),
            None => bail!("the stages are {}", Self::ALL.map(Self::name).join(", ")),
        }
    }
}

fn clippy(workspace: &Workspace) -> Result<()> {
    run(workspace.machine("cargo").arg("clippy").args(packages(NATIVE_CRATES)).args([
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    run(workspace.machine("cargo").arg("clippy").args(packages(WASM_CRATES)).args([
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ]))
}

fn packages(names: &[&'static str]) -> Vec<&'static str> {
    names.iter().flat_map(|&name| ["--package", name]).collect()
}

/// Runs Node's own test runner on a folder's `*.test.mjs`, with what the stage `build` left.
fn node(workspace: &Workspace, folder: &str, options: &[&str]) -> Result<()> {
    run(node_command(workspace)?
        .arg("--test")
        .args(options)
        .args(test_files(&workspace.path(folder))?)
        .env("CHROMIUM", chromium::find()?))
}

/// The benchmarks that hold a promise: rows written, many who wait for people, and a short run of kills (bench/kill.mjs does more by hand).
fn bench(workspace: &Workspace) -> Result<()> {
    run(node_command(workspace)?.arg("bench/rows.mjs"))?;
    run(node_command(workspace)?.arg("bench/desk.mjs"))?;
    run(node_command(workspace)?.args(["bench/kill.mjs", "--conversations", "48", "--kills", "5"]))
}

fn node_command(workspace: &Workspace) -> Result<Command> {
    let mut command = workspace.project(workspace.npm_bin("node"))?;
    command
        .env("CI", "1")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .env("LUTIN_SKIP_BUILD", "1")
        .env("WRANGLER_HIDE_BANNER", "true")
        .env("WRANGLER_SEND_METRICS", "false");
    Ok(command)
}

/// Listed here and not by a pattern: Node is content with a pattern that matches nothing.
fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in listed {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    ensure!(!files.is_empty(), "there is no *.test.mjs in {}", folder.display());
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_found_by_its_name_and_no_other() {
        for stage in Stage::ALL {
            assert_eq!(stage.name().parse::<Stage>().unwrap(), stage);
        }
        assert!("lint".parse::<Stage>().unwrap_err().to_string().contains("clippy"));
    }
}
