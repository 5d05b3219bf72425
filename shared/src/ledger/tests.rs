use serde_json::{Value, json};

use super::audit::{Disagreement, Kind, Report, Seam, audit};
use super::export::{Carried, End, FORMAT, Header, Said, row_line};
use super::*;
use crate::account::{Catalogue, Enchantment, Period, PlanId};
use crate::conversation::{Author, Origin, Purpose, Session, Unfounded};
use crate::receipt::Reason;
use crate::refusal::Refusal;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// 2026-03-10, 08:00 UTC.
const MARCH: i64 = 1_773_129_600_000;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(MARCH + millis)
}

fn month(text: &str) -> Period {
    Period::try_from(text.to_owned()).unwrap()
}

/// A ledger with all its rows, driven as a shell drives it.
struct Desk {
    ledger: Ledger,
    rows: Vec<Sealed>,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self { ledger: Ledger::new("demo".parse().unwrap()), rows: Vec::new() };
        let timezone = "Europe/Paris".parse().unwrap();
        let terms = Terms { plan: PlanId::Free, timezone, catalogue: Catalogue::default() };
        desk.obey(Command::Open(terms), None, 0).unwrap();
        desk
    }

    fn dossier(&self, conversation: &ConversationId) -> Dossier {
        let of = |conversation: &ConversationId| {
            let mut dossier = Dossier::default();
            for sealed in self.rows.iter().filter(|it| it.row.entry.conversation() == Some(conversation)) {
                dossier.apply(&sealed.row);
            }
            dossier
        };
        Dossier { before: conversation.before().and_then(|before| of(&before).receipt), ..of(conversation) }
    }

    /// How many rows it came to.
    fn obey(
        &mut self,
        command: Command,
        about: Option<&ConversationId>,
        millis: i64,
    ) -> Result<usize, Refusal> {
        let dossier = about.map(|conversation| self.dossier(conversation)).unwrap_or_default();
        let entries = self.ledger.decide(command, &dossier, at(millis))?;
        let came_to = entries.len();
        for entry in entries {
            self.rows.push(self.ledger.seal(entry, at(millis)).unwrap());
        }
        Ok(came_to)
    }

    fn post(&mut self, receipt: &Receipt, millis: i64) -> Result<usize, Refusal> {
        self.obey(Command::Post(Box::new(receipt.clone())), Some(&receipt.conversation), millis)
    }

    fn account(&mut self, command: account::Command, millis: i64) -> Result<usize, Refusal> {
        self.obey(Command::Account(command), None, millis)
    }

    fn used(&self, period: &str) -> u32 {
        self.ledger.account().unwrap().coverage_of(month(period)).unwrap().used
    }

    /// Everything, as the edge exports it.
    fn export(&self) -> Vec<String> {
        let account = self.ledger.account().unwrap();
        let merchant = self.ledger.merchant().clone();
        let header = Header {
            format: FORMAT,
            head: Head::start(&merchant),
            merchant,
            period: None,
            exported_at: at(0),
            account: None,
            carried: Vec::new(),
        };
        let statements = account.periods().filter_map(|period| account.statement(period)).collect();
        let end = End { head: self.ledger.head(), account: account.digest(), statements };
        let mut lines = vec![header.line().unwrap()];
        lines.extend(self.rows.iter().map(|row| row_line(&row.json, &row.hash.to_hex())));
        lines.push(end.line().unwrap());
        lines
    }
}

