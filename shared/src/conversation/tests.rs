use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::receipt::Verdict;
use crate::refusal::Refusal;

pub(super) const MINUTE: i64 = 60_000;
const W: i64 = 30 * MINUTE;

pub(super) fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

pub(super) fn origin(purpose: Purpose) -> Origin {
    Origin { merchant: "demo".parse().unwrap(), session: "s".parse().unwrap(), purpose }
}

/// A session and the receipts it has made, driven as a shell drives it.
pub(super) struct Desk {
    pub(super) session: Session,
    purpose: Purpose,
    /// The last state of every conversation.
    receipts: BTreeMap<u32, Receipt>,
    ids: u32,
}

impl Desk {
    pub(super) fn new(purpose: Purpose) -> Self {
        Self { session: Session::default(), purpose, receipts: BTreeMap::new(), ids: 0 }
    }

    pub(super) fn id(&mut self) -> MessageId {
        self.ids += 1;
        format!("id-{}", self.ids).parse().unwrap()
    }

    pub(super) fn step(&mut self, command: Command, now: Timestamp) -> Result<Vec<Effect>, Refusal> {
        let before = self.session.clone();
        let events = before.decide(command, now)?;
        for event in &events {
            self.session.apply(event);
            if let Some(receipt) = self.session.receipt() {
                self.receipts.insert(receipt.conversation.ordinal, receipt);
            }
        }
        let journal: Vec<_> = self.session.since(0).map(|entry| entry.event.clone()).collect();
        let is_written = |called: &Called| called.confirmed == called.told && called.failures == 0;
        if self.session.outbox.iter().all(|delivery| !delivery.confirmed)
            && self.session.handoffs.iter().all(is_written)
        {
            assert_eq!(Session::replay(&journal), self.session, "the journal tells the state");
        }
        for receipt in self.receipts.values() {
            assert_eq!(receipt.check(), Ok(()), "{receipt:?}");
        }
        Ok(self.session.effects(now))
    }

    pub(super) fn say(&mut self, text: &str, now: Timestamp) -> Result<Vec<Effect>, Refusal> {
        let id = self.id();
        self.say_as(id, text, None, now)
    }

    fn say_as(
        &mut self,
        id: MessageId,
        text: &str,
        unrelated: Option<bool>,
        now: Timestamp,
    ) -> Result<Vec<Effect>, Refusal> {
        let origin = origin(self.purpose);
        self.step(
            Command::Say { origin, id, text: text.into(), image: None, judgement: unrelated.into() },
            now,
        )
    }

    fn reply(&mut self, from: Author, turn: Option<TurnId>, now: Timestamp) -> Result<Vec<Effect>, Refusal> {
        let id = self.id();
        self.step(Command::Reply(Reply { turn, ..Reply::new(id, from, "…") }), now)
    }

    pub(super) fn close(&mut self, now: Timestamp) -> Result<Vec<Effect>, Refusal> {
        let seen = self.session.seq();
        self.step(Command::Close { seen }, now)
    }

    pub(super) fn counted(&self) -> usize {
        self.receipts.values().filter(|receipt| receipt.verdict == Verdict::Counted).count()
    }
}

#[test]
fn a_refused_message_leaves_no_trace() {
    let mut desk = Desk::new(Purpose::Live);
    let check = |desk: &mut Desk, text: &str, refusal| {
        assert_eq!(desk.say(text, at(0)), Err(refusal));
        assert_eq!(desk.session, Session::default());
    };
    check(&mut desk, "", Refusal::EmptyMessage);
    check(&mut desk, " \n\t", Refusal::EmptyMessage);
    check(&mut desk, "\u{200b}\u{feff}", Refusal::EmptyMessage);
    check(&mut desk, &"é".repeat(MAX_MESSAGE_CHARS + 1), Refusal::MessageTooLong);
    assert!(desk.say(&"é".repeat(MAX_MESSAGE_CHARS), at(0)).is_ok());
}

