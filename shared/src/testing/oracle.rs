//! The counting rules and the account rules, version 1, a second time and in another manner: nothing here
//! steps through states. The whole timeline is cut into turns and conversations, or into months, and every
//! figure is a function of what was cut. Property tests compare it with the code that bills. The quotes are
//! from the rules. Its author had not read the code that it is compared with.

use std::collections::HashSet;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value, json};

/// "`W` is 30 minutes. Times are milliseconds since the epoch."
pub(super) const W: i64 = 30 * 60_000;

#[derive(Clone, Debug, PartialEq)]
pub enum From {
    Shopper { unrelated: Option<bool> },
    Assistant,
    Instant,
    Agent,
    System,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Said { id: String, from: From },
    ReplyFailed,
    Resolve,
    Close,
    Wake,
    Admin,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub at: i64,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    pub verdict: &'static str,
    pub reason: &'static str,
    pub ended_by: Option<&'static str>,
    pub started_at: i64,
    pub ended_at: Option<i64>,
    pub counted_at: Option<i64>,
    pub messages: u32,
}

/// One shopper message and all that follows it, up to the next shopper message. A shopper message either
/// starts a conversation or finds it open (or reopens it), so every turn begins in an open conversation, and
/// what becomes of it is decided by the turn alone.
type Turn<'a> = &'a [&'a Step];

/// The conversations of a session; `purpose` is `live`, `test` or `preview`.
pub fn conversations(purpose: &str, steps: &[Step]) -> Vec<Conversation> {
    let kept = that_matter(steps);
    // "Only a shopper message starts a conversation": what comes before the first one is no turn.
    let turns: Vec<Turn> =
        kept.chunk_by(|_, next| !by_shopper(next)).filter(|turn| by_shopper(turn[0])).collect();
    let talks: Vec<&[Turn]> = turns.chunk_by(|turn, next| continues(turn, next)).collect();
    let started: Vec<i64> = talks.iter().map(|talk| talk[0][0].at).collect();
    talks.iter().enumerate().map(|(i, talk)| judged(purpose, talk, started.get(i + 1).copied())).collect()
}

/// "A message id seen before is ignored entirely", and then "`system` messages and admin actions are
/// recorded but belong to no conversation's count or window"; a reply that failed is no message either.
fn that_matter(steps: &[Step]) -> Vec<&Step> {
    let mut seen = HashSet::new();
    let kept = |step: &&Step| match &step.what {
        What::Said { id, from } => seen.insert(id.clone()) && *from != From::System,
        what => !matches!(what, What::Admin | What::ReplyFailed),
    };
    steps.iter().filter(kept).collect()
}

/// "A shopper message at `at` continues iff `at - last <= W`"; after a close "the next shopper message
/// starts a new one"; after a resolve, "within `W` of `last`: `unrelated: true` → a new conversation;
/// `false` or unknown → the same one, reopened"; and "an open conversation takes every question".
fn continues(turn: Turn, next: Turn) -> bool {
    let unrelated = matches!(next[0].what, What::Said { from: From::Shopper { unrelated: Some(true) }, .. });
    let [_, resolved, closed] = parts(turn);
    closed.is_empty() && next[0].at - last(turn) <= W && (resolved.is_empty() || !unrelated)
}

/// A turn in three: while the conversation is open, from a resolve on, from a close on ("a later close turns
/// it into closed"). Open it is up to the first resolve or close within `W` of the message before; one that
/// comes later finds a conversation that "ended by `inactivity`" already, and that ending stands.
fn parts(turn: Turn) -> [Turn; 3] {
    let ends = |i: &usize| !is_message(turn[*i]) && turn[*i].what != What::Wake;
    let stop = (0..turn.len()).filter(ends).find(|&i| turn[i].at - last(&turn[..i]) <= W);
    let (open, over) = turn.split_at(stop.unwrap_or(turn.len()));
    let close = over.iter().position(|step| step.what == What::Close);
    let (resolved, closed) = over.split_at(close.unwrap_or(over.len()));
    [open, resolved, closed]
}

/// "`last` is the time of the conversation's last message." A late reply "becomes `last`" like any other, and
/// "replies after a resolve slide the window" too; those after a close do not, but nothing asks then.
fn last(part: Turn) -> i64 {
    part.iter().rev().find(|step| is_message(step)).map_or(0, |step| step.at)
}

/// How a conversation ended is how its last turn did: "when resolved, closed, or the client stops replying",
/// the latter "by `inactivity` at `last + W`" once anything but a reply happens past that moment. `next` is
/// when the next conversation starts.
fn ending(turn: Turn, next: Option<i64>) -> Option<(&'static str, i64)> {
    match parts(turn) {
        [_, _, [close, ..]] => Some(("closed", close.at)),
        [_, [resolve, ..], _] => Some(("resolved", resolve.at)),
        [open, ..] => {
            let silence = last(open) + W;
            let noticed = open.iter().map(|step| step.at).chain(next).any(|at| at > silence);
            noticed.then_some(("inactivity", silence))
        }
    }
}

/// "A live conversation counts once, at its first `assistant` reply while it is open. Verdicts: … in this
/// order of precedence: purpose, ai, agent, instant, nothing." Replies after the end decide nothing, but
/// are messages of the conversation.
fn judged(purpose: &str, talk: &[Turn], next: Option<i64>) -> Conversation {
    let open: Vec<&Step> = talk.iter().flat_map(|turn| parts(turn)[0]).copied().collect();
    let is_by = |what: &What, who| matches!(what, What::Said { from, .. } if *from == who);
    let first = |who: From| open.iter().find(|step| is_by(&step.what, who.clone())).map(|step| step.at);
    let (reason, counted_at) = match (purpose, first(From::Assistant)) {
        ("test", _) => ("test", None),
        ("preview", _) => ("preview", None),
        (_, Some(at)) => ("ai_reply", Some(at)),
        _ if first(From::Agent).is_some() => ("human_only", None),
        _ if first(From::Instant).is_some() => ("instant_only", None),
        _ => ("never_answered", None),
    };
    let verdict = if counted_at.is_some() { "counted" } else { "not_counted" };
    let (ended_by, ended_at) = talk.last().and_then(|turn| ending(turn, next)).unzip();
    let messages = talk.concat().into_iter().filter(|step| is_message(step)).count() as u32;
    Conversation { verdict, reason, ended_by, started_at: talk[0][0].at, ended_at, counted_at, messages }
}

fn is_message(step: &Step) -> bool {
    matches!(step.what, What::Said { .. })
}

fn by_shopper(step: &Step) -> bool {
    matches!(step.what, What::Said { from: From::Shopper { .. }, .. })
}

/// "Default catalogue": plan, cents a month, conversations a month.
const PLANS: [(&str, i64, i64); 4] =
    [("free", 0, 50), ("starter", 1900, 500), ("professional", 4900, 2_000), ("enterprise", 14_900, 10_000)];
/// Conversations in a pack, cents.
pub(super) const PACKS: [(i64, i64); 3] = [(100, 900), (500, 3500), (1_000, 5900)];
/// Enchantment, cents a month, whether a paid plan includes it: "Escalade and Polyglotte cost nothing on a
/// paid plan; Mémoire is 3 € on every plan; Émotion is free."
const ENCHANTMENTS: [(&str, i64, bool); 4] =
    [("memory", 300, false), ("emotion", 0, true), ("escalation", 500, true), ("polyglot", 500, true)];
/// "Alerts at 80, 90 and 100 % of capacity."
pub(super) const THRESHOLDS: [i64; 3] = [80, 90, 100];

fn price(plan: &str) -> i64 {
    PLANS.iter().find(|p| p.0 == plan).map_or(0, |p| p.1)
}

/// A step of an account on the merchant's calendar; `month` is the number of the month since year 0.
pub(super) struct Fact<'a> {
    at: i64,
    pub(super) month: i64,
    day: i64,
    days: i64,
    verb: &'a str,
    /// The plan asked for, or the enchantment.
    name: &'a str,
    /// How many conversations were counted, or are in the pack.
    number: i64,
}

