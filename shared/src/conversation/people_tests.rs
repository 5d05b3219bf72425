//! People in a session, told as what happens and what the shopper is told of it.

use super::tests::{Desk, MINUTE, at, origin};
use super::*;
use crate::assistant::Phrases;
use crate::escalation::triage::Tag;
use crate::escalation::{Case, Colleague, GRACE, PATIENCE, Stage, Trigger};
use crate::id::AgentId;
use crate::identity::Identity;
use crate::language::Language;
use crate::refusal::Refusal;

const SECOND: i64 = 1_000;

fn words() -> &'static Phrases {
    Phrases::of(Language::Fr)
}

fn colleague(id: &str) -> Colleague {
    Colleague { id: id.parse().unwrap(), name: id.to_uppercase() }
}

fn id(text: &str) -> MessageId {
    text.parse().unwrap()
}

fn say(text: &str) -> AgentAct {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    AgentAct::Say { id: id(&plain), text: text.into() }
}

impl Session {
    fn last_case(&self) -> Option<Case> {
        self.handoffs.last().and_then(|called| self.case_of(called.ordinal))
    }
}

impl Desk {
    /// A shopper who has just asked for people.
    fn calling(now: i64) -> Self {
        let mut desk = Self::new(Purpose::Live);
        desk.say("je veux parler à un humain", at(now)).unwrap();
        let turn = desk.session.unanswered().unwrap();
        let escalate =
            Command::Escalate { turn, trigger: Trigger::Asked, language: Language::Fr, felt: None };
        desk.step(escalate, at(now)).unwrap();
        desk
    }

    fn route(&mut self, ring: bool, now: i64) {
        let revision = self.asked().revision;
        let ring = ring.then_some(Ring { to: None });
        self.step(Command::Route { revision, ring }, at(now)).unwrap();
    }

    /// The case that the desk is asked about.
    fn asked(&self) -> Case {
        let asked = self.session.effects(at(i64::MAX / 2)).into_iter().find_map(|effect| match effect {
            Effect::AskDesk(case) => Some(*case),
            _ => None,
        });
        asked.expect("the desk is asked")
    }

    fn act(&mut self, agent: &str, act: AgentAct, now: i64) -> Result<(), Refusal> {
        let command = Command::Agent { agent: colleague(agent), ordinal: 1, act };
        self.step(command, at(now)).map(drop)
    }

    fn wake(&mut self, now: i64) {
        self.step(Command::Wake, at(now)).unwrap();
    }

    fn stage(&self) -> Stage {
        self.session.last_case().unwrap().handoff.stage
    }

    /// The notices since a place in the journal.
    fn notices(&self, after: u64) -> Vec<String> {
        let said = self.session.since(after).filter_map(|entry| match &entry.event {
            Event::Said(message) if message.from == Author::System => Some(message.text.clone()),
            _ => None,
        });
        said.collect()
    }

    fn is_asked(&self) -> bool {
        let effects = self.session.effects(at(i64::MAX / 2));
        effects.iter().any(|effect| matches!(effect, Effect::AskAssistant { .. }))
    }
}

#[test]
fn nothing_is_said_before_the_desk_has_answered() {
    let mut desk = Desk::calling(0);
    assert!(matches!(desk.stage(), Stage::Routing { .. }));
    assert_eq!(desk.notices(0), Vec::<String>::new());
    assert!(!desk.is_asked(), "the assistant is silent");
    desk.route(true, SECOND);
    assert_eq!(desk.notices(0), [words().connecting]);
    assert_eq!(desk.session.next_wakeup(), Some(at(31 * SECOND)), "the desk has not heard that it rings");
    desk.session.desk_has(1, desk.session.case_of(1).unwrap().revision);
    assert_eq!(desk.session.next_wakeup(), Some(at(SECOND) + PATIENCE));
}

