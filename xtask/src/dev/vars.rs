//! `.dev.vars`: the secrets of a Worker that runs on this machine.
//!
//! Made up at random and never committed; a deployed Worker gets its own with `wrangler secret put`.

use std::{
    fmt::Write as _,
    fs::OpenOptions,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
};

use anyhow::{Context, Result, anyhow};

use crate::workspace::Workspace;

const FILE: &str = ".dev.vars";
const OPERATOR_TOKEN: &str = "OPERATOR_TOKEN";
const TOKEN_SECRET: &str = "TOKEN_SECRET";
const SECRET_BYTES: usize = 32;

/// Writes the file when it is absent; one that exists is the developer's.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    let path = workspace.path(FILE);
    let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(error).context("cannot write .dev.vars"),
    };
    let mut text =
        String::from("# Secrets for this machine only, made by `cargo xtask build`. Not committed.\n");
    for name in [TOKEN_SECRET, OPERATOR_TOKEN] {
        writeln!(text, "{name}=\"{}\"", random_hex()?)?;
    }
    file.write_all(text.as_bytes()).context("cannot write .dev.vars")
}

/// What the operator's routes ask for.
///
/// # Errors
/// When the file does not name it.
pub fn operator_token(workspace: &Workspace) -> Result<String> {
    let text = std::fs::read_to_string(workspace.path(FILE)).context("cannot read .dev.vars")?;
    value(&text, OPERATOR_TOKEN)
        .map(str::to_owned)
        .context(".dev.vars has no OPERATOR_TOKEN: add one, or remove the file to have it made anew")
}

fn value<'text>(text: &'text str, name: &str) -> Option<&'text str> {
    text.lines().find_map(|line| {
        let value = line.trim().strip_prefix(name)?.trim_start().strip_prefix('=')?;
        Some(value.trim().trim_matches('"'))
    })
}

fn random_hex() -> Result<String> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the machine gives no random bytes: {error}"))?;
    let mut hex = String::with_capacity(2 * SECRET_BYTES);
    for byte in bytes {
        write!(hex, "{byte:02x}")?;
    }
    Ok(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_read_with_and_without_quotes() {
        let text = "# OPERATOR_TOKEN=no\nTOKEN_SECRET=\"s\"\n OPERATOR_TOKEN = t\n";
        assert_eq!(value(text, TOKEN_SECRET), Some("s"));
        assert_eq!(value(text, OPERATOR_TOKEN), Some("t"));
        assert_eq!(value(text, "OPENAI_KEY"), None);
    }

    #[test]
    fn secrets_are_long_and_never_twice_the_same() {
        let (one, other) = (random_hex().unwrap(), random_hex().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
    }
}
