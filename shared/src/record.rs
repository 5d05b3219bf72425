//! The stored form of a step: one journal row holds the events of one decision.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::conversation::Event;

/// The version this code writes. Rows of older versions are read for ever.
pub const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Record {
    v: u32,
    events: Vec<Event>,
}

/// A stored row that this code cannot read.
#[derive(Debug, Error)]
pub enum UnreadableRecord {
    #[error("the row is of version {0}, this code reads up to {VERSION}")]
    Newer(u32),
    #[error("the row is not a record: {0}")]
    Malformed(#[from] serde_json::Error),
}

/// The row for the events of one decision.
///
/// # Errors
/// When an event has no JSON form, which no event of ours has.
pub fn encode(events: &[Event]) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Record { v: VERSION, events: events.to_vec() })
}

/// The events of a row.
///
/// # Errors
/// [`UnreadableRecord`] when the row was written by newer code, or is damaged.
pub fn decode(row: &str) -> Result<Vec<Event>, UnreadableRecord> {
    #[derive(Deserialize)]
    struct Version {
        v: u32,
    }
    let Version { v } = serde_json::from_str(row)?;
    if v > VERSION {
        return Err(UnreadableRecord::Newer(v));
    }
    Ok(serde_json::from_str::<Record>(row)?.events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{Author, Ending, Expectation, Felt, Message, Origin, Purpose};
    use crate::emotion::Emotion;
    use crate::escalation::{Colleague, Trigger};
    use crate::identity::Identity;
    use crate::language::Language;
    use crate::time::Timestamp;

    /// Rows like these are in every shop's sessions. A change here needs a new version and an upcast.
    #[test]
    fn journal_rows_json_format_unchanged() {
        let at = Timestamp::from_millis(1);
        let events = [
            Event::SessionOpened(Origin {
                merchant: "demo".parse().unwrap(),
                session: "s".parse().unwrap(),
                purpose: Purpose::Live,
            }),
            Event::ConversationStarted { ordinal: 1, at },
            Event::Said(Message {
                id: "m1".parse().unwrap(),
                at,
                from: Author::Assistant,
                text: "Quel est votre numéro ?".into(),
                image: None,
                turn: Some(3),
                unrelated: None,
                judged: None,
                answer: None,
                erased: None,
                expects: Some(Expectation::OrderNumber),
            }),
            Event::Counted { message: "m1".parse().unwrap(), at, rules: 1 },
            Event::Ended { by: Ending::Inactivity, at },
            Event::Reported { ordinal: 1, revision: 2 },
            Event::ReportDelayed { ordinal: 1, revision: 2, failures: 1, until: at },
            Event::Reopened { at },
            Event::ReplyFailed { turn: 3, at },
        ];
        let golden = include_str!("../tests/golden/journal-row.json").trim_end();
        assert_eq!(encode(&events).unwrap(), golden);
        assert_eq!(decode(golden).unwrap(), events);
    }

    /// The same of what people do in a session.
    #[test]
    fn journal_rows_of_people_json_format_unchanged() {
        let (at, until) = (Timestamp::from_millis(1), Timestamp::from_millis(2));
        let agent = Colleague { id: "a1".parse().unwrap(), name: "Camille".into() };
        let felt = Felt { emotion: Emotion::Frustrated, evidence: vec!["marre".into()] };
        let (trigger, language) = (Trigger::Anger, Language::Fr);
        let to = Some(agent.id.clone());
        let events = [
            Event::Escalated { at, trigger, language, felt: Some(felt), turn: Some(3), to: None },
            Event::HandoffRequested { at, until, to: None },
            Event::HandoffAccepted { at, agent: agent.clone(), until },
            Event::AgentWrote { at },
            Event::Noted { at, id: "n1".parse().unwrap(), by: agent.clone(), text: "fidèle".into() },
            Event::AgentLeft { at, until },
            Event::AgentReturned { at },
            Event::Escalated {
                at,
                trigger: Trigger::Asked,
                language,
                felt: None,
                turn: None,
                to: to.clone(),
            },
            Event::HandoffRequested { at, until, to },
            Event::HandedBack { at },
            Event::FollowUpOpened { at },
            Event::ContactDiscussed { at },
            Event::ContactGiven { at, contact: "camille@mail.example".into() },
            Event::FollowUpAnswered { ordinal: 1, at, by: agent },
            Event::DeskTold { ordinal: 1, revision: 9 },
        ];
        let golden = include_str!("../tests/golden/journal-row-people.json").trim_end();
        assert_eq!(encode(&events).unwrap(), golden);
        assert_eq!(decode(golden).unwrap(), events);
    }

    /// The same of what shoppers may ask for themselves.
    #[test]
    fn journal_rows_of_shoppers_rights_json_format_unchanged() {
        let at = Timestamp::from_millis(1);
        let identity = Identity {
            sub: "c42".into(),
            name: Some("Camille Roux".into()),
            email: Some("camille@mail.example".into()),
        };
        let events = [
            Event::Rated { ordinal: 1, at, stars: 4 },
            Event::Identified { at, identity },
            Event::Forgotten { at },
            Event::ErasureConfirmed { at },
        ];
        let golden = include_str!("../tests/golden/journal-row-rights.json").trim_end();
        assert_eq!(encode(&events).unwrap(), golden);
        assert_eq!(decode(golden).unwrap(), events);
    }

    /// The same of a shopper's image.
    #[test]
    fn journal_rows_of_images_json_format_unchanged() {
        let said = Message {
            id: "m1".parse().unwrap(),
            at: Timestamp::from_millis(1),
            from: Author::Shopper,
            text: String::new(),
            image: Some("s.f1".parse().unwrap()),
            turn: None,
            unrelated: None,
            judged: None,
            answer: None,
            expects: None,
            erased: None,
        };
        let events = [Event::Said(said)];
        let golden = include_str!("../tests/golden/journal-row-image.json").trim_end();
        assert_eq!(encode(&events).unwrap(), golden);
        assert_eq!(decode(golden).unwrap(), events);
    }

    /// What erasure leaves of a message: enough for the facts of its receipt.
    #[test]
    fn a_redacted_row_json_format_unchanged() {
        let row = r#"{"v":1,"events":[{"type":"said","id":"m1","at":1,"from":"shopper","text":"Bonjour"}]}"#;
        let redacted = r#"{"v":1,"events":[{"type":"said","id":"m1","at":1,"from":"shopper","text":"","erased":"9172e8eec99f144f72eca9a568759580edadb2cfd154857f07e657569493bc44"}]}"#;
        let events: Vec<Event> = decode(row).unwrap().into_iter().map(Event::redacted).collect();
        assert_eq!(encode(&events).unwrap(), redacted);
        assert_eq!(decode(redacted).unwrap(), events);
    }

    #[test]
    fn a_row_of_the_future_is_not_guessed_at() {
        assert!(matches!(
            decode(r#"{"v":2,"events":[{"type":"unheardOf"}]}"#),
            Err(UnreadableRecord::Newer(2))
        ));
        assert!(matches!(decode("{"), Err(UnreadableRecord::Malformed(_))));
    }
}
