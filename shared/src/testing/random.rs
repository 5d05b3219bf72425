//! Random timelines that hit the edges of the rules often: what the rules and their second formulation are
//! compared on.

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::{Value, json};

use super::oracle::{Books, PACKS, THRESHOLDS, W, facts, written, zone};

/// Random choices from a source of random numbers.
struct Dice<'a>(&'a mut dyn FnMut() -> u64);

impl Dice<'_> {
    /// A number of `low..=high`.
    fn number(&mut self, low: i64, high: i64) -> i64 {
        let drawn = (self.0)();
        low + ((drawn ^ (drawn >> 32)) % (high - low + 1) as u64) as i64
    }

    fn chance(&mut self, percent: i64) -> bool {
        self.number(1, 100) <= percent
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.number(0, of.len() as i64 - 1) as usize].clone()
    }

    /// One of the words, each as likely as it is frequent in the text.
    fn word<'w>(&mut self, of: &'w str) -> &'w str {
        self.one(&of.split_whitespace().collect::<Vec<_>>())
    }
}

/// A random scenario of either kind that hits the edges of the rules often. Times never decrease.
pub fn random_scenario(next: &mut dyn FnMut() -> u64) -> Value {
    let mut dice = Dice(next);
    if dice.chance(50) { random_session(&mut dice) } else { random_account(&mut dice) }
}

fn random_session(dice: &mut Dice) -> Value {
    const VERBS: &str = "shopper shopper shopper shopper shopper shopper assistant assistant assistant \
        instant instant agent agent system admin reply_failed resolve resolve resolve close wake wake";
    let mut at = 1_772_442_000_000 + dice.number(0, 86_400_000);
    let mut last = at;
    let mut timeline: Vec<Value> = Vec::new();
    for i in 0..dice.number(1, 24) {
        at = match dice.number(1, 20) {
            1..=4 => at.max(last + W + dice.number(-1, 1)),
            5 => at + W + dice.number(-1, 1),
            6..=13 => at + dice.number(0, 3) * dice.number(0, 1_000),
            14..=17 => at + dice.number(1, 20 * 60_000),
            18 => at + dice.number(W, 6 * W),
            _ => at,
        };
        let old = dice.number(0, i) as usize;
        let repeated = timeline.get(old).filter(|step| step["id"].is_string() && dice.chance(20)).cloned();
        let verbs = match i {
            0 if dice.chance(80) => "shopper",
            _ if at == last + W && dice.chance(25) => "wake wake resolve close",
            _ => VERBS,
        };
        let mut step = repeated.unwrap_or_else(|| {
            let verb = dice.word(verbs);
            let mut step = json!({ "do": verb });
            match verb {
                "resolve" => step["by"] = json!(dice.word("shopper assistant agent")),
                "close" => step["by"] = json!(dice.word("shopper agent merchant")),
                "admin" | "reply_failed" | "wake" => {}
                _ => step["text"] = json!(format!("{verb} {i}")),
            }
            if verb == "shopper" && dice.chance(75) {
                step["unrelated"] = dice.one(&[json!(null), json!(true), json!(true), json!(false)]);
            }
            if step["text"].is_string() && dice.chance(50) {
                step["id"] = json!(format!("m{i}"));
            }
            last = if step["text"].is_string() && verb != "system" { at } else { last };
            step
        });
        step["at"] = json!(written(at));
        timeline.push(step);
    }
    let purpose = dice.word("live live live live live live test preview");
    json!({ "kind": "session", "name": "random", "why": "random", "session": { "purpose": purpose },
            "merchant": { "plan": "starter", "timezone": "Europe/Paris" }, "timeline": timeline })
}

fn random_account(dice: &mut Dice) -> Value {
    const DAY: i64 = 86_400_000;
    const PLANS: &str = "free free free starter starter professional enterprise";
    let plan = dice.word(PLANS);
    let name = dice.word("Europe/Paris America/New_York Asia/Tokyo UTC Pacific/Auckland");
    let zone = zone(name);
    let mut at = 1_767_225_600_000 + dice.number(0, 1_000 * DAY);
    let mut timeline: Vec<Value> = Vec::new();
    for i in 0..dice.number(1, 20) as usize {
        let later = match dice.number(1, 20) {
            1..=7 => at + dice.number(0, 2) * dice.number(0, 60_000),
            8..=11 => at + dice.number(0, DAY),
            12..=13 => at + dice.number(0, 12 * DAY),
            14..=17 => month_end(at, dice.one(&[&zone, &zone, &TimeZone::UTC])) + dice.number(-1, 1),
            18 => at + dice.number(30 * DAY, 160 * DAY),
            _ => at,
        };
        at = at.max(later);
        timeline.push(json!({ "at": written(at), "do": "read" }));
        let known = facts(&timeline, &zone);
        let (books, month) = (Books { plan, facts: &known }, known[i].month);
        let c = books.coverage(month);
        let mut step = match dice.number(1, 20) {
            1..=8 => {
                // Just short of, exactly at, or just past a threshold of what is there now, where it can be.
                let edge = (dice.one(&THRESHOLDS) * (c.allowance + c.by_packs + c.balance) + 99) / 100;
                let n = edge + dice.number(-1, 1) - c.used;
                json!({ "do": "count", "n": if n < 1 || dice.chance(25) { dice.number(1, 60) } else { n } })
            }
            9..=11 => {
                let order = dice.number(1, 10);
                let size = PACKS[order as usize % PACKS.len()].0;
                let named = json!({ "do": "buy_pack", "size": size, "id": format!("o{order}") });
                if order <= 6 { named } else { json!({ "do": "buy_pack", "size": size }) }
            }
            12 => json!({ "do": "change_plan", "to": books.plan(month) }),
            13..=14 => json!({ "do": "change_plan", "to": dice.word(PLANS) }),
            15..=18 => json!({ "do": dice.word("enable enable disable"),
                               "enchantment": dice.word("memory emotion escalation escalation polyglot") }),
            _ => json!({ "do": "read" }),
        };
        step["at"] = json!(written(at));
        timeline[i] = step;
    }
    json!({ "kind": "account", "name": "random", "why": "random",
            "merchant": { "plan": plan, "timezone": name }, "timeline": timeline })
}

/// The first instant of the next month.
fn month_end(at: i64, zone: &TimeZone) -> i64 {
    let local = Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(zone.clone());
    let next = local.first_of_month().and_then(|first| first.checked_add(1.month())?.start_of_day());
    next.map_or(at, |zoned| zoned.timestamp().as_millisecond())
}
