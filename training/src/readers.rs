//! The tables of the readers: mood, wishes, resolution, relatedness, tasks.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    ops::Range,
    path::Path,
};

use anyhow::{Context, Result, bail};
use fastrand::Rng;
use lutin_shared::{
    emotion,
    escalation::triage::{self, Priority, Tag},
    intent,
    reading::{Sense, Traits},
    relatedness::{self, Speaker},
};
use serde_json::Value;

use crate::{
    corpus::{Corpus, Line},
    fit::{Floats, Lottery, Plan},
};

/// What one table tells apart, and from what it learns.
struct Task {
    name: &'static str,
    /// The corpus's file.
    corpus: &'static str,
    /// The development set, and the label in it.
    dev: (&'static str, &'static str),
    /// The kinds, sense by sense.
    kinds: &'static [&'static str],
    /// Each sense's label in the development set, and how many kinds it has.
    senses: Vec<(Value, usize)>,
    traits: fn(&Value) -> Traits,
    /// A line of the corpus in the form of the development sets.
    parse: fn(&Line) -> Value,
    /// Where the table is stored.
    file: &'static str,
    /// Lines of other tasks that are plain for this one: the file, the first word of the heading (any, if empty), and the
    /// kinds they are of. Most of what people type is none of what a task looks for, and must not be guessed at.
    plain: &'static [(&'static str, &'static str, Range<usize>)],
    /// What a bit costs ([`Plan::price`]): all tables together are to stay below 60 kB.
    price: f64,
}

#[derive(Clone)]
struct Sample {
    writer: String,
    language: String,
    kinds: Range<usize>,
    sense: usize,
    hashes: Vec<u32>,
    /// Of another task, and plain for this one.
    is_plain: bool,
}

fn tasks() -> Vec<Task> {
    let names = |list: &[&str], size: usize| list.iter().map(|name| (Value::from(*name), size)).collect();
    let text = |value: &Value| Traits::of(value["text"].as_str().unwrap_or_default());
    vec![
        Task {
            name: "emotion",
            corpus: "emotion",
            dev: ("emotion", "emotion"),
            kinds: &emotion::KIND_NAMES,
            senses: names(&["frustrated", "worried", "neutral", "happy"], emotion::KINDS),
            traits: text,
            parse: one_text,
            file: "emotion/emotion.bin",
            plain: &[("words", "", 11..12), ("escalation", "no", 11..13)],
            price: 0.0055,
        },
        Task {
            name: "escalation",
            corpus: "escalation",
            dev: ("escalation", "wants_human"),
            kinds: &intent::WISH_KINDS,
            senses: vec![(true.into(), 9), (false.into(), 7)],
            traits: text,
            parse: one_text,
            file: "intent/wish.bin",
            plain: &[("words", "", 15..16), ("emotion", "neutral", 15..16), ("emotion", "happy", 15..16)],
            price: 0.0095,
        },
        Task {
            name: "resolution",
            corpus: "resolution",
            dev: ("resolution", "resolved"),
            kinds: &intent::RESOLUTION_KINDS,
            senses: vec![(true.into(), 5), (false.into(), 5)],
            traits: text,
            parse: one_text,
            file: "intent/resolution.bin",
            plain: &[
                ("words", "", 8..9),
                ("emotion", "neutral", 6..9),
                ("emotion", "frustrated", 5..6),
                ("emotion", "worried", 5..10),
            ],
            price: 0.011,
        },
        Task {
            name: "relatedness",
            corpus: "relatedness",
            dev: ("relatedness", "unrelated"),
            kinds: &relatedness::KINDS,
            senses: vec![(false.into(), 4), (true.into(), 4)],
            traits: |value| {
                relatedness::traits(turns(&value["previous"]), value["next"].as_str().unwrap_or_default())
            },
            parse: |line| {
                let (previous, next) = line.text.split_once(" => ").unwrap_or_default();
                serde_json::json!({ "previous": said(previous), "next": next })
            },
            file: "relatedness/relatedness.bin",
            plain: &[],
            price: 0.014,
        },
        Task {
            name: "tags",
            corpus: "tags",
            dev: ("tags", "tag"),
            kinds: &[],
            senses: Tag::ALL.iter().map(|tag| (tag.name().into(), 1)).collect(),
            traits: |value| triage::traits(turns(&value["messages"])),
            parse: |line| serde_json::json!({ "messages": said(&line.text) }),
            file: "escalation/triage/tag.bin",
            plain: &[],
            price: 0.009,
        },
        Task {
            name: "priority",
            corpus: "tags",
            dev: ("tags", "priority"),
            kinds: &[],
            senses: Priority::ALL.iter().map(|priority| (priority.name().into(), 1)).collect(),
            traits: |value| triage::traits(turns(&value["messages"])),
            parse: |line| serde_json::json!({ "messages": said(&line.text) }),
            file: "escalation/triage/priority.bin",
            plain: &[],
            price: 0.017,
        },
    ]
}

