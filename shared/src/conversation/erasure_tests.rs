//! What is left when a shopper wants nothing left: the receipts, to the byte but for their texts, and not one word.

use proptest::prelude::*;

use super::tests::{Desk, MINUTE, at, origin};
use super::*;
use crate::api::TranscriptLine;
use crate::emotion::Emotion;
use crate::escalation::{Colleague, Stage, Trigger};
use crate::identity::Identity;
use crate::language::Language;
use crate::refusal::Refusal;
use crate::relatedness::Why;
use crate::wire::ServerFrame;

/// A word that stands in everything that anybody says, and nowhere else.
const WORD: &str = "zébulon";
const ADDRESS: &str = "zébulon zebulon@mail.example";

impl Desk {
    /// One of the things that happen in a session; what is refused happens to nobody.
    fn happen(&mut self, what: u8, now: i64) {
        let session = &self.session;
        let said = format!("{WORD} {now}");
        let turn = session.unanswered();
        let agent = Colleague { id: "a1".parse().unwrap(), name: "Alix".into() };
        let ordinal = session.conversation.as_ref().map_or(1, |conversation| conversation.ordinal);
        let revision = session.people_revision();
        let felt = || Some(Felt { emotion: Emotion::Frustrated, evidence: vec![WORD.into()] });
        let id = self.id();
        let act = |act| Command::Agent { agent: agent.clone(), ordinal, act };
        let unrelated = [None, Some(true), Some(false)][usize::from(what) % 3];
        let command = match what % 16 {
            0..=3 => {
                let judged = unrelated.map(|_| Judged { by: Judge::Reader, why: Why::Words, likelihood: 7 });
                let (origin, judgement) = (origin(Purpose::Live), Judgement { unrelated, judged });
                let text = if what % 16 == 3 { ADDRESS.into() } else { said };
                let image = (what % 16 == 2).then(|| "s.zebulon-7".parse().unwrap());
                Command::Say { origin, id, text, image, judgement }
            }
            4 | 5 => {
                let source = Some(Source { title: WORD.into(), url: None });
                let answer = Some(Box::new(Answer { felt: felt(), source, ..Answer::default() }));
                let expects = Some(Expectation::OrderContact { number: WORD.into() });
                Command::Reply(Reply { turn, expects, answer, ..Reply::new(id, Author::Assistant, said) })
            }
            6 => {
                let instant = Some("zebulon".parse().unwrap());
                let answer = Some(Box::new(Answer { instant, ..Answer::default() }));
                Command::Reply(Reply { turn, answer, ..Reply::new(id, Author::Instant, said) })
            }
            7 => Command::Close { seen: u64::MAX },
            8 => Command::Resolve,
            9 => Command::Wake,
            10 => {
                let (trigger, language) = (Trigger::Anger, Language::Fr);
                Command::Escalate { turn: turn.unwrap_or(0), trigger, language, felt: felt() }
            }
            11 => Command::Route { revision, ring: (now % 2 == 0).then_some(Ring { to: None }) },
            12 => act(AgentAct::Accept),
            13 => act(AgentAct::Note { id, text: said }),
            14 => act(AgentAct::Say { id, text: said }),
            _ => Command::Identify(Identity {
                sub: WORD.into(),
                name: Some(said),
                email: Some("zebulon@mail.example".into()),
            }),
        };
        drop(self.step(command, at(now)));
    }

    fn forget(&mut self, now: i64) {
        self.step(Command::Forget, at(now)).unwrap();
    }
}

fn without_texts<'a>(receipts: impl IntoIterator<Item = &'a Delivery>) -> Vec<Receipt> {
    let receipts = receipts.into_iter().map(|delivery| {
        let mut receipt = delivery.receipt.clone();
        receipt.take_texts();
        receipt
    });
    receipts.collect()
}

fn events(session: &Session) -> Vec<Event> {
    session.since(0).map(|entry| entry.event.clone()).collect()
}

proptest! {
    #[test]
    fn receipts_outlive_the_words(steps in proptest::collection::vec((any::<u8>(), 0..20 * MINUTE), 1..40)) {
        let mut desk = Desk::new(Purpose::Live);
        let mut now = 0;
        desk.happen(0, now);
        for (what, gap) in steps {
            now += gap;
            desk.happen(what, now);
        }
        let before = desk.session.clone();
        let mut ended = before.clone();
        let decided = before.decide(Command::Forget, at(now)).unwrap();
        let (forgotten, endings) = decided.split_last().unwrap();
        let is_last_word = matches!(forgotten, Event::Forgotten { .. });
        prop_assert!(is_last_word);
        endings.iter().for_each(|event| ended.apply(event));
        desk.forget(now);

        // The same evidence, the same verdicts: nothing of the bill has changed.
        prop_assert_eq!(without_texts(&ended.outbox), without_texts(&desk.session.outbox));
        prop_assert!(desk.session.outbox.iter().all(|it| it.receipt.first_message.text.is_none()));
        for delivery in &desk.session.outbox {
            prop_assert_eq!(delivery.receipt.check(), Ok(()));
        }
        // The rows as they were, the rows as they are rewritten, and what is in memory tell one and the same.
        let written = events(&ended).into_iter().chain([forgotten.clone()]);
        let written: Vec<Event> = written.collect();
        let rewritten: Vec<Event> = written.iter().cloned().map(Event::redacted).collect();
        prop_assert_eq!(&Session::replay(&written), &desk.session);
        prop_assert_eq!(&Session::replay(&rewritten), &desk.session);
        prop_assert_eq!(&events(&desk.session), &rewritten);
        let twice: Vec<Event> = rewritten.iter().cloned().map(Event::redacted).collect();
        prop_assert_eq!(twice, rewritten);
        // Not one word is left, of whatever kind.
        let left = format!("{:?} {:?}", desk.session, desk.session.effects(at(now)));
        prop_assert!(!left.to_lowercase().contains("zébulon") && !left.contains("zebulon"), "{}", left);
        prop_assert!(!desk.session.is_open() && !desk.session.is_with_people());
    }
}

