//! Which article answers a question.
//!
//! A question and an article are compared by what their words mean ([`lexicon`](super::lexicon)) and by the words
//! themselves. What both have weighs the more, the fewer articles have it. When too little of a question is found, nothing
//! is: an honest "I don't know" is better than another question's answer.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Article;
use super::lexicon::{self, Concept};
use super::words::{pairs, stem};
use crate::id::ArticleId;
use crate::language::Language;

/// A word that says something: its meanings, and how it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term(BTreeSet<String>);

/// What a text is about, word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Terms(Vec<Term>);

/// What a question is about: all of it, and the sentence that asks, if others come before or after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub whole: Terms,
    /// Who says hello, complains and then asks, asks with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Terms>,
}

impl Asked {
    pub fn of(text: &str, language: Option<Language>) -> Self {
        let ends = ['.', '!', '?', '…', '\n', '。', '！', '？', '؟'];
        let asks = |sentence: &&str| sentence.trim_end().ends_with(['?', '？', '؟']);
        let last = text.split_inclusive(ends).rfind(asks);
        let question = last.filter(|sentence| sentence.trim() != text.trim());
        Self {
            whole: Terms::of(text, language),
            question: question
                .map(|sentence| Terms::of(sentence, language))
                .filter(|terms| !terms.is_empty()),
        }
    }
}

/// Concepts that say nothing about the subject of a question.
pub(super) const EMPTY: [&str; 6] = ["goodbye", "greeting", "no", "stop", "thanks", "yes"];

impl Terms {
    /// The most terms of one question; later words are left out.
    pub const MAX: usize = 32;

    /// The terms of a text in a language; `None` when nobody knows which.
    pub fn of(text: &str, language: Option<Language>) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        let mut add = |term: Term| {
            if terms.len() < Self::MAX && !terms.contains(&term) {
                terms.push(term);
            }
        };
        for (word, concepts) in lexicon::read(text, language) {
            let says_nothing = !concepts.is_empty() && concepts.iter().all(|it| EMPTY.contains(&it.name()));
            if says_nothing {
                continue;
            }
            let meanings = concepts.iter().filter(|it| !EMPTY.contains(&it.name())).map(|it| it.token());
            if word.is_unspaced {
                let concepts: Vec<String> = meanings.collect();
                let parts = if concepts.is_empty() { pairs(&word.text) } else { concepts };
                parts.into_iter().for_each(|part| add(Term(BTreeSet::from([part]))));
            } else {
                // A word that many questions have is no more telling for being the very same.
                let is_generic = concepts.iter().any(|it| GENERIC.iter().any(|(name, _)| *name == it.name()));
                let stem = (!is_generic).then(|| stem_key(&word.text, language));
                add(Term(meanings.chain(stem).collect()));
            }
        }
        Self(terms)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text that a full-text index keeps of it.
    pub fn index(&self) -> String {
        let keys: Vec<&str> = self.keys().collect();
        keys.join(" ")
    }

    /// The full-text query for articles with at least one of the terms. They are letters and digits only, so nothing a
    /// shopper types is read as a query.
    pub fn fts_query(&self) -> String {
        let is_plain = |key: &&str| key.chars().all(char::is_alphanumeric);
        let quoted: BTreeSet<String> = self.keys().filter(is_plain).map(|key| format!("\"{key}\"")).collect();
        Vec::from_iter(quoted).join(" OR ")
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|term| term.0.iter().map(String::as_str))
    }

    fn key_set(&self) -> BTreeSet<&str> {
        self.keys().collect()
    }

    /// Whether the text is as short as a call, and means nothing but this.
    pub fn mean_only(&self, concept: &str) -> bool {
        const MOST: usize = 3;
        let token = Concept::named(concept).map(Concept::token).unwrap_or_default();
        let mut meant = self.0.iter().filter(|term| term.0.iter().any(|key| is_meaning(key)));
        self.0.len() <= MOST && self.mean(concept) && meant.all(|term| term.0.contains(&token))
    }

    /// How many words of it say something.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether all that another text says is said in it, too.
    pub fn cover(&self, other: &Self) -> bool {
        let said = |term: &Term| self.0.iter().any(|own| own.0.intersection(&term.0).next().is_some());
        !other.is_empty() && other.0.iter().all(said)
    }

    /// Whether a word of the text means this.
    pub fn mean(&self, concept: &str) -> bool {
        Concept::named(concept).is_some_and(|concept| {
            let token = concept.token();
            self.0.iter().any(|term| term.0.contains(&token))
        })
    }
}

