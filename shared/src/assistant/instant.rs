//! Réponses Éclair: fixed answers to frequent questions, given at once, without AI, and not counted (R27).

use serde::{Deserialize, Serialize};

use super::{lexicon, words};
use crate::id::InstantId;
use crate::language::Language;

/// A fixed answer, in each language that the merchant wrote it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct InstantReply {
    pub id: InstantId,
    /// Whether it is shown among the questions to start with.
    #[serde(default)]
    pub is_chip: bool,
    /// At least one, and one a language.
    pub variants: Vec<InstantVariant>,
}

/// A fixed answer in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct InstantVariant {
    pub language: Language,
    /// What a chip says, and asks when it is pressed; it is a trigger, too.
    pub label: String,
    /// Questions that it answers, or words that a short question has all of.
    #[serde(default)]
    pub triggers: Vec<String>,
    /// In Markdown.
    pub answer: String,
}

impl InstantReply {
    /// The most of one shop.
    pub const MAX: usize = 50;
    pub const MAX_LABEL_CHARS: usize = 80;
    pub const MAX_ANSWER_CHARS: usize = 4_000;
    pub const MAX_TRIGGERS: usize = 30;
    pub const MAX_TRIGGER_CHARS: usize = 200;

    /// What is wrong with it, in English; `None` when it can be kept.
    pub fn problem(&self) -> Option<String> {
        if self.variants.is_empty() {
            return Some("variants: at least one".to_owned());
        }
        for (index, variant) in self.variants.iter().enumerate() {
            let is_twice = self.variants.iter().take(index).any(|before| before.language == variant.language);
            let long = |text: &str, most: usize| text.trim().is_empty() || text.chars().count() > most;
            let expected = match variant {
                _ if is_twice => "one a language".to_owned(),
                _ if long(&variant.label, Self::MAX_LABEL_CHARS) => {
                    format!("label: 1 to {} characters", Self::MAX_LABEL_CHARS)
                }
                _ if long(&variant.answer, Self::MAX_ANSWER_CHARS) => {
                    format!("answer: 1 to {} characters", Self::MAX_ANSWER_CHARS)
                }
                _ if variant.triggers.len() > Self::MAX_TRIGGERS => {
                    format!("triggers: at most {}", Self::MAX_TRIGGERS)
                }
                _ if variant.triggers.iter().any(|it| long(it, Self::MAX_TRIGGER_CHARS)) => {
                    format!("triggers: 1 to {} characters each", Self::MAX_TRIGGER_CHARS)
                }
                _ => continue,
            };
            return Some(format!("variants[{index}].{expected}"));
        }
        None
    }

    /// What it says in a language, or else in the shop's own, or else in any that it has.
    pub fn variant(&self, language: Language, own: Language) -> Option<&InstantVariant> {
        let of = |wanted| self.variants.iter().find(|variant| variant.language == wanted);
        of(language).or_else(|| of(own)).or_else(|| self.variants.first())
    }
}

/// The first reply that a message triggers: by the very question, or, when a message says little else, by all words of a
/// trigger. A message that says more than that is for the assistant, which reads all of it.
pub fn instant<'a>(
    text: &str,
    replies: &'a [InstantReply],
) -> Option<(&'a InstantReply, &'a InstantVariant)> {
    let said: Vec<String> = words::plain(text).collect();
    if said.is_empty() {
        return None;
    }
    let variants =
        replies.iter().flat_map(|reply| reply.variants.iter().map(move |variant| (reply, variant)));
    let mut variants = variants.filter(|(_, variant)| {
        let mut triggers = core::iter::once(&variant.label).chain(&variant.triggers);
        triggers.any(|trigger| is_triggered(text, &said, trigger, variant.language))
    });
    variants.next()
}

fn is_triggered(text: &str, said: &[String], trigger: &str, language: Language) -> bool {
    /// How many words that say something may stand beside those of a trigger.
    const BESIDE: usize = 2;
    let wanted: Vec<String> = words::plain(trigger).collect();
    if wanted == said {
        return true;
    }
    if wanted.is_empty() || !wanted.iter().all(|word| said.contains(word)) {
        return false;
    }
    let is_empty = |name: &str| matches!(name, "stop" | "greeting" | "thanks" | "give");
    let read = lexicon::read(text, Some(language));
    let telling = read.iter().filter(|(word, concepts)| {
        !wanted.contains(&word.text) && !concepts.iter().any(|concept| is_empty(concept.name()))
    });
    telling.count() <= BESIDE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replies() -> Vec<InstantReply> {
        let variant = |language, label: &str, triggers: &[&str], answer: &str| InstantVariant {
            language,
            label: label.into(),
            triggers: triggers.iter().map(|it| (*it).to_owned()).collect(),
            answer: answer.into(),
        };
        vec![
            InstantReply {
                id: "gifts".parse().unwrap(),
                is_chip: true,
                variants: vec![
                    variant(
                        Language::Fr,
                        "Paquets cadeaux ?",
                        &["emballage cadeau", "papier cadeau"],
                        "Oui !",
                    ),
                    variant(Language::En, "Gift wrapping?", &["gift wrap"], "Yes!"),
                ],
            },
            InstantReply {
                id: "parking".parse().unwrap(),
                is_chip: false,
                variants: vec![variant(Language::Fr, "Où se garer ?", &["parking"], "Place du Marché.")],
            },
        ]
    }

    #[test]
    fn the_very_question_or_a_short_one_with_the_words_is_answered_and_a_longer_one_is_not() {
        let replies = replies();
        let check = |text: &str, answer: Option<&str>| {
            let found = instant(text, &replies).map(|(_, variant)| variant.answer.as_str());
            assert_eq!(found, answer, "{text:?}");
        };
        check("Paquets cadeaux ?", Some("Oui !"));
        check("PAQUETS CADEAUX", Some("Oui !"));
        check("vous faites l'emballage cadeau ?", Some("Oui !"));
        check("gift wrap possible?", Some("Yes!"));
        check("y a-t-il un parking ?", Some("Place du Marché."));
        check("l'emballage cadeau était déchiré et le jouet est arrivé cassé, que faire ?", None);
        check("cadeau", None);
        check("", None);
        check("???", None);
    }

    #[test]
    fn what_cannot_be_kept_says_where() {
        let check = |change: fn(&mut InstantReply), says: &str| {
            let mut reply = replies().remove(0);
            change(&mut reply);
            assert!(reply.problem().unwrap().contains(says), "{:?}", reply.problem());
        };
        assert_eq!(replies().iter().find_map(InstantReply::problem), None);
        check(|it| it.variants.clear(), "variants");
        check(|it| it.variants[1].language = Language::Fr, "variants[1].one a language");
        check(|it| it.variants[0].label = " ".into(), "variants[0].label");
        check(|it| it.variants[0].answer = "x".repeat(4_001), "variants[0].answer");
        check(|it| it.variants[1].triggers = vec![String::new()], "variants[1].triggers");
    }
}
