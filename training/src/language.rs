//! The table that tells languages of one script apart: softmax regression on hashed pieces of words, quantised.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, Result};
use fastrand::Rng;
use lutin_shared::{
    language::{LATIN, Language, Model, Prior, Scores, boundary_grams, unspaced_grams},
    text::{Kind, Script, words},
};

use crate::{
    corpus::Corpus,
    fit::{Floats, Lottery, Plan},
    wordfreq::Wordfreq,
};

const CLASSES: usize = LATIN.len() + 1;
const OTHER: usize = LATIN.len();

/// How often a draw is from what shoppers type, not from a word list; and then, from words typed alone.
const DOMAIN: f64 = 0.6;
const SHORT: f64 = 0.4;

/// Outsiders in Latin letters, with how often each is drawn.
const OUTSIDERS: &[(&str, f64)] = &[
    ("tr", 1.0),
    ("sv", 1.0),
    ("cs", 1.0),
    ("ro", 1.0),
    ("hu", 1.0),
    ("da", 1.0),
    ("fi", 1.0),
    ("vi", 1.0),
    ("nb", 0.7),
    ("sk", 0.7),
    ("sl", 0.5),
    ("sh", 0.7),
    ("lt", 0.5),
    ("lv", 0.5),
    ("id", 0.7),
    ("ms", 0.3),
    ("fil", 0.4),
    ("is", 0.3),
    ("ca", 0.4),
];

struct WordList {
    words: Vec<String>,
    lottery: Lottery,
}

impl WordList {
    fn new(list: Vec<(String, f64)>, power: f64, keep: impl Fn(&str) -> bool) -> Self {
        let list: Vec<_> = list.into_iter().filter(|(word, _)| keep(word)).collect();
        let lottery = Lottery::new(list.iter().map(|(_, frequency)| frequency.powf(power)));
        Self { words: list.into_iter().map(|(word, _)| word).collect(), lottery }
    }

    fn draw(&self, rng: &mut Rng) -> &str {
        &self.words[self.lottery.draw(rng)]
    }
}

/// One class's sources.
struct Source {
    lists: Vec<WordList>,
    which: Lottery,
    texts: Texts,
}

/// What shoppers type, split at spaces: whole messages, and words typed alone.
#[derive(Default)]
struct Texts {
    messages: Vec<Vec<String>>,
    short: Vec<Vec<String>>,
}

impl Texts {
    fn extend(&mut self, more: Self) {
        self.messages.extend(more.messages);
        self.short.extend(more.short);
    }
}

impl Source {
    fn draw(&self, rng: &mut Rng, text: &mut String) {
        text.clear();
        let kind = rng.f64();
        let list = &self.lists[self.which.draw(rng)];
        let domain = if self.texts.messages.is_empty() { 0.0 } else { DOMAIN };
        if kind < domain {
            if !self.texts.short.is_empty() && rng.f64() < SHORT {
                push_all(text, &self.texts.short[rng.usize(..self.texts.short.len())]);
                return;
            }
            let message = &self.texts.messages[rng.usize(..self.texts.messages.len())];
            let length = match rng.f64() {
                x if x < 0.3 => 1,
                x if x < 0.55 => 2,
                x if x < 0.8 => rng.usize(3..=5),
                _ => message.len(),
            }
            .min(message.len());
            let start = rng.usize(..=message.len() - length);
            push_all(text, &message[start..start + length]);
        } else {
            let count = if rng.f64() < 0.6 { 1 } else { rng.usize(2..=4) };
            for _ in 0..count {
                text.push_str(list.draw(rng));
                text.push(' ');
            }
        }
    }
}

fn push_all(text: &mut String, words: &[String]) {
    for word in words {
        text.push_str(word);
        text.push(' ');
    }
}

fn latin_hashes(text: &str, into: &mut Vec<u32>) {
    for word in words(text) {
        if word.kind == Kind::Letters(Script::Latin) {
            boundary_grams(word.text, &mut |hash| into.push(hash));
        }
    }
}

/// Without its accents, as half of all phones type.
fn bare(text: &str) -> String {
    let fold = |letter: char| {
        let (one, two) = lutin_shared::text::fold(letter);
        one.into_iter().chain(two)
    };
    text.chars().flat_map(fold).collect()
}

/// The corpus's text as pieces of whole messages: one turn each.
fn texts(corpus: &Corpus) -> Result<HashMap<String, Texts>> {
    let mut all: HashMap<String, Texts> = HashMap::new();
    for task in ["emotion", "escalation", "resolution", "relatedness", "tags", "messages", "words"] {
        for line in corpus.lines(task)? {
            let entry = all.entry(line.language.clone()).or_default();
            for turn in line.text.split(" | ").flat_map(|turn| turn.split(" => ")) {
                let turn = turn.trim_start_matches("S: ").trim_start_matches("A: ");
                let split: Vec<String> = turn.split_whitespace().map(str::to_owned).collect();
                if split.is_empty() {
                    continue;
                }
                if task == "words" {
                    entry.short.push(split);
                } else {
                    entry.messages.push(split);
                }
            }
        }
    }
    Ok(all)
}