fn one_text(line: &Line) -> Value {
    serde_json::json!({ "text": line.text })
}

/// `S: … | A: …` as the messages of a conversation.
fn said(text: &str) -> Vec<Value> {
    text.split(" | ")
        .map(|turn| match turn.strip_prefix("A: ") {
            Some(text) => serde_json::json!({ "from": "assistant", "text": text }),
            None => {
                serde_json::json!({ "from": "shopper", "text": turn.strip_prefix("S: ").unwrap_or(turn) })
            }
        })
        .collect()
}

fn turns(messages: &Value) -> Vec<(Speaker, &str)> {
    let speaker =
        |turn: &Value| if turn["from"] == "shopper" { Speaker::Shopper } else { Speaker::Assistant };
    let turn = |turn| (speaker(turn), turn["text"].as_str().unwrap_or_default());
    messages.as_array().into_iter().flatten().map(turn).collect()
}

impl Task {
    fn ranges(&self) -> Vec<Range<usize>> {
        let mut from = 0;
        self.senses
            .iter()
            .map(|(_, size)| {
                from += size;
                from - size..from
            })
            .collect()
    }

    /// The kinds that a heading names: one kind, or all of a sense.
    fn kinds_of(&self, heading: &str) -> Option<Range<usize>> {
        if let Some(at) = self.kinds.iter().position(|kind| *kind == heading) {
            return Some(at..at + 1);
        }
        let word = match self.name {
            "priority" => heading.split(' ').nth(1)?,
            _ => heading.split(' ').next()?,
        };
        let sense = match self.name {
            "resolution" => usize::from(word == "open"),
            "relatedness" => usize::from(word == "unrelated"),
            _ => self.senses.iter().position(|(name, _)| *name == word)?,
        };
        self.ranges().get(sense).cloned()
    }

    fn sample(&self, line: &Line) -> Option<Sample> {
        let kinds = self.kinds_of(&line.heading)?;
        let sense = self.ranges().iter().position(|sense| sense.contains(&kinds.start))?;
        let traits = (self.traits)(&(self.parse)(line));
        Some(Sample {
            writer: line.writer.clone(),
            language: line.language.clone(),
            kinds,
            sense,
            hashes: traits.iter().map(|one| one.hash).collect(),
            is_plain: false,
        })
    }

    fn plain_sample(&self, line: &Line, kinds: Range<usize>) -> Option<Sample> {
        let sense = self.ranges().iter().position(|sense| sense.contains(&kinds.start))?;
        let traits = (self.traits)(&one_text(line));
        let hashes = traits.iter().map(|one| one.hash).collect();
        Some(Sample {
            writer: line.writer.clone(),
            language: line.language.clone(),
            kinds,
            sense,
            hashes,
            is_plain: true,
        })
    }