/// The receipts of a session in which a shopper asked and these replied, minute by minute, and then closed.
fn receipts(session: &str, purpose: Purpose, replies: &[Author], began: i64) -> Vec<Receipt> {
    use crate::conversation::{Command, Effect, Judgement, Reply};
    let origin = Origin { merchant: "demo".parse().unwrap(), session: session.parse().unwrap(), purpose };
    let (mut state, mut made) = (Session::default(), Vec::new());
    let id = |n: usize| format!("{session}-{n}").parse().unwrap();
    let say = Command::Say {
        origin,
        id: id(0),
        text: "Bonjour".into(),
        image: None,
        judgement: Judgement::default(),
    };
    let reply = |(n, from): (usize, &Author)| {
        let text = "Bonjour ! Que puis-je pour vous ?";
        Command::Reply(Reply::new(id(n + 1), *from, text))
    };
    let commands = [say].into_iter().chain(replies.iter().enumerate().map(reply));
    for (command, minute) in commands.chain([Command::Close { seen: u64::MAX }]).zip(0..) {
        for event in state.decide(command, at(began + minute * MINUTE)).unwrap() {
            state.apply(&event);
        }
        for effect in state.effects(at(began + minute * MINUTE)) {
            if let Effect::Deliver(receipt) = effect {
                state.confirm(receipt.conversation.ordinal, receipt.revision);
                made.push(*receipt);
            }
        }
    }
    made
}

/// A ledger of two months in which a little of everything happened.
fn busy() -> Desk {
    let mut desk = Desk::new();
    for n in 0..41 {
        for receipt in receipts(&format!("s{n}"), Purpose::Live, &[Author::Assistant], n * MINUTE) {
            desk.post(&receipt, n * MINUTE).unwrap();
        }
    }
    let order = |id: &str| id.parse().unwrap();
    desk.account(account::Command::BuyPack { order: order("o1"), size: 100 }, 50 * MINUTE).unwrap();
    desk.account(account::Command::Enable(Enchantment::Memory), 51 * MINUTE).unwrap();
    let change = account::Command::ChangePlan { order: order("o2"), plan: PlanId::Starter };
    desk.account(change, 52 * MINUTE).unwrap();
    for (session, purpose, from) in [
        ("people", Purpose::Live, Author::Agent),
        ("instant", Purpose::Live, Author::Instant),
        ("test", Purpose::Test, Author::Assistant),
    ] {
        for receipt in receipts(session, purpose, &[from], 60 * MINUTE) {
            desk.post(&receipt, 61 * MINUTE).unwrap();
        }
    }
    let contested: ConversationId = "s3.1".parse().unwrap();
    let contest = contest(&contested);
    desk.obey(contest, Some(&contested), 62 * MINUTE).unwrap();
    let judge = Command::Judge { conversation: contested.clone(), credit: true, note: "d'accord".into() };
    desk.obey(judge, Some(&contested), DAY).unwrap();
    for receipt in receipts("april", Purpose::Live, &[Author::Assistant], 30 * DAY) {
        desk.post(&receipt, 30 * DAY).unwrap();
    }
    desk
}

fn contest(conversation: &ConversationId) -> Command {
    let (reason, by) = ("c'était nous".to_owned(), "camille@shop.example".to_owned());
    Command::Contest { conversation: conversation.clone(), reason, by }
}

fn wrong(lines: &[String]) -> Disagreement {
    audit(lines.iter().map(String::as_str)).unwrap_err()
}

/// The same rows, with one changed by somebody who also mends the chain and the totals behind it.
fn forged(lines: &[String], index: usize, forge: impl Fn(&mut Value)) -> Vec<String> {
    let mut head: Option<String> = None;
    let mut forged = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let mut value: Value = serde_json::from_str(line).unwrap();
        if n == index {
            forge(&mut value["row"]);
        }
        match value["type"].as_str().unwrap() {
            "header" => head = Some(value["head"]["hash"].as_str().unwrap().to_owned()),
            "row" => {
                let row = value["row"].to_string();
                let hash = Digest::of(&[head.unwrap().as_bytes(), b"\n", row.as_bytes()]).to_hex();
                forged.push(row_line(&row, &hash));
                head = Some(hash);
                continue;
            }
            _ => value["head"]["hash"] = json!(head.clone().unwrap()),
        }
        forged.push(value.to_string());
    }
    forged
}

/// The index of the first line that has this in it.
fn line_with(lines: &[String], text: &str) -> usize {
    lines.iter().position(|line| line.contains(text)).unwrap()
}

