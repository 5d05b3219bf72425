//! What a message needs: an answer, or only to be thanked for.

use super::{Finding, Question, Reply, Settling, settles};
use crate::conversation::{Author, Engine, Outcome};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// A question.
    Answer,
    /// The matter is settled, and whatever is said now ends it.
    Close,
    /// The same, and no AI has said anything yet: fixed words end it, no AI is needed, and none is counted (R27).
    Thank,
}

impl Course {
    /// What a message needs for which this was found. `has_ai_answered`: in the conversation that it belongs to.
    pub fn of(question: &Question<'_>, finding: &Finding, has_ai_answered: bool) -> Self {
        match settles(question) {
            Some(Settling::Settled) if *finding == Finding::Nothing && has_ai_answered => Self::Close,
            Some(Settling::Settled) if *finding == Finding::Nothing => Self::Thank,
            _ => Self::Answer,
        }
    }

    /// Whose reply it is.
    pub const fn author(self) -> Author {
        match self {
            Self::Answer | Self::Close => Author::Assistant,
            Self::Thank => Author::Instant,
        }
    }

    /// A model's reply, which may not have said that the matter is settled.
    pub fn concluded(self, reply: Reply) -> Reply {
        match self {
            Self::Answer => reply,
            Self::Close | Self::Thank => Reply { resolves: true, expects: None, ..reply },
        }
    }
}

impl Reply {
    /// Whether the embedded engine's reply will do where `wanted` gave none. That ours knows nothing will not: nothing answered,
    /// the shopper is told so, and nothing is counted (R9).
    pub fn stands_in_for(&self, wanted: Engine) -> bool {
        wanted == Engine::Embedded || self.outcome != Outcome::Unanswered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assistant::message;

    #[test]
    fn thanks_after_fixed_answers_need_no_ai_and_after_an_ai_end_what_it_said() {
        let check = |from, text: &str, finding: &Finding, has_ai_answered, expected| {
            let before =
                [message(1, Author::Shopper, "emballage cadeau", None), message(2, from, "Oui.", None)];
            let question = Question { text, before: &before };
            assert_eq!(Course::of(&question, finding, has_ai_answered), expected, "{text}");
        };
        check(Author::Instant, "merci !", &Finding::Nothing, false, Course::Thank);
        check(Author::Instant, "merci !", &Finding::Nothing, true, Course::Close);
        check(Author::Instant, "merci, et la livraison ?", &Finding::Nothing, false, Course::Answer);
        check(Author::Instant, "merci !", &Finding::OrderNumber, false, Course::Answer);
        check(Author::Assistant, "merci !", &Finding::Nothing, true, Course::Answer);
        assert_eq!(
            [Course::Answer, Course::Close, Course::Thank].map(Course::author),
            [Author::Assistant, Author::Assistant, Author::Instant]
        );
    }

    #[test]
    fn only_what_is_an_answer_stands_in_for_a_model() {
        let reply = |outcome| Reply::new("…", outcome);
        assert!(reply(Outcome::Answered).stands_in_for(Engine::OpenAi));
        assert!(!reply(Outcome::Unanswered).stands_in_for(Engine::OpenAi));
        assert!(reply(Outcome::Unanswered).stands_in_for(Engine::Embedded));
    }
}
