//! How other programs are run: which environment they see, and what is said when they fail.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::PathBuf,
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{setup, workspace::Workspace};

impl Workspace {
    /// A command of the machine, run in the root, without the variables that `cargo run` gave this process.
    ///
    /// Build scripts watch some of those variables: passing them on would make every build inside `xtask` differ from
    /// the same build typed by hand, and each would undo the other's cache.
    pub fn machine(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.root());
        for (name, _) in env::vars_os() {
            if is_set_by_cargo_run(&name) {
                command.env_remove(name);
            }
        }
        if env::var_os("CARGO_TARGET_DIR").is_some() {
            command.env("CARGO_TARGET_DIR", self.target());
        }
        command
    }

    /// A command that sees the project's own tools before the machine's: those of `setup`, then those of npm.
    ///
    /// # Errors
    /// When a folder's name cannot stand in `PATH`.
    pub fn project(&self, program: impl AsRef<OsStr>) -> Result<Command> {
        let mut folders: Vec<PathBuf> = setup::tool_folders(self);
        folders.push(self.path("node_modules/.bin"));
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let path = env::join_paths(folders).context("a folder's name cannot stand in PATH")?;
        let mut command = self.machine(program);
        command.env("PATH", path);
        Ok(command)
    }
}

fn is_set_by_cargo_run(name: &OsString) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME"
}

/// Runs to the end with the output passed through.
///
/// # Errors
/// When the program cannot be started, or ends with anything but success.
pub fn run(command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let status = command.status().with_context(|| format!("cannot start {name}"))?;
    ensure!(status.success(), "{name} failed ({status})");
    Ok(())
}

/// Runs to the end and returns what was printed.
///
/// # Errors
/// As [`run`].
pub fn read(command: &mut Command) -> Result<String> {
    let name = name_of(command);
    let output = command.output().with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("{name} failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where the machine has a program of this name.
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The program and its first words: enough to find it, without a screen of options.
fn name_of(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let words = command.get_args().take(3).map(|word| word.to_string_lossy().into_owned());
    let text: Vec<String> = std::iter::once(program).chain(words).collect();
    format!("`{}`", text.join(" "))
}