#[test]
fn a_message_sent_twice_is_one_and_its_id_cannot_be_reused() {
    let mut desk = Desk::new(Purpose::Live);
    let id = desk.id();
    desk.say_as(id.clone(), "Bonjour", None, at(0)).unwrap();
    let seq = desk.session.seq();
    desk.say_as(id.clone(), "Bonjour", None, at(5)).unwrap();
    assert_eq!(desk.session.seq(), seq);
    assert_eq!(desk.say_as(id, "Bonsoir", None, at(6)), Err(Refusal::MessageIdReused));
    assert_eq!(desk.session.seq(), seq);
}

#[test]
fn an_unanswered_turn_is_asked_again_until_it_is_answered_once() {
    let mut desk = Desk::new(Purpose::Live);
    let effects = desk.say("Bonjour", at(0)).unwrap();
    let [Effect::AskAssistant { turn }] = effects[..] else { panic!("{effects:?}") };
    // The object is evicted before the reply: a wake finds the work again.
    assert_eq!(desk.step(Command::Wake, at(1)).unwrap(), [Effect::AskAssistant { turn }]);
    desk.reply(Author::Assistant, Some(turn), at(2)).unwrap();
    assert_eq!(desk.reply(Author::Assistant, Some(turn), at(3)), Err(Refusal::StaleTurn));
    assert_eq!((desk.counted(), desk.session.messages().count()), (1, 2));
}

#[test]
fn two_questions_in_a_breath_are_both_answered_in_order() {
    let mut desk = Desk::new(Purpose::Live);
    let first = desk.say("Bonjour", at(0)).unwrap();
    let both = desk.say("Vous livrez en Corse ?", at(1)).unwrap();
    assert_eq!(first, both);
    let [Effect::AskAssistant { turn }] = first[..] else { panic!("{first:?}") };
    let rest = desk.reply(Author::Assistant, Some(turn), at(2)).unwrap();
    assert!(matches!(rest.first(), Some(Effect::AskAssistant { turn: next }) if *next > turn), "{rest:?}");
}

#[test]
fn a_name_is_what_travels() {
    let travels = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    for author in Author::ALL {
        assert_eq!(travels(serde_json::to_value(author).unwrap()), author.name());
    }
    for purpose in Purpose::ALL {
        assert_eq!(travels(serde_json::to_value(purpose).unwrap()), purpose.name());
    }
    for ending in Ending::ALL {
        assert_eq!(travels(serde_json::to_value(ending).unwrap()), ending.name());
    }
}

fn asked(effects: &[Effect]) -> Option<TurnId> {
    effects.iter().find_map(|e| if let Effect::AskAssistant { turn } = e { Some(*turn) } else { None })
}

#[test]
fn a_reply_to_a_later_turn_has_read_the_earlier_ones() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("Bonjour", at(0)).unwrap();
    desk.say("Vous livrez en Corse ?", at(1)).unwrap();
    let later = desk.session.seq();
    assert_eq!(asked(&desk.reply(Author::Assistant, Some(later), at(2)).unwrap()), None);
}

#[test]
fn when_an_agent_answers_the_assistant_falls_silent() {
    let mut desk = Desk::new(Purpose::Live);
    assert!(asked(&desk.say("Bonjour", at(0)).unwrap()).is_some());
    assert_eq!(asked(&desk.reply(Author::Agent, None, at(1)).unwrap()), None);
}

#[test]
fn what_was_asked_in_a_conversation_that_is_over_is_not_answered_any_more() {
    let mut desk = Desk::new(Purpose::Live);
    let first = asked(&desk.say("Bonjour", at(0)).unwrap());
    assert_eq!(asked(&desk.close(at(1)).unwrap()), None);
    let next = asked(&desk.say("Encore moi", at(2)).unwrap());
    assert!(next > first, "{next:?}");
    assert_eq!(desk.reply(Author::Assistant, first, at(3)), Err(Refusal::StaleTurn));
}

