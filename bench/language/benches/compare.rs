//! Ours beside lingua, whatlang and whichlang, in one run: accuracy on two sets, bytes, time per message.
//!
//! `cargo bench -p lutin-bench` prints the table of `docs/language.md`. The first set is the project's development set;
//! the second is what lingua's authors test with (`testdata/` of the `lingua-*-language-model` crates, in cargo's registry):
//! words, pairs of words and sentences of newspapers.

use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use lutin_shared::language::{LATIN, Language, detect};

/// A message and its language.
type Sample = (String, Language);

type Detect = Box<dyn Fn(&str) -> Option<Language>>;

/// A detector under test.
struct Detector {
    name: &'static str,
    /// What it weighs, as its README or its files say.
    weight: String,
    detect: Detect,
}

fn main() {
    let dev = dev_set();
    let theirs = lingua_sets();
    println!("{} messages of the development set, {} of lingua's\n", dev.len(), theirs.len());
    let bands = [("1", 0..=1), ("2", 2..=2), ("3–5", 3..=5), ("6+", 6..=usize::MAX), ("all", 0..=usize::MAX)];
    print!("| | bytes | µs |");
    for (title, _) in &bands {
        print!(" ours {title} |");
    }
    println!(
        " twelve | lingua's words | pairs | sentences |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
    );
    for detector in detectors() {
        let took = time(&detector, &dev);
        print!("| {} | {} | {:.1} |", detector.name, detector.weight, took.as_secs_f64() * 1e6);
        for (_, band) in &bands {
            let of_band = |sample: &&Sample| LATIN.contains(&sample.1) && band.contains(&words(sample));
            let latin = dev.iter().filter(of_band);
            print!(" {} |", percent(&detector, latin));
        }
        print!(" {} |", percent(&detector, dev.iter()));
        for kind in ["single-words", "word-pairs", "sentences"] {
            let of_kind = theirs.iter().filter(|(found, _)| found == kind).map(|(_, sample)| sample);
            print!(" {} |", percent(&detector, of_kind));
        }
        println!();
    }
}

fn words((text, _): &Sample) -> usize {
    text.split_whitespace().count()
}

fn percent<'a>(detector: &Detector, samples: impl Iterator<Item = &'a Sample>) -> String {
    let (mut right, mut all) = (0u32, 0u32);
    for (text, language) in samples {
        right += u32::from((detector.detect)(text) == Some(*language));
        all += 1;
    }
    format!("{:.1}", 100.0 * f64::from(right) / f64::from(all.max(1)))
}

/// Per message: the best of five rounds over the whole set, after one that warms up.
fn time(detector: &Detector, samples: &[Sample]) -> Duration {
    let round = || {
        let start = Instant::now();
        for (text, _) in samples {
            black_box((detector.detect)(black_box(text)));
        }
        start.elapsed() / u32::try_from(samples.len()).unwrap_or(u32::MAX)
    };
    round();
    (0..5).map(|_| round()).min().unwrap_or_default()
}

