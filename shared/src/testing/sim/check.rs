//! The promises, looked at after every step and once more when everything has come to rest.

use std::collections::{BTreeMap, BTreeSet};

use super::World;
use super::desk::DeskShell;
use super::merchant::MerchantShell;
use super::session::SessionShell;
use super::shopper::NAME;
use crate::account::{self, Coverage, Period};
use crate::conversation::{Author, Ending, Event, Message, Purpose, Session};
use crate::id::{AgentId, ConversationId};
use crate::ledger::audit::Auditor;
use crate::ledger::export::{End, FORMAT, Header, row_line};
use crate::ledger::{Entry, Head, Ledger};
use crate::testing::oracle::{self, From, Step, What};
use crate::time::Timestamp;

/// What people say and are in this world, and nothing else is.
const WORDS: [&str; 6] = ["agent m", "autre chose", "note m", "question m", "réponse m", NAME];

/// What was seen of the ledgers so far.
pub struct Ledgers(Vec<Seen>);

struct Seen {
    auditor: Auditor,
    /// The same rows folded once more, for their totals.
    ledger: Ledger,
    rows: usize,
    /// Counted conversations and the month of each.
    counted: BTreeMap<ConversationId, Period>,
    credited: BTreeSet<ConversationId>,
    orders: BTreeSet<String>,
}

impl Ledgers {
    pub fn new(merchants: &[MerchantShell]) -> Self {
        let seen = |index| {
            let merchant = super::merchant::name(index);
            let mut auditor = Auditor::default();
            let header = Header {
                format: FORMAT,
                merchant: merchant.clone(),
                period: None,
                exported_at: Timestamp::default(),
                head: Head::start(&merchant),
                account: None,
                carried: Vec::new(),
            };
            auditor.read(&header.line().expect("JSON")).expect("a header");
            Seen {
                auditor,
                ledger: Ledger::new(merchant),
                rows: 0,
                counted: BTreeMap::new(),
                credited: BTreeSet::new(),
                orders: BTreeSet::new(),
            }
        };
        Self((0..merchants.len()).map(seen).collect())
    }
}

/// What must hold after every step: whatever was written to a ledger is looked at once.
pub fn after_step(world: &mut World) -> Result<(), String> {
    let World { merchants, sessions, ledgers, desks, .. } = world;
    for shell in sessions.iter_mut() {
        if shell.has_grown() {
            people(shell, &desks[shell.merchant])?;
        }
    }
    for (seen, merchant) in ledgers.0.iter_mut().zip(merchants) {
        let mut grown = false;
        for stored in &merchant.rows[seen.rows..] {
            let line = row_line(&stored.json, &stored.hash);
            seen.auditor.read(&line).map_err(|wrong| format!("the audit says {wrong}: {line}"))?;
            let row = stored.row();
            seen.ledger.apply(&row, &stored.json);
            seen.look(&row.entry, sessions)?;
            grown = true;
        }
        seen.rows = merchant.rows.len();
        if grown {
            seen.add_up()?;
        }
    }
    Ok(())
}