#[test]
fn a_close_that_comes_twice_does_not_close_the_conversation_after_it() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("Bonjour", at(0)).unwrap();
    let seen = desk.session.seq();
    desk.step(Command::Close { seen }, at(1)).unwrap();
    desk.say("Encore moi", at(2)).unwrap();
    desk.step(Command::Close { seen }, at(3)).unwrap();
    assert_eq!((desk.receipts[&1].ended_by, desk.receipts[&2].ended_by), (Some(Ending::Closed), None));
}

#[test]
fn a_clock_that_runs_backwards_shortens_no_window() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("Bonjour", at(W)).unwrap();
    desk.say("Encore moi", at(0)).unwrap();
    desk.say("Toujours là", at(2 * W)).unwrap();
    assert_eq!((desk.receipts.len(), desk.receipts[&1].messages), (1, 3));
}

#[test]
fn a_receipt_is_delivered_until_it_is_confirmed() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("Bonjour", at(0)).unwrap();
    let effects = desk.reply(Author::Assistant, None, at(1)).unwrap();
    let [Effect::Deliver(receipt)] = &effects[..] else { panic!("{effects:?}") };
    let (ordinal, revision) = receipt.place();
    assert_eq!(desk.step(Command::DelayDelivery { ordinal, revision }, at(1_000)).unwrap(), []);
    assert_eq!(desk.session.next_wakeup(), Some(at(11_000)));
    assert_eq!(desk.step(Command::Wake, at(11_000)).unwrap(), effects);
    desk.session.confirm(ordinal, revision);
    desk.session.confirm(ordinal, revision);
    assert_eq!(desk.session.effects(at(11_002)), []);
    assert_eq!(desk.session.next_wakeup(), Some(at(1 + W + 5 * MINUTE)), "only the window is left");
    desk.step(Command::Wake, at(11_002)).unwrap();
    let seq = desk.session.seq();
    desk.say("Et la livraison ?", at(11_003)).unwrap();
    let reported = Event::Reported { ordinal, revision };
    assert!(desk.session.since(seq).any(|entry| entry.event == reported), "journalled with what came next");
}

#[test]
fn a_confirmation_that_is_lost_in_a_crash_costs_a_second_delivery_and_no_more() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("Bonjour", at(0)).unwrap();
    let effects = desk.reply(Author::Assistant, None, at(1)).unwrap();
    desk.session.confirm(1, 1);
    assert_eq!(desk.session.effects(at(2)), []);
    let journal: Vec<_> = desk.session.since(0).map(|entry| entry.event.clone()).collect();
    assert_eq!(Session::replay(&journal).effects(at(2)), effects);
}

#[test]
fn a_later_receipt_takes_the_place_of_one_that_was_not_delivered() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("Bonjour", at(0)).unwrap();
    desk.reply(Author::Assistant, None, at(1)).unwrap();
    let effects = desk.close(at(2)).unwrap();
    let [Effect::Deliver(receipt)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((receipt.revision, receipt.ended_by), (2, Some(Ending::Closed)));
    // The answer to the first one, which was on its way, says nothing about the second.
    desk.session.confirm(1, 1);
    assert_eq!(desk.session.effects(at(3)), effects);
}

#[test]
fn a_late_ai_reply_turns_a_reported_silence_into_a_count() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("Bonjour", at(0)).unwrap();
    desk.step(Command::Wake, at(W + 1)).unwrap();
    assert_eq!(desk.receipts[&1].reason, Reason::NeverAnswered);
    desk.reply(Author::Assistant, None, at(W + 5)).unwrap();
    let receipt = &desk.receipts[&1];
    assert_eq!((receipt.reason, receipt.revision, receipt.ended_by), (Reason::AiReply, 2, None));
}

/// A step of a random timeline.
#[derive(Clone, Copy, Debug)]
enum Step {
    Say,
    Reply,
    Wake,
}

fn timeline() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let gap = prop_oneof![0..MINUTE, W - 2..=W + 2, 0..3 * W];
    let step = prop_oneof![2 => Just(Step::Say), 2 => Just(Step::Reply), 1 => Just(Step::Wake)];
    proptest::collection::vec((gap, step), 1..40)
}