#[test]
fn an_agent_answers_a_conversation_that_no_ai_has_and_it_is_not_counted() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, SECOND).unwrap();
    assert_eq!(desk.notices(0), [words().connecting, "A a rejoint la conversation."]);
    desk.say("bonjour", at(2 * SECOND)).unwrap();
    assert!(!desk.is_asked(), "the assistant is silent");
    for n in 0..3 {
        desk.act("a", say(&format!("r{n}")), 3 * SECOND + n).unwrap();
        desk.act("a", say(&format!("r{n}")), 4 * SECOND + n).unwrap();
    }
    desk.act("a", AgentAct::Resolve, 5 * SECOND).unwrap();
    assert_eq!(desk.stage(), Stage::Over);
    let receipt = desk.session.receipt().unwrap();
    assert_eq!((receipt.reason, receipt.messages), (Reason::HumanOnly, 5));
    assert_eq!(receipt.ended_by, Some(Ending::Resolved));
}

#[test]
fn the_first_who_accepts_has_it_and_others_are_told() {
    let mut desk = Desk::calling(0);
    assert_eq!(desk.act("a", AgentAct::Accept, 0), Err(Refusal::TooEarly), "it may ring a moment early");
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 1).unwrap();
    assert_eq!(desk.act("b", AgentAct::Accept, 1), Err(Refusal::Taken));
    desk.act("a", AgentAct::Accept, 2).unwrap();
    assert_eq!(desk.notices(0).len(), 2, "accepting twice is accepting once");
    for act in [
        say("x"),
        AgentAct::Resolve,
        AgentAct::Close,
        AgentAct::HandBack,
        AgentAct::HandTo(colleague("c").id),
    ] {
        assert_eq!(desk.act("b", act.clone(), 3), Err(Refusal::Taken), "{act:?}");
    }
    desk.act("b", AgentAct::Note { id: id("n"), text: "il faut son adresse".into() }, 4).unwrap();
    desk.act("a", AgentAct::Close, 5).unwrap();
    assert_eq!(desk.act("a", AgentAct::Accept, 6), Err(Refusal::Gone));
    assert_eq!(desk.act("a", say("y"), 6), Err(Refusal::Gone));
}

/// What a shopper's panel is told, in any stage, is made of frames; no entry of a note makes one.
#[test]
fn a_note_is_no_frame_of_a_shoppers() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 1).unwrap();
    let before = desk.session.seq();
    desk.act("a", AgentAct::Note { id: id("n"), text: "secret".into() }, 2).unwrap();
    desk.act("a", AgentAct::Note { id: id("n"), text: "secret".into() }, 3).unwrap();
    let entries: Vec<&Entry> = desk.session.since(before).collect();
    assert!(matches!(entries.as_slice(), [Entry { event: Event::Noted { .. }, .. }]), "{entries:?}");
    assert!(entries.iter().all(|entry| crate::wire::ServerFrame::of(entry).is_none()));
    assert_eq!(desk.session.messages().filter(|message| message.text == "secret").count(), 0);
}

#[test]
fn nobody_in_a_minute_is_a_follow_up_and_the_shopper_is_told() {
    let promised = |desk: &Desk, seq| {
        assert_eq!(desk.notices(seq), [words().nobody_free, words().follow_up, words().ask_contact]);
        assert_eq!(desk.stage(), Stage::FollowUp { answered: None });
    };
    // Nobody accepts.
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    let seq = desk.session.seq();
    desk.wake(60 * SECOND - 1);
    assert_eq!(desk.session.seq(), seq);
    desk.wake(60 * SECOND);
    promised(&desk, seq);
    assert_eq!(desk.act("a", AgentAct::Accept, 61 * SECOND), Ok(()), "who comes after all is welcome");
    // Somebody accepts, and writes nothing.
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 30 * SECOND).unwrap();
    let seq = desk.session.seq();
    desk.wake(90 * SECOND - 1);
    assert_eq!(desk.session.seq(), seq);
    desk.wake(90 * SECOND);
    promised(&desk, seq);
    assert_eq!(desk.act("a", AgentAct::Resolve, 91 * SECOND), Err(Refusal::Gone));
    // The last one who could come leaves.
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    let seq = desk.session.seq();
    desk.step(Command::Unattended, at(SECOND)).unwrap();
    promised(&desk, seq);
    desk.step(Command::Unattended, at(SECOND)).unwrap();
    promised(&desk, seq);
    // Who has written stays, however long they think.
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 0).unwrap();
    desk.act("a", say("bonjour"), SECOND).unwrap();
    let seq = desk.session.seq();
    desk.wake(10 * MINUTE);
    assert_eq!(desk.session.seq(), seq);
}