#[test]
fn who_is_forgotten_is_told_nothing_more() {
    let mut desk = Desk::new(Purpose::Live);
    assert_eq!(desk.session.decide(Command::Forget, at(0)), Ok(vec![]), "there is nothing");
    desk.happen(0, 0);
    let turn = desk.session.unanswered().unwrap();
    desk.forget(1);
    let seq = desk.session.seq();
    desk.forget(2);
    assert_eq!(desk.session.seq(), seq, "twice is once");
    let late = Reply { turn: Some(turn), ..Reply::new("late".parse().unwrap(), Author::Assistant, WORD) };
    assert_eq!(desk.step(Command::Reply(late), at(3)), Err(Refusal::StaleTurn));
    assert_eq!(desk.say(WORD, at(3)), Err(Refusal::ExpiredToken));
    assert_eq!(desk.step(Command::Rate { seen: 9, stars: 5 }, at(3)), Err(Refusal::ExpiredToken));
    let agent = Colleague { id: "a1".parse().unwrap(), name: "Alix".into() };
    let note = AgentAct::Note { id: "n".parse().unwrap(), text: WORD.into() };
    assert_eq!(desk.step(Command::Agent { agent, ordinal: 1, act: note }, at(3)), Err(Refusal::Gone));
    let texts = desk.session.since(0).filter_map(ServerFrame::of).filter_map(|frame| match frame {
        ServerFrame::Message { text, .. } => Some(text),
        _ => None,
    });
    assert!(texts.into_iter().all(|text| text.is_empty()));
    let lines = desk.session.transcript(1);
    assert!(matches!(lines.last(), Some(TranscriptLine::Forgotten { .. })), "{lines:?}");
}

#[test]
fn the_merchants_side_is_told_until_it_is_done() {
    let mut desk = Desk::new(Purpose::Live);
    desk.happen(0, 0);
    desk.forget(1);
    let owes = |session: &Session, now| session.effects(at(now)).contains(&Effect::Erase);
    let soonest = desk.session.erasure_due();
    assert!(owes(&desk.session, 1) && soonest.is_some());
    desk.session.erasure_failed(at(1));
    assert!(!owes(&desk.session, 2));
    assert!(owes(&desk.session, MINUTE));
    assert!(desk.session.next_wakeup().is_some());
    let confirmed = desk.session.decide(Command::ConfirmErasure, at(MINUTE)).unwrap();
    confirmed.iter().for_each(|event| desk.session.apply(event));
    assert!(!owes(&desk.session, 2 * MINUTE));
    assert_eq!(desk.session.erasure_due(), None);
    assert_eq!(desk.session.decide(Command::ConfirmErasure, at(MINUTE)), Ok(vec![]));
}

#[test]
fn the_desk_is_told_that_nobody_is_left_to_answer() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("je veux parler à un humain", at(0)).unwrap();
    let turn = desk.session.unanswered().unwrap();
    let (trigger, language) = (Trigger::Asked, Language::Fr);
    desk.step(Command::Escalate { turn, trigger, language, felt: None }, at(1)).unwrap();
    let revision = desk.session.people_revision();
    desk.step(Command::Route { revision, ring: None }, at(2)).unwrap();
    desk.say("zebulon@mail.example", at(3)).unwrap();
    let told = desk.session.case_of(1).unwrap();
    assert_eq!(told.handoff.contact.as_deref(), Some("zebulon@mail.example"));
    desk.session.desk_has(1, told.revision);
    desk.session.decide(Command::Forget, at(4)).unwrap().iter().for_each(|event| desk.session.apply(event));
    let case = desk.session.effects(at(4)).into_iter().find_map(|effect| match effect {
        Effect::TellDesk(case) => Some(case),
        _ => None,
    });
    let case = case.expect("the desk has an old one");
    assert!(case.revision > told.revision);
    assert_eq!((case.handoff.stage, case.handoff.contact, case.summary), (Stage::Over, None, String::new()));
}