#[test]
fn an_export_is_recomputed_to_the_cent() {
    let desk = busy();
    let report = audit(desk.export().iter().map(String::as_str)).unwrap();
    assert_eq!((report.counted, report.credited, report.rows), (42, 1, desk.rows.len() as u64));
    assert_eq!(report.conversations[&Reason::AiReply], 42);
    assert_eq!(report.conversations[&Reason::HumanOnly], 1);
    let totals: Vec<_> =
        report.statements.iter().map(|it| (it.period.to_string(), it.totals.total)).collect();
    let cents = crate::money::Cents::new;
    assert_eq!(
        totals,
        [("2026-03".to_owned(), cents(900 + 300 + 1_348)), ("2026-04".to_owned(), cents(1_900 + 300))]
    );
    assert_eq!(report.statements[0].coverage.used, 40);
}

#[test]
fn whatever_is_changed_is_found_where_it_was_changed() {
    let lines = busy().export();
    let changed = |index: usize, from: &str, to: &str| {
        let mut lines = lines.clone();
        assert!(lines[index].contains(from), "{}", lines[index]);
        lines[index] = lines[index].replacen(from, to, 1);
        wrong(&lines)
    };
    let human = line_with(&lines, "human_only");
    let verdict = changed(human, "\"not_counted\"", "\"counted\"");
    assert_eq!((verdict.line, verdict.kind), (human as u64 + 1, Kind::Altered));
    let pack = line_with(&lines, "packBought");
    assert_eq!(changed(pack, "\"price\":900", "\"price\":800").kind, Kind::Altered);

    let mut removed = lines.clone();
    removed.remove(7);
    assert_eq!(
        wrong(&removed),
        Disagreement { line: 8, seq: Some(8), kind: Kind::OutOfOrder { expected: 7 } }
    );
    let mut last_removed = lines.clone();
    last_removed.remove(lines.len() - 2);
    assert!(matches!(wrong(&last_removed).kind, Kind::Head { .. } | Kind::Unfinished { .. }));
    let mut swapped = lines.clone();
    swapped.swap(7, 8);
    assert_eq!(wrong(&swapped).kind, Kind::OutOfOrder { expected: 7 });
    let mut doubled = lines.clone();
    doubled.insert(7, lines[7].clone());
    assert_eq!(wrong(&doubled).kind, Kind::OutOfOrder { expected: 8 });

    let end = lines.len() - 1;
    assert!(matches!(changed(end, "\"amount\":900", "\"amount\":901").kind, Kind::Statement { .. }));
    assert!(matches!(changed(end, "\"used\":40", "\"used\":41").kind, Kind::Statement { .. }));
    assert!(matches!(wrong(&lines[..end]).kind, Kind::Unfinished { .. }));
    assert!(matches!(wrong(&[]).kind, Kind::Unfinished { .. }));
}

#[test]
fn who_mends_the_chain_behind_a_change_is_found_out_by_the_rules() {
    let lines = busy().export();
    assert!(
        audit(forged(&lines, usize::MAX, |_| {}).iter().map(String::as_str)).is_ok(),
        "the forger can forge"
    );

    let human = line_with(&lines, "human_only");
    let verdict = wrong(&forged(&lines, human, |row| {
        row["entry"]["receipt"]["verdict"] = json!("counted");
        row["entry"]["receipt"]["reason"] = json!("ai_reply");
    }));
    let unfounded = Unfounded::Reason { stated: Reason::AiReply, recomputed: Reason::HumanOnly };
    assert_eq!((verdict.line, verdict.kind), (human as u64 + 1, Kind::Unfounded(unfounded)));

    let counted = wrong(&forged(&lines, human, |row| row["entry"]["period"] = json!("2026-03")));
    assert!(matches!(counted.kind, Kind::Differs { .. }), "{counted}");
    let facts = wrong(&forged(&lines, human, |row| {
        row["entry"]["receipt"]["facts"][1]["from"] = json!("assistant");
    }));
    assert!(matches!(facts.kind, Kind::Unfounded(_)), "{facts}");
    let pack = line_with(&lines, "packBought");
    let cheaper = wrong(&forged(&lines, pack, |row| row["entry"]["price"] = json!(800)));
    assert!(matches!(cheaper.kind, Kind::Differs { .. }), "{cheaper}");
    let upgrade = line_with(&lines, "planChanged");
    let dearer = wrong(&forged(&lines, upgrade, |row| row["entry"]["charge"] = json!(1_349)));
    assert!(matches!(dearer.kind, Kind::Differs { .. }), "{dearer}");
    let alert = line_with(&lines, "alertRaised");
    let louder = wrong(&forged(&lines, alert, |row| row["entry"]["threshold"] = json!(90)));
    assert!(matches!(louder.kind, Kind::Differs { .. }), "{louder}");
    let opened = line_with(&lines, "periodOpened");
    let moved = wrong(&forged(&lines, opened, |row| row["entry"]["account"] = json!("0".repeat(64))));
    assert!(matches!(moved.kind, Kind::Differs { .. }), "{moved}");
    // The same conversation under the same revision, once more.
    let mut twice = lines.clone();
    let mut again: Value = serde_json::from_str(&lines[3]).unwrap();
    again["row"]["seq"] = json!(lines.len() - 1);
    again["row"]["at"] = json!(at(60 * DAY).as_millis());
    twice.insert(lines.len() - 1, again.to_string());
    assert!(wrong(&forged(&twice, usize::MAX, |_| {})).seq.is_some());
}

