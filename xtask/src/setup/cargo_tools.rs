//! The three programs that turn our crates into what a browser and Cloudflare run.
//!
//! They are built once per user and version, never into cargo's own `bin`: another project may want other versions.

use std::{fs, path::PathBuf, time::Instant};

use anyhow::{Context, Result, bail};

use super::Voice;
use crate::{lockfile, process::run, timing, workspace::Workspace};

struct CargoTool {
    /// The crate.
    name: &'static str,
    version: &'static str,
    /// The program that shows that the tool is installed.
    program: &'static str,
    /// Measured on two cores with [`LIGHT_PROFILE`].
    build_minutes: u32,
}

/// Must equal the crate's version in `Cargo.lock`: generated code and generator speak a private, unstable format.
const WASM_BINDGEN: CargoTool =
    CargoTool { name: "wasm-bindgen-cli", version: "0.2.129", program: "wasm-bindgen", build_minutes: 3 };
const WORKER_BUILD: CargoTool =
    CargoTool { name: "worker-build", version: "0.8.7", program: "worker-build", build_minutes: 3 };
const TRUNK: CargoTool = CargoTool { name: "trunk", version: "0.21.14", program: "trunk", build_minutes: 6 };
const TOOLS: [CargoTool; 3] = [WASM_BINDGEN, WORKER_BUILD, TRUNK];

/// These programs run for seconds: building them fast is worth more than their speed.
const LIGHT_PROFILE: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
];

impl CargoTool {
    fn label(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// What `cargo install --root` fills.
    fn home(&self, workspace: &Workspace) -> PathBuf {
        workspace.tools_cache().join("tools").join(self.label())
    }

    fn program_path(&self, workspace: &Workspace) -> PathBuf {
        self.home(workspace).join("bin").join(self.program)
    }
}

/// The folders that go in front of `PATH`.
pub fn tool_folders(workspace: &Workspace) -> Vec<PathBuf> {
    TOOLS.iter().map(|tool| tool.home(workspace).join("bin")).collect()
}

/// The full path of one of the tools' programs.
///
/// # Errors
/// When `program` is none of theirs.
pub fn tool_program(workspace: &Workspace, program: &str) -> Result<PathBuf> {
    let tool = TOOLS.iter().find(|tool| tool.program == program);
    Ok(tool.with_context(|| format!("`{program}` is no tool of setup"))?.program_path(workspace))
}

/// Compares the generator with the crate before anything is built with the wrong one.
pub fn check_lock(workspace: &Workspace) -> Result<()> {
    let lock = fs::read_to_string(workspace.path("Cargo.lock")).context("cannot read Cargo.lock")?;
    for version in lockfile::versions_of(&lock, "wasm-bindgen") {
        if version != WASM_BINDGEN.version {
            bail!(
                "Cargo.lock has wasm-bindgen {version}, but the tool is {}: pin both to one version, in Cargo.toml and \
                 in xtask/src/setup/cargo_tools.rs",
                WASM_BINDGEN.label()
            );
        }
    }
    Ok(())
}

pub fn bring(workspace: &Workspace, voice: Voice) -> Result<()> {
    // Shared by the three, so that what they have in common is compiled once; large, so it goes afterwards.
    let build_folder = workspace.tools_cache().join("build");
    let mut installed_any = false;
    for tool in &TOOLS {
        if tool.program_path(workspace).is_file() {
            voice.found(&tool.label(), "built");
            continue;
        }
        voice.brings(
            &tool.label(),
            &format!("building it: about {} minutes on two cores", tool.build_minutes),
        );
        let start = Instant::now();
        fs::create_dir_all(&build_folder)
            .with_context(|| format!("cannot make the folder {}", build_folder.display()))?;
        run(workspace
            .machine("cargo")
            // Not the root: the project's `.cargo/config.toml` is not the tools' affair.
            .current_dir(workspace.tools_cache())
            .args(["install", "--locked", &tool.label()])
            .arg("--root")
            .arg(tool.home(workspace))
            .env("CARGO_TARGET_DIR", &build_folder)
            .envs(LIGHT_PROFILE))?;
        voice.brings(&tool.label(), &format!("built in {}", timing::readable(start.elapsed())));
        installed_any = true;
    }
    if installed_any {
        fs::remove_dir_all(&build_folder)
            .with_context(|| format!("cannot remove the folder {}", build_folder.display()))?;
    }
    Ok(())
}
