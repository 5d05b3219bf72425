//! The parts of a build: what each one reads, leaves behind, and runs.

use std::{
    collections::BTreeMap,
    env, fmt, fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Context, Error, Result, bail, ensure};
use flate2::Crc;
use lutin_panel_text::Key;
use lutin_shared::assistant::lexicon::HEADING;
use sha2::{Digest, Sha256};

use super::{files, module, names, styles};
use crate::{process::run, setup, size::brotli, workspace::Workspace};

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
    /// The words of the twelve languages, which the Worker reads when it first needs them.
    Lexicon,
    /// The tag's script, and the one that it fetches with the chat.
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

/// The tables by which the panel tells languages apart.
const MODEL: &str = "shared/src/language/model.bin";
/// Where the panel's page is told where its words are.
const WORDS: &str = "__WORDS__";

/// Where the words of each language are.
const LEXICON: &str = "shared/src/assistant/lexicon";

impl Part {
    pub const ALL: [Self; 8] = [
        Self::Panel,
        Self::Dashboard,
        Self::Loader,
        Self::Demo,
        Self::Headers,
        Self::Lexicon,
        Self::Edge,
        Self::Probe,
    ];

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
            Self::Lexicon => "lexicon",
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
            Self::Lexicon => (&[LEXICON], &[]),
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
            Self::Dashboard | Self::Demo | Self::Headers | Self::Lexicon | Self::Loader => &[],
        }
    }

    /// What must exist for the part to count as built, whatever its stamp says.
    pub fn output(self) -> &'static str {
        match self {
            Self::Dashboard => "dist/dashboard/index.html",
            Self::Demo => "dist/demo",
            Self::Edge => "edge/build/index.js",
            Self::Headers => "dist/_headers",
            Self::Lexicon => "dist/lexicon.txt",
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
            Self::Lexicon => lexicon(workspace),
            Self::Loader => loader(workspace),
            Self::Panel => {
                trunk(workspace, "")?;
                boot(workspace, "dist/panel")?;
                speech(workspace, "dist/panel")?;
                bare(workspace, "dist/panel/index.html")?;
                prune(workspace, "dist/panel")?;
                styles::join(&workspace.path("dist/panel"), &workspace.path("dist/panel/index.html"))?;
                minify(workspace, "dist/panel")?;
                compress(workspace, "dist/panel")
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

/// What starts the panel, in one file.
fn boot(workspace: &Workspace, folder: &str) -> Result<()> {
    run(workspace
        .project(workspace.npm_bin("esbuild"))?
        .arg("widget/boot/boot.js")
        .args(["--bundle", "--format=esm", "--target=es2022", "--charset=utf8", "--log-level=warning"])
        .arg(format!("--outfile={folder}/boot.js")))
}

/// What the panel says and what it tells languages apart by: a file for each language and one for the tables, in a folder
/// whose name changes with what is in it, so that a browser may keep them for ever. The page is told that name.
fn speech(workspace: &Workspace, folder: &str) -> Result<()> {
    let model = fs::read(workspace.path(MODEL)).with_context(|| format!("cannot read {MODEL}"))?;
    let mut files = vec![("model.bin".to_owned(), model)];
    for (tag, _, catalogue) in lutin_panel_text::ALL {
        let words: BTreeMap<_, _> = Key::NAMES.iter().zip(catalogue.texts()).collect();
        files.push((format!("{tag}.json"), serde_json::to_vec(&words)?));
    }
    let mut hasher = Sha256::new();
    files.iter().for_each(|(_, content)| hasher.update(content));
    let hash: String = hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let words = workspace.path(&format!("{folder}/words-{hash}"));
    fs::create_dir_all(&words).context("cannot make the folder of words")?;
    for (name, content) in files {
        fs::write(words.join(&name), content).with_context(|| format!("cannot write {name}"))?;
    }
    files::replace(&workspace.path(&format!("{folder}/index.html")), WORDS, &format!("/panel/words-{hash}/"))
}

/// Takes from the panel's module what no page of ours takes (a library of Leptos's offers streams of bytes), the words of
/// panics, and long names; and from its script what the module then no longer asks for.
fn prune(workspace: &Workspace, folder: &str) -> Result<()> {
    let (modules, scripts) = (of_kinds(workspace, folder, &["wasm"])?, glue(workspace, folder)?);
    let cargo = env::var("CARGO_HOME").or_else(|_| env::var("HOME").map(|home| home + "/.cargo"));
    // Where sources are: of crates, of the compiler's library, and our own.
    let roots = [
        cargo.unwrap_or_default(),
        "/rustc/".into(),
        "/rust/deps/".into(),
        "shared/src/".into(),
        "widget/src/".into(),
    ];
    let roots: Vec<String> = roots.into_iter().filter(|root| !root.is_empty()).collect();
    for (path, script) in modules.iter().zip(&scripts) {
        module::withdraw(path, |name| name.contains("intounderlying"))?;
        module::silence(path, is_last_word, &roots)?;
        wasm_opt(workspace, path)?;
        // What the first round has emptied, the second one finds.
        wasm_opt(workspace, path)?;
        module::withdraw_statements(script, "IntoUnderlying")?;
        // Only boot.js starts the panel, and not so.
        module::withdraw_statements(script, "function initSync")?;
        files::replace(script, "export { initSync, ", "export { ")?;
        module::shorten_imports(path, script)?;
    }
    ensure!(modules.len() == 1 && scripts.len() == 1, "the panel is one module with one script");
    Ok(())
}

/// Whether a function does nothing but stop the module, or say why.
fn is_last_word(name: &str) -> bool {
    let is_of_panic =
        ["panicking::", "_fail", "capacity_overflow", "handle_error", "handle_alloc_error", "rust_panic"];
    let is_shown = ["fmt::Debug>::fmt", "PadAdapter", "PanicPayload"];
    is_of_panic.iter().chain(&is_shown).any(|part| name.contains(part))
        || ["unwrap_failed", "expect_failed", "assert_failed", "rust_begin_unwind"]
            .iter()
            .any(|part| name.contains(part))
}

/// The scripts that wasm-bindgen wrote.
fn glue(workspace: &Workspace, folder: &str) -> Result<Vec<PathBuf>> {
    let mut scripts = of_kinds(workspace, folder, &["js"])?;
    scripts.retain(|script| !script.ends_with("boot.js"));
    Ok(scripts)
}

/// The files of a folder whose names end so.
fn of_kinds(workspace: &Workspace, folder: &str, kinds: &[&str]) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(workspace.path(folder)).with_context(|| format!("cannot read {folder}"))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|kind| kinds.iter().any(|&one| kind == one)));
    files.sort();
    Ok(files)
}

