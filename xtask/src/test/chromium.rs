//! The browser that the tests drive: the machine's own, never one downloaded behind the person's back.

use std::{env, path::PathBuf};

use anyhow::{Context, Result};

use crate::process::on_path;

/// `.ci/run` asks for the same names.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// # Errors
/// When there is none.
pub fn find() -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    NAMES.into_iter().find_map(on_path).context(
        "the tests need Chromium: install your system's package (`apt-get install chromium`), or set CHROMIUM to the \
         program, such as the one that `npx playwright-core install chromium` brings",
    )
}