#[test]
fn without_anybody_a_task_is_made_and_the_assistant_goes_on() {
    let mut desk = Desk::calling(0);
    desk.route(false, 0);
    assert_eq!(desk.notices(0), [words().follow_up, words().ask_contact]);
    desk.say("ma commande est arrivée cassée, je veux être remboursé", at(1)).unwrap();
    assert!(desk.is_asked(), "the assistant goes on");
    let case = desk.session.last_case().unwrap();
    assert!(case.is_follow_up() && case.handoff.contact.is_none());
    assert!(case.summary.contains("humain") && case.summary.contains("cassée"), "{}", case.summary);
    assert_ne!(case.tag, Tag::Other);
}

#[test]
fn a_contact_is_asked_for_read_and_looked_at() {
    let mut desk = Desk::calling(0);
    desk.route(false, 0);
    let say = |desk: &mut Desk, text: &str, now| {
        let seq = desk.session.seq();
        desk.say(text, at(now)).unwrap();
        (desk.notices(seq), desk.is_asked())
    };
    assert_eq!(say(&mut desk, "camille@mail", 1), (vec![words().contact_unclear.to_owned()], false));
    assert_eq!(say(&mut desk, "vous ouvrez quand ?", 2), (vec![], true));
    let kept = words().contact_kept.replace("{contact}", "camille@mail.example");
    let (notices, is_asked) = say(&mut desk, "camille@mail.example, et vous ouvrez quand ?", 3);
    assert_eq!((notices, is_asked), (vec![kept], true));
    assert_eq!(desk.session.last_case().unwrap().handoff.contact.as_deref(), Some("camille@mail.example"));
    assert_eq!(say(&mut desk, "06 12 34 56 78", 4).0, Vec::<String>::new(), "it is known");
}

#[test]
fn an_address_that_was_given_before_is_not_asked_for() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("ma commande #1, camille@mail.example", at(0)).unwrap();
    let turn = desk.session.unanswered().unwrap();
    let escalate = Command::Escalate { turn, trigger: Trigger::Anger, language: Language::Fr, felt: None };
    desk.step(escalate, at(0)).unwrap();
    desk.route(false, 0);
    let kept = words().contact_kept.replace("{contact}", "camille@mail.example");
    assert_eq!(desk.notices(0), [words().follow_up.to_owned(), kept]);
    assert_eq!(desk.session.last_case().unwrap().handoff.contact.as_deref(), Some("camille@mail.example"));
}

#[test]
fn a_follow_up_is_answered_once_in_the_chat_or_elsewhere() {
    let mut desk = Desk::calling(0);
    desk.route(false, 0);
    desk.say("camille@mail.example", at(1)).unwrap();
    // Long after the conversation's end: the shopper who comes back sees it.
    desk.wake(50 * MINUTE);
    let seq = desk.session.seq();
    desk.act("a", AgentAct::Answer, 60 * MINUTE).unwrap();
    desk.act("b", AgentAct::Answer, 61 * MINUTE).unwrap();
    assert_eq!(desk.notices(seq), [words().answered_elsewhere.replace("{contact}", "camille@mail.example")]);
    let Stage::FollowUp { answered: Some(answered) } = desk.stage() else { panic!("{:?}", desk.stage()) };
    assert_eq!(answered.by, colleague("a"));
    // In the chat, it is a person's reply, and the conversation goes on.
    let mut desk = Desk::calling(0);
    desk.route(false, 0);
    desk.act("a", say("Bonjour, c'est réglé."), MINUTE).unwrap();
    assert!(matches!(desk.stage(), Stage::FollowUp { answered: Some(_) }));
    assert_eq!(desk.session.receipt().unwrap().reason, Reason::HumanOnly);
}

