//! Word lists with frequencies in forty languages: the PyPI package `wordfreq`, read out of its wheel.

use std::{fs, io::Read, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

const VERSION: &str = "3.1.1";
const SHA256: &str = "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473";

/// The package, in memory.
pub struct Wordfreq(zip::ZipArchive<std::io::Cursor<Vec<u8>>>);

impl Wordfreq {
    /// Reads the wheel from `cache`, which is filled by `pip` the first time.
    ///
    /// # Errors
    /// When `pip` can't bring it, or what it brought is not the pinned file.
    pub fn open(cache: &Path) -> Result<Self> {
        let wheel = cache.join(format!("wordfreq-{VERSION}-py3-none-any.whl"));
        if !wheel.exists() {
            fs::create_dir_all(cache)?;
            let status = Command::new("pip")
                .args(["download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest"])
                .arg(cache)
                .arg(format!("wordfreq=={VERSION}"))
                .status()
                .context("pip, which brings the word lists, is not there")?;
            ensure!(status.success(), "pip could not bring wordfreq {VERSION}");
        }
        let bytes = fs::read(&wheel)?;
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        ensure!(digest == SHA256, "{} is not the pinned file: {digest}", wheel.display());
        Ok(Self(zip::ZipArchive::new(std::io::Cursor::new(bytes))?))
    }

    /// The `count` commonest words of `language`, each with its frequency.
    ///
    /// # Errors
    /// When there is no such list or it is not as documented: a header, then one list of words for every hundredth of
    /// a decade that frequency falls.
    pub fn words(&mut self, language: &str, count: usize) -> Result<Vec<(String, f64)>> {
        let mut packed = Vec::new();
        self.0
            .by_name(&format!("wordfreq/data/small_{language}.msgpack.gz"))
            .with_context(|| format!("no list of {language}"))?
            .read_to_end(&mut packed)?;
        let (_, bins): (serde_json::Value, Bins) = split(&packed)?;
        let by_frequency = bins.0.into_iter().enumerate().flat_map(|(centibels, words)| {
            let frequency = 10f64.powf(-(centibels as f64) / 100.0);
            words.into_iter().map(move |word| (word, frequency))
        });
        Ok(by_frequency.take(count).collect())
    }

    /// Each traditional character of Chinese with the simplified one that the lists use for it.
    ///
    /// # Errors
    /// When the table is not there.
    pub fn traditional(&mut self) -> Result<Vec<(char, char)>> {
        let mut packed = Vec::new();
        self.0.by_name("wordfreq/data/_chinese_mapping.msgpack.gz")?.read_to_end(&mut packed)?;
        let mut bytes = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes)?;
        let table: std::collections::BTreeMap<u32, String> = rmp_serde::from_slice(&bytes)?;
        let pair = |(from, to): (u32, String)| Some((char::from_u32(from)?, to.chars().next()?));
        Ok(table.into_iter().filter_map(pair).filter(|(from, to)| from != to).collect())
    }
}

struct Bins(Vec<Vec<String>>);

/// A list's first element is a header, all others are bins.
fn split(packed: &[u8]) -> Result<(serde_json::Value, Bins)> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes)?;
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Part {
        Bin(Vec<String>),
        Header(serde_json::Value),
    }
    let parts: Vec<Part> = rmp_serde::from_slice(&bytes)?;
    let mut header = serde_json::Value::Null;
    let mut bins = Vec::new();
    for part in parts {
        match part {
            Part::Bin(words) => bins.push(words),
            Part::Header(value) => header = value,
        }
    }
    ensure!(!bins.is_empty(), "a list without words");
    Ok((header, Bins(bins)))
}
