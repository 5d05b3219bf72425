use serde_json::json;

use super::*;
use crate::testing::{oracle, random::random_scenario};

/// The scenarios of the founding guide, each with the outcome that merchants were promised.
#[test]
fn every_scenario_comes_to_what_was_promised() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");
    let mut played = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let scenario = Scenario::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(&scenario.play().unwrap(), scenario.expect().unwrap(), "{}", path.display());
        played += 1;
    }
    assert_eq!(played, 37, "scenarios were added or lost: say so here");
}

#[test]
fn what_cannot_be_read_is_named_with_what_was_expected() {
    let check = |text: &str, wanted: &[&str]| {
        let said = play(text).unwrap_err().to_string();
        assert!(wanted.iter().all(|wanted| said.contains(wanted)), "{said}");
    };
    let session =
        |steps: &str| format!(r#"{{"kind":"session","session":{{"purpose":"live"}},"timeline":[{steps}]}}"#);
    let account = |steps: &str| {
        let merchant = r#"{"plan":"free","timezone":"Europe/Paris"}"#;
        format!(r#"{{"kind":"account","merchant":{merchant},"timeline":[{steps}]}}"#)
    };
    let at = r#""at":"2026-03-02T09:00:00Z""#;
    check("{", &["not JSON", "line 1"]);
    check("[]", &["kind", "session", "account"]);
    check(r#"{"kind":"session","timeline":[]}"#, &["session.purpose"]);
    check(r#"{"kind":"session","session":{"purpose":"loud"},"timeline":[]}"#, &["live", "preview", "test"]);
    check(r#"{"kind":"session","session":{"purpose":"live"}}"#, &["timeline", "array"]);
    check(&session(&format!(r#"{{{at},"do":"shout"}}"#)), &["timeline[0].do", "shout", "shopper"]);
    check(&session(r#"{"at":"tomorrow","do":"wake"}"#), &["timeline[0].at", "2026-03-02T09:00:00.000Z"]);
    check(&session(r#"{"at":"9026-03-02T09:00:00Z","do":"wake"}"#), &["timeline[0].at", "2099"]);
    check(&account(""), &["timeline", "at least one"]);
    check(&account(&format!(r#"{{{at},"do":"count","n":-1}}"#)), &["timeline[0]", "-1", "u32"]);
    check(&account(&format!(r#"{{{at},"do":"buy_pack","size":7}}"#)), &["timeline[0]", "catalogue"]);
    let elsewhere = r#"{"kind":"account","merchant":{"plan":"free","timezone":"Mars"},"timeline":[]}"#;
    check(elsewhere, &["merchant.timezone", "Europe/Paris"]);
}

/// How many random timelines are compared with the second formulation of the rules.
const TIMELINES: u64 = 20_000;

#[test]
fn random_timelines_come_to_what_a_second_formulation_of_the_rules_says() {
    for seed in 0..TIMELINES {
        let mut rng = fastrand::Rng::with_seed(seed);
        let scenario = random_scenario(&mut || rng.u64(..));
        let (played, wanted) = (play(&scenario.to_string()).unwrap(), oracle::expected(&scenario));
        assert_eq!(played, wanted, "seed {seed}: {scenario:#}");
    }
}

/// The examples of the merchants' page, in French and in English, are timelines too.
#[test]
fn every_example_of_the_merchants_page_comes_to_what_it_says() {
    let page = include_str!("../../../docs/counting.md");
    let examples: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| 10:"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert_eq!(examples.len(), 22, "eleven in each language");
    for example in examples {
        let timeline: Vec<Value> = example[1].split(", ").map(step).collect();
        let scenario =
            json!({ "kind": "session", "session": { "purpose": "live" }, "timeline": timeline }).to_string();
        assert_eq!(
            play(&scenario).unwrap()["counted"],
            json!(example[2].parse::<u32>().unwrap()),
            "{}",
            example[1]
        );
    }
}

/// `10:30:02,001 question non liée` as a step.
fn step(words: &str) -> Value {
    const VERBS: [(&str, &str); 9] = [
        ("Éclair", "instant"),
        ("agent", "agent"),
        ("system", "system"),
        ("système", "system"),
        ("close", "close"),
        ("ferme", "close"),
        ("resolved", "resolve"),
        ("résolue", "resolve"),
        ("question", "shopper"),
    ];
    let (time, what) = words.split_once(' ').unwrap();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    let at = format!("2026-03-02T{}{seconds}Z", time.replace(',', "."));
    let verb = VERBS.iter().find(|(word, _)| what.contains(word)).map_or("assistant", |(_, verb)| verb);
    let unrelated = what.contains("unrelated") || what.contains("non liée");
    json!({ "at": at, "do": verb, "unrelated": unrelated.then_some(true) })
}