#[test]
fn an_agent_who_goes_missing_is_waited_for_and_then_replaced() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 0).unwrap();
    desk.act("a", say("bonjour"), 1).unwrap();
    desk.act("a", AgentAct::Leave, 2).unwrap();
    desk.act("a", AgentAct::Return, SECOND).unwrap();
    desk.wake(10 * MINUTE);
    assert_eq!(desk.session.attendant(), Some(&colleague("a")));
    desk.act("a", AgentAct::Leave, 11 * MINUTE).unwrap();
    let seq = desk.session.seq();
    let back_by = at(11 * MINUTE) + GRACE;
    desk.wake(back_by.as_millis());
    assert!(desk.session.attendant().is_none());
    assert_eq!(desk.notices(seq), Vec::<String>::new(), "nothing is said before the desk has answered");
    desk.route(true, back_by.as_millis());
    assert_eq!(desk.notices(seq), [words().another]);
    desk.act("b", AgentAct::Accept, 12 * MINUTE).unwrap();
    assert_eq!(desk.act("a", say("me revoilà"), 12 * MINUTE), Err(Refusal::Taken));
    // Switched off in the middle: at once.
    desk.step(Command::AgentDeactivated { agent: colleague("b").id }, at(13 * MINUTE)).unwrap();
    desk.route(false, 13 * MINUTE);
    assert_eq!(desk.stage(), Stage::FollowUp { answered: None });
}

#[test]
fn a_colleague_is_asked_alone_and_then_everybody() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 0).unwrap();
    desk.act("a", AgentAct::HandTo("b".parse().unwrap()), 1).unwrap();
    let asked = desk.asked();
    let to = Some("b".parse::<AgentId>().unwrap());
    assert!(matches!(&asked.handoff.stage, Stage::Routing { to: asked, .. } if *asked == to));
    let ring = Some(Ring { to: to.clone() });
    desk.step(Command::Route { revision: asked.revision, ring }, at(2)).unwrap();
    let case = desk.session.last_case().unwrap();
    assert!(case.rings_for(&"b".parse().unwrap()) && !case.rings_for(&"c".parse().unwrap()));
    assert_eq!(desk.act("c", AgentAct::Accept, 3), Err(Refusal::Taken));
    desk.wake(2 + 60 * SECOND);
    assert!(matches!(desk.stage(), Stage::Routing { to: None, .. }), "{:?}", desk.stage());
}

#[test]
fn what_is_handed_back_is_the_assistants_again() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 0).unwrap();
    desk.act("a", say("un instant"), 1).unwrap();
    desk.say("et vos horaires ?", at(2)).unwrap();
    desk.act("a", AgentAct::HandBack, 3).unwrap();
    assert!(desk.is_asked());
    assert_eq!(desk.notices(0).last().unwrap(), words().handed_back);
}

#[test]
fn people_who_only_answer_first_leave_it_to_the_assistant_when_they_cannot() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("bonjour", at(0)).unwrap();
    let turn = desk.session.unanswered().unwrap();
    let escalate =
        Command::Escalate { turn, trigger: Trigger::HumanFirst, language: Language::Fr, felt: None };
    desk.step(escalate, at(0)).unwrap();
    assert!(!desk.is_asked());
    desk.route(false, 1);
    assert_eq!(desk.notices(0), Vec::<String>::new(), "the shopper was promised nothing");
    assert!(desk.is_asked(), "the assistant answers");
}

#[test]
fn a_desk_that_cannot_be_asked_is_asked_again_and_not_for_ever() {
    let mut desk = Desk::calling(0);
    desk.session.desk_is_away(1, at(0));
    assert_eq!(desk.session.next_wakeup(), Some(at(2 * SECOND)));
    assert!(desk.session.effects(at(SECOND)).is_empty());
    assert!(matches!(desk.session.effects(at(2 * SECOND)).as_slice(), [Effect::AskDesk(_)]));
    desk.wake(60 * SECOND);
    assert_eq!(desk.notices(0), [words().follow_up, words().ask_contact]);
    assert!(matches!(desk.session.effects(at(60 * SECOND)).as_slice(), [Effect::TellDesk(_)]));
}

#[test]
fn what_the_desk_has_is_journalled_with_the_next_events() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    let revision = desk.session.last_case().unwrap().revision;
    desk.session.desk_has(1, revision);
    assert!(desk.session.effects(at(1)).is_empty());
    desk.act("a", AgentAct::Accept, 2).unwrap();
    let events: Vec<Event> = desk.session.since(0).map(|entry| entry.event.clone()).collect();
    assert!(events.contains(&Event::DeskTold { ordinal: 1, revision }));
    let again = Session::replay(&events);
    assert_eq!(again.effects(at(i64::MAX / 2)).len(), 1, "only what came since");
}

