//! The figures of `score.py`, beside the data sets that it was written for: the same names, the same rounding.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The languages that only words tell apart.
const LATIN: [&str; 8] = ["fr", "en", "es", "de", "it", "pt", "nl", "pl"];

/// Scores `predicted` against `gold`, line by line. `task` is one of score.py's: language, other, emotion, escalation,
/// resolution, relatedness, tags; `None` for any other.
pub fn score(task: &str, gold: &[Value], predicted: &[Value]) -> Option<Value> {
    let pairs = || gold.iter().zip(predicted);
    let hits =
        |is_hit: &dyn Fn(&Value, &Value) -> bool| pairs().map(|(g, p)| is_hit(g, p)).collect::<Vec<bool>>();
    let mut out = Map::new();
    out.insert("task".to_owned(), task.into());
    out.insert("n".to_owned(), gold.len().into());
    let mut put = |name: &str, value: Value| out.insert(name.to_owned(), value);
    match task {
        "language" | "ambiguous" => {
            let ok = hits(&|g, p| match g.get("lang") {
                Some(language) => p["lang"] == *language,
                None => g["langs"].as_array().is_some_and(|allowed| allowed.contains(&p["lang"])),
            });
            put("accuracy", ratio(&ok));
            if gold.first().is_some_and(|first| first.get("lang").is_some()) {
                put("by_lang", grouped(gold, &ok, |g| g["lang"].as_str().map(str::to_owned)));
                let latin = |g: &Value| g["lang"].as_str().is_some_and(|tag| LATIN.contains(&tag));
                let of_latin: Vec<bool> =
                    gold.iter().zip(&ok).filter(|(g, _)| latin(g)).map(|(_, ok)| *ok).collect();
                put("latin", ratio(&of_latin));
                put("latin_by_words", grouped(gold, &ok, |g| latin(g).then(|| band(g).to_owned())));
            }
        }
        "other" => {
            let ok = hits(&|_, p| p["lang"] == "other");
            put("accuracy", ratio(&ok));
            put("by_lang", grouped(gold, &ok, |g| g["lang"].as_str().map(str::to_owned)));
        }
        "emotion" => {
            let ok = hits(&|g, p| p["emotion"] == g["emotion"]);
            put("accuracy", ratio(&ok));
            put("by_lang", grouped(gold, &ok, |g| g["lang"].as_str().map(str::to_owned)));
            let mut f1 = Map::new();
            for emotion in ["frustrated", "worried", "neutral", "happy"] {
                let figures = prf(pairs().map(|(g, p)| (g["emotion"] == emotion, p["emotion"] == emotion)));
                f1.insert(emotion.to_owned(), figures.2.into());
            }
            put("f1", f1.into());
        }
        "escalation" | "resolution" => {
            let key = if task == "escalation" { "wants_human" } else { "resolved" };
            let (precision, recall, f1) = prf(pairs().map(|(g, p)| (g[key] == true, p[key] == true)));
            put("precision", precision.into());
            put("recall", recall.into());
            put("f1", f1.into());
            let ok = hits(&|g, p| g[key] == p[key]);
            put("by_lang", grouped(gold, &ok, |g| g["lang"].as_str().map(str::to_owned)));
        }
        // A wrong `true` bills twice; `null` counts as related.
        "relatedness" => {
            let (precision, recall, f1) =
                prf(pairs().map(|(g, p)| (g["unrelated"] == true, p["unrelated"] == true)));
            put("precision", precision.into());
            put("recall", recall.into());
            put("f1", f1.into());
        }
        "tags" => {
            put("tag", ratio(&hits(&|g, p| p["tag"] == g["tag"])));
            put("priority", ratio(&hits(&|g, p| p["priority"] == g["priority"])));
        }
        _ => return None,
    }
    Some(out.into())
}

fn band(gold: &Value) -> &'static str {
    match gold["words"].as_u64().unwrap_or_default() {
        0..=1 => "1",
        2 => "2",
        3..=5 => "3-5",
        _ => "6+",
    }
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

fn ratio(ok: &[bool]) -> Value {
    if ok.is_empty() {
        return Value::Null;
    }
    rounded(ok.iter().filter(|&&ok| ok).count() as f64 / ok.len() as f64).into()
}

fn grouped(gold: &[Value], ok: &[bool], key: impl Fn(&Value) -> Option<String>) -> Value {
    let mut groups: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for (gold, &ok) in gold.iter().zip(ok) {
        if let Some(key) = key(gold) {
            groups.entry(key).or_default().push(ok);
        }
    }
    json!(groups.into_iter().map(|(key, ok)| (key, ratio(&ok))).collect::<Map<_, _>>())
}

fn prf(pairs: impl Iterator<Item = (bool, bool)>) -> (f64, f64, f64) {
    let (mut right, mut wanted, mut said) = (0u32, 0u32, 0u32);
    for (gold, predicted) in pairs {
        right += u32::from(gold && predicted);
        wanted += u32::from(gold);
        said += u32::from(predicted);
    }
    let precision = f64::from(right) / f64::from(said.max(1));
    let recall = f64::from(right) / f64::from(wanted.max(1));
    let f1 = if right == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    (rounded(precision), rounded(recall), rounded(f1))
}
