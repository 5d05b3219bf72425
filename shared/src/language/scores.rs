//! From a message to a log-probability for each language.

use super::{
    Detection, Language, Prior,
    grams::{boundary_grams, unspaced_grams},
    model::{CLASSES, LATIN, Model},
};
use crate::{
    table::softmax,
    text::{Kind, Script, head, words},
};

/// The twelve, and any other.
const ALL: usize = Language::ALL.len() + 1;
const OTHER: usize = ALL - 1;

/// The least likelihood of a language whose script is not there.
const RARE: f32 = 1e-6;

/// What a word with a letter that Russian does not have takes from Russian, in log-odds.
const NOT_RUSSIAN: f32 = 5.0;

fn is_russian(letter: char) -> bool {
    matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' | '\'' | '’')
        || Script::of(letter) != Some(Script::Cyrillic)
}

/// Letters by script, and what the tables say of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Evidence {
    /// How many letters: Latin, Cyrillic, Arabic, Han, kana, foreign.
    letters: [u32; 6],
    /// Sums for the eight and for others.
    latin: [i32; CLASSES],
    /// Russian, Arabic, Chinese, each against its neighbour in script.
    pairs: [i32; 3],
    /// Words in Cyrillic with a letter that Russian does not have: Ukrainian, Serbian, Kazakh.
    not_russian: u32,
}

impl Evidence {
    fn of(text: &str, model: &Model) -> Self {
        let mut evidence = Self { latin: model.latin.start(), ..Self::default() };
        for word in words(head(text)) {
            if let Kind::Letters(script) = word.kind {
                evidence.read(word.text, script, model);
            }
        }
        evidence
    }

    fn read(&mut self, word: &str, script: Script, model: &Model) {
        for script in word.chars().filter_map(Script::of) {
            let [latin, cyrillic, arabic, han, kana, foreign] = &mut self.letters;
            *match script {
                Script::Latin => latin,
                Script::Cyrillic => cyrillic,
                Script::Arabic => arabic,
                Script::Han => han,
                Script::Kana => kana,
                Script::Foreign => foreign,
            } += 1;
        }
        if script == Script::Cyrillic && !word.chars().all(is_russian) {
            self.not_russian += 1;
        }
        let [russian, arabic, chinese] = &mut self.pairs;
        let pair = match script {
            Script::Latin => None,
            Script::Cyrillic => Some(russian),
            Script::Arabic => Some(arabic),
            Script::Han | Script::Kana => Some(chinese),
            Script::Foreign => return,
        };
        match pair {
            None => boundary_grams(word, &mut |hash| model.latin.add(hash, &mut self.latin)),
            Some(sum) if script.is_unspaced() => unspaced_grams(word, &mut |hash| *sum += model.pair(hash)),
            Some(sum) => boundary_grams(word, &mut |hash| *sum += model.pair(hash)),
        }
    }
}

/// How likely the twelve languages and any other are, before anything is known beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// All zero when the message has no letter.
    likelihoods: [f32; ALL],
}

impl Scores {
    pub fn of(text: &str, model: &Model) -> Self {
        Self::from_evidence(&Evidence::of(text, model), model)
    }

    fn from_evidence(evidence: &Evidence, model: &Model) -> Self {
        let [latin, cyrillic, arabic, han, kana, foreign] = evidence.letters.map(|letters| letters as f32);
        // Brand names are Latin in every language, and a Chinese character says as much as a word: other scripts
        // outweigh Latin letters beside them.
        let weights = [latin, 3.0 * cyrillic, 3.0 * arabic, 6.0 * (han + kana), 3.0 * foreign];
        let shares = weights.map(|weight| weight * weight);
        let total: f32 = shares.iter().sum();
        let mut likelihoods = [0.0; ALL];
        if total == 0.0 {
            return Self { likelihoods };
        }
        let [latin, cyrillic, arabic, chinese, foreign] = shares.map(|share| share / total);
        let mut add = |at: usize, likelihood: f32| {
            if let Some(slot) = likelihoods.get_mut(at) {
                // No script rules out a language of another one: people mix, and a prior must be able to speak.
                *slot += likelihood.max(RARE);
            }
        };
        let row = softmax(model.latin.logits(evidence.latin));
        let (eight, others) = row.split_at(LATIN.len());
        for (language, likelihood) in LATIN.into_iter().zip(eight) {
            add(language.index(), latin * likelihood);
        }
        add(OTHER, foreign + others.iter().sum::<f32>() * latin);
        let [russian, arab, han] = evidence.pairs.map(|sum| model.log_odds(sum));
        let russian = russian - NOT_RUSSIAN * evidence.not_russian as f32;
        for (share, log_odds, first, second) in [
            (cyrillic, russian, Language::Ru.index(), OTHER),
            (arabic, arab, Language::Ar.index(), OTHER),
            (chinese, han, Language::Zh.index(), Language::Ja.index()),
        ] {
            let one = 1.0 / (1.0 + (-log_odds).exp());
            add(first, share * one);
            add(second, share * (1.0 - one));
        }
        Self { likelihoods }
    }

    /// The likeliest language, given `prior`, and its probability.
    pub fn detection(&self, prior: &Prior) -> Detection {
        let mut likelihoods = self.likelihoods;
        let is_empty = likelihoods.iter().sum::<f32>() == 0.0;
        for (likelihood, &log_odds) in likelihoods.iter_mut().zip(prior.log_odds()) {
            // Of a message without letters, only what was known before can speak.
            *likelihood = log_odds.exp() * if is_empty && log_odds > 0.0 { 1.0 } else { *likelihood };
        }
        let total: f32 = likelihoods.iter().sum();
        let mut best = (OTHER, 0.0);
        for (at, &likelihood) in likelihoods.iter().enumerate() {
            if likelihood > best.1 {
                best = (at, likelihood);
            }
        }
        let confidence = if total > 0.0 { best.1 / total } else { 0.0 };
        Detection { language: Language::ALL.get(best.0).copied(), confidence }
    }
}
