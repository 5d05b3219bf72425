//! Node, npm, and the packages that `package-lock.json` names.
//!
//! The machine's Node only has to run npm: the Node that runs wrangler and the tests is itself one of the packages.

use std::{fs, path::Path, time::SystemTime};

use anyhow::{Context, Result};

use super::{Found, Voice};
use crate::{
    process::{on_path, read, run},
    version::Version,
    workspace::Workspace,
};

/// As `engines` in `package.json`.
const OLDEST: Version = Version(20, 0, 0);
const HOW: &str = "install it from https://nodejs.org, or with your system's packages";

pub fn node(workspace: &Workspace) -> Found {
    let printed = read(workspace.machine("node").arg("--version"));
    match printed.ok().as_deref().and_then(Version::find_in) {
        Some(version) if version >= OLDEST => Ok(version.to_string()),
        Some(version) => Err(format!("Node {OLDEST} or newer (this is {version}): {HOW}")),
        None => Err(format!("Node {OLDEST} or newer: {HOW}")),
    }
}

/// Presence only: npm takes half a second to say its version, and every command asks.
pub fn npm() -> Found {
    match on_path("npm") {
        Some(_) => Ok("on PATH".to_owned()),
        None => Err("npm, which comes with Node: install it from https://nodejs.org".to_owned()),
    }
}

pub fn bring_packages(workspace: &Workspace, voice: Voice) -> Result<()> {
    let lock = workspace.path("package-lock.json");
    // npm writes this file last: while it is absent, or older than the lock, the folder is not what the lock says.
    let installed = workspace.path("node_modules/.package-lock.json");
    let wanted = modified(&lock).context("package-lock.json is not there")?;
    if modified(&installed).is_some_and(|at| at >= wanted) {
        voice.found("npm packages", "as package-lock.json says");
        return Ok(());
    }
    voice.brings("npm packages", "npm ci (about a minute)");
    run(workspace
        .machine("npm") // Its warnings are about the machine's Node, which runs none of the packages.
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}