pub fn train(root: &Path) -> Result<()> {
    let plan = Plan {
        rows: 48_000,
        shapes: 64,
        samples: 2_500_000,
        rate: 0.2,
        decay: 0.001,
        price: 0.09,
        prunings: 4,
        last_price: 0.09,
    };
    let corpus = Corpus::new(&root.join("corpus"));
    let mut lists = Wordfreq::open(&root.join("../target/wordfreq"))?;
    let mut texts = texts(&corpus)?;
    let power = 0.6;
    let count = 25_000;
    let is_word = |word: &str| words(word).all(|piece| piece.kind == Kind::Letters(Script::Latin));
    let mut list =
        |tag: &str| -> Result<WordList> { Ok(WordList::new(lists.words(tag, count)?, power, is_word)) };
    let mut sources = Vec::new();
    for language in LATIN {
        let texts = texts.remove(language.tag()).unwrap_or_default();
        sources.push(Source { lists: vec![list(language.tag())?], which: Lottery::new([1.0]), texts });
    }
    let mut other = Source { lists: Vec::new(), which: Lottery::new([]), texts: Texts::default() };
    for (tag, _) in OUTSIDERS {
        other.lists.push(list(tag)?);
        other.texts.extend(texts.remove(*tag).unwrap_or_default());
    }
    other.which = Lottery::new(OUTSIDERS.iter().map(|(_, weight)| *weight));
    sources.push(other);
    println!("{} messages", sources.iter().map(|source| source.texts.messages.len()).sum::<usize>());

    let other_share = 0.4;
    let classes = Lottery::new((0..CLASSES).map(|class| if class == OTHER { other_share } else { 1.0 }));
    let mut text = String::new();
    let mut next = |rng: &mut Rng, hashes: &mut Vec<u32>| {
        let class = classes.draw(rng);
        sources[class].draw(rng, &mut text);
        if rng.f64() < 0.15 {
            text = bare(&text);
        }
        latin_hashes(&text, hashes);
        (!hashes.is_empty()).then_some(class..class + 1)
    };
    let mut rng = Rng::with_seed(1);
    let mut bytes = Floats::<CLASSES>::fit(&plan, &mut rng, &mut next).into_bytes(&plan, &mut rng, &mut next);
    let (pairs, pair_unit) = pairs(&mut lists, &mut texts)?;
    println!("pairs: {} in brotli", crate::brotli_size(&pairs));
    bytes.extend(pair_unit.to_le_bytes());
    bytes.extend(&pairs);
    let out = root.join("../shared/src/language/model.bin");
    fs::write(&out, &bytes).with_context(|| out.display().to_string())?;
    println!("{} bytes, {} in brotli", bytes.len(), crate::brotli_size(&bytes));
    report(root, &bytes)
}