/// Shrinks the scripts, styles and names of a folder where they are: what wasm-bindgen writes is meant to be read, and 4 kB
/// of it would travel to every phone. The files keep the hash of what Trunk wrote, which is as good a name.
fn minify(workspace: &Workspace, folder: &str) -> Result<()> {
    names::number_hashes(&of_kinds(workspace, folder, &["js", "wasm"])?)?;
    run(workspace
        .project(workspace.npm_bin("esbuild"))?
        .args(of_kinds(workspace, folder, &["css", "js"])?)
        .args(["--minify", "--tree-shaking=true", "--format=esm", "--target=es2022"])
        .args(["--charset=utf8", "--log-level=warning", "--allow-overwrite"])
        .arg(format!("--outdir={folder}")))
}

/// Writes the module beside itself in brotli, as the Worker sends it: smaller than what is compressed on the fly.
fn compress(workspace: &Workspace, folder: &str) -> Result<()> {
    for module in of_kinds(workspace, folder, &["wasm"])? {
        let bytes = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
        let mut packed = module.into_os_string();
        packed.push(".br");
        fs::write(&packed, brotli(&bytes)?).with_context(|| format!("cannot write {}", packed.display()))?;
    }
    Ok(())
}

/// Leaves out of a page what is written for its readers alone: comments, each on a line of its own, and how lines stand in.
fn bare(workspace: &Workspace, page: &str) -> Result<()> {
    let file = workspace.path(page);
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {page}"))?;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with("<!--")).collect();
    fs::write(&file, lines.join("\n")).with_context(|| format!("cannot write {page}"))
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
        .env("WASM_OPT_BIN", workspace.npm_bin("wasm-opt")))?;
    let folder = if options.is_empty() { "edge/build" } else { "edge/build-probe" };
    // worker-build optimises for speed and keeps the names of functions, a tenth of the bundle.
    wasm_opt(workspace, &workspace.path(&format!("{folder}/index_bg.wasm")))
}

/// Shrinks a module where it is, and leaves out the names of its functions.
fn wasm_opt(workspace: &Workspace, module: &Path) -> Result<()> {
    run(workspace
        .project(workspace.npm_bin("wasm-opt"))?
        .args(["-Oz", "--enable-bulk-memory", "--enable-multivalue", "--enable-mutable-globals"])
        .args(["--enable-nontrapping-float-to-int", "--enable-reference-types", "--enable-sign-ext"])
        .arg(module)
        .arg("-o")
        .arg(module))
}

/// The tag, and what it fetches with the chat: by its checksum, so that a tag never meets one that was kept from before.
fn loader(workspace: &Workspace) -> Result<()> {
    const FRAME: &str = "dist/lutin-frame.js";
    bundle(workspace, "widget/loader/frame.js", FRAME, &["--format=esm"])?;
    let mut checksum = Crc::new();
    checksum.update(&fs::read(workspace.path(FRAME)).with_context(|| format!("cannot read {FRAME}"))?);
    // Six digits tell two apart as well as eight, and each weighs on every page of a shop.
    let version = format!("--define:FRAME_VERSION=\"{:06x}\"", checksum.sum() & 0xff_ffff);
    bundle(workspace, "widget/loader/lutin.js", "dist/lutin.js", &["--format=iife", &version])
}

fn bundle(workspace: &Workspace, script: &str, output: &str, options: &[&str]) -> Result<()> {
    run(workspace
        .project(workspace.npm_bin("esbuild"))?
        .args([
            script,
            "--bundle",
            "--minify",
            "--target=es2020",
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=warning",
        ])
        .args(options)
        .arg(format!("--outfile={output}")))
}

fn headers(workspace: &Workspace) -> Result<()> {
    fs::create_dir_all(workspace.path("dist")).context("cannot make the folder dist")?;
    fs::copy(workspace.path("edge/static/_headers"), workspace.path("dist/_headers"))
        .context("cannot copy edge/static/_headers")?;
    Ok(())
}

/// All languages in one file, each behind its heading.
fn lexicon(workspace: &Workspace) -> Result<()> {
    let mut bundle = String::new();
    for file in of_kinds(workspace, LEXICON, &["txt"])? {
        let tag = file.file_stem().and_then(|stem| stem.to_str()).context("a file without a name")?;
        let words = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        bundle.extend([HEADING, tag, "\n", &words]);
    }
    fs::create_dir_all(workspace.path("dist")).context("cannot make the folder dist")?;
    fs::write(workspace.path("dist/lexicon.txt"), bundle).context("cannot write dist/lexicon.txt")
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