/// The key of a word that is no concept: how it begins, in its language; a number or a code is the same in all.
fn stem_key(word: &str, language: Option<Language>) -> String {
    match language {
        Some(language) if !word.contains(|c: char| c.is_ascii_digit()) => {
            [language.tag(), &stem(word)].concat()
        }
        _ => word.to_owned(),
    }
}

/// Whether a key is a concept, and not the stem of a word.
fn is_meaning(key: &str) -> bool {
    key.starts_with(Concept::MARK)
}

/// What is compared of an article.
#[derive(Clone, Debug)]
pub struct Indexed {
    pub article: Article,
    /// The title and each question, by itself.
    headings: Vec<Terms>,
    body: Terms,
}

impl Indexed {
    /// An article whose own language, if it names none, is `own`.
    pub fn new(article: Article, own: Language) -> Self {
        let language = Some(article.language.unwrap_or(own));
        let headings = core::iter::once(&article.title).chain(&article.questions);
        let headings = headings.map(|heading| Terms::of(heading, language)).collect();
        // The end of a long page says little about what the page is for.
        let beginning: String = article.body.chars().take(4_000).collect();
        let body = Terms::of_all(&beginning, language);
        Self { article, headings, body }
    }

    /// What a full-text index keeps of the headings, and of the body.
    pub fn index(&self) -> (String, String) {
        let headings: Vec<String> = self.headings.iter().map(Terms::index).collect();
        (headings.join(" "), self.body.index())
    }

    fn keys(&self) -> BTreeSet<&str> {
        self.headings.iter().chain([&self.body]).flat_map(Terms::keys).collect()
    }
}

impl Terms {
    /// As [`Terms::of`], of a long text.
    fn of_all(text: &str, language: Option<Language>) -> Self {
        let mut all = Self::default();
        for line in text.split_inclusive(['.', '\n', '。']) {
            all.0.extend(Self::of(line, language).0);
        }
        all
    }
}

/// An article that answers, and how well: 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage<'a> {
    pub article: &'a Article,
    pub score: f32,
}

/// Concepts that many questions have, whatever they are about, and the share of their weight that they keep.
/// What a shop sells is among them: who wants to return a toy asks about returns.
const GENERIC: [(&str, f32); 17] = [
    ("accept", 0.3),
    ("candle", 0.4),
    ("child", 0.6),
    ("complaint", 0.2),
    ("country", 0.8),
    ("duration", 0.6),
    ("gift", 0.7),
    ("give", 0.3),
    ("language", 0.3),
    ("order", 0.5),
    ("person", 0.5),
    ("price", 0.35),
    ("product", 0.4),
    ("weekday", 0.6),
    ("toy", 0.4),
    ("when", 0.4),
    ("where", 0.4),
];

/// An article with this score answers; one with less does when it is this likely and so far ahead of the next.
/// Chosen on `tests/assistant/questions.jsonl` and `unanswerable.jsonl`.
pub const CLEAR: f32 = 0.55;
pub const LIKELY: f32 = 0.36;
pub const AHEAD: f32 = 0.05;

/// How much a word in a heading counts, how much one in the text, and how much the nearest heading.
const IN_HEADING: f32 = 1.0;
const IN_BODY: f32 = 0.6;
const NEAREST: f32 = 0.3;
/// How much of the nearest heading's worth depends on how much of the heading itself is asked for.
const COVERED: f32 = 0.4;
/// How much a word that no article has takes away.
const UNKNOWN: f32 = 0.3;

/// The articles that have something of a question, the best first; of translations of one article only one, that in
/// `language` if there is one, else that in `own`.
pub fn rank<'a>(
    terms: &Terms,
    articles: &'a [Indexed],
    subjects: u32,
    language: Language,
    own: Language,
) -> Vec<Passage<'a>> {
    let groups = groups(articles);
    let weights = Weights::of(terms, &groups, subjects);
    let mut passages: Vec<Passage<'a>> = Vec::new();
    for versions in groups.values() {
        let score = versions.iter().map(|article| weights.score(terms, article)).fold(0.0, f32::max);
        let told = |wanted| versions.iter().find(|it| it.article.language.unwrap_or(own) == wanted);
        let told = told(language).or_else(|| told(own)).or_else(|| versions.first());
        if let Some(told) = told.filter(|_| score > 0.0) {
            passages.push(Passage { article: &told.article, score });
        }
    }
    passages.sort_by(|a, b| b.score.total_cmp(&a.score));
    passages
}

