//! The Rust compiler and its WebAssembly target.

use std::path::Path;

use anyhow::Result;

use super::{Found, Voice};
use crate::{
    process::{on_path, read, run},
    version::Version,
    workspace::Workspace,
};

/// As `rust-version` in `Cargo.toml`: the `worker` crate asks for it.
const OLDEST: Version = Version(1, 91, 0);
const TARGET: &str = "wasm32-unknown-unknown";

pub fn compiler(workspace: &Workspace) -> Found {
    let printed = read(workspace.machine("rustc").arg("--version"));
    match printed.ok().as_deref().and_then(Version::find_in) {
        Some(version) if version >= OLDEST => Ok(version.to_string()),
        Some(version) => Err(format!(
            "rustc {OLDEST} or newer (this is {version}): `rustup update stable`, or https://rustup.rs without rustup"
        )),
        None => Err(format!("rustc {OLDEST} or newer: install it from https://rustup.rs")),
    }
}

/// The target, or at least the program that can add it.
pub fn target_or_rustup(workspace: &Workspace) -> Found {
    if has_target(workspace) {
        Ok(TARGET.to_owned())
    } else if on_path("rustup").is_some() {
        Ok(format!("{TARGET}: not there yet"))
    } else {
        Err(format!(
            "Rust's target {TARGET}: install rustup (https://rustup.rs), or your system's package for it"
        ))
    }
}

pub fn bring_target(workspace: &Workspace, voice: Voice) -> Result<()> {
    if has_target(workspace) {
        return Ok(());
    }
    voice.brings(TARGET, "adding it with rustup (some seconds)");
    run(workspace.machine("rustup").args(["target", "add", TARGET]))
}

/// Asks the compiler and not rustup: distributions ship the target without rustup.
fn has_target(workspace: &Workspace) -> bool {
    read(workspace.machine("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_ok_and(|folder| Path::new(&folder).is_dir())
}