#[test]
fn what_is_no_export_is_told_by_line_with_what_was_expected() {
    let check = |lines: &[&str], line: u64, wanted: &str| {
        let wrong = audit(lines.iter().copied()).unwrap_err();
        assert!(wrong.line == line && wrong.to_string().contains(wanted), "{wrong}");
    };
    let header = busy().export().remove(0);
    check(&["hello"], 1, "cannot be read");
    check(&["{\"type\":\"row\"}"], 1, "`header` was expected");
    check(&[&header, "", "{\"type\":\"tune\"}"], 3, "`row`, `message` or `end`");
    check(&[&header, "{\"type\":\"row\",\"row\":{},\"hash\":\"\"}"], 2, "missing field `seq`");
    check(&[&header.replace("\"format\":1", "\"format\":2")], 1, "format 2");
}

#[test]
fn a_month_is_audited_alone_from_what_was_carried_forward() {
    let mut desk = busy();
    // What was counted in March goes on in April.
    let mut march = receipts("late", Purpose::Live, &[Author::Assistant], 2 * DAY);
    desk.rows.truncate(desk.rows.len() - 3);
    let rows: Vec<Sealed> = core::mem::take(&mut desk.rows);
    desk.ledger = Ledger::new("demo".parse().unwrap());
    for sealed in rows {
        desk.ledger.apply(&sealed.row, &sealed.json);
        desk.rows.push(sealed);
    }
    let ended = march.pop().unwrap();
    desk.post(&march[0], 2 * DAY).unwrap();
    let (opening, before) = (desk.rows.len(), desk.ledger.clone());
    desk.post(&ended, 30 * DAY).unwrap();
    for receipt in receipts("april", Purpose::Live, &[Author::Assistant], 30 * DAY) {
        desk.post(&receipt, 30 * DAY).unwrap();
    }
    let april = month("2026-04");
    let mut lines = desk.export();
    let carried = Carried {
        conversation: ended.conversation.clone(),
        dossier: {
            let rows = desk.rows.split_off(opening);
            let dossier = desk.dossier(&ended.conversation);
            desk.rows.extend(rows);
            dossier
        },
    };
    lines.drain(1..=opening);
    let header = Header {
        format: FORMAT,
        merchant: "demo".parse().unwrap(),
        period: Some(april),
        exported_at: at(0),
        head: before.head(),
        account: before.account().cloned(),
        carried: vec![carried],
    };
    lines[0] = header.line().unwrap();
    let statement = desk.ledger.account().unwrap().statement(april).unwrap();
    let last = lines.len() - 1;
    let account = desk.ledger.account().unwrap().digest();
    lines[last] = End { head: desk.ledger.head(), account, statements: vec![statement] }.line().unwrap();
    let report = audit(lines.iter().map(String::as_str)).unwrap();
    assert_eq!((report.counted, report.is_whole(), desk.used("2026-03")), (1, false, 41));

    // Another balance than the one that the month's first row has the digest of.
    let mut richer = before.account().unwrap().clone();
    let pack =
        account::Event::PackBought { order: "gift".parse().unwrap(), size: 100, price: Default::default() };
    richer.apply(&pack, at(0));
    lines[0] = Header { account: Some(richer), ..header.clone() }.line().unwrap();
    assert_eq!((wrong(&lines).line, wrong(&lines).kind), (2, Kind::Balance));
    // No row at all proves nothing, whatever the header claims.
    let claims = [lines[0].clone(), lines[last].clone()];
    assert!(audit(claims.iter().map(String::as_str)).is_err());
    let start = Header { head: Head::start(desk.ledger.merchant()), ..header };
    assert!(matches!(wrong(&[start.line().unwrap()]).kind, Kind::Unreadable(_)));
}

