//! Resolving, judging what follows, and floods.

use super::tests::{Desk, MINUTE, at, origin};
use super::*;
use crate::emotion::Emotion;
use crate::escalation::Colleague;
use crate::language::Language;
use crate::refusal::Refusal;
use crate::relatedness::Why;

fn reply(desk: &mut Desk, from: Author, resolves: bool, now: Timestamp) {
    let turn = desk.session.unanswered();
    let id = desk.id();
    let said = Reply { turn, resolves, ..Reply::new(id, from, "Votre commande part demain.") };
    desk.step(Command::Reply(said), now).unwrap();
}

/// Says a text with what the session itself judges of it.
fn say_judged(desk: &mut Desk, text: &str, now: Timestamp) -> Judgement {
    let judgement = desk.session.judge(text, now);
    let (id, origin) = (desk.id(), origin(Purpose::Live));
    let said = Command::Say { origin, id, text: text.into(), image: None, judgement: judgement.clone() };
    desk.step(said, now).unwrap();
    judgement
}

#[test]
fn a_reply_that_settles_the_matter_resolves_in_the_same_step() {
    for (from, verdict) in [(Author::Assistant, 1), (Author::Instant, 0)] {
        let mut desk = Desk::new(Purpose::Live);
        desk.say("Merci !", at(0)).unwrap();
        reply(&mut desk, from, true, at(1));
        let receipt = desk.session.receipt().unwrap();
        assert_eq!((receipt.ended_by, receipt.ended_at), (Some(Ending::Resolved), Some(at(1))));
        assert_eq!(desk.counted(), verdict, "{from:?}");
        assert_eq!(receipt.check(), Ok(()), "and the receipt bears it out");
    }
}

/// « Merci ! » and, while it is answered, a question: who asks is not done.
#[test]
fn a_question_that_waits_is_not_closed_away() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("Merci !", at(0)).unwrap();
    let thanks = desk.session.unanswered();
    desk.say("Et vous livrez en Belgique ?", at(1)).unwrap();
    let said =
        |id, turn| Reply { turn, resolves: true, ..Reply::new(id, Author::Assistant, "Avec plaisir !") };
    let id = desk.id();
    desk.step(Command::Reply(said(id, thanks)), at(2)).unwrap();
    assert_eq!(desk.session.receipt().unwrap().ended_by, None, "who asks is not done");
    let question = desk.session.unanswered();
    assert!(question.is_some() && question != thanks, "it is still to be answered");
    let id = desk.id();
    desk.step(Command::Reply(said(id, question)), at(3)).unwrap();
    assert_eq!(desk.session.receipt().unwrap().ended_by, Some(Ending::Resolved));
    assert_eq!(desk.counted(), 1);
}

/// Three messages in a row: the second is answered with the first reply in mind, and the third is not there yet.
#[test]
fn a_reply_on_its_way_is_before_what_waits_behind_it() {
    let mut desk = Desk::new(Purpose::Live);
    for (text, seconds) in [("Où est ma commande ?", 0), ("12345", 1), ("merci", 2)] {
        desk.say(text, at(seconds)).unwrap();
    }
    reply(&mut desk, Author::Assistant, false, at(3));
    let said = desk.session.unanswered().and_then(|turn| desk.session.message_at(turn)).unwrap();
    let before: Vec<&str> = desk.session.before(said).map(|message| message.text.as_str()).collect();
    assert_eq!(
        (said.text.as_str(), before),
        ("12345", vec!["Où est ma commande ?", "Votre commande part demain."])
    );
}

#[test]
fn only_after_a_resolution_within_the_window_is_anything_judged_and_the_receipt_says_by_whom() {
    let mut desk = Desk::new(Purpose::Live);
    assert_eq!(say_judged(&mut desk, "Où est ma commande 44120 ?", at(0)), Judgement::default());
    reply(&mut desk, Author::Assistant, false, at(1));
    assert_eq!(
        say_judged(&mut desk, "vendez-vous des cartes cadeaux ?", at(2)),
        Judgement::default(),
        "it is open"
    );
    reply(&mut desk, Author::Assistant, true, at(3));
    let Judgement { unrelated, judged } =
        say_judged(&mut desk, "et la commande 44120, elle part quand ?", at(4));
    assert_eq!(unrelated, Some(false));
    assert_eq!(judged.as_ref().map(|judged| (judged.by, judged.why)), Some((Judge::Reader, Why::SameNumber)));
    reply(&mut desk, Author::Assistant, false, at(5));
    desk.close(at(6)).unwrap();
    let receipt = desk.session.receipt().unwrap();
    let found = receipt.facts.iter().find_map(|fact| match fact {
        Fact::Said { judged: Some(judged), .. } => Some(judged.clone()),
        _ => None,
    });
    assert_eq!(found, judged);
    assert_eq!(receipt.check(), Ok(()));
    // Later than the window nobody asks: it is a new conversation anyway.
    assert_eq!(desk.session.judge("et la 44120 ?", at(40 * MINUTE)), Judgement::default());
}

#[test]
fn a_flood_is_stopped_and_a_minute_later_forgiven() {
    let mut desk = Desk::new(Purpose::Live);
    for n in 0..20 {
        assert_eq!(desk.session.admits(at(n)), Ok(()));
        desk.say("encore", at(n)).unwrap();
    }
    assert_eq!(desk.session.admits(at(21)), Err(Refusal::TooManyAttempts));
    assert_eq!(desk.session.admits(at(MINUTE + 21)), Ok(()));
}

/// These fields are in journals from now on; rows without them are read as ever.
#[test]
fn what_is_known_of_a_reply_json_format_unchanged() {
    let answer = Answer {
        engine: Some(Engine::OpenAi),
        agent: Some(Colleague { id: "a1".parse().unwrap(), name: "Camille".into() }),
        language: Some(Language::Fr),
        source: Some(Source { title: "Livraison".into(), url: None }),
        outcome: Some(Outcome::Answered),
        felt: Some(Felt { emotion: Emotion::Frustrated, evidence: vec!["marre".into()] }),
        is_cut: true,
        instant: Some("gifts".parse().unwrap()),
    };
    let json = r#"{"engine":"openAi","agent":{"id":"a1","name":"Camille"},"language":"fr","source":{"title":"Livraison"},"outcome":"answered","felt":{"emotion":"frustrated","evidence":["marre"]},"isCut":true,"instant":"gifts"}"#;
    assert_eq!(serde_json::to_string(&answer).unwrap(), json);
    assert_eq!(serde_json::from_str::<Answer>(json).unwrap(), answer);
    assert_eq!(serde_json::to_string(&Answer::default()).unwrap(), "{}");
    let judged = Judged { by: Judge::Reader, why: Why::Words, likelihood: 991 };
    let json = r#"{"by":"reader","why":"words","likelihood":991}"#;
    assert_eq!(serde_json::to_string(&judged).unwrap(), json);
    assert_eq!(serde_json::from_str::<Judged>(json).unwrap(), judged);
}
