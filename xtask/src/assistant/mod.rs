//! `cargo xtask eval assistant [FILE]…`: how often the demo shop's assistant finds the right article, and what it says
//! where there is none; with the embedded engine, and with a model when one is configured.

mod model;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use lutin_shared::testing::assistant::{Asked, Mark, Shop, questions};

use self::model::Model;
use crate::workspace::Workspace;

/// The files that are asked when none is named.
const FILES: [&str; 3] = ["questions.jsonl", "unanswerable.jsonl", "unseen.jsonl"];

/// `words` are the files; `verbose` among them prints each question that was not answered right.
pub fn eval(workspace: &Workspace, words: &[String]) -> Result<()> {
    let is_verbose = words.iter().any(|word| word == "verbose");
    let mut files: Vec<PathBuf> = words.iter().filter(|word| *word != "verbose").map(Into::into).collect();
    if files.is_empty() {
        files = FILES.map(|file| workspace.path(&format!("shared/tests/assistant/{file}"))).to_vec();
    }
    let document = fs::read_to_string(workspace.path("demo/merchant.json")).context("the demo shop")?;
    let shop = Shop::new(&document);
    let model = Model::configured()?;
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let asked = questions(&text).map_err(|error| anyhow!("{}: {error}", file.display()))?;
        ensure!(!asked.is_empty(), "{} has no question", file.display());
        let name = file.file_name().unwrap_or_default().display();

        let marks: Vec<(Mark, &Asked)> = asked.iter().map(|asked| (shop.mark(asked).0, asked)).collect();
        println!("{name}: {}", summary(&marks));
        if is_verbose {
            tell_embedded(&shop, &marks);
        }
        if let Some(model) = &model {
            let replies: Vec<_> =
                asked.iter().map(|asked| (model.reply(&shop, &asked.text), asked)).collect();
            let marks: Vec<(Mark, &Asked)> = replies
                .iter()
                .map(|(said, asked)| match said {
                    Some(said) => (asked.mark(said.outcome, &said.text), *asked),
                    None => (Mark::Missed, *asked),
                })
                .collect();
            println!("{name}, {}: {}", model.name, summary(&marks));
            if is_verbose {
                for ((mark, asked), (said, _)) in marks.iter().zip(&replies) {
                    let told = said.as_ref().map_or("no reply", |said| &said.text);
                    println!("  {mark:?} {} {:?}: told {told:?}", asked.lang.tag(), asked.text);
                }
            }
        }
    }
    Ok(())
}

fn tell_embedded(shop: &Shop, marks: &[(Mark, &Asked)]) {
    for (mark, asked) in marks.iter().filter(|(mark, _)| *mark != Mark::Right) {
        let reply = shop.mark(asked).1;
        let told = reply.source.map_or_else(|| reply.text.chars().take(60).collect(), |source| source.title);
        let wanted = asked.article.as_ref().map_or("nothing", |id| id.as_str());
        println!("  {mark:?} {} {:?}: wanted {wanted}, told {told:?}", asked.lang.tag(), asked.text);
        for (title, score) in shop.scores(&asked.text) {
            println!("      {score:.2} {title}");
        }
    }
}

/// Answerable questions apart from those that nothing answers.
fn summary(marks: &[(Mark, &Asked)]) -> String {
    let count = |wanted: Mark, answerable: bool| {
        marks.iter().filter(|(mark, asked)| *mark == wanted && asked.article.is_some() == answerable).count()
    };
    let of =
        |answerable: bool| marks.iter().filter(|(_, asked)| asked.article.is_some() == answerable).count();
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let mut parts = Vec::new();
    if of(true) > 0 {
        let (all, right) = (of(true), count(Mark::Right, true));
        parts.push(format!(
            "{all} with an answer: right {right} ({:.1} %), wrong {}, not answered {}, escalated {}",
            percent(right, all),
            count(Mark::Wrong, true),
            count(Mark::Missed, true),
            count(Mark::Escalated, true),
        ));
        let rephrased: Vec<_> = marks.iter().filter(|(_, asked)| asked.paraphrase).collect();
        let right = rephrased.iter().filter(|(mark, _)| *mark == Mark::Right).count();
        parts.push(format!("paraphrases {right} of {}", rephrased.len()));
    }
    if of(false) > 0 {
        let (all, right) = (of(false), count(Mark::Right, false));
        parts.push(format!(
            "{all} without: said so {right} ({:.1} %), answered all the same {}",
            percent(right, all),
            count(Mark::Wrong, false)
        ));
    }
    parts.join("; ")
}