#[test]
fn a_month_in_which_nothing_happened_holds_and_months_meet_at_their_seams() {
    let mut desk = Desk::new();
    let export = |desk: &Desk, rows: &[Sealed], period: &str, before: Option<&Ledger>, after: &Ledger| {
        let header = Header {
            format: FORMAT,
            merchant: "demo".parse().unwrap(),
            period: Some(month(period)),
            exported_at: at(0),
            head: before.map_or(Head::start(desk.ledger.merchant()), Ledger::head),
            account: before.and_then(Ledger::account).cloned(),
            carried: Vec::new(),
        };
        let account = after.account().unwrap();
        let statements = account.statement(month(period)).into_iter().collect();
        let end = End { head: after.head(), account: account.digest(), statements };
        let mut lines = vec![header.line().unwrap()];
        lines.extend(rows.iter().map(|row| row_line(&row.json, &row.hash.to_hex())));
        lines.push(end.line().unwrap());
        audit(lines.iter().map(String::as_str))
    };
    let march = desk.ledger.clone();
    // Nothing in April; May opens with a first receipt, and April with it.
    for receipt in receipts("may", Purpose::Live, &[Author::Assistant], 60 * DAY).into_iter().take(1) {
        desk.post(&receipt, 60 * DAY).unwrap();
    }
    let mut april = march.clone();
    april.apply(&desk.rows[1].row, &desk.rows[1].json);
    let (first, silent, last) = (
        export(&desk, &desk.rows[..1], "2026-03", None, &march).unwrap(),
        export(&desk, &desk.rows[1..2], "2026-04", Some(&march), &april).unwrap(),
        export(&desk, &desk.rows[2..], "2026-05", Some(&april), &desk.ledger).unwrap(),
    );
    assert_eq!((silent.rows, silent.counted, last.counted), (1, 0, 1));
    assert_eq!(
        (silent.follows(&first), last.follows(&silent), last.follows(&first)),
        (Some(true), Some(true), None)
    );
    let other = Report { end: Seam { account: Some(Digest::of(&[])), ..first.end }, ..first };
    assert_eq!(silent.follows(&other), Some(false));
}

#[test]
fn a_conversation_is_taken_once_it_is_known_how_the_one_before_it_ended() {
    let mut desk = Desk::new();
    let made = receipts("s", Purpose::Live, &[Author::Assistant], 0);
    let second = |made: &Receipt, began: i64| {
        let mut receipt = receipts("t", Purpose::Live, &[Author::Assistant], began).remove(0);
        receipt.conversation = ConversationId { session: made.conversation.session.clone(), ordinal: 2 };
        receipt
    };
    let next = second(&made[0], 3 * MINUTE);
    assert_eq!(desk.post(&next, MINUTE * 4), Err(Refusal::TooEarly), "the first one is not there");
    desk.post(&made[0], MINUTE * 4).unwrap();
    assert_eq!(desk.post(&next, MINUTE * 4), Err(Refusal::TooEarly), "the first one is open");
    desk.post(&made[1], MINUTE * 4).unwrap();
    let same = Receipt { conversation: next.conversation.clone(), ..made[0].clone() };
    assert_eq!(desk.post(&same, MINUTE * 4), Err(Refusal::UnfoundedReceipt), "the same messages twice");
    assert_eq!(desk.post(&next, MINUTE * 4), Ok(1));
    assert_eq!(desk.used("2026-03"), 2);
    assert!(audit(desk.export().iter().map(String::as_str)).is_ok());
}