    fn dev(&self, root: &Path) -> Result<Vec<Sample>> {
        let file = root.join(format!("../shared/tests/understanding/{}.jsonl", self.dev.0));
        let mut samples = Vec::new();
        for line in fs::read_to_string(&file)?.lines() {
            let value: Value = serde_json::from_str(line)?;
            let sense = self.senses.iter().position(|(label, _)| *label == value[self.dev.1]);
            samples.push(Sample {
                writer: "dev".to_owned(),
                language: value["lang"].as_str().unwrap_or_default().to_owned(),
                kinds: 0..0,
                sense: sense.with_context(|| format!("label {}", value[self.dev.1]))?,
                hashes: (self.traits)(&value).iter().map(|one| one.hash).collect(),
                is_plain: false,
            });
        }
        Ok(samples)
    }

    fn plan(&self) -> Plan {
        Plan {
            rows: 60_000,
            shapes: 96,
            samples: 200_000,
            rate: 0.05,
            decay: 0.002,
            price: self.price,
            prunings: 2,
            last_price: self.price,
        }
    }
}

/// How often a plain line is drawn for each line of the same sense that was written for the task.
const PLAIN: f64 = 0.25;

/// How many of a sample's traits are left out each time it is drawn.
const LEFT_OUT: f64 = 0.2;

/// Draws samples so that every sense comes equally often, each with a part of its traits left out: what is learned must
/// not hang on one word.
fn drawer(samples: &[Sample], senses: usize) -> impl FnMut(&mut Rng, &mut Vec<u32>) -> Option<Range<usize>> {
    let mut counts = vec![[0usize; 2]; senses];
    samples.iter().for_each(|sample| counts[sample.sense][usize::from(sample.is_plain)] += 1);
    let weight = |sample: &Sample| {
        let share = if sample.is_plain { PLAIN } else { 1.0 };
        share / counts[sample.sense][usize::from(sample.is_plain)] as f64
    };
    let lottery = Lottery::new(samples.iter().map(weight));
    move |rng, hashes| {
        let sample = samples.get(lottery.draw(rng))?;
        hashes.extend(sample.hashes.iter().filter(|_| rng.f64() >= LEFT_OUT));
        Some(sample.kinds.clone())
    }
}

fn bytes_for<const C: usize>(task: &Task, samples: &[Sample]) -> Vec<u8> {
    let (plan, mut rng) = (task.plan(), Rng::with_seed(7));
    let mut next = drawer(samples, task.senses.len());
    Floats::<C>::fit(&plan, &mut rng, &mut next).into_bytes(&plan, &mut rng, &mut next)
}

/// The probability of each sense for each sample.
fn ask<const C: usize>(task: &Task, bytes: &[u8], samples: &[Sample]) -> Vec<Vec<f32>> {
    let sense = Sense::<C>::new(bytes.to_vec().leak());
    let ranges = task.ranges();
    let answer = |sample: &Sample| {
        let answer = sense.answer_hashes(sample.hashes.iter().copied());
        ranges.iter().map(|kinds| answer.of(kinds.clone())).collect()
    };
    samples.iter().map(answer).collect()
}

/// A task's table has as many columns as kinds; the number is known when this is compiled.
macro_rules! by_kinds {
    ($task:expr, $function:ident($($argument:expr),*)) => {
        match $task.senses.iter().map(|(_, size)| size).sum::<usize>() {
            4 => $function::<4>($($argument),*),
            8 => $function::<8>($($argument),*),
            9 => $function::<9>($($argument),*),
            10 => $function::<10>($($argument),*),
            16 => $function::<16>($($argument),*),
            20 => $function::<20>($($argument),*),
            kinds => bail!("no table of {kinds} kinds"),
        }
    };
}

