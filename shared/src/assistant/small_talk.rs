//! Words that ask nothing.

use super::words::folded;
use super::{Phrases, lexicon};
use crate::language::Language;

/// What a message without a question says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
    Goodbye,
    Greeting,
    No,
    Thanks,
    Yes,
}

/// What says something as a whole message, and is only a piece of other words within one.
const ALONE: [(&str, SmallTalk); 6] = [
    ("はい", SmallTalk::Yes),
    ("うん", SmallTalk::Yes),
    ("是", SmallTalk::Yes),
    ("对", SmallTalk::Yes),
    ("好", SmallTalk::Yes),
    ("不", SmallTalk::No),
];

impl SmallTalk {
    /// `None` for a message that says anything else, too. In any of the twelve languages: "merci" and "ok" are said in all.
    pub fn of(text: &str) -> Option<Self> {
        // The two answers that are offered after a reply say what they say.
        let said = folded(text);
        for language in Language::ALL {
            let phrases = Phrases::of(language);
            let is = |choice: &str| folded(choice) == said;
            if is(phrases.yes) || is(phrases.no) {
                return Some(if is(phrases.yes) { Self::Yes } else { Self::No });
            }
        }
        let alone = said.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some((_, kind)) = ALONE.iter().find(|(word, _)| *word == alone) {
            return Some(*kind);
        }
        /// A longer message says more than that.
        const MOST_WORDS: usize = 8;
        let mut votes: Vec<Self> = Language::ALL
            .into_iter()
            .filter_map(|language| Self::in_language(text, language, MOST_WORDS))
            .collect();
        // Where languages disagree (« no », "ja"), what most of them read.
        votes.sort_by_key(|vote| *vote as u8);
        let most = votes.iter().max_by_key(|vote| votes.iter().filter(|other| other == vote).count())?;
        Some(*most)
    }

    fn in_language(text: &str, language: Language, most_words: usize) -> Option<Self> {
        let words = lexicon::read(text, Some(language));
        if words.is_empty() || words.len() > most_words {
            return None;
        }
        let mut found = Vec::new();
        for (_, concepts) in &words {
            let kinds: Vec<&str> = concepts.iter().map(|concept| concept.name()).collect();
            let kind = kinds.iter().find_map(|name| Self::named(name));
            match kind {
                Some(kind) => found.push(kind),
                None if kinds.contains(&"stop") => {}
                None => return None,
            }
        }
        // « Non merci, au revoir » : the no, then the thanks, then the farewell.
        [Self::No, Self::Thanks, Self::Goodbye, Self::Yes, Self::Greeting]
            .into_iter()
            .find(|kind| found.contains(kind))
    }

    fn named(concept: &str) -> Option<Self> {
        match concept {
            "goodbye" => Some(Self::Goodbye),
            "greeting" => Some(Self::Greeting),
            "no" => Some(Self::No),
            "thanks" => Some(Self::Thanks),
            "yes" => Some(Self::Yes),
            _ => None,
        }
    }
}
