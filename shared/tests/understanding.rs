//! The readers of messages against the development sets, which nothing learned from, and against any input.
//!
//! The floors are those that the product promises (`docs/understanding.md` has the figures and how far they hold for
//! writers that were never read). They are a little below what is measured: a new training may move a figure by noise, not
//! below what was promised.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

use lutin_shared::{
    emotion::{self, Emotion, Feeling, Mood, feel},
    escalation::triage::{Priority, triage},
    intent::{resolves, wants_human},
    language::{Language, Prior, detect, detect_with},
    relatedness::{Speaker, Why, judge},
    testing::understanding::{Task, score},
};
use proptest::prelude::*;
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn set(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder("tests/understanding").join(format!("{name}.jsonl"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn figures(name: &str) -> Value {
    let gold = set(name);
    let task: Task = name.parse().unwrap();
    let answers: Vec<Value> =
        gold.iter().map(|line| task.answer(line.to_string().as_bytes()).unwrap()).collect();
    score(name, &gold, &answers).unwrap()
}

#[track_caller]
fn at_least(figures: &Value, name: &str, floor: f64) {
    let figure = figures.pointer(name).and_then(Value::as_f64).unwrap();
    assert!(figure >= floor, "{name} is {figure}, below {floor}: {figures}");
}

#[test]
fn language_is_known_from_a_word_on() {
    let figures = figures("language");
    at_least(&figures, "/accuracy", 0.97);
    at_least(&figures, "/latin", 0.96);
    for (band, floor) in [("1", 0.90), ("2", 0.95), ("3-5", 0.97), ("6+", 0.995)] {
        at_least(&figures, &format!("/latin_by_words/{band}"), floor);
    }
}

#[test]
fn other_languages_are_not_taken_for_one_of_ours() {
    at_least(&figures("other"), "/accuracy", 0.60);
}

#[test]
fn what_several_languages_share_is_settled_by_what_is_known_beforehand() {
    for line in set("ambiguous") {
        let text = line["text"].as_str().unwrap();
        let allowed: Vec<Language> = line["langs"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|tag| Language::from_tag(tag.as_str()?))
            .collect();
        for language in allowed.iter().filter(|_| allowed.len() < 5) {
            let prior = Prior::default().with_page(language.tag()).with_browser([language.tag()]);
            let found = detect_with(text, &prior).language;
            assert!(found.is_some_and(|found| allowed.contains(&found)), "{text}: {found:?}");
        }
    }
    // And a clear word is not talked away by the page.
    let italian =
        Prior::default().with_page("it").with_browser(["it-IT", "it"]).with_message(Language::It, 1.0);
    assert_eq!(
        detect_with("können sie mir bitte die rechnung schicken", &italian).language,
        Some(Language::De)
    );
}

#[test]
fn moods_are_told_apart_in_every_language() {
    let figures = figures("emotion");
    at_least(&figures, "/accuracy", 0.75);
    for language in Language::ALL {
        at_least(&figures, &format!("/by_lang/{}", language.tag()), 0.50);
    }
}

#[test]
fn a_shopper_who_needs_a_person_is_heard() {
    at_least(&figures("escalation"), "/f1", 0.85);
}

#[test]
fn a_thanks_settles_and_a_thanks_with_a_but_does_not() {
    at_least(&figures("resolution"), "/f1", 0.88);
    assert!(resolves("merci, c'est parfait").is_resolved);
    assert!(!resolves("merci mais ça ne marche pas").is_resolved);
}

#[test]
fn a_conversation_is_not_billed_twice_by_mistake() {
    let figures = figures("relatedness");
    at_least(&figures, "/precision", 0.95);
    at_least(&figures, "/recall", 0.35);
}

#[test]
fn tasks_get_their_tag_and_priority() {
    let figures = figures("tags");
    at_least(&figures, "/tag", 0.70);
    at_least(&figures, "/priority", 0.70);
}

/// The text with the ranges blanked out by a word that says nothing, in the same place.
fn without(text: &str, ranges: &[std::ops::Range<usize>]) -> String {
    let mut kept = String::new();
    let mut at = 0;
    for range in ranges {
        kept.push_str(&text[at..range.start]);
        at = range.end;
    }
    kept.push_str(&text[at..]);
    kept
}

#[test]
fn evidence_is_made_of_words_of_the_text_in_order() {
    for line in set("emotion") {
        let text = line["text"].as_str().unwrap();
        let mut at = 0;
        for range in feel(text).evidence {
            assert!(range.start >= at && range.end > range.start, "{text}");
            assert!(!text[range.clone()].trim().is_empty(), "{text}");
            at = range.end;
        }
    }
}

/// Every answer that has evidence is another one without it; and most that could have evidence have it.
#[track_caller]
fn all_hang_on_their_evidence(changes: impl Iterator<Item = Option<bool>>) {
    let all: Vec<Option<bool>> = changes.collect();
    let known: Vec<bool> = all.iter().copied().flatten().collect();
    assert!(
        known.iter().all(|&changed| changed),
        "{} keep their answer",
        known.iter().filter(|&&c| !c).count()
    );
    assert!(known.len() >= 20, "too little evidence to judge: {} of {}", known.len(), all.len());
}

#[test]
fn evidence_is_what_changed_the_answer() {
    all_hang_on_their_evidence(set("emotion").iter().map(|line| {
        let text = line["text"].as_str().unwrap();
        let found = feel(text);
        (!found.evidence.is_empty()).then(|| feel(&without(text, &found.evidence)).emotion != found.emotion)
    }));
    all_hang_on_their_evidence(set("escalation").iter().map(|line| {
        let text = line["text"].as_str().unwrap();
        let found = wants_human(text);
        (!found.evidence.is_empty()).then(|| wants_human(&without(text, &found.evidence)).need.is_none())
    }));
    all_hang_on_their_evidence(set("resolution").iter().map(|line| {
        let text = line["text"].as_str().unwrap();
        let found = resolves(text);
        (!found.evidence.is_empty())
            .then(|| resolves(&without(text, &found.evidence)).is_resolved != found.is_resolved)
    }));
    all_hang_on_their_evidence(set("relatedness").iter().map(|line| {
        let (previous, next) = conversation(line);
        let turns = || previous.iter().map(|(speaker, text)| (*speaker, text.as_str()));
        let found = judge(turns(), &next);
        (!found.evidence.is_empty())
            .then(|| judge(turns(), &without(&next, &found.evidence)).unrelated != found.unrelated)
    }));
}

fn conversation(line: &Value) -> (Vec<(Speaker, String)>, String) {
    let turn = |turn: &Value| {
        let speaker = if turn["from"] == "shopper" { Speaker::Shopper } else { Speaker::Assistant };
        (speaker, turn["text"].as_str().unwrap().to_owned())
    };
    (
        line["previous"].as_array().unwrap().iter().map(turn).collect(),
        line["next"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn the_same_order_number_is_never_something_else() {
    let before =
        [(Speaker::Shopper, "où en est ma commande 44120 ?"), (Speaker::Assistant, "Elle part demain.")];
    let found = judge(before, "au fait, autre chose : quels sont vos horaires à rennes, et la 44120 ?");
    assert_eq!((found.unrelated, found.why), (Some(false), Why::SameNumber));
}

#[test]
fn urgency_names_the_words_that_made_it() {
    let said = [
        (Speaker::Shopper, "bonjour"),
        (Speaker::Assistant, "Bonjour, que puis-je faire ?"),
        (Speaker::Shopper, "la batterie a pris feu dans la chambre de mon fils, il est brûlé à la main"),
    ];
    let found = triage(said);
    assert_eq!(found.priority, Priority::Urgent);
    assert!(!found.evidence.is_empty());
    for (message, range) in &found.evidence {
        assert_ne!(*message, 1, "the assistant's words decide nothing");
        assert!(said[*message].1.get(range.clone()).is_some());
    }
}

#[test]
fn one_odd_message_does_not_turn_a_conversation() {
    let felt = |emotion, score| Feeling { emotion, score, evidence: Vec::new() };
    let angry = Mood::default().after(&felt(Emotion::Frustrated, 0.95));
    assert_eq!(angry.emotion, Emotion::Frustrated, "a clear feeling moves at once");
    let asked = angry.after(&felt(Emotion::Neutral, 0.8));
    assert_eq!(asked.emotion, Emotion::Frustrated, "a plain question calms nobody");
    assert_eq!(asked.after(&felt(Emotion::Neutral, 0.8)).emotion, Emotion::Neutral, "two do");
    let faint = Mood::default().after(&felt(Emotion::Worried, 0.5));
    assert_eq!(faint.emotion, Emotion::Neutral);
    assert_eq!(
        faint.after(&felt(Emotion::Happy, 0.5)).emotion,
        Emotion::Neutral,
        "two faint ones that disagree"
    );
    assert_eq!(faint.after(&felt(Emotion::Worried, 0.5)).emotion, Emotion::Worried);
}

#[test]
fn every_kind_belongs_to_its_emotion() {
    for (at, kind) in emotion::KIND_NAMES.iter().enumerate() {
        assert!(kind.starts_with(Emotion::ALL[at / emotion::KINDS].name()), "{kind}");
    }
}

/// The development sets measure only if nothing was learned from them: no line of the corpus is one of theirs.
#[test]
fn nothing_was_learned_from_the_development_sets() {
    let plain = |text: &str| -> String {
        let folded =
            text.chars().flat_map(|letter| <[_; 2]>::from(lutin_shared::text::fold(letter))).flatten();
        let spaced: String =
            folded.map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut tested = std::collections::HashSet::new();
    for name in ["language", "other", "emotion", "escalation", "resolution", "relatedness", "tags"] {
        for line in set(name) {
            let own = ["text", "next"].iter().filter_map(|field| line[*field].as_str());
            tested.extend(own.map(plain));
        }
    }
    let (mut read, mut leaks) = (0, Vec::new());
    let mut folders = vec![folder("../training/corpus")];
    while let Some(path) = folders.pop() {
        for entry in std::fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "txt") {
                for line in std::fs::read_to_string(&path).unwrap().lines() {
                    read += 1;
                    let next = line.rsplit(" => ").next().unwrap();
                    let is_single = line == next || next.split_whitespace().count() > 2;
                    if is_single && tested.contains(&plain(next)) {
                        leaks.push(format!("{}: {line}", path.display()));
                    }
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
    assert!(read > 40_000, "{read} lines");
}

#[test]
fn what_has_no_language_has_none() {
    for text in [
        "",
        " ",
        "👍",
        "👍🏽",
        "❤️",
        "12345",
        "#48213",
        "\u{200f}\u{200e}",
        "!!!",
        "https://example.com/a",
        "A@b.co",
    ] {
        let found = detect(text);
        assert_eq!((found.language, found.confidence), (None, 0.0), "{text:?}");
    }
    // What was known before still holds.
    let prior = Prior::default().with_page("nl");
    assert_eq!(detect_with("👍", &prior).language, Some(Language::Nl));
}

#[test]
fn codes_and_addresses_say_nothing_of_language() {
    let plain = detect("merci beaucoup");
    for text in [
        "merci beaucoup #48213",
        "merci beaucoup SPRING15",
        "merci beaucoup 👍👍",
        "merci beaucoup info@the-shop.co.uk",
    ] {
        assert_eq!(detect(text), plain, "{text}");
    }
}

#[test]
fn noise_is_read_in_time_and_with_doubt() {
    let noise: String = (0..4_000u32).map(|at| char::from(b'a' + (at * at % 23) as u8)).collect();
    for text in
        [noise.as_str(), &"z".repeat(4_000), &"漢".repeat(4_000), &"ب ".repeat(4_000), &"?!".repeat(2_000)]
    {
        let _ = (detect(text), feel(text), wants_human(text), resolves(text));
        let _ = judge([(Speaker::Shopper, text)], text);
        let _ = triage([(Speaker::Shopper, text)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any text gets an answer, the same each time, and ranges that are of the text.
    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,80}|[\\x00-\\x{7ff}]{0,60}|(merci|pas|no|не|不|!|\u{200f}| |👍|4){0,40}") {
        let found = detect(&text);
        prop_assert!((0.0..=1.0).contains(&found.confidence));
        prop_assert_eq!(found, detect(&text));
        let feeling = feel(&text);
        prop_assert_eq!(&feeling, &feel(&text));
        for range in feeling.evidence.into_iter().chain(wants_human(&text).evidence).chain(resolves(&text).evidence) {
            prop_assert!(text.get(range).is_some());
        }
        for range in judge([(Speaker::Assistant, text.as_str())], &text).evidence {
            prop_assert!(text.get(range).is_some());
        }
        for (_, range) in triage([(Speaker::Shopper, text.as_str())]).evidence {
            prop_assert!(text.get(range).is_some());
        }
    }

    /// Bytes that are no text, in a JSON line or bare, get an answer or a reason.
    #[test]
    fn any_bytes_get_an_answer_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..60), quoted in any::<bool>()) {
        let mut line = bytes;
        if quoted {
            line.retain(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20));
            line = [b"{\"text\":\"".as_slice(), &line, b"\"}"].concat();
        }
        for task in [Task::Language, Task::Emotion, Task::Escalation, Task::Resolution] {
            let answer = task.answer(&line);
            prop_assert!(!quoted || answer.is_ok(), "{answer:?}");
        }
    }

    /// A table cut anywhere, or of any bytes, is read without harm.
    #[test]
    fn a_damaged_table_weighs_nothing_or_something(cut in 0usize..20_000, noise in proptest::collection::vec(any::<u8>(), 0..200)) {
        let whole: &'static [u8] = include_bytes!("../src/emotion/emotion.bin");
        let bytes = &whole[..cut.min(whole.len())];
        let noise: &'static [u8] = noise.leak();
        for bytes in [bytes, noise] {
            let table = lutin_shared::table::Table::<20>::new(bytes);
            let mut sums = table.start();
            table.add(7, &mut sums);
            table.remove(7, &mut sums);
            prop_assert_eq!(sums, table.start());
        }
    }
}

/// Greetings, single words and plain questions, which the development sets have none of: nothing may be guessed into them.
#[test]
fn plain_messages_alarm_nobody() {
    let mut alarms = Vec::new();
    // Some greetings are goodbyes too, which settle a matter.
    let greetings = [
        "bonjour",
        "bonsoir",
        "hello",
        "hi",
        "hola",
        "buenas tardes",
        "hallo",
        "guten tag",
        "ciao",
        "buongiorno",
        "olá",
        "boa tarde",
        "goedemorgen",
        "dzień dobry",
        "привет",
        "здравствуйте",
        "مرحبا",
        "السلام عليكم",
        "你好",
        "こんにちは",
    ];
    let questions = [
        "",
        "   ",
        "!!!???",
        "12345",
        "在吗",
        "prix",
        "taille M",
        "size 42",
        "livraison",
        "versandkosten",
        "talla",
        "quanto costa?",
        "ile kosztuje?",
        "сколько стоит",
        "بكم",
        "多少钱",
        "いくらですか",
        "где мой заказ",
        "gdzie moja paczka",
        "où est ma commande ?",
        "where is my order",
        "wo ist mein paket",
        "dove è il mio ordine",
        "cadê meu pedido",
        "waar blijft mijn pakket",
        "أين طلبي",
        "do you have this in blue",
    ];
    for text in greetings.into_iter().chain(questions) {
        let (need, emotion) = (wants_human(text).need, feel(text).emotion);
        let settles = questions.contains(&text) && resolves(text).is_resolved;
        if need.is_some() || settles || emotion == Emotion::Happy {
            alarms.push(format!("{text:?}: {need:?}, {settles}, {emotion:?}"));
        }
    }
    let plain = greetings.len() + questions.len();
    assert!(alarms.len() * 10 <= plain, "{} of {plain}: {alarms:#?}", alarms.len());
    for text in ["", "   ", "!!!???", "12345"] {
        assert_eq!(
            (wants_human(text).need, resolves(text).is_resolved, feel(text).emotion),
            (None, false, Emotion::Neutral)
        );
    }
}

/// Six pages of Chinese, which has a piece a character.
#[test]
fn a_long_conversation_is_triaged_in_time() {
    let page = "你好我的订单坏了还没有收到".repeat(300);
    let start = std::time::Instant::now();
    let _ = triage(vec![(Speaker::Shopper, page.as_str()); 20]);
    let _ = judge(vec![(Speaker::Shopper, page.as_str()); 20], &page);
    assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn an_order_number_is_the_same_however_it_is_typed() {
    let before = |number: &'static str| [(Speaker::Shopper, number), (Speaker::Assistant, "Je regarde.")];
    for (one, other) in
        [("ma commande A44120", "et la a44120 ?"), ("где 7788", "а что с ٧٧٨٨"), ("la 44-120", "44120 ?")]
    {
        assert_eq!(judge(before(one), other).why, Why::SameNumber, "{one} {other}");
    }
    assert_ne!(judge(before("order 44120 is late"), "my phone number is 0612345678").why, Why::OtherNumber);
}