fn detectors() -> Vec<Detector> {
    let model = fs::metadata(root().join("shared/src/language/model.bin")).map_or(0, |file| file.len());
    let lingua = |is_low: bool| {
        let mut builder = lingua::LanguageDetectorBuilder::from_all_languages();
        if is_low {
            builder.with_low_accuracy_mode();
        }
        let detector = builder.with_preloaded_language_models().build();
        move |text: &str| {
            let code = detector.detect_language_of(text)?.iso_code_639_1().to_string().to_lowercase();
            Language::from_tag(&code)
        }
    };
    let crates = format!("{:.0} MB", registry_weight("lingua-") as f64 / 1e6);
    vec![
        Detector {
            name: "ours",
            weight: format!("{:.1} kB", model as f64 / 1e3),
            detect: Box::new(|text| detect(text).language),
        },
        Detector { name: "lingua, high accuracy", weight: crates.clone(), detect: Box::new(lingua(false)) },
        Detector { name: "lingua, low accuracy", weight: crates, detect: Box::new(lingua(true)) },
        Detector {
            name: "whatlang",
            weight: format!("{:.0} kB", registry_weight("whatlang-") as f64 / 1e3),
            detect: {
                use whatlang::Lang::{Ara, Cmn, Deu, Eng, Fra, Ita, Jpn, Nld, Pol, Por, Rus, Spa};
                let ours = vec![Fra, Eng, Spa, Deu, Ita, Por, Nld, Pol, Rus, Ara, Cmn, Jpn];
                let detector = whatlang::Detector::with_allowlist(ours.clone());
                Box::new(move |text| {
                    let found = detector.detect_lang(text)?;
                    let at = ours.iter().position(|lang| *lang == found)?;
                    Language::ALL.get(at).copied()
                })
            },
        },
        Detector {
            name: "whichlang",
            weight: format!("{:.0} kB", registry_weight("whichlang-") as f64 / 1e3),
            detect: Box::new(|text| {
                let code = whichlang::detect_language(text).three_letter_code();
                let codes =
                    ["fra", "eng", "spa", "deu", "ita", "por", "nld", "pol", "rus", "ara", "cmn", "jpn"];
                Language::ALL.get(codes.iter().position(|known| *known == code)?).copied()
            }),
        },
    ]
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn dev_set() -> Vec<Sample> {
    let text =
        fs::read_to_string(root().join("shared/tests/understanding/language.jsonl")).unwrap_or_default();
    let sample = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        Some((line["text"].as_str()?.to_owned(), Language::from_tag(line["lang"].as_str()?)?))
    };
    text.lines().filter_map(sample).collect()
}

/// The folders of a crate's sources, as cargo keeps them.
fn registry(prefix: &str) -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let Some(sources) = home.map(|home| home.join("registry/src")) else { return Vec::new() };
    let folders = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_wanted =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix));
    let mut found: Vec<PathBuf> =
        folders(&sources).flat_map(|index| folders(&index).collect::<Vec<_>>()).filter(is_wanted).collect();
    found.sort();
    found
}

/// The bytes of the models in a crate's sources: what is neither code, prose nor test data.
fn registry_weight(prefix: &str) -> u64 {
    fn weigh(path: &Path) -> u64 {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries
            .map(|entry| match entry.file_type() {
                Ok(kind)
                    if kind.is_dir()
                        && !["testdata", "tests", "benches"]
                            .iter()
                            .any(|name| entry.file_name() == *name) =>
                {
                    weigh(&entry.path())
                }
                Ok(kind) if kind.is_file() => {
                    let name = entry.file_name().to_string_lossy().into_owned();
                    let is_model = ["models/", "src/"]
                        .iter()
                        .any(|folder| entry.path().to_string_lossy().contains(folder))
                        || name.ends_with(".br")
                        || name.ends_with(".fst");
                    if is_model { entry.metadata().map_or(0, |file| file.len()) } else { 0 }
                }
                _ => 0,
            })
            .sum()
    }
    registry(prefix).iter().map(|path| weigh(path)).sum()
}

/// What lingua is tested with: its kind, and the sample.
fn lingua_sets() -> Vec<(String, Sample)> {
    let names = [
        "french",
        "english",
        "spanish",
        "german",
        "italian",
        "portuguese",
        "dutch",
        "polish",
        "russian",
        "arabic",
        "chinese",
        "japanese",
    ];
    let mut all = Vec::new();
    for (language, name) in Language::ALL.into_iter().zip(names) {
        let Some(folder) = registry(&format!("lingua-{name}-language-model-")).pop() else { continue };
        for kind in ["single-words", "word-pairs", "sentences"] {
            let text = fs::read_to_string(folder.join(format!("testdata/{kind}.txt"))).unwrap_or_default();
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            all.extend(lines.step_by(5).take(200).map(|line| (kind.to_owned(), (line.to_owned(), language))));
        }
    }
    all
}
