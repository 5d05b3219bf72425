//! Stars, and that nothing comes of them.

use super::tests::{Desk, MINUTE, at};
use super::*;
use crate::api::TranscriptLine;
use crate::refusal::Refusal;
use crate::wire::ServerFrame;

impl Desk {
    fn rate(&mut self, seen: u64, stars: u8, now: i64) -> Result<usize, Refusal> {
        let before = self.session.seq();
        self.step(Command::Rate { seen, stars }, at(now))?;
        Ok((self.session.seq() - before) as usize)
    }

    fn stars(&self, ordinal: u32) -> Vec<u8> {
        let lines = self.session.transcript(ordinal).into_iter();
        lines
            .filter_map(|line| match line {
                TranscriptLine::Rated { stars, .. } => Some(stars),
                _ => None,
            })
            .collect()
    }
}

#[test]
fn stars_are_given_once_and_replaced() {
    let mut desk = Desk::new(Purpose::Live);
    assert_eq!(desk.rate(0, 4, 1), Err(Refusal::NotFound), "nothing was said");
    desk.say("bonjour", at(1)).unwrap();
    for stars in [0, 6, 255] {
        assert_eq!(desk.rate(9, stars, 2), Err(Refusal::Malformed));
    }
    let seen = desk.session.seq();
    assert_eq!(desk.rate(seen, 4, 2), Ok(1));
    assert_eq!(desk.rate(seen, 4, 3), Ok(0), "sent again");
    let entry = desk.session.rating(seen, 4).cloned().unwrap();
    assert_eq!(ServerFrame::of(&entry), Some(ServerFrame::Rated { seq: seen + 1, at: at(2), stars: 4 }));
    assert_eq!(desk.rate(seen, 2, 4), Ok(1));
    assert_eq!(desk.stars(1), [4, 2]);
    // What was said before the stars that stand now is said anew.
    assert_eq!(desk.rate(seen, 4, 5), Ok(1));
    assert_eq!(desk.stars(1), [4, 2, 4]);
}

#[test]
fn stars_are_for_the_conversation_that_was_seen() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("une", at(1)).unwrap();
    desk.step(Command::Close { seen: 99 }, at(2)).unwrap();
    let seen = desk.session.seq();
    desk.say("deux", at(3)).unwrap();
    assert_eq!(desk.rate(seen, 5, 4), Ok(1));
    assert_eq!((desk.stars(1), desk.stars(2)), (vec![5], vec![]));
    assert_eq!(desk.rate(desk.session.seq(), 1, 5), Ok(1));
    assert_eq!((desk.stars(1), desk.stars(2)), (vec![5], vec![1]));
}

#[test]
fn nothing_comes_of_stars() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("bonjour", at(0)).unwrap();
    let (receipt, wakeup) = (desk.session.receipt(), desk.session.next_wakeup());
    desk.rate(9, 1, 29 * MINUTE).unwrap();
    assert_eq!((desk.session.receipt(), desk.session.next_wakeup()), (receipt, wakeup));
    desk.step(Command::Wake, at(31 * MINUTE)).unwrap();
    let ended = desk.session.receipt();
    assert_eq!(ended.as_ref().unwrap().ended_at, Some(at(30 * MINUTE)), "the window did not slide");
    desk.rate(9, 5, 32 * MINUTE).unwrap();
    assert_eq!(desk.session.receipt(), ended, "and nothing reopens");
}

#[test]
fn ratings_of_a_session_have_an_end() {
    let mut desk = Desk::new(Purpose::Live);
    desk.say("bonjour", at(0)).unwrap();
    let seen = desk.session.seq();
    let refused = (0..60).find_map(|n| desk.rate(seen, 1 + n % 5, 1).err());
    assert_eq!(refused, Some(Refusal::TooManyAttempts));
}
