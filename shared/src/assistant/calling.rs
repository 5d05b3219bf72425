//! When the assistant leaves a message to people (R14).

use serde::{Deserialize, Serialize};

use super::{Question, Reply, asks_for_people};
use crate::conversation::{Author, Engine, Felt, Outcome};
use crate::emotion::{Emotion, feel};
use crate::escalation::Trigger;
use crate::language::Language;

/// What the shop's people may be called for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct People {
    /// Whether they can be called at all: the Enchantment Escalade.
    pub can_be_called: bool,
    /// Whether they answer first, and somebody is there (R11).
    pub are_first: bool,
    /// Whether the message is about a subject that the merchant keeps for them.
    pub have_topic: bool,
}

/// A message, and all that says whether people are called for it.
#[derive(Clone, Copy, Debug)]
pub struct Calling<'a> {
    pub question: &'a Question<'a>,
    pub people: People,
    /// The shop's language.
    pub own: Language,
    /// `None` without the Enchantment Émotion.
    pub felt: Option<&'a Felt>,
    /// Whether somebody will write already: then only who asks for people anew is heard.
    pub awaits_follow_up: bool,
    /// Whether somebody answered in this conversation before.
    pub was_answered: bool,
}

impl Calling<'_> {
    /// What is left to people without asking the assistant.
    pub fn before_reply(&self) -> Option<Trigger> {
        let People { can_be_called, are_first, have_topic } = self.people;
        match self {
            _ if !can_be_called || self.awaits_follow_up => None,
            _ if have_topic => Some(Trigger::Topic),
            _ => (are_first && !self.was_answered).then_some(Trigger::HumanFirst),
        }
    }

    /// What is left to people before a model says a word: who asks for them has asked.
    pub fn before_model(&self) -> Option<Trigger> {
        self.allowed(asks_for_people(self.question, self.own).then_some(Trigger::Asked))
    }

    /// What is left to people in place of this reply.
    pub fn after_reply(&self, reply: &Reply, engine: Engine) -> Option<Trigger> {
        let found = match reply.outcome {
            _ if asks_for_people(self.question, self.own) => Some(Trigger::Asked),
            Outcome::Escalated if engine == Engine::Embedded => Some(Trigger::Asked),
            Outcome::Escalated => Some(Trigger::AssistantTool),
            outcome if self.is_angry(outcome) => Some(Trigger::Anger),
            Outcome::Unanswered if self.was_unanswered() => Some(Trigger::Unanswered),
            Outcome::Answered
            | Outcome::Asked
            | Outcome::Refused
            | Outcome::SmallTalk
            | Outcome::Unanswered => None,
        };
        self.allowed(found)
    }

    /// What is left to people because no reply came.
    pub fn without_reply(&self) -> Option<Trigger> {
        self.allowed(Some(Trigger::AssistantFailed))
    }

    fn allowed(&self, found: Option<Trigger>) -> Option<Trigger> {
        found.filter(|trigger| {
            self.people.can_be_called && (!self.awaits_follow_up || *trigger == Trigger::Asked)
        })
    }

    /// Frustrated, and either nothing helps or it is not the first time: one hard word and an answer is no quarrel.
    fn is_angry(&self, outcome: Outcome) -> bool {
        let is_frustrated = self.felt.is_some_and(|felt| felt.emotion == Emotion::Frustrated);
        let is_helpless = matches!(outcome, Outcome::Refused | Outcome::Unanswered);
        is_frustrated && (is_helpless || self.was_frustrated())
    }

    fn was_frustrated(&self) -> bool {
        let mut own = self.question.before.iter().rev().filter(|message| message.from == Author::Shopper);
        own.next().is_some_and(|message| feel(&message.text).emotion == Emotion::Frustrated)
    }

    fn was_unanswered(&self) -> bool {
        let answer = self.question.last_reply().and_then(|message| message.answer.as_ref());
        answer.is_some_and(|answer| answer.outcome == Some(Outcome::Unanswered))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{Answer, Message};
    use crate::testing::assistant::message;

    const ALL: People = People { can_be_called: true, are_first: false, have_topic: false };

    fn said(outcome: Outcome) -> Reply {
        Reply { outcome, ..Reply::new("…", outcome) }
    }

    fn replied(n: u32, outcome: Outcome) -> Message {
        let answer = Answer { outcome: Some(outcome), ..Answer::default() };
        Message { answer: Some(Box::new(answer)), ..message(n, Author::Assistant, "…", None) }
    }

    fn check(before: &[Message], text: &str, outcome: Outcome, expected: Option<Trigger>) {
        let question = Question { text, before };
        let felt = Felt { emotion: feel(text).emotion, evidence: Vec::new() };
        let calling = Calling {
            question: &question,
            people: ALL,
            own: Language::Fr,
            felt: Some(&felt),
            awaits_follow_up: false,
            was_answered: !before.is_empty(),
        };
        assert_eq!(calling.after_reply(&said(outcome), Engine::Embedded), expected, "{text}");
        let without = Calling { people: People::default(), ..calling };
        assert_eq!(without.after_reply(&said(outcome), Engine::Embedded), None, "{text}: no Escalade");
        let later = Calling { awaits_follow_up: true, ..calling };
        let again = expected.filter(|trigger| *trigger == Trigger::Asked);
        assert_eq!(later.after_reply(&said(outcome), Engine::Embedded), again, "{text}: somebody will write");
    }

    #[test]
    fn people_are_called_when_they_are_asked_for_or_nothing_else_helps() {
        let angry = "Je suis furieux, ça fait trois semaines que j'attends et personne ne répond !";
        let asked = message(1, Author::Shopper, "Vous faites des bougies bleues ?", None);
        check(&[], "je veux parler à un humain", Outcome::Escalated, Some(Trigger::Asked));
        check(
            &[],
            "Où est ma commande #1 ? Je veux parler à un humain",
            Outcome::Answered,
            Some(Trigger::Asked),
        );
        check(&[], "Vous faites des bougies ?", Outcome::Unanswered, None);
        check(
            &[asked.clone(), replied(2, Outcome::Unanswered)],
            "Et des vertes ?",
            Outcome::Unanswered,
            Some(Trigger::Unanswered),
        );
        check(&[asked.clone(), replied(2, Outcome::Answered)], "Et des vertes ?", Outcome::Unanswered, None);
        check(&[], angry, Outcome::Answered, None);
        check(&[], angry, Outcome::Unanswered, Some(Trigger::Anger));
        let furious = [message(1, Author::Shopper, angry, None), replied(2, Outcome::Answered)];
        check(&furious, angry, Outcome::Answered, Some(Trigger::Anger));
        check(&furious, "Merci, c'est gentil", Outcome::SmallTalk, None);
    }

    #[test]
    fn people_answer_first_where_the_merchant_wants_it() {
        let question = Question { text: "bonjour", before: &[] };
        let calling = |people, was_answered, awaits_follow_up| {
            let (own, felt, question) = (Language::Fr, None, &question);
            Calling { question, people, own, felt, awaits_follow_up, was_answered }.before_reply()
        };
        let first = People { are_first: true, ..ALL };
        let topic = People { have_topic: true, ..first };
        assert_eq!(calling(first, false, false), Some(Trigger::HumanFirst));
        assert_eq!(calling(first, true, false), None);
        assert_eq!(calling(first, false, true), None);
        assert_eq!(calling(People { can_be_called: false, ..topic }, false, false), None);
        assert_eq!(calling(topic, true, false), Some(Trigger::Topic));
        assert_eq!(calling(ALL, false, false), None);
    }
}