/// An account up to some moment: the plan it began with, and what happened since.
#[derive(Clone, Copy)]
pub(super) struct Books<'a> {
    pub(super) plan: &'a str,
    pub(super) facts: &'a [Fact<'a>],
}

/// "Coverage of a period is a pure function of its totals."
pub(super) struct Coverage {
    pub(super) used: i64,
    pub(super) allowance: i64,
    by_plan: i64,
    pub(super) by_packs: i64,
    pub(super) balance: i64,
}

impl<'a> Books<'a> {
    fn first(self, count: usize) -> Books<'a> {
        Books { facts: &self.facts[..count], ..self }
    }

    fn during(self, month: i64, verb: &str) -> impl Iterator<Item = (usize, &'a Fact<'a>)> {
        self.facts.iter().enumerate().filter(move |(_, f)| f.month == month && f.verb == verb)
    }

    /// The plan asked for last before a month is the one it starts with: an upgrade holds on, a downgrade
    /// comes "from the next period; asking for the current plan again cancels it".
    fn plan_at_start(self, month: i64) -> &'a str {
        let asked = self.facts.iter().rev().find(|f| f.verb == "change_plan" && f.month < month);
        asked.map_or(self.plan, |fact| fact.name)
    }

    /// Within a month a plan only grows ("Upgrade: at once"): the dearest asked for so far.
    pub(super) fn plan(self, month: i64) -> &'a str {
        let asked = self.during(month, "change_plan").map(|(_, fact)| fact.name);
        asked.chain([self.plan_at_start(month)]).max_by_key(|plan| price(plan)).unwrap_or(self.plan)
    }

    /// "The plan's allowance first, then packs, the rest is *uncovered*"; packs "cover what is still
    /// uncovered in the current period, then wait until used, through months and plan changes".
    pub(super) fn coverage(self, month: i64) -> Coverage {
        let sum = |verb| self.during(month, verb).map(|(_, fact)| fact.number).sum::<i64>();
        let begun = self.facts.first().is_some_and(|fact| fact.month < month);
        let packs = sum("buy_pack") + if begun { self.coverage(month - 1).balance } else { 0 };
        let used = sum("count");
        let allowance = PLANS.iter().find(|p| p.0 == self.plan(month)).map_or(0, |p| p.2);
        let by_plan = used.min(allowance);
        let by_packs = (used - by_plan).min(packs);
        Coverage { used, allowance, by_plan, by_packs, balance: packs - by_packs }
    }

    /// The month's plan, and for each upgrade "the price difference pro rata for the days left including
    /// today, `round_half_up((new - old) * (days - day + 1) / days)` in cents".
    fn plan_cents(self, month: i64) -> i64 {
        let upgrade = |(i, fact): (usize, &Fact)| {
            let more = (price(fact.name) - price(self.first(i).plan(month))).max(0);
            (2 * more * (fact.days - fact.day + 1) + fact.days) / (2 * fact.days)
        };
        price(self.plan_at_start(month)) + self.during(month, "change_plan").map(upgrade).sum::<i64>()
    }

    fn pack_cents(self, month: i64) -> i64 {
        let cents = |size| PACKS.iter().find(|p| p.0 == size).map_or(0, |p| p.1);
        self.during(month, "buy_pack").map(|(_, fact)| cents(fact.number)).sum()
    }

    /// "Charged for a whole month in which they were active while not included; disabling takes effect at
    /// the month's end": the plan of each moment an enchantment becomes or already is active in the month.
    fn enchantment_cents(self, month: i64) -> i64 {
        let charged = |&&(name, _, included): &&(&str, i64, bool)| {
            let switch = |f: &&Fact| matches!(f.verb, "enable" | "disable") && f.name == name;
            let before = self.facts.iter().rev().filter(switch).find(|f| f.month < month);
            let carried = before.filter(|f| f.verb == "enable").map(|_| self.plan_at_start(month));
            let enabled = self.during(month, "enable").filter(|(_, f)| f.name == name);
            let plans = enabled.map(|(i, _)| self.first(i).plan(month)).chain(carried);
            plans.into_iter().any(|plan| !included || price(plan) == 0)
        };
        ENCHANTMENTS.iter().filter(charged).map(|e| e.1).sum()
    }

    /// "`used * 100 >= threshold * (allowance + pack balance)`", the balance being that of all packs the
    /// month can draw on, used or not.
    fn raised(self, month: i64) -> [bool; 3] {
        let c = self.coverage(month);
        THRESHOLDS.map(|threshold| c.used * 100 >= threshold * (c.allowance + c.by_packs + c.balance))
    }

    /// "Raised once, and *resolved* when capacity grows past them; they start afresh each period": what
    /// differs in the step's month between the books before and after it.
    fn alerts(self) -> Vec<Value> {
        let news = |i: usize| {
            let Fact { at, month, .. } = self.facts[i];
            let [before, after] = [i, i + 1].map(|count| self.first(count).raised(month));
            (0..3).filter(move |&t| before[t] != after[t]).map(move |t| {
                json!({ "at": written(at), "threshold": THRESHOLDS[t],
                        "state": if after[t] { "raised" } else { "resolved" } })
            })
        };
        (0..self.facts.len()).flat_map(news).collect()
    }

    /// Every month from the first step's to the last step's, and the state at the last step.
    fn expected(self) -> Value {
        let [Fact { month: first, .. }, ..] = *self.facts else {
            return json!({ "periods": {}, "now": null, "alerts": [] });
        };
        let now = self.facts.last().map_or(first, |fact| fact.month);
        let label = |month: i64| format!("{:04}-{:02}", month / 12, month % 12 + 1);
        let period = |month: i64| {
            let (c, plan, packs) = (self.coverage(month), self.plan_cents(month), self.pack_cents(month));
            let enchantments = self.enchantment_cents(month);
            let statement = json!({ "plan": plan, "packs": packs, "enchantments": enchantments,
                                    "total": plan + packs + enchantments });
            let totals = json!({ "used": c.used, "allowance": c.allowance, "statement_cents": statement });
            (label(month), totals)
        };
        let c = self.coverage(now);
        json!({
            "periods": (first..=now).map(period).collect::<Map<_, _>>(),
            "now": {
                "period": label(now), "plan": self.plan(now), "next_plan": self.plan_at_start(now + 1),
                "used": c.used, "covered_by_plan": c.by_plan, "covered_by_packs": c.by_packs,
                "uncovered": c.used - c.by_plan - c.by_packs, "pack_balance": c.balance,
                "remaining": c.allowance - c.by_plan + c.balance,
            },
            "alerts": self.alerts(),
        })
    }
}

