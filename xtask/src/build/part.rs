//! The parts of a build: what each one reads, leaves behind, and runs.

use std::{fmt, fs, str::FromStr};

use anyhow::{Context, Error, Result, bail};

use super::files;
use crate::{process::run, setup, workspace::Workspace};

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// The merchant's and the agents' console.
    Dashboard,
    /// The demo shop.
    Demo,
    /// The Worker and its Durable Objects.
    Edge,
    /// What Cloudflare adds to each asset's response.
    Headers,
    /// The tag's script.
    Loader,
    /// The chat panel.
    Panel,
    /// The Worker with another clock and a count of what it writes: for tests and benchmarks, never deployed.
    Probe,
}

/// Behind every part that a tool of npm has a hand in: that tool's version, and the options we give it.
const BUNDLED: [&str; 2] = ["package-lock.json", "xtask/src/build/part.rs"];
/// Behind every part written in Rust.
const COMPILED: [&str; 5] =
    ["Cargo.lock", "Cargo.toml", "package-lock.json", "shared", "xtask/src/build/part.rs"];

impl Part {
    pub const ALL: [Self; 7] =
        [Self::Panel, Self::Dashboard, Self::Loader, Self::Demo, Self::Headers, Self::Edge, Self::Probe];

    /// Whether it is built without being asked for by name.
    pub fn is_deployed(self) -> bool {
        self != Self::Probe
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Demo => "demo",
            Self::Edge => "edge",
            Self::Headers => "headers",
            Self::Loader => "loader",
            Self::Panel => "panel",
            Self::Probe => "probe",
        }
    }

    /// Files and folders, relative to the root, whose change makes the part stale.
    pub fn inputs(self) -> Vec<&'static str> {
        let (own, shared): (&[&str], &[&str]) = match self {
            Self::Dashboard => (&["dashboard"], &COMPILED),
            Self::Demo => (&["demo/site"], &[]),
            Self::Edge | Self::Probe => (&["edge"], &COMPILED),
            Self::Headers => (&["edge/static/_headers"], &[]),
            Self::Loader => (&["widget/loader"], &BUNDLED),
            Self::Panel => (&["Trunk.toml", "index.html", "widget"], &COMPILED),
        };
        [own, shared].concat()
    }

    /// What lies among the inputs and is none.
    pub fn not_inputs(self) -> &'static [&'static str] {
        match self {
            Self::Edge | Self::Probe => &["edge/build", "edge/build-probe"],
            Self::Panel => &["widget/loader"],
            Self::Dashboard | Self::Demo | Self::Headers | Self::Loader => &[],
        }
    }

    /// What must exist for the part to count as built, whatever its stamp says.
    pub fn output(self) -> &'static str {
        match self {
            Self::Dashboard => "dist/dashboard/index.html",
            Self::Demo => "dist/demo",
            Self::Edge => "edge/build/index.js",
            Self::Headers => "dist/_headers",
            Self::Loader => "dist/lutin.js",
            Self::Panel => "dist/panel/index.html",
            Self::Probe => "edge/build-probe/index.js",
        }
    }

    pub fn build(self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::Dashboard => trunk(workspace, "dashboard"),
            Self::Demo => files::mirror(&workspace.path("demo/site"), &workspace.path("dist/demo")),
            Self::Edge => worker_build(workspace, &[]),
            Self::Headers => headers(workspace),
            Self::Loader => esbuild(workspace),
            Self::Panel => {
                trunk(workspace, "")?;
                minify(workspace, "dist/panel")
            }
            Self::Probe => worker_build(workspace, &["--out-dir", "build-probe", ".", "--features", "probe"]),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Part {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match Self::ALL.into_iter().find(|part| part.name() == name) {
            Some(part) => Ok(part),
            None => bail!("the parts are {}", Self::ALL.map(Self::name).join(", ")),
        }
    }
}

/// Runs Trunk where the `Trunk.toml` is that holds all the rest.
fn trunk(workspace: &Workspace, folder: &str) -> Result<()> {
    let program = setup::tool_program(workspace, "trunk")?;
    run(workspace
        .project(program)?
        .current_dir(workspace.path(folder))
        .args(["build", "--release", "--config", "Trunk.toml"])
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk reads this variable as an option that wants `true` or `false`, and refuses the usual `1`.
        .env_remove("NO_COLOR"))
}

/// Shrinks the scripts and styles of a folder where they are: what wasm-bindgen writes is meant to be read, and 2 kB of it
/// would travel to every phone. Their names keep the hash of what Trunk wrote, which is as good a name.
fn minify(workspace: &Workspace, folder: &str) -> Result<()> {
    let entries = fs::read_dir(workspace.path(folder)).with_context(|| format!("cannot read {folder}"))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|kind| kind == "js" || kind == "css"));
    run(workspace
        .project(workspace.npm_bin("esbuild"))?
        .args(files)
        .args(["--minify", "--target=es2022", "--charset=utf8", "--log-level=warning", "--allow-overwrite"])
        .arg(format!("--outdir={folder}")))
}

/// Names every tool: worker-build would download what it is not given, and never looks on `PATH`.
fn worker_build(workspace: &Workspace, options: &[&str]) -> Result<()> {
    let program = setup::tool_program(workspace, "worker-build")?;
    run(workspace
        .project(program)?
        .current_dir(workspace.path("edge"))
        .arg("--release")
        .args(options)
        .env("ESBUILD_BIN", workspace.npm_bin("esbuild"))
        .env("WASM_BINDGEN_BIN", setup::tool_program(workspace, "wasm-bindgen")?)
        .env("WASM_OPT_BIN", workspace.npm_bin("wasm-opt")))
}

fn esbuild(workspace: &Workspace) -> Result<()> {
    run(workspace.project(workspace.npm_bin("esbuild"))?.args([
        "widget/loader/lutin.js",
        "--bundle",
        "--minify",
        "--format=iife",
        "--target=es2020",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
        "--outfile=dist/lutin.js",
    ]))
}

fn headers(workspace: &Workspace) -> Result<()> {
    fs::create_dir_all(workspace.path("dist")).context("cannot make the folder dist")?;
    fs::copy(workspace.path("edge/static/_headers"), workspace.path("dist/_headers"))
        .context("cannot copy edge/static/_headers")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_by_its_name_and_no_other() {
        for part in Part::ALL {
            assert_eq!(part.name().parse::<Part>().unwrap(), part);
        }
        assert!("worker".parse::<Part>().unwrap_err().to_string().contains("edge"));
    }

    #[test]
    fn no_part_reads_what_a_build_writes() {
        for part in Part::ALL {
            let reads_output = part.inputs().iter().any(|input| {
                part.output().starts_with(&format!("{input}/"))
                    && !part.not_inputs().iter().any(|skipped| part.output().starts_with(skipped))
            });
            assert!(!reads_output, "{part} would always be stale");
        }
    }
}