#[test]
fn what_was_said_is_compared_with_its_digest() {
    let mut lines = busy().export();
    let said = |text: &str| Said {
        conversation: "s0.1".parse().unwrap(),
        id: "s0-0".parse().unwrap(),
        text: text.to_owned(),
    };
    let last = lines.len() - 1;
    lines.insert(last, said("Bonjour").line().unwrap());
    assert_eq!(audit(lines.iter().map(String::as_str)).unwrap().texts, 1);
    lines[last] = said("Au revoir").line().unwrap();
    assert_eq!(wrong(&lines).kind, Kind::Text { id: "s0-0".into() });
}

#[test]
fn a_receipt_counts_once_however_often_and_in_whatever_order_it_comes() {
    let mut desk = Desk::new();
    let made = receipts("s", Purpose::Live, &[Author::Assistant, Author::Agent], 0);
    let [counted, ended] = &made[..] else { panic!("{made:?}") };
    assert_eq!(desk.post(ended, 1), Ok(1));
    assert_eq!(desk.post(counted, 2), Ok(0), "an older revision says nothing new");
    assert_eq!(desk.post(ended, 3), Ok(0));
    assert_eq!(desk.used("2026-03"), 1);
}

#[test]
fn a_receipt_that_its_facts_do_not_bear_out_is_not_taken() {
    let mut desk = Desk::new();
    let [receipt] = &receipts("s", Purpose::Live, &[Author::Agent], 0)[..] else { panic!() };
    let check = |desk: &mut Desk, change: fn(&mut Receipt)| {
        let mut receipt = receipt.clone();
        change(&mut receipt);
        assert_eq!(desk.post(&receipt, 1), Err(Refusal::UnfoundedReceipt));
    };
    check(&mut desk, |it| it.merchant = "other".parse().unwrap());
    check(&mut desk, |it| it.reason = Reason::AiReply);
    check(&mut desk, |it| it.facts.clear());
    check(&mut desk, |it| it.messages += 1);
    check(&mut desk, |it| it.rules_version += 1);
    check(&mut desk, |it| it.counted_by = Some(it.first_message.clone()));
    check(&mut desk, |it| it.ended_at = None);
    check(&mut desk, |it| it.first_message.digest = Digest::of(&[b"?"]));
    check(&mut desk, |it| it.facts.push(it.facts[0].clone()));
    assert_eq!((desk.used("2026-03"), desk.post(receipt, 1)), (0, Ok(1)));
}

#[test]
fn a_count_that_comes_after_the_months_end_is_of_the_month_of_its_reply() {
    let mut desk = Desk::new();
    let late = receipts("late", Purpose::Live, &[Author::Assistant], 0);
    desk.account(account::Command::Enable(Enchantment::Memory), 40 * DAY).unwrap();
    desk.post(&late[0], 41 * DAY).unwrap();
    assert_eq!((desk.used("2026-03"), desk.used("2026-04")), (1, 0));
    // A session's clock that is ahead over a month's end waits for the ledger's.
    let early = receipts("early", Purpose::Live, &[Author::Assistant], 60 * DAY);
    assert_eq!(desk.post(&early[0], 42 * DAY), Err(Refusal::TooEarly));
    assert_eq!(desk.post(&early[0], 60 * DAY), Ok(2), "May opens, and the count");
}