/// Whether people came as they were promised, and the assistant was silent while they had the conversation.
fn people(shell: &SessionShell, desk: &DeskShell) -> Result<(), String> {
    let session = &shell.origin.session;
    let (mut ordinal, mut asked) = (0, 0);
    // Who has the conversation, and whether people are called or there.
    let (mut agent, mut is_with_people): (Option<AgentId>, bool) = (None, false);
    let events: Vec<Event> = shell.journal().collect();
    for (seq, event) in (1..).zip(&events) {
        match event {
            Event::ConversationStarted { ordinal: next, .. } => ordinal = *next,
            Event::Escalated { .. } => {
                (agent, is_with_people, asked) = (None, true, seq);
            }
            Event::HandoffRequested { .. } => {
                let conversation = ConversationId { session: session.clone(), ordinal };
                if !desk.granted.contains(&(conversation, asked as u64)) {
                    return Err(format!("{session}: somebody was promised at {seq}, and nobody was there"));
                }
            }
            Event::HandoffAccepted { agent: taken_by, .. } => {
                if let Some(agent) = &agent {
                    return Err(format!("{session}: {} takes at {seq} what {agent} has", taken_by.id));
                }
                (agent, is_with_people) = (Some(taken_by.id.clone()), true);
            }
            Event::FollowUpOpened { .. } | Event::HandedBack { .. } | Event::Ended { .. } => {
                (agent, is_with_people) = (None, false);
            }
            Event::Said(message) if is_with_people && message.from == Author::Assistant => {
                return Err(format!("{session}: the assistant speaks at {seq}, and people have it"));
            }
            Event::Said(Message { answer: Some(answer), .. }) => {
                let by = answer.agent.as_ref().map(|by| &by.id);
                // What answers the follow-up of an earlier conversation is said whoever has this one.
                let is_late = matches!(events.get(seq), Some(Event::FollowUpAnswered { .. }));
                if is_with_people && !is_late && by.is_some() && by != agent.as_ref() {
                    return Err(format!("{session}: {by:?} writes at {seq} where {agent:?} does"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether not one word is left, anywhere, of a session whose shopper wanted that.
fn forgotten(shell: &SessionShell, merchant: &MerchantShell, desk: &DeskShell) -> Result<bool, String> {
    let events: Vec<Event> = shell.journal().collect();
    if !events.iter().any(|event| matches!(event, Event::Forgotten { .. })) {
        return Ok(false);
    }
    let session = &shell.origin.session;
    if !events.iter().any(|event| matches!(event, Event::ErasureConfirmed { .. })) {
        return Err(format!("{session}: the merchant's side has not erased"));
    }
    let cases = desk.cases.iter().filter(|(conversation, _)| conversation.session == *session);
    let cases: Vec<_> = cases.map(|(_, (_, case))| case).collect();
    let cases = serde_json::to_string(&cases).expect("JSON");
    let places = [("its journal", shell.disk()), ("the ledger", merchant.disk(session)), ("the desk", cases)];
    for (place, disk) in places {
        if let Some(word) = WORDS.into_iter().find(|word| disk.contains(word)) {
            return Err(format!("{session}: {place} still says {word:?}: {disk}"));
        }
    }
    Ok(true)
}

/// Whether nobody waits any more, and the desk has every case as its session has it.
fn at_rest(shell: &SessionShell, desk: &DeskShell) -> Result<(), String> {
    let events: Vec<Event> = shell.journal().collect();
    let session = Session::replay(&events);
    let ordinals = events.iter().filter_map(|event| match event {
        Event::ConversationStarted { ordinal, .. } => Some(*ordinal),
        _ => None,
    });
    for case in ordinals.filter_map(|ordinal| session.case_of(ordinal)) {
        if case.handoff.stage.is_with_people() {
            return Err(format!("{} still waits: {:?}", case.conversation, case.handoff.stage));
        }
        let known = desk.cases.get(&case.conversation).map(|(_, known)| known);
        if known.map(|known| (known.revision, &known.handoff)) != Some((case.revision, &case.handoff)) {
            return Err(format!("the desk has {known:?}, the session {case:?}"));
        }
    }
    Ok(())
}

impl Seen {
    fn look(&mut self, entry: &Entry, sessions: &[SessionShell]) -> Result<(), String> {
        match entry {
            Entry::Posted { receipt, period: Some(period) } => {
                let id = &receipt.conversation;
                if self.counted.insert(id.clone(), *period).is_some() {
                    return Err(format!("{id} is counted twice"));
                }
                let reply = receipt.counted_by.as_ref().map(|reply| reply.at);
                // The staff of this world moves between these two.
                let months = ["Europe/Paris", "UTC"]
                    .map(|zone| reply.map(|at| Period::of(at, &zone.parse().expect("a zone"))));
                if !months.contains(&Some(*period)) {
                    return Err(format!("{id} is counted in {period}, its reply is of {months:?}"));
                }
                let session = sessions.iter().find(|shell| shell.origin.session == id.session);
                let said = session.map(|shell| judged(shell, None)).unwrap_or_default();
                let index = usize::try_from(id.ordinal).unwrap_or(0).wrapping_sub(1);
                match said.get(index) {
                    Some(said) if said.verdict == "counted" => Ok(()),
                    said => Err(format!("{id} is counted, the rules say {said:?}")),
                }
            }
            Entry::Credited { conversation, .. } => {
                let once = self.credited.insert(conversation.clone());
                let counted = self.counted.contains_key(conversation);
                (once && counted).then_some(()).ok_or(format!("{conversation} is credited for nothing"))
            }
            Entry::Account(
                account::Event::PackBought { order, .. } | account::Event::PlanChanged { order, .. },
            ) => {
                let once = self.orders.insert(order.to_string());
                once.then_some(()).ok_or(format!("the order {order} is placed twice"))
            }
            _ => Ok(()),
        }
    }

    /// Whether the totals are those of the rows, and their parts add up.
    fn add_up(&self) -> Result<(), String> {
        let Some(account) = self.ledger.account() else { return Err("no account".to_owned()) };
        let mut packs = 0;
        for period in account.periods() {
            let on_bill =
                self.counted.iter().filter(|(id, at)| **at == period && !self.credited.contains(*id));
            let coverage = account.coverage_of(period).unwrap_or_default();
            let statement = account.statement(period).ok_or("no statement")?;
            let bought: u32 = statement
                .lines
                .iter()
                .filter_map(|line| match line {
                    account::Line::Pack { size, .. } => Some(*size),
                    _ => None,
                })
                .sum();
            let Coverage { used, covered_by_plan, covered_by_packs, uncovered, pack_balance, .. } = coverage;
            let sums = used as usize == on_bill.count()
                && covered_by_plan + covered_by_packs + uncovered == used
                && packs + bought == covered_by_packs + pack_balance
                && statement.totals.total == statement.lines.iter().map(account::Line::amount).sum();
            if !sums {
                return Err(format!("the sums of {period} do not hold: {coverage:?}"));
            }
            packs = pack_balance;
        }
        let left: u32 = account.packs().iter().map(|pack| pack.left).sum();
        (left == packs).then_some(()).ok_or(format!("packs hold {left}, the balance says {packs}"))
    }
}

/// What must hold once nothing is on its way any more.
pub fn everything(world: &mut World) -> Result<(), String> {
    for (index, shell) in world.sessions.iter().enumerate() {
        let mut said = BTreeSet::new();
        for event in shell.journal() {
            if let Event::Said(message) = event
                && !said.insert(message.id.clone())
            {
                return Err(format!("{} was said twice", message.id));
            }
        }
        at_rest(shell, &world.desks[shell.merchant])?;
        let is_forgotten = forgotten(shell, &world.merchants[shell.merchant], &world.desks[shell.merchant])?;
        world.physics.outcome.forgotten += u64::from(is_forgotten);
        let count = |is: fn(&Event) -> bool| shell.journal().filter(&is).count() as u64;
        world.physics.outcome.escalated += count(|event| matches!(event, Event::Escalated { .. }));
        world.physics.outcome.accepted += count(|event| matches!(event, Event::HandoffAccepted { .. }));
        world.physics.outcome.follow_ups += count(|event| matches!(event, Event::FollowUpOpened { .. }));
        let missing = world.shoppers[index].acknowledged.iter().find(|id| !said.contains(*id));
        if let Some(id) = missing {
            return Err(format!("{id} was acknowledged and is lost"));
        }
        let merchant = &world.merchants[shell.merchant];
        let conversations = judged(shell, Some(world.physics.now));
        for (ordinal, wanted) in (1..).zip(&conversations) {
            let id = ConversationId { session: shell.origin.session.clone(), ordinal };
            let dossier = merchant.dossier(&id);
            let found = dossier.receipt.map(|receipt| oracle::Conversation {
                verdict: if dossier.counted.is_some() { "counted" } else { "not_counted" },
                reason: receipt.reason.name(),
                ended_by: receipt.ended_by.map(Ending::name),
                started_at: receipt.started_at.as_millis(),
                ended_at: receipt.ended_at.map(Timestamp::as_millis),
                counted_at: receipt.counted_by.map(|reply| reply.at.as_millis()),
                // A reply after the end changes nothing but the transcript: no receipt is made for it.
                messages: receipt.messages.max(wanted.messages.min(receipt.messages + late_replies(shell))),
            });
            if found.as_ref() != Some(wanted) {
                return Err(format!("{id}: the ledger has {found:?}, the rules say {wanted:?}"));
            }
        }
        world.physics.outcome.conversations += u64::try_from(conversations.len()).unwrap_or(0);
    }
    let heard: usize = world.merchants.iter().map(|merchant| merchant.conversations().len()).sum();
    if world.physics.outcome.conversations != heard as u64 {
        return Err(format!("the ledgers have {heard} conversations"));
    }
    let World { merchants, staff, ledgers, physics, .. } = world;
    for ((merchant, staff), seen) in merchants.iter().zip(staff).zip(&mut ledgers.0) {
        if let Some((id, why)) = merchant.dead.first_key_value() {
            return Err(format!("the receipt of {id} is still a dead letter: {why}"));
        }
        let missing = staff.orders.iter().find(|order| !seen.orders.contains(order.as_str()));
        if let Some(order) = missing {
            return Err(format!("the order {order} is lost"));
        }
        seen.close()?;
        physics.outcome.rows += merchant.rows.len() as u64;
        physics.outcome.counted += seen.counted.len() as u64;
        physics.outcome.credited += seen.credited.len() as u64;
        physics.outcome.orders += seen.orders.len() as u64;
    }
    Ok(())
}

impl Seen {
    /// The end of the export: the audit agrees with the totals.
    fn close(&mut self) -> Result<(), String> {
        let account = self.ledger.account().ok_or("no account")?;
        let statements = account.periods().filter_map(|period| account.statement(period)).collect();
        let end =
            End { head: self.ledger.head(), account: account.digest(), statements }.line().expect("JSON");
        let mut auditor = core::mem::take(&mut self.auditor);
        auditor.read(&end).map_err(|wrong| wrong.to_string())?;
        let report = auditor.finish().map_err(|wrong| wrong.to_string())?;
        let sums = report.counted as usize == self.counted.len() && report.rows as usize == self.rows;
        sums.then_some(()).ok_or(format!("the audit counts {}", report.counted))
    }
}

/// Replies that came after a conversation's end.
fn late_replies(shell: &SessionShell) -> u32 {
    let mut over = false;
    let mut late = 0;
    for event in shell.journal() {
        match event {
            Event::Ended { .. } => over = true,
            Event::ConversationStarted { .. } | Event::Reopened { .. } => over = false,
            Event::Said(message) if over && message.from != Author::System => late += 1,
            _ => {}
        }
    }
    late
}

/// What the second formulation of the rules says of what the session's disk has; `noticed` is when somebody looked.
fn judged(shell: &SessionShell, noticed: Option<i64>) -> Vec<oracle::Conversation> {
    let mut steps: Vec<Step> = shell.journal().filter_map(|event| step(&event)).collect();
    // The rules have their clock stand still rather than run backwards.
    let latest = steps.last().map_or(0, |step| step.at);
    steps.extend(noticed.map(|at| Step { at: at.max(latest), what: What::Wake }));
    let purpose = match shell.origin.purpose {
        Purpose::Live => "live",
        Purpose::Preview => "preview",
        Purpose::Test => "test",
    };
    oracle::conversations(purpose, &steps)
}

/// What somebody did; what the session made of it is left out.
fn step(event: &Event) -> Option<Step> {
    let (at, what) = match event {
        Event::Ended { by: Ending::Closed, at } => (*at, What::Close),
        Event::Ended { by: Ending::Resolved, at } => (*at, What::Resolve),
        Event::Said(message) => {
            let from = match message.from {
                Author::Agent => From::Agent,
                Author::Assistant => From::Assistant,
                Author::Instant => From::Instant,
                Author::Shopper => From::Shopper { unrelated: message.unrelated },
                Author::System => From::System,
            };
            (message.at, What::Said { id: message.id.to_string(), from })
        }
        _ => return None,
    };
    Some(Step { at: at.as_millis(), what })
}
