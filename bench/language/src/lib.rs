//! What `bench/language.mjs` times in a browser: the panel's language detection, compiled as the panel is.

use std::{hint::black_box, sync::LazyLock};

use lutin_shared::language::detect;

static MESSAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let text = include_str!("../../../shared/tests/understanding/language.jsonl");
    let message = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(line["text"].as_str()?.to_owned())
    };
    text.lines().filter_map(message).collect()
});

/// Reads every message of the development set `rounds` times; returns how many that were.
#[unsafe(no_mangle)]
pub extern "C" fn read_messages(rounds: u32) -> u32 {
    let mut read = 0;
    for _ in 0..rounds {
        for message in MESSAGES.iter() {
            black_box(detect(black_box(message)));
            read += 1;
        }
    }
    read
}