/// "The period is the calendar month in the merchant's time zone." An order that repeats an earlier one's id
/// is a mere `read`: "a retried purchase is one purchase".
pub(super) fn facts<'a>(timeline: &'a [Value], zone: &TimeZone) -> Vec<Fact<'a>> {
    let mut orders = HashSet::new();
    let mut fact = |step: &'a Value| {
        let (at, verb) = (read(step), text(step, "do"));
        let local = Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(zone.clone());
        let repeated = verb == "buy_pack" && step["id"].as_str().is_some_and(|id| !orders.insert(id));
        Fact {
            at,
            month: i64::from(local.year()) * 12 + i64::from(local.month()) - 1,
            day: local.day().into(),
            days: local.days_in_month().into(),
            verb: if repeated { "read" } else { verb },
            name: step["to"].as_str().unwrap_or_else(|| text(step, "enchantment")),
            number: step["n"].as_i64().or(step["size"].as_i64()).unwrap_or(0),
        }
    };
    timeline.iter().map(&mut fact).collect()
}

/// The `expect` of a scenario of either kind, in exactly the shape of the golden files.
pub fn expected(scenario: &Value) -> Value {
    let timeline = scenario["timeline"].as_array().map_or(&[][..], Vec::as_slice);
    let merchant = &scenario["merchant"];
    if text(scenario, "kind") == "account" {
        let facts = facts(timeline, &zone(text(merchant, "timezone")));
        return Books { plan: text(merchant, "plan"), facts: &facts }.expected();
    }
    let steps: Vec<Step> =
        timeline.iter().enumerate().filter_map(|(i, step)| session_step(i, step)).collect();
    let found = conversations(text(&scenario["session"], "purpose"), &steps);
    let shown = |c: &Conversation| {
        json!({ "verdict": c.verdict, "reason": c.reason, "ended_by": c.ended_by,
                "started_at": written(c.started_at), "ended_at": c.ended_at.map(written),
                "counted_at": c.counted_at.map(written), "messages": c.messages })
    };
    let counted = found.iter().filter(|c| c.verdict == "counted").count();
    json!({ "conversations": found.iter().map(shown).collect::<Vec<_>>(), "counted": counted })
}

/// A message without an id has one of its own.
fn session_step(index: usize, step: &Value) -> Option<Step> {
    let said = |from| What::Said { id: step["id"].as_str().map_or(format!("#{index}"), str::to_owned), from };
    let what = match text(step, "do") {
        "shopper" => said(From::Shopper { unrelated: step["unrelated"].as_bool() }),
        "assistant" => said(From::Assistant),
        "instant" => said(From::Instant),
        "agent" => said(From::Agent),
        "system" => said(From::System),
        "admin" => What::Admin,
        "reply_failed" => What::ReplyFailed,
        "resolve" => What::Resolve,
        "close" => What::Close,
        "wake" => What::Wake,
        _ => return None,
    };
    Some(Step { at: read(step), what })
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}

fn read(step: &Value) -> i64 {
    text(step, "at").parse::<Timestamp>().map_or(0, Timestamp::as_millisecond)
}

pub(super) fn written(at: i64) -> String {
    format!("{:.3}", Timestamp::from_millisecond(at).unwrap_or_default())
}

pub(super) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}
