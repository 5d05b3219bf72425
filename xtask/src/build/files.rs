//! Folders of plain files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

/// Puts one text in place of another that a file must hold.
///
/// # Errors
/// When it does not hold it, or cannot be read or written.
pub fn replace(file: &Path, old: &str, new: &str) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    ensure!(text.contains(old), "{} does not say `{old}`", file.display());
    fs::write(file, text.replace(old, new)).with_context(|| format!("cannot write {}", file.display()))
}

/// Every file under `path`, itself when it is one, sorted; nothing when it does not exist.
///
/// Hidden files are left out: editors and tools leave their state in them.
pub fn list(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![path.to_owned()];
    while let Some(path) = pending.pop() {
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                found.push(path);
                continue;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot list {}", path.display())),
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot list {}", path.display()))?;
            if !entry.file_name().to_string_lossy().starts_with('.') {
                pending.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Makes `to` a copy of `from`, without what an earlier copy left there.
///
/// # Errors
/// When `from` holds no file, or a file cannot be read or written.
pub fn mirror(from: &Path, to: &Path) -> Result<()> {
    let sources = list(from)?;
    anyhow::ensure!(!sources.is_empty(), "there are no files in {}", from.display());
    if to.exists() {
        fs::remove_dir_all(to).with_context(|| format!("cannot remove {}", to.display()))?;
    }
    for source in sources {
        let target = to.join(source.strip_prefix(from)?);
        let folder = target.parent().with_context(|| format!("{} has no folder", target.display()))?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::copy(&source, &target).with_context(|| format!("cannot copy {}", source.display()))?;
    }
    Ok(())
}
