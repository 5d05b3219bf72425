//! Where things are: every path is derived from the workspace's root.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The clone that this command works on.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
    tools_cache: PathBuf,
}

impl Workspace {
    /// Finds the clone that `cargo xtask` was called in.
    ///
    /// The run-time variable goes before the compiled-in one: a target directory shared by several clones may hold a
    /// binary that was compiled in another of them.
    ///
    /// # Errors
    /// When the machine names no home, cache or current folder.
    pub fn locate() -> Result<Self> {
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir.parent().context("the xtask crate has no parent folder")?.to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => env::current_dir().context("there is no current folder")?.join(dir),
            None => root.join("target"),
        };
        Ok(Self { root, target, tools_cache: tools_cache()? })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target directory: absolute also where the environment's is not.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The folder, shared by all clones of one user, that keeps the tools built by `setup`.
    pub fn tools_cache(&self) -> &Path {
        &self.tools_cache
    }

    /// A path given relative to the root, with `/`.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A program that npm installed in this clone.
    pub fn npm_bin(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }
}

fn tools_cache() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("LUTIN_TOOLS") {
        return Ok(dir.into());
    }
    if let Some(dir) = env::var_os("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(dir).join("lutingenie"));
    }
    let home = env::home_dir().context("no home folder to keep the tools in: set LUTIN_TOOLS to a folder")?;
    Ok(home.join(".cache/lutingenie"))
}