/// Weights that speak for one of two languages of the same script.
fn pairs(lists: &mut Wordfreq, texts: &mut HashMap<String, Texts>) -> Result<(Vec<u8>, f32)> {
    let slots: usize = 1_024;
    let to_traditional: HashMap<char, char> =
        lists.traditional()?.into_iter().map(|(from, to)| (to, from)).collect();
    let written = |scripts: &'static [Script]| {
        move |word: &str| {
            words(word).all(|piece| matches!(piece.kind, Kind::Letters(script) if scripts.contains(&script)))
        }
    };
    let mut source = |tags: &[(&str, f64)], scripts: &'static [Script]| -> Result<Source> {
        let mut source = Source { lists: Vec::new(), which: Lottery::new([]), texts: Texts::default() };
        for (tag, _) in tags {
            source.lists.push(WordList::new(lists.words(tag, 25_000)?, 0.6, written(scripts)));
            source.texts.extend(texts.remove(*tag).unwrap_or_default());
        }
        source.which = Lottery::new(tags.iter().map(|(_, weight)| *weight));
        Ok(source)
    };
    let han: &[Script] = &[Script::Han, Script::Kana];
    let sides = [
        [source(&[("zh", 1.0)], han)?, source(&[("ja", 1.0)], han)?],
        [
            source(&[("ru", 1.0)], &[Script::Cyrillic])?,
            source(&[("uk", 1.0), ("bg", 0.6), ("mk", 0.4)], &[Script::Cyrillic])?,
        ],
        [source(&[("ar", 1.0)], &[Script::Arabic])?, source(&[("fa", 1.0), ("ur", 0.6)], &[Script::Arabic])?],
    ];
    let mut rng = Rng::with_seed(2);
    let mut weights = vec![0f32; slots];
    let mut squares = vec![0f32; slots];
    let (mut text, mut grams) = (String::new(), Vec::<u32>::new());
    let samples: usize = 2_000_000;
    for step in 0..samples {
        let script = match rng.f64() {
            x if x < 0.7 => 0,
            x if x < 0.9 => 1,
            _ => 2,
        };
        // Russian and Arabic are what a shop meets; their neighbours are the exception.
        let first = rng.f64() < if script == 0 { 0.5 } else { 0.85 };
        sides[script][usize::from(!first)].draw(&mut rng, &mut text);
        if script == 0 {
            text.retain(|letter| !letter.is_whitespace());
            // One to six characters, where words of a list are short already.
            let letters: Vec<char> = text.chars().collect();
            if letters.len() > 6 && rng.f64() < 0.7 {
                let length = rng.usize(1..=6);
                let start = rng.usize(..=letters.len() - length);
                text = letters[start..start + length].iter().collect();
            }
            if first && rng.f64() < 0.2 {
                text = text.chars().map(|letter| *to_traditional.get(&letter).unwrap_or(&letter)).collect();
            }
        }
        grams.clear();
        let slot = |hash: u32| ((u64::from(hash) * slots as u64) >> 32) as u32;
        for word in words(&text) {
            match word.kind {
                Kind::Letters(Script::Han | Script::Kana) => {
                    unspaced_grams(word.text, &mut |hash| grams.push(slot(hash)));
                }
                Kind::Letters(Script::Cyrillic | Script::Arabic) => {
                    boundary_grams(word.text, &mut |hash| grams.push(slot(hash)));
                }
                _ => {}
            }
        }
        let logit: f32 = grams.iter().map(|&gram| weights[gram as usize]).sum();
        let error = 1.0 / (1.0 + (-logit).exp()) - if first { 1.0 } else { 0.0 };
        let rate = 0.3 * (1.0 - step as f32 / samples as f32).max(0.02);
        for &gram in &grams {
            let (weight, square) = (&mut weights[gram as usize], &mut squares[gram as usize]);
            let slope = error + 0.002 * *weight;
            *square += slope * slope;
            *weight -= rate * slope / (square.sqrt() + 1.0);
        }
    }
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).collect();
    sizes.sort_by(f32::total_cmp);
    let unit = sizes[sizes.len() * 99 / 100] / 7.0;
    let level = |weight: f32| ((weight / unit).round().clamp(-8.0, 7.0) as i8 & 0xf) as u8;
    let packed =
        weights.chunks(2).map(|pair| level(pair[0]) | level(pair.get(1).copied().unwrap_or(0.0)) << 4);
    Ok((packed.collect(), unit))
}

fn tag_band(tag: &str) -> &'static str {
    ["ru", "ar", "zh", "ja"].into_iter().find(|band| *band == tag).unwrap_or_default()
}

/// Accuracy on the development sets, which nothing above has seen.
fn report(root: &Path, bytes: &[u8]) -> Result<()> {
    let model = Model::new(bytes.to_vec().leak());
    let sets = root.join("../shared/tests/understanding");
    let mut bands: HashMap<&str, (usize, usize)> = HashMap::new();
    for line in fs::read_to_string(sets.join("language.jsonl"))?.lines() {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let (text, tag) =
            (line["text"].as_str().unwrap_or_default(), line["lang"].as_str().unwrap_or_default());
        let Some(language) = Language::from_tag(tag) else { continue };
        let found = Scores::of(text, &model).detection(&Prior::default());
        let band = match line["words"].as_u64().unwrap_or_default() {
            1 => "1",
            2 => "2",
            3..=5 => "3-5",
            _ => "6+",
        };
        let right = found.language == Some(language);
        let bands_of =
            if LATIN.contains(&language) { vec![band, "latin", "all"] } else { vec![tag_band(tag), "all"] };
        for band in bands_of {
            let (hits, all) = bands.entry(band).or_default();
            *hits += usize::from(right);
            *all += 1;
        }
    }
    for band in ["1", "2", "3-5", "6+", "latin", "ru", "ar", "zh", "ja", "all"] {
        let (hits, all) = bands[band];
        print!("{band}: {hits}/{all} {:.1}%  ", 100.0 * hits as f64 / all as f64);
    }
    let (mut hits, mut all) = (0, 0);
    for line in fs::read_to_string(sets.join("other.jsonl"))?.lines() {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let text = line["text"].as_str().unwrap_or_default();
        let found = Scores::of(text, &model).detection(&Prior::default());
        let right = found.language.is_none();
        hits += usize::from(right);
        all += 1;
    }
    println!("other: {hits}/{all}");
    Ok(())
}