#[test]
fn a_shopper_who_closes_is_waited_for_no_more() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.close(at(1)).unwrap();
    assert_eq!(desk.stage(), Stage::Over);
    assert_eq!(desk.act("a", AgentAct::Accept, 2), Err(Refusal::Gone));
    desk.wake(60 * SECOND);
    assert_eq!(desk.notices(0), [words().connecting]);
}

#[test]
fn a_shoppers_message_cannot_pass_for_a_notice() {
    let mut desk = Desk::calling(0);
    let forged = Command::Say {
        origin: origin(Purpose::Live),
        id: id("notice-9-0"),
        text: "bonjour".into(),
        image: None,
        judgement: None.into(),
    };
    assert_eq!(desk.step(forged, at(1)).unwrap_err(), Refusal::Malformed);
}

#[test]
fn who_waits_for_an_agent_until_their_conversation_ends_is_answered_later() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 0).unwrap();
    desk.act("a", say("je regarde"), 1).unwrap();
    desk.say("et alors, vous avez trouvé ?", at(2)).unwrap();
    desk.wake(31 * MINUTE);
    assert_eq!(desk.stage(), Stage::FollowUp { answered: None });
    assert!(desk.notices(0).contains(&words().follow_up.to_owned()));
    desk.act("a", say("c'est fait"), 35 * MINUTE).unwrap();
    assert!(matches!(desk.stage(), Stage::FollowUp { answered: Some(_) }));
    assert!(desk.session.is_open(), "a late reply reopens it");
    // Nobody waits: it is over.
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 0).unwrap();
    desk.act("a", say("bonne journée"), 1).unwrap();
    desk.say("merci beaucoup, c'est parfait !", at(2)).unwrap();
    desk.wake(31 * MINUTE);
    assert_eq!(desk.stage(), Stage::Over);
}

#[test]
fn an_address_leaves_the_question_before_it_to_the_assistant() {
    let mut desk = Desk::calling(0);
    desk.route(false, 0);
    desk.say("vous livrez en Belgique ?", at(1)).unwrap();
    desk.say("camille@mail.example", at(2)).unwrap();
    assert!(desk.is_asked());
    assert_eq!(desk.session.last_case().unwrap().handoff.contact.as_deref(), Some("camille@mail.example"));
    let seq = desk.session.seq();
    desk.say("pardon : camille@autre.example", at(3)).unwrap();
    assert_eq!(desk.notices(seq).len(), 1, "the later one stands");
    assert_eq!(desk.session.last_case().unwrap().handoff.contact.as_deref(), Some("camille@autre.example"));
}

#[test]
fn the_proof_of_an_order_is_left_to_the_assistant_who_asked_for_it() {
    let mut desk = Desk::calling(0);
    desk.route(false, 0);
    desk.say("ma commande #1", at(1)).unwrap();
    let expects = Some(Expectation::OrderContact { number: "1".into() });
    let turn = desk.session.unanswered();
    let id = desk.id();
    let asks = Reply { expects, turn, ..Reply::new(id, Author::Assistant, "votre e-mail ?") };
    desk.step(Command::Reply(asks), at(2)).unwrap();
    desk.say("camille@mail.example", at(3)).unwrap();
    assert!(desk.is_asked());
}

#[test]
fn what_the_desk_is_about_to_answer_is_old_when_the_last_agent_has_left() {
    let mut desk = Desk::calling(0);
    let old = desk.asked().revision;
    desk.step(Command::Unattended, at(1)).unwrap();
    desk.step(Command::Route { revision: old, ring: Some(Ring { to: None }) }, at(2)).unwrap();
    assert_eq!(desk.notices(0), Vec::<String>::new());
    desk.route(false, 3);
    assert_eq!(desk.notices(0), [words().follow_up, words().ask_contact], "nobody was promised before");
}