#[test]
fn a_contest_is_decided_once() {
    let mut desk = Desk::new();
    let counted = receipts("s", Purpose::Live, &[Author::Assistant], 0);
    let people = receipts("people", Purpose::Live, &[Author::Agent], 0);
    for receipt in counted.iter().take(1).chain(&people) {
        desk.post(receipt, 1).unwrap();
    }
    let (ours, other) = (counted[0].conversation.clone(), people[0].conversation.clone());
    let nobody: ConversationId = "nobody.1".parse().unwrap();
    let judge = |credit| Command::Judge { conversation: ours.clone(), credit, note: String::new() };
    assert_eq!(desk.obey(contest(&other), Some(&other), 2), Err(Refusal::NotCounted));
    assert_eq!(desk.obey(contest(&nobody), Some(&nobody), 2), Err(Refusal::NotFound));
    assert_eq!(desk.obey(judge(true), Some(&ours), 2), Err(Refusal::NotFound));
    assert_eq!(desk.obey(contest(&ours), Some(&ours), 3), Ok(1));
    assert_eq!(desk.obey(contest(&ours), Some(&ours), 4), Ok(0), "asked twice");
    assert_eq!(desk.used("2026-03"), 1, "it is on the bill until somebody decides");
    assert_eq!(desk.obey(judge(true), Some(&ours), 5), Ok(1));
    assert_eq!(desk.obey(judge(true), Some(&ours), 6), Ok(0), "decided twice");
    assert_eq!(desk.obey(judge(false), Some(&ours), 7), Err(Refusal::AlreadyJudged));
    assert_eq!(desk.used("2026-03"), 0);
    assert_eq!(desk.post(&counted[1], 8), Ok(1));
    assert_eq!(desk.used("2026-03"), 0, "its later revisions do not count it again");
    assert!(audit(desk.export().iter().map(String::as_str)).is_ok());
}

#[test]
fn a_count_that_the_rules_do_not_come_to_is_credited_without_asking_anybody() {
    let mut desk = Desk::new();
    let mut receipt = receipts("s", Purpose::Live, &[Author::Assistant], 0).remove(0);
    desk.post(&receipt, 1).unwrap();
    // As if a fault of ours had let it in: the evidence shows an agent only.
    receipt.facts = receipts("s", Purpose::Live, &[Author::Agent], 0).remove(0).facts;
    let (counted, receipt_known) = (Some(month("2026-03")), Some(receipt.clone()));
    let dossier = Dossier { receipt: receipt_known, counted, ..Dossier::default() };
    let entries = desk.ledger.decide(contest(&receipt.conversation), &dossier, at(2)).unwrap();
    let [Entry::Contested { .. }, Entry::Credited { ground: Ground::Rules, .. }] = &entries[..] else {
        panic!("{entries:?}")
    };
}

#[test]
fn orders_are_placed_once_by_their_id() {
    let mut desk = Desk::new();
    let buy = |size| account::Command::BuyPack { order: "o1".parse().unwrap(), size };
    assert_eq!(desk.account(buy(100), 1), Ok(1));
    assert_eq!(desk.account(buy(100), 2), Ok(0));
    assert_eq!(desk.account(buy(500), 3), Err(Refusal::OrderIdReused));
    let change = account::Command::ChangePlan { order: "o1".parse().unwrap(), plan: PlanId::Starter };
    assert_eq!(desk.account(change, 4), Err(Refusal::OrderIdReused));
    assert_eq!(desk.ledger.account().unwrap().coverage().pack_balance, 100);
}

/// Rows like these are in every merchant's ledger, and their bytes are hashed. A change here breaks every chain.
#[test]
fn ledger_rows_json_format_unchanged() {
    let desk = busy();
    let kinds = [
        "\"kind\":\"opened\"",
        "\"kind\":\"posted\"",
        "human_only",
        "alertRaised",
        "alertResolved",
        "packBought",
        "enchantmentEnabled",
        "planChanged",
        "contested",
        "credited",
        "periodOpened",
    ];
    let row = |kind: &&str| desk.rows.iter().find(|row| row.json.contains(*kind)).map(|row| row.json.clone());
    let rows: Vec<String> = kinds.iter().filter_map(row).collect();
    let golden = include_str!("../../tests/golden/ledger-rows.ndjson");
    assert_eq!(rows.join("\n") + "\n", golden);
    assert!(golden.lines().all(|row| serde_json::from_str::<Row>(row).is_ok()));
    let head = desk.ledger.head();
    assert_eq!((head.seq, head.hash.to_hex().as_str()), (desk.rows.len() as u64, HEAD));
}

/// The end of the chain of [`busy`].
const HEAD: &str = "c40cadfae054e0f10a879443ca6baa84fd6c078d47083b30a028bfb56384ae52";
