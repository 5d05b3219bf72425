//! The counting scenarios (`shared/tests/scenarios`), each with the outcome that merchants were promised.

use serde_json::{Value, json};

use super::*;

fn millis(step: &Value) -> Timestamp {
    let at: jiff::Timestamp = step["at"].as_str().unwrap().parse().unwrap();
    at_instant(at)
}

fn at_instant(instant: jiff::Timestamp) -> Timestamp {
    Timestamp::from_millis(instant.as_millisecond())
}

fn rfc3339(at: Timestamp) -> Value {
    let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap();
    json!(format!("{instant:.3}"))
}

fn play(scenario: &Value) -> Value {
    let purpose = serde_json::from_value(scenario["session"]["purpose"].clone()).unwrap();
    let mut desk = Desk::new(purpose);
    for step in scenario["timeline"].as_array().unwrap() {
        let now = millis(step);
        let id = step["id"].as_str().map_or_else(|| desk.id(), |id| id.parse().unwrap());
        let text = step["text"].as_str().unwrap_or("…").to_owned();
        let reply =
            |from| Command::Reply { id: id.clone(), from, text: text.clone(), turn: None, expects: None };
        let command = match step["do"].as_str().unwrap() {
            "admin" => continue,
            "agent" => reply(Author::Agent),
            "assistant" => reply(Author::Assistant),
            "close" => Command::Close { seen: desk.session.seq() },
            "instant" => reply(Author::Instant),
            "reply_failed" => match desk.session.turns.first() {
                Some(turn) => Command::FailReply { turn: *turn },
                None => continue,
            },
            "resolve" => Command::Resolve,
            "shopper" => {
                let unrelated = step["unrelated"].as_bool();
                Command::Say { origin: origin(purpose), id: id.clone(), text: text.clone(), unrelated }
            }
            "system" => reply(Author::System),
            "wake" => Command::Wake,
            other => panic!("unknown step {other}"),
        };
        match desk.step(command, now) {
            Ok(_) | Err(Refusal::MessageIdReused) => {}
            Err(refusal) => panic!("{refusal}"),
        }
    }
    let conversations: Vec<Value> = desk
        .receipts
        .values()
        .map(|receipt| {
            json!({
                "verdict": receipt.verdict,
                "reason": receipt.reason,
                "ended_by": receipt.ended_by,
                "started_at": rfc3339(receipt.started_at),
                "ended_at": receipt.ended_at.map(rfc3339),
                "counted_at": receipt.counted_by.as_ref().map(|reply| rfc3339(reply.at)),
                "messages": receipt.messages,
            })
        })
        .collect();
    json!({ "conversations": conversations, "counted": desk.counted() })
}

#[test]
fn every_scenario_comes_to_what_was_promised() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");
    let mut played = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let scenario: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(play(&scenario), scenario["expect"], "{}", path.display());
        played += 1;
    }
    assert_eq!(played, 26, "scenarios were added or lost: say so here");
}