#[test]
fn who_hands_it_to_a_colleague_who_is_gone_has_it_still() {
    let mut desk = Desk::calling(0);
    desk.route(true, 0);
    desk.act("a", AgentAct::Accept, 0).unwrap();
    desk.act("a", say("bonjour"), 1).unwrap();
    let seq = desk.session.seq();
    desk.act("a", AgentAct::HandTo("b".parse().unwrap()), 2).unwrap();
    desk.route(false, 3);
    assert_eq!(desk.session.attendant(), Some(&colleague("a")));
    assert_eq!(desk.notices(seq), Vec::<String>::new());
    desk.wake(10 * MINUTE);
    assert_eq!(desk.session.attendant(), Some(&colleague("a")), "they have written before");
}

#[test]
fn an_earlier_follow_up_is_not_answered_in_the_middle_of_something_else() {
    let mut desk = Desk::calling(0);
    desk.route(false, 0);
    desk.close(at(1)).unwrap();
    desk.say("une autre question ?", at(2)).unwrap();
    assert_eq!(desk.act("a", say("voici"), 3), Err(Refusal::TooEarly));
    let turn = desk.session.unanswered();
    let id = desk.id();
    desk.step(Command::Reply(Reply { turn, ..Reply::new(id, Author::Assistant, "…") }), at(4)).unwrap();
    assert_eq!(desk.act("a", say("voici"), 5), Ok(()));
    assert_eq!(desk.session.case_of(1).unwrap().handoff.stage.agent(), None);
    assert!(matches!(desk.session.case_of(1).unwrap().handoff.stage, Stage::FollowUp { answered: Some(_) }));
    assert!(!desk.session.awaits_follow_up());
}

fn vouched(email: Option<&str>) -> Command {
    let email = email.map(str::to_owned);
    Command::Identify(Identity { sub: "c42".into(), name: Some("Camille Roux".into()), email })
}

#[test]
fn who_the_shop_vouches_for_is_not_asked_where_to_write() {
    let mut desk = Desk::calling(0);
    let before = desk.session.seq();
    desk.step(vouched(Some("camille@mail.example")), at(1)).unwrap();
    desk.step(vouched(Some("camille@mail.example")), at(2)).unwrap();
    assert_eq!(desk.session.seq(), before + 1, "said with every connection, kept once");
    desk.route(false, 3);
    let case = desk.session.last_case().unwrap();
    assert_eq!(case.handoff.contact.as_deref(), Some("camille@mail.example"));
    assert!(desk.session.journal.iter().all(|entry| match &entry.event {
        Event::Said(message) => message.text != words().ask_contact,
        _ => true,
    }));
}

#[test]
fn who_is_vouched_for_later_need_not_answer_any_more() {
    let mut desk = Desk::calling(0);
    desk.route(false, 1);
    assert_eq!(desk.session.last_case().unwrap().handoff.contact, None);
    desk.step(vouched(None), at(2)).unwrap();
    assert_eq!(desk.session.last_case().unwrap().handoff.contact, None);
    desk.step(vouched(Some("camille@mail.example")), at(3)).unwrap();
    let case = desk.session.last_case().unwrap();
    assert_eq!(case.handoff.contact.as_deref(), Some("camille@mail.example"));
}

#[test]
fn what_a_shopper_wrote_themselves_is_where_they_want_to_be_answered() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("mon e-mail : moi@mail.example", at(0)).unwrap();
    desk.step(vouched(Some("camille@mail.example")), at(1)).unwrap();
    let turn = desk.session.unanswered().unwrap();
    let (trigger, language) = (Trigger::Asked, Language::Fr);
    desk.step(Command::Escalate { turn, trigger, language, felt: None }, at(2)).unwrap();
    desk.route(false, 3);
    let case = desk.session.last_case().unwrap();
    assert_eq!(case.handoff.contact.as_deref(), Some("moi@mail.example"));
}

#[test]
fn nobody_is_known_before_the_first_message() {
    let mut desk = Desk::new(Purpose::Live);
    desk.step(vouched(None), at(0)).unwrap();
    assert_eq!((desk.session.seq(), desk.session.identity()), (0, None));
}

#[test]
fn who_somebody_is_does_not_change_for_ever() {
    let mut desk = Desk::calling(0);
    let refused = (0..30).find_map(|n| {
        desk.step(vouched(Some(if n % 2 == 0 { "a@mail.example" } else { "b@mail.example" })), at(n)).err()
    });
    assert_eq!(refused, Some(Refusal::TooManyAttempts));
}
