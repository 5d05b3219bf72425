//! Timelines of one merchant's months.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Step, Unplayable, field, rfc3339, timeline};
use crate::account::{Account, Catalogue, Command, Enchantment, Event, PlanId, Terms};
use crate::digest::Digest;
use crate::id::OrderId;
use crate::refusal::Refusal;
use crate::time::Timestamp;

#[derive(Debug)]
pub struct Timeline {
    terms: Terms,
    steps: Vec<Step<What>>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum What {
    BuyPack {
        size: u32,
        #[serde(default)]
        id: Option<String>,
    },
    ChangePlan {
        to: PlanId,
        #[serde(default)]
        id: Option<String>,
    },
    Count {
        n: u32,
    },
    Disable {
        enchantment: Enchantment,
    },
    Enable {
        enchantment: Enchantment,
    },
    Read,
}

impl Timeline {
    pub fn read(scenario: &Value) -> Result<Self, Unplayable> {
        let plan = field(scenario, &["merchant", "plan"])?;
        let timezone = field(scenario, &["merchant", "timezone"])?;
        let steps: Vec<Step<What>> = timeline(scenario)?;
        if steps.is_empty() {
            return Err(Unplayable::field("timeline", "at least one step was expected"));
        }
        Ok(Self { terms: Terms { plan, timezone, catalogue: Catalogue::default() }, steps })
    }

    pub fn play(&self) -> Result<Value, Unplayable> {
        let opened = self.steps.first().map_or_else(Timestamp::default, |step| step.at);
        let refused = |step| move |refusal| Unplayable::Refused { step, refusal };
        let mut account = Account::open(self.terms.clone(), opened).map_err(refused(0))?;
        let (mut now, mut alerts) = (opened, Vec::new());
        for (index, step) in self.steps.iter().enumerate() {
            // A clock that ran backwards stands still until it has caught up.
            now = now.max(step.at);
            let command = command(index, &step.what, now).map_err(refused(index))?;
            let events = match command {
                None => account.openings(now),
                Some(command) => match account.decide(command, now) {
                    // The first one stands.
                    Err(Refusal::OrderIdReused) => continue,
                    decided => decided.map_err(refused(index))?,
                },
            };
            for event in &events {
                account.apply(event, now);
                alerts.extend(alert(event, now));
            }
        }
        Ok(outcome(&account.as_of(now), alerts))
    }
}

fn command(index: usize, what: &What, now: Timestamp) -> Result<Option<Command>, Refusal> {
    Ok(Some(match what {
        What::BuyPack { size, id } => {
            Command::BuyPack { order: order_id(id.as_deref(), index)?, size: *size }
        }
        What::ChangePlan { to, id } => {
            Command::ChangePlan { order: order_id(id.as_deref(), index)?, plan: *to }
        }
        What::Count { n } => Command::Count { at: now, conversations: *n },
        What::Disable { enchantment } => Command::Disable(*enchantment),
        What::Enable { enchantment } => Command::Enable(*enchantment),
        What::Read => return Ok(None),
    }))
}

/// The id that a step gives, or one of its own. Scenarios may use any text: one that is no id stands for its digest.
fn order_id(given: Option<&str>, index: usize) -> Result<OrderId, Refusal> {
    let id = given.map_or_else(|| format!("step-{index}"), str::to_owned);
    id.parse().or_else(|_| Digest::of(&[id.as_bytes()]).to_hex().parse()).map_err(|_| Refusal::Malformed)
}

fn alert(event: &Event, at: Timestamp) -> Option<Value> {
    let (threshold, state) = match event {
        Event::AlertRaised { threshold, .. } => (threshold, "raised"),
        Event::AlertResolved { threshold, .. } => (threshold, "resolved"),
        _ => return None,
    };
    Some(json!({ "at": rfc3339(at), "threshold": threshold, "state": state }))
}

fn outcome(account: &Account, alerts: Vec<Value>) -> Value {
    let statements = account.periods().filter_map(|period| account.statement(period));
    let periods: Map<String, Value> = statements
        .map(|statement| {
            let outcome = json!({
                "used": statement.coverage.used,
                "allowance": statement.coverage.allowance,
                "statement_cents": statement.totals,
            });
            (statement.period.to_string(), outcome)
        })
        .collect();
    let coverage = account.coverage();
    json!({
        "periods": periods,
        "now": {
            "period": account.period(),
            "plan": account.plan(),
            "next_plan": account.next_plan(),
            "used": coverage.used,
            "covered_by_plan": coverage.covered_by_plan,
            "covered_by_packs": coverage.covered_by_packs,
            "uncovered": coverage.uncovered,
            "pack_balance": coverage.pack_balance,
            "remaining": coverage.remaining,
        },
        "alerts": alerts,
    })
}