proptest! {
    /// The window, said another way: a conversation is a run of messages in which no shopper message
    /// comes more than 30 minutes after the message before it.
    #[test]
    fn conversations_are_the_runs_without_a_gap(steps in timeline(), purpose in prop_oneof![
        Just(Purpose::Live), Just(Purpose::Test), Just(Purpose::Preview)
    ]) {
        let mut desk = Desk::new(purpose);
        let (mut now, mut last, mut runs, mut answered) = (0, None, 0usize, Vec::new());
        for (gap, step) in steps {
            now += gap;
            match step {
                Step::Say => {
                    desk.say("…", at(now)).unwrap();
                    if last.is_none_or(|last| now - last > W) {
                        runs += 1;
                        answered.push(false);
                    }
                    last = Some(now);
                }
                Step::Reply => {
                    desk.reply(Author::Assistant, None, at(now)).unwrap();
                    if let Some(run) = answered.last_mut() {
                        *run = true;
                        last = Some(now);
                    }
                }
                Step::Wake => { desk.step(Command::Wake, at(now)).unwrap(); }
            }
        }
        prop_assert_eq!(desk.receipts.len(), runs);
        let answered = answered.iter().filter(|run| **run).count();
        prop_assert_eq!(desk.counted(), if purpose == Purpose::Live { answered } else { 0 });
    }

    /// Waking too often changes no verdict, no ending and no time.
    #[test]
    fn waking_early_or_often_changes_nothing(steps in timeline(), wakes in proptest::collection::vec(1i64..W, 0..20)) {
        let mut moments = Vec::new();
        let mut now = 0;
        for (gap, step) in steps {
            now += gap;
            moments.push((now, step));
        }
        let end = now + 2 * W;
        let run = |moments: &[(i64, Step)]| {
            let mut desk = Desk::new(Purpose::Live);
            for (now, step) in moments {
                match step {
                    Step::Say => desk.say("…", at(*now)).map(drop).unwrap(),
                    Step::Reply => desk.reply(Author::Assistant, None, at(*now)).map(drop).unwrap(),
                    Step::Wake => desk.step(Command::Wake, at(*now)).map(drop).unwrap(),
                }
            }
            desk.step(Command::Wake, at(end)).unwrap();
            let strip = |receipt: &Receipt| Receipt { revision: 0, ..receipt.clone() };
            desk.receipts.values().map(strip).collect::<Vec<_>>()
        };
        let plain = run(&moments);
        let mut more = moments.clone();
        let mut extra = 0;
        for wake in wakes {
            extra += wake;
            let index = more.partition_point(|(now, _)| *now <= extra);
            more.insert(index, (extra, Step::Wake));
        }
        more.retain(|(now, _)| *now <= end);
        prop_assert_eq!(run(&more), plain);
    }
}

#[test]
fn an_image_may_come_without_words_and_a_message_without_both_may_not() {
    let at = Timestamp::from_millis(1);
    let image = || Some("s.f1".parse().unwrap());
    let say = |text: &str, image| {
        let id = "m1".parse().unwrap();
        let origin = origin(Purpose::Live);
        Command::Say { origin, id, text: text.into(), image, judgement: None.into() }
    };
    let mut session = Session::default();
    assert_eq!(session.decide(say("", None), at), Err(Refusal::EmptyMessage));
    assert_eq!(session.decide(say(&"x".repeat(4_001), image()), at), Err(Refusal::MessageTooLong));
    let events = session.decide(say(" \u{200b}", image()), at).unwrap();
    events.iter().for_each(|event| session.apply(event));
    let said = session.messages().next().unwrap();
    assert_eq!((said.text.as_str(), &said.image), ("", &image()));
    assert_eq!(session.decide(say("", image()), at), Ok(vec![]), "twice is once");
    for other in [say("", Some("s.f2".parse().unwrap())), say("Bonjour", None)] {
        assert_eq!(session.decide(other, at), Err(Refusal::MessageIdReused));
    }
}
