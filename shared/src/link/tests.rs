use crate::wire::Extra;
use proptest::prelude::*;

use super::*;
use crate::conversation::{Ending, Purpose};

fn id(n: u32) -> MessageId {
    format!("m{n}").parse().unwrap()
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn say(n: u32) -> Input {
    Input::Say { id: id(n), text: format!("text {n}"), image: None }
}

fn echo(seq: u64, n: u32) -> Input {
    let text = format!("text {n}");
    Input::Received(ServerFrame::Message {
        seq,
        at: at(0),
        id: id(n),
        from: Author::Shopper,
        text,
        extra: Extra::default(),
    })
}

fn welcome(seq: u64) -> Input {
    Input::Received(ServerFrame::Welcome { seq, purpose: Purpose::Live })
}

fn hello(after: u64) -> ClientFrame {
    ClientFrame::Hello { after, offset: None, page: None }
}

fn sent(actions: &[Action]) -> Vec<ClientFrame> {
    actions
        .iter()
        .filter_map(|a| if let Action::Send(frame) = a { Some(frame.clone()) } else { None })
        .collect()
}

/// A link that stands, with nothing said.
fn live() -> Link {
    let mut link =
        Link::restore(Saved { token: Some("t".into()), outbox: VecDeque::new() }, Place::default());
    assert_eq!(link.handle(Input::Tick, at(0), 0), [Action::Connect { token: "t".into() }]);
    assert_eq!(sent(&link.handle(Input::Opened, at(0), 0)), [hello(0)]);
    link.handle(welcome(0), at(0), 0);
    assert!(matches!(link.phase(), Phase::Live { .. }));
    link
}

#[test]
fn nothing_happens_before_the_first_message() {
    let mut link = Link::default();
    assert_eq!(link.handle(Input::Tick, at(0), 0), []);
    assert_eq!(link.handle(Input::Close, at(0), 0), []);
    assert_eq!(link.handle(Input::Online, at(0), 0), []);
    assert_eq!(link.next_wakeup(), None);
}

#[test]
fn the_first_message_asks_for_a_session_and_is_sent_once_welcomed() {
    let mut link = Link::default();
    assert!(link.handle(say(1), at(0), 0).contains(&Action::RequestSession));
    let actions = link.handle(Input::Granted { token: "t".into() }, at(1), 0);
    assert!(actions.contains(&Action::Connect { token: "t".into() }));
    link.handle(Input::Opened, at(2), 0);
    let text = "text 1".to_owned();
    assert_eq!(sent(&link.handle(welcome(0), at(3), 0)), [ClientFrame::Say { id: id(1), text, image: None }]);
    assert_eq!(link.unsent().count(), 1);
    link.handle(echo(3, 1), at(4), 0);
    assert_eq!(link.unsent().count(), 0);
}

#[test]
fn a_message_on_a_lost_connection_is_sent_again_after_the_missed_frames() {
    let mut link = live();
    link.handle(say(1), at(10), 0);
    link.handle(Input::Lost { code: 1006 }, at(20), 0);
    let due = link.next_wakeup().unwrap();
    assert!(due > at(20) && due <= at(20) + FIRST_PAUSE);
    assert_eq!(link.handle(Input::Tick, due, 0), [Action::Connect { token: "t".into() }]);
    assert_eq!(sent(&link.handle(Input::Opened, due, 0)), [hello(0)]);
    // The edge had it all along: its echo comes before the welcome, so it is not sent twice.
    link.handle(echo(3, 1), due, 0);
    assert_eq!(sent(&link.handle(welcome(3), due, 0)), []);
}

#[test]
fn a_frame_that_was_seen_is_not_shown_again() {
    let mut link = live();
    let shown = |actions: &[Action]| actions.iter().filter(|a| matches!(a, Action::Show(_))).count();
    assert_eq!(shown(&link.handle(echo(3, 1), at(1), 0)), 1);
    assert_eq!(shown(&link.handle(echo(3, 1), at(1), 0)), 0);
    link.handle(Input::Lost { code: 1006 }, at(2), 0);
    link.handle(Input::Online, at(2), 0);
    assert_eq!(sent(&link.handle(Input::Opened, at(3), 0)), [hello(3)]);
}

#[test]
fn what_was_saved_is_what_the_next_page_reads() {
    let read = |json: &str| Saved::read(&serde_json::from_str::<serde_json::Value>(json).unwrap());
    let outbox =
        [Outgoing::Say { id: id(1), text: "Où ?".into(), image: None }, Outgoing::Close { seen: 7 }].into();
    let saved = Saved { token: Some("t".into()), outbox };
    let json = r#"{"token":"t","outbox":[{"t":"say","id":"m1","text":"Où ?"},{"t":"close","seen":7}]}"#;
    assert_eq!(serde_json::to_string(&saved).unwrap(), json, "browsers out there have this");
    assert_eq!(read(json), saved);
    assert_eq!(read(r#"{"token":7,"outbox":[{"t":"say","id":"not an id","text":""},{}]}"#), Saved::default());
}

#[test]
fn a_condemned_message_leaves_the_outbox_and_a_delayed_one_stays() {
    let mut link = live();
    let refuse = |n, refusal| Input::Received(ServerFrame::refused(refusal, Some(id(n))));
    link.handle(say(1), at(1), 0);
    link.handle(refuse(1, Refusal::TooManyAttempts), at(1), 0);
    assert_eq!(link.unsent().count(), 1);
    link.handle(refuse(1, Refusal::MessageTooLong), at(1), 0);
    assert_eq!(link.unsent().count(), 0);
}

#[test]
fn a_full_session_is_left_and_the_next_message_begins_another() {
    let mut link = live();
    link.handle(say(1), at(1), 0);
    let full = Input::Received(ServerFrame::refused(Refusal::SessionFull, Some(id(1))));
    assert!(link.handle(full, at(2), 0).contains(&Action::Disconnect));
    assert!(link.handle(say(2), at(3), 0).contains(&Action::RequestSession));
    assert_eq!(link.unsent().map(|(id, ..)| id.clone()).collect::<Vec<_>>(), [id(2)]);
}

#[test]
fn an_expired_token_starts_a_new_session_with_what_was_unsaid() {
    let mut link = live();
    link.handle(say(1), at(1), 0);
    let actions = link.handle(Input::Lost { code: CLOSE_UNAUTHORISED }, at(2), 0);
    assert!(actions.contains(&Action::RequestSession));
    let mut idle = live();
    assert!(
        !idle.handle(Input::Lost { code: CLOSE_UNAUTHORISED }, at(2), 0).contains(&Action::RequestSession)
    );
    assert_eq!(idle.phase(), Phase::Idle);
}

#[test]
fn a_refusal_that_time_cannot_mend_stops_the_link() {
    let mut link = Link::default();
    link.handle(say(1), at(0), 0);
    link.handle(Input::Denied(Some(Refusal::ForbiddenOrigin)), at(1), 0);
    assert_eq!((link.phase(), link.next_wakeup()), (Phase::Stopped(Refusal::ForbiddenOrigin), None));
    assert_eq!(link.unsent().count(), 0, "said anew, it would go out twice");
}

#[test]
fn a_silent_connection_is_pinged_and_then_given_up() {
    let mut link = live();
    let ping = link.next_wakeup().unwrap();
    assert_eq!(ping, at(0) + PING_EVERY);
    assert_eq!(link.handle(Input::Tick, ping, 0), [Action::Ping]);
    let mut answered = link.clone();
    answered.handle(Input::Pong, ping, 0);
    assert_eq!(answered.next_wakeup(), Some(ping + PING_EVERY));
    assert_eq!(link.handle(Input::Tick, ping + PATIENCE, 0), [Action::Disconnect]);
    assert!(matches!(link.phase(), Phase::Waiting { .. }));
}

#[test]
fn a_close_without_network_is_sent_later_and_only_once() {
    let mut link = live();
    link.handle(Input::Offline, at(1), 0);
    link.handle(Input::Close, at(2), 0);
    link.handle(Input::Online, at(3), 0);
    link.handle(Input::Opened, at(4), 0);
    assert_eq!(sent(&link.handle(welcome(4), at(5), 0)), [ClientFrame::Close { seen: 0 }]);
    let ended = ServerFrame::Ended { seq: 5, at: at(5), by: Ending::Closed };
    link.handle(Input::Received(ended), at(6), 0);
    link.handle(Input::Lost { code: 1006 }, at(7), 0);
    link.handle(Input::Online, at(8), 0);
    link.handle(Input::Opened, at(8), 0);
    assert_eq!(sent(&link.handle(welcome(5), at(9), 0)), []);
}

#[test]
fn an_ending_of_long_ago_does_not_answer_a_close() {
    let ended = |seq| Input::Received(ServerFrame::Ended { seq, at: at(0), by: Ending::Closed });
    let mut link = live();
    link.handle(ended(4), at(1), 0);
    link.handle(echo(6, 1), at(1), 0);
    let Some(Action::Save(saved)) = link.handle(Input::Close, at(2), 0).into_iter().next() else { panic!() };
    // The page is reloaded before the edge has heard of it, and everything is told again.
    let mut link = Link::restore(saved, Place::default());
    link.handle(Input::Tick, at(3), 0);
    link.handle(ended(4), at(4), 0);
    link.handle(echo(6, 1), at(4), 0);
    assert_eq!(sent(&link.handle(welcome(6), at(4), 0)), [ClientFrame::Close { seen: 6 }]);
    link.handle(ended(7), at(5), 0);
    assert_eq!(sent(&link.handle(Input::Pong, at(6), 0)), []);
}

#[test]
fn an_edge_that_refuses_every_token_is_not_asked_without_a_pause() {
    let mut link = live();
    link.handle(say(1), at(1), 0);
    let refuse = Input::Lost { code: CLOSE_UNAUTHORISED };
    assert!(link.handle(refuse.clone(), at(2), 0).contains(&Action::RequestSession));
    link.handle(Input::Granted { token: "t2".into() }, at(3), 0);
    assert!(!link.handle(refuse, at(4), 0).contains(&Action::RequestSession));
    assert!(matches!(link.phase(), Phase::Waiting { .. }));
}

#[test]
fn a_partial_reply_is_shown_only_without_gaps() {
    let delta = |n, text: &str| ServerFrame::Delta { turn: 3, n, text: text.into() };
    let mut transcript = Transcript::default();
    transcript.hear(&ServerFrame::Typing { turn: 3 });
    assert!(transcript.is_typing());
    transcript.hear(&delta(0, "Nous "));
    transcript.hear(&delta(1, "sommes "));
    assert_eq!((transcript.partial(), transcript.is_typing()), (Some("Nous sommes "), false));
    transcript.hear(&delta(3, "ouverts"));
    assert_eq!((transcript.partial(), transcript.is_typing()), (None, true));
}

#[test]
fn a_line_that_arrives_stands_before_those_still_under_way() {
    let mut transcript = Transcript::default();
    let message = |seq, n, from| {
        let text = format!("text {n}");
        ServerFrame::Message { seq, at: at(0), id: id(n), from, text, extra: Extra::default() }
    };
    transcript.say(&id(1), "text 1", None, at(0));
    transcript.say(&id(2), "text 2", None, at(0));
    transcript.hear(&message(3, 1, Author::Shopper));
    transcript.hear(&message(4, 9, Author::Assistant));
    let keys: Vec<_> = transcript.lines().iter().map(|line| line.key.as_str()).collect();
    assert_eq!(keys, ["m1", "m9", "m2"]);
}

fn saved(actions: &[Action]) -> Option<Saved> {
    actions.iter().rev().find_map(|a| if let Action::Save(saved) = a { Some(saved.clone()) } else { None })
}

#[test]
fn a_second_tab_joins_the_session_and_says_what_the_first_could_not() {
    let mut first = live();
    let other = saved(&first.handle(say(1), at(1), 0)).unwrap();
    let mut second = Link::default();
    assert_eq!(second.handle(Input::Adopt(other.clone()), at(2), 0), [Action::Connect { token: "t".into() }]);
    second.handle(Input::Opened, at(3), 0);
    assert_eq!(sent(&second.handle(welcome(0), at(3), 0)).len(), 1);
    // Told the same once more, it has nothing new to say; once the edge has it, neither has anything.
    assert_eq!(second.handle(Input::Adopt(other), at(4), 0), []);
    second.handle(echo(1, 1), at(5), 0);
    assert_eq!(second.unsent().count(), 0);
}

#[test]
fn a_tab_follows_to_the_newest_session_and_takes_along_what_is_unsaid() {
    let mut link = live();
    link.handle(echo(1, 1), at(1), 0);
    link.handle(Input::Rate { stars: 3 }, at(1), 0);
    link.handle(say(2), at(1), 0);
    let other = Saved { token: Some("other".into()), outbox: VecDeque::new() };
    assert_eq!(link.handle(Input::Adopt(other), at(2), 0), [Action::Connect { token: "other".into() }]);
    assert_eq!(
        sent(&link.handle(Input::Opened, at(3), 0)),
        [ClientFrame::Hello { after: 0, offset: None, page: None }]
    );
    assert_eq!(sent(&link.handle(welcome(0), at(3), 0)).len(), 1, "the message, not the stars");
    // One that has lost its own says nothing about this one.
    assert_eq!(link.handle(Input::Adopt(Saved::default()), at(4), 0), []);
}

#[test]
fn a_tab_that_had_asked_for_a_session_takes_the_other_tabs() {
    let mut link = Link::default();
    assert!(link.handle(say(1), at(0), 0).contains(&Action::RequestSession));
    let other = Saved { token: Some("t".into()), outbox: VecDeque::new() };
    assert_eq!(link.handle(Input::Adopt(other), at(1), 0), [Action::Connect { token: "t".into() }]);
    link.handle(Input::Opened, at(2), 0);
    assert_eq!(sent(&link.handle(welcome(0), at(2), 0)).len(), 1);
}

#[test]
fn what_is_forgotten_is_asked_for_until_it_is_and_then_nothing_is_left() {
    let mut link = live();
    link.handle(Input::Lost { code: 1006 }, at(1), 0);
    let kept = saved(&link.handle(Input::Forget, at(2), 0)).unwrap();
    let mut link = Link::restore(kept, Place::default());
    link.handle(Input::Tick, at(3), 0);
    link.handle(Input::Opened, at(3), 0);
    assert_eq!(sent(&link.handle(welcome(4), at(3), 0)), [ClientFrame::Forget]);
    let actions = link.handle(Input::Received(ServerFrame::Forgotten), at(4), 0);
    assert!(saved(&actions).unwrap().is_empty());
    assert!(actions.contains(&Action::Disconnect) && actions.contains(&Action::Show(ServerFrame::Forgotten)));
    assert_eq!(link.phase(), Phase::Idle);
    // Without a session there is nothing to ask for.
    let actions = link.handle(Input::Forget, at(5), 0);
    assert!(actions.contains(&Action::Show(ServerFrame::Forgotten)));
    assert_eq!(sent(&actions), []);
}

#[test]
fn stars_are_sent_again_until_they_have_a_place() {
    let mut link = live();
    assert_eq!(
        sent(&link.handle(Input::Rate { stars: 4 }, at(1), 0)),
        [ClientFrame::Rate { seen: 0, stars: 4 }]
    );
    assert_eq!(sent(&link.handle(Input::Pong, at(2), 0)).len(), 1);
    link.handle(Input::Received(ServerFrame::Rated { seq: 5, at: at(3), stars: 4 }), at(3), 0);
    assert_eq!(sent(&link.handle(Input::Pong, at(4), 0)), []);
    // Refused ones are not said again.
    link.handle(Input::Rate { stars: 9 }, at(5), 0);
    let refused = ServerFrame::refused(Refusal::Malformed, None);
    link.handle(Input::Received(refused), at(6), 0);
    assert_eq!(sent(&link.handle(Input::Pong, at(7), 0)), []);
}

#[test]
fn the_last_stars_stand_whatever_is_cut_or_refused_between() {
    let mut link = live();
    link.handle(Input::Rate { stars: 4 }, at(1), 0);
    link.handle(Input::Rate { stars: 2 }, at(2), 0);
    link.handle(Input::Lost { code: 1006 }, at(3), 0);
    link.handle(Input::Online, at(4), 0);
    link.handle(Input::Opened, at(4), 0);
    // What came before the welcome is of the first ones; what is refused, of the page's own words about its shopper.
    link.handle(Input::Received(ServerFrame::Rated { seq: 5, at: at(3), stars: 4 }), at(4), 0);
    link.handle(Input::Received(ServerFrame::refused(Refusal::FrameTooLarge, None)), at(4), 0);
    let last = ClientFrame::Rate { seen: 0, stars: 2 };
    assert_eq!(sent(&link.handle(welcome(5), at(4), 0)), [last]);
    link.handle(Input::Received(ServerFrame::Rated { seq: 6, at: at(5), stars: 2 }), at(5), 0);
    assert_eq!(sent(&link.handle(Input::Pong, at(6), 0)), []);
}

#[test]
fn what_another_tab_left_unsaid_is_said_once_this_one_is_looked_at() {
    let mut other = Link::default();
    let left = saved(&other.handle(say(1), at(0), 0)).unwrap();
    let mut link = Link::default();
    assert_eq!(link.handle(Input::Adopt(left), at(1), 0), [], "the other tab asks for its session itself");
    assert_eq!(link.handle(Input::Online, at(2), 0), [Action::RequestSession]);
}

#[test]
fn what_the_page_says_of_its_shopper_is_told_after_every_welcome() {
    let about = About { identity: Some("a.b.c".into()), context: None };
    let frame = ClientFrame::About { identity: about.identity.clone(), context: None };
    let mut link = live();
    assert_eq!(sent(&link.handle(Input::About(about), at(1), 0)), std::slice::from_ref(&frame));
    link.handle(Input::Lost { code: 1006 }, at(2), 0);
    link.handle(Input::Online, at(3), 0);
    link.handle(Input::Opened, at(3), 0);
    assert_eq!(sent(&link.handle(welcome(0), at(3), 0)), [frame]);
}

#[test]
fn stars_belong_to_what_is_over_and_go_with_what_begins() {
    let ended = ServerFrame::Ended { seq: 3, at: at(2), by: Ending::Closed };
    let mut transcript = Transcript::default();
    let message = |seq, n, from| ServerFrame::Message {
        seq,
        at: at(0),
        id: id(n),
        from,
        text: "text".into(),
        extra: Extra { by: Some("Camille".into()), ..Extra::default() },
    };
    transcript.hear(&message(1, 1, Author::Shopper));
    transcript.hear(&ended);
    assert!(!transcript.is_ratable(), "nobody answered");
    transcript.hear(&message(4, 2, Author::Shopper));
    transcript.hear(&message(5, 3, Author::Agent));
    assert_eq!(transcript.person(), Some("Camille"));
    transcript.hear(&ServerFrame::Ended { seq: 6, at: at(3), by: Ending::Closed });
    assert_eq!((transcript.is_ratable(), transcript.stars(), transcript.person()), (true, 0, None));
    transcript.hear(&ServerFrame::Rated { seq: 7, at: at(4), stars: 5 });
    assert_eq!(transcript.stars(), 5);
    transcript.hear(&message(8, 4, Author::Shopper));
    assert_eq!((transcript.is_ratable(), transcript.stars()), (false, 0));
}

/// A perfect edge behind a bad network: it journals messages once by id.
#[derive(Default)]
struct Edge {
    journal: Vec<(MessageId, String)>,
}

impl Edge {
    /// What it sends for a frame; each entry's place is its index + 1.
    fn answer(&mut self, frame: ClientFrame) -> Vec<ServerFrame> {
        let message = |(index, (id, text)): (usize, &(MessageId, String))| ServerFrame::Message {
            seq: index as u64 + 1,
            at: at(0),
            id: id.clone(),
            from: Author::Shopper,
            text: text.clone(),
            extra: Extra::default(),
        };
        match frame {
            ClientFrame::About { .. }
            | ClientFrame::Close { .. }
            | ClientFrame::Forget
            | ClientFrame::Rate { .. }
            | ClientFrame::Typing => Vec::new(),
            ClientFrame::Hello { after, .. } => {
                let head = self.journal.len() as u64;
                let missed =
                    self.journal.iter().enumerate().skip(usize::try_from(after).unwrap()).map(message);
                missed.chain([ServerFrame::Welcome { seq: head, purpose: Purpose::Live }]).collect()
            }
            ClientFrame::Say { id, text, .. } => {
                if self.journal.iter().all(|(known, _)| *known != id) {
                    self.journal.push((id.clone(), text));
                }
                self.journal.iter().enumerate().filter(|(_, (known, _))| *known == id).map(message).collect()
            }
        }
    }
}

proptest! {
    /// Whatever is cut, and when: each message arrives once, in order, and the page shows the same.
    #[test]
    fn no_message_is_lost_doubled_or_reordered(
        cuts in proptest::collection::vec(0u8..4, 1..60),
        luck: u32,
    ) {
        let (mut link, mut edge, mut now) = (Link::default(), Edge::default(), at(0));
        let mut transcript = Transcript::default();
        let mut said = 0;
        for step in 0.. {
            now = now + Duration::from_secs(1);
            let calm = step >= cuts.len();
            if calm && link.unsent().count() == 0 && said > 0 { break; }
            prop_assert!(step < cuts.len() + 200, "the link never came to rest: {link:?}");
            let mut inputs = VecDeque::new();
            match cuts.get(step) {
                Some(0) => inputs.push_back(Input::Lost { code: 1006 }),
                Some(1) => {
                    said += 1;
                    transcript.say(&id(said), &format!("text {said}"), None, now);
                    inputs.push_back(say(said));
                }
                Some(2) => inputs.push_back(Input::Online),
                _ => inputs.push_back(Input::Tick),
            }
            if calm && said == 0 { break; }
            // The network may fail after the edge has taken a frame and before its answer is back.
            let broken = !calm && luck.rotate_left(step as u32) & 1 == 1;
            while let Some(input) = inputs.pop_front() {
                for action in link.handle(input, now, luck) {
                    match action {
                        Action::Connect { .. } => inputs.push_back(Input::Opened),
                        Action::RequestSession => inputs.push_back(Input::Granted { token: "t".into() }),
                        Action::Ping => inputs.push_back(Input::Pong),
                        Action::Send(frame) => {
                            let answers = edge.answer(frame);
                            if !broken { inputs.extend(answers.into_iter().map(Input::Received)); }
                        }
                        Action::Show(frame) => transcript.hear(&frame),
                        Action::Disconnect | Action::Save(_) => {}
                    }
                }
            }
        }
        let expected: Vec<_> = (1..=said).map(id).collect();
        let stored: Vec<_> = edge.journal.iter().map(|(id, _)| id.clone()).collect();
        prop_assert_eq!(&stored, &expected);
        let shown: Vec<_> = transcript.lines().iter().map(|line| line.key.clone()).collect();
        prop_assert_eq!(shown, expected.iter().map(ToString::to_string).collect::<Vec<_>>());
    }
}
