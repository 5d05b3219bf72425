//! The messages that people of this project wrote for training (`training/corpus/README.md`).

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// A line and the heading it stands under.
#[derive(Clone, Debug)]
pub struct Line {
    pub writer: String,
    pub language: String,
    pub heading: String,
    pub text: String,
}

/// The corpus's folder: one folder a writer, in it one a language, in it one file a task.
pub struct Corpus(PathBuf);

impl Corpus {
    pub fn new(root: &Path) -> Self {
        Self(root.to_owned())
    }

    /// Every line of `task`, in the order of files.
    ///
    /// # Errors
    /// When a folder can't be read.
    pub fn lines(&self, task: &str) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        for writer in folders(&self.0)? {
            for language in folders(&writer)? {
                let file = language.join(format!("{task}.txt"));
                if !file.exists() {
                    continue;
                }
                let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
                let mut heading = String::new();
                for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    if let Some(title) = line.strip_prefix("# ") {
                        heading = title.trim().to_owned();
                    } else {
                        lines.push(Line {
                            writer: name(&writer),
                            language: name(&language),
                            heading: heading.clone(),
                            text: line.to_owned(),
                        });
                    }
                }
            }
        }
        Ok(lines)
    }
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn folders(path: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(path).with_context(|| path.display().to_string())?;
    let mut folders: Vec<PathBuf> = entries
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    Ok(folders)
}
