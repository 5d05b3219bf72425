//! Whether a part has to be built again.
//!
//! A stamp is a file that lists the inputs of the last successful build and whose own time is when that build began: a
//! file saved while the build ran is newer, and one that was removed is missing from the new list. The list starts with
//! the clone's root, because clones may share a target directory.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context, Result};

use super::files;

/// The state of a part's inputs.
pub struct Inputs {
    /// The root and every file, one per line.
    listing: String,
    /// When the youngest of them was written.
    newest: SystemTime,
}

impl Inputs {
    /// Looks at every file of `paths` (relative to `root`) that is under none of `except`.
    pub fn scan(root: &Path, paths: &[&str], except: &[&str]) -> Result<Self> {
        let mut listing = format!("{}\n", root.display());
        let mut newest = SystemTime::UNIX_EPOCH;
        for path in paths {
            for file in files::list(&root.join(path))? {
                if except.iter().any(|skipped| file.starts_with(root.join(skipped))) {
                    continue;
                }
                let modified = fs::metadata(&file).and_then(|metadata| metadata.modified());
                newest = newest.max(modified.with_context(|| format!("cannot date {}", file.display()))?);
                listing.push_str(&file.strip_prefix(root)?.to_string_lossy());
                listing.push('\n');
            }
        }
        Ok(Self { listing, newest })
    }
}

/// Whether the last successful build saw exactly these inputs.
///
/// A file as old as the stamp counts as newer: it may have been written in the same tick, after it was read.
pub fn is_fresh(stamp: &Path, inputs: &Inputs) -> bool {
    let began = fs::metadata(stamp).and_then(|metadata| metadata.modified());
    let listed = fs::read_to_string(stamp);
    began.is_ok_and(|began| inputs.newest < began) && listed.is_ok_and(|listed| listed == inputs.listing)
}

/// A stamp whose build still runs.
#[must_use = "the build counts only once it is committed"]
pub struct Pending {
    stamp: PathBuf,
    draft: PathBuf,
}

/// Drafts the stamp before the build begins: the draft's time is the one that counts.
pub fn begin(stamp: &Path, inputs: &Inputs) -> Result<Pending> {
    let draft = stamp.with_extension("draft");
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(&draft, &inputs.listing).with_context(|| format!("cannot write {}", draft.display()))?;
    Ok(Pending { stamp: stamp.to_owned(), draft })
}

impl Pending {
    /// Records that the build succeeded.
    pub fn commit(self) -> Result<()> {
        fs::rename(&self.draft, &self.stamp).with_context(|| format!("cannot write {}", self.stamp.display()))
    }
}

#[cfg(test)]
mod tests {
    use std::{fs::File, time::Duration};

    use super::*;

    /// A folder of its own per test, with the files `a/one` and `a/skip/two` dated into the past.
    fn folder(test: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("xtask-stamp-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("a/skip")).unwrap();
        for file in ["a/one", "a/skip/two"] {
            write(&root, file, -60);
        }
        root
    }

    fn write(root: &Path, file: &str, seconds_from_now: i64) {
        let shift = Duration::from_secs(seconds_from_now.unsigned_abs());
        let now = SystemTime::now();
        let at = if seconds_from_now < 0 { now - shift } else { now + shift };
        File::create(root.join(file)).unwrap().set_modified(at).unwrap();
    }

    fn scan(root: &Path) -> Inputs {
        Inputs::scan(root, &["a", "absent"], &["a/skip"]).unwrap()
    }

    /// Builds, changes something, and says whether the stamp still holds.
    fn is_fresh_after(test: &str, change: impl FnOnce(&Path)) -> bool {
        let root = folder(test);
        let stamp = root.join("stamps/part");
        assert!(!is_fresh(&stamp, &scan(&root)), "never built");
        begin(&stamp, &scan(&root)).unwrap().commit().unwrap();
        change(&root);
        let fresh = is_fresh(&stamp, &scan(&root));
        fs::remove_dir_all(&root).unwrap();
        fresh
    }

    #[test]
    fn an_unchanged_part_is_fresh() {
        assert!(is_fresh_after("unchanged", |_| ()));
    }

    #[test]
    fn a_younger_file_makes_a_part_stale() {
        assert!(!is_fresh_after("younger", |root| write(root, "a/one", 60)));
    }

    #[test]
    fn a_new_or_removed_file_makes_a_part_stale_however_old_it_is() {
        assert!(!is_fresh_after("new", |root| write(root, "a/three", -600)));
        assert!(!is_fresh_after("removed", |root| fs::remove_file(root.join("a/one")).unwrap()));
    }

    #[test]
    fn what_is_excepted_does_not_count() {
        assert!(is_fresh_after("excepted", |root| write(root, "a/skip/two", 60)));
    }

    #[test]
    fn a_build_that_failed_leaves_no_stamp() {
        let root = folder("failed");
        let stamp = root.join("stamps/part");
        let _ = begin(&stamp, &scan(&root)).unwrap();
        assert!(!is_fresh(&stamp, &scan(&root)));
        fs::remove_dir_all(&root).unwrap();
    }
}