type Groups<'a> = BTreeMap<(Option<&'a ArticleId>, usize), Vec<&'a Indexed>>;

/// The translations of one article together.
fn groups(articles: &[Indexed]) -> Groups<'_> {
    let mut groups = Groups::new();
    for (at, indexed) in articles.iter().enumerate() {
        let id = indexed.article.id.as_ref();
        // One without an id is on its own.
        let place = if id.is_some() { 0 } else { at };
        groups.entry((id, place)).or_default().push(indexed);
    }
    groups
}

/// How much each key of a question says.
struct Weights<'a> {
    of: BTreeMap<&'a str, f32>,
    /// The shares that generic concepts keep.
    shares: BTreeMap<String, f32>,
    most: f32,
}

impl<'a> Weights<'a> {
    fn of(terms: &'a Terms, groups: &Groups<'a>, subjects: u32) -> Self {
        let count = (groups.len() as f32).max(subjects as f32);
        let most = (1.0 + count / 0.5).ln();
        let sets: Vec<BTreeSet<&str>> =
            groups.values().map(|versions| versions.iter().flat_map(|it| it.keys()).collect()).collect();
        let mut frequency: BTreeMap<&str, f32> = BTreeMap::new();
        for key in sets.iter().flatten() {
            *frequency.entry(key).or_default() += 1.0;
        }
        let shares: BTreeMap<String, f32> = GENERIC
            .iter()
            .filter_map(|(name, share)| Some((Concept::named(name)?.token(), *share)))
            .collect();
        let weigh = |key: &'a str| {
            let share = shares.get(key).copied().unwrap_or(1.0);
            let having = frequency.get(key).copied().unwrap_or_default();
            (
                key,
                if having == 0.0 {
                    0.0
                } else {
                    share * (1.0 + (count - having + 0.5) / (having + 0.5)).ln()
                },
            )
        };
        let known = sets.iter().flatten().copied();
        let of = terms.keys().chain(known).map(weigh).collect();
        Self { of, shares, most }
    }

    fn weight(&self, key: &str) -> f32 {
        self.of.get(key).copied().unwrap_or_default()
    }

    /// The most that a term can bring.
    fn stake(&self, term: &Term) -> f32 {
        let best = term.0.iter().map(|key| self.weight(key)).fold(0.0, f32::max);
        if best > 0.0 {
            return best;
        }
        // What a word means is known, and the shop has nothing about it; or nobody knows what it means.
        let meanings = term.0.iter().filter(|key| is_meaning(key));
        let share = meanings.map(|key| self.shares.get(key).copied().unwrap_or(1.0)).reduce(f32::min);
        self.most * share.unwrap_or(UNKNOWN)
    }

    fn found(&self, term: &Term, keys: &BTreeSet<&str>) -> f32 {
        let shared = term.0.iter().filter(|key| keys.contains(key.as_str()));
        shared.map(|key| self.weight(key)).fold(0.0, f32::max)
    }

    fn score(&self, terms: &Terms, indexed: &Indexed) -> f32 {
        let stake: f32 = terms.0.iter().map(|term| self.stake(term)).sum();
        if stake <= 0.0 {
            return 0.0;
        }
        let headings: Vec<BTreeSet<&str>> = indexed.headings.iter().map(Terms::key_set).collect();
        let all: BTreeSet<&str> = headings.iter().flatten().copied().collect();
        let body = indexed.body.key_set();
        let asked = terms.key_set();
        let anywhere: f32 = terms
            .0
            .iter()
            .map(|term| (self.found(term, &all) * IN_HEADING).max(self.found(term, &body) * IN_BODY))
            .sum();
        let near = |heading: &BTreeSet<&str>| {
            let found: f32 = terms.0.iter().map(|term| self.found(term, heading)).sum();
            let whole: f32 = heading.iter().map(|key| self.weight(key)).sum();
            let shared: f32 =
                heading.iter().filter(|key| asked.contains(*key)).map(|key| self.weight(key)).sum();
            let covered = if whole > 0.0 { shared / whole } else { 0.0 };
            found * (1.0 - COVERED + COVERED * covered)
        };
        let nearest = headings.iter().map(near).fold(0.0, f32::max);
        (1.0 - NEAREST) * anywhere / stake + NEAREST * nearest / stake
    }
}