/// Trains the tables of `names`, or all. With `check`, says first how well each does on a writer it has not read.
pub fn train(root: &Path, names: &[String]) -> Result<()> {
    let corpus = Corpus::new(&root.join("corpus"));
    let check = names.iter().any(|name| name == "check");
    let names: Vec<&String> = names.iter().filter(|name| *name != "check").collect();
    for task in tasks() {
        if !names.is_empty() && !names.iter().any(|name| *name == task.name) {
            continue;
        }
        let own = corpus.lines(task.corpus)?;
        let mut samples: Vec<Sample> = own.iter().filter_map(|line| task.sample(line)).collect();
        let main = samples.len();
        let mut seen: HashSet<String> = own.iter().map(|line| line.text.to_lowercase()).collect();
        for (file, word, kinds) in task.plain {
            for line in corpus.lines(file)?.iter().filter(|line| line.heading.starts_with(word)) {
                // What the task's own lines say goes before what another task's let guess.
                if line.writer != "other" && seen.insert(line.text.to_lowercase()) {
                    samples.extend(task.plain_sample(line, kinds.clone()));
                }
            }
        }
        let dev = task.dev(root)?;
        println!("{}: {main} messages and {} plain ones", task.name, samples.len() - main);
        if check {
            let mut writers: Vec<&str> = samples.iter().map(|sample| sample.writer.as_str()).collect();
            writers.sort();
            writers.dedup();
            for writer in writers.iter().filter(|_| writers.len() > 1) {
                let (test, read): (Vec<Sample>, Vec<Sample>) =
                    samples.iter().cloned().partition(|sample| sample.writer == *writer);
                let test: Vec<Sample> = test.into_iter().filter(|sample| !sample.is_plain).collect();
                let bytes = by_kinds!(task, bytes_for(&task, &read));
                report(
                    &format!("unread writer {writer}"),
                    &test,
                    &by_kinds!(task, ask(&task, &bytes, &test)),
                );
            }
            let folds = 4;
            let mut scores = Vec::new();
            let mut tested = Vec::new();
            for fold in 0..folds {
                let at = |index: usize| index / 5 % folds == fold;
                let read: Vec<Sample> = samples
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| !at(*index))
                    .map(|(_, s)| s.clone())
                    .collect();
                let test: Vec<Sample> = samples
                    .iter()
                    .enumerate()
                    .filter(|(index, sample)| at(*index) && !sample.is_plain)
                    .map(|(_, s)| s.clone())
                    .collect();
                let bytes = by_kinds!(task, bytes_for(&task, &read));
                scores.extend(by_kinds!(task, ask(&task, &bytes, &test)));
                tested.extend(test);
            }
            report("unread lines", &tested, &scores);
        }
        let bytes = by_kinds!(task, bytes_for(&task, &samples));
        report("development set", &dev, &by_kinds!(task, ask(&task, &bytes, &dev)));
        println!("   {} bytes, {} in brotli", bytes.len(), crate::brotli_size(&bytes));
        let out = root.join("../shared/src").join(task.file);
        fs::write(&out, &bytes).with_context(|| out.display().to_string())?;
    }
    Ok(())
}

fn report(title: &str, samples: &[Sample], scores: &[Vec<f32>]) {
    let mut by_language: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut hits = 0;
    for (sample, scores) in samples.iter().zip(scores) {
        let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        let is_right = best == Some(sample.sense);
        let (right, all) = by_language.entry(&sample.language).or_default();
        *right += usize::from(is_right);
        *all += 1;
        hits += usize::from(is_right);
    }
    let percent = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
    print!("   {title}: {:.1} %  ", percent(hits, samples.len()));
    for (language, (right, all)) in by_language {
        print!(" {language} {:.0}", percent(right, all));
    }
    println!();
    if scores.first().is_some_and(|scores| scores.len() == 2) {
        // Relatedness asks for its second sense, the others for their first.
        for sense in [0, 1] {
            print!("      sense {sense}:");
            for from in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99] {
                let said = scores.iter().filter(|scores| scores[sense] >= from).count();
                let right = samples
                    .iter()
                    .zip(scores)
                    .filter(|(s, scores)| s.sense == sense && scores[sense] >= from)
                    .count();
                let all = samples.iter().filter(|s| s.sense == sense).count();
                let (precision, recall) =
                    (right as f64 / said.max(1) as f64, right as f64 / all.max(1) as f64);
                print!(
                    "  {from}: {precision:.2}/{recall:.2} f{:.2}",
                    2.0 * precision * recall / (precision + recall).max(1e-9)
                );
            }
            println!();
        }
    }
}
