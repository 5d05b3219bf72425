//! Which article answers a question, by the words they share.

use serde::{Deserialize, Serialize};

/// Something the shop knows: an answer, and the questions it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Article {
    pub title: String,
    /// The answer, as it is said to the shopper.
    pub body: String,
    /// Other ways to ask for it.
    #[serde(default)]
    pub questions: Vec<String>,
}

/// The words of a question that carry its meaning, folded and cut to their stems.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Terms(Vec<String>);

impl Terms {
    /// The most terms of one question; later words are left out.
    pub const MAX: usize = 24;

    pub fn of(text: &str) -> Self {
        let mut terms = Vec::new();
        for word in words(text).filter(|word| !is_stop_word(word)) {
            let stem = stem(&word);
            if !terms.contains(&stem) && terms.len() < Self::MAX {
                terms.push(stem);
            }
        }
        Self(terms)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The full-text query for articles with at least one term. Terms are letters and digits only, so
    /// nothing a shopper types is read as a query.
    pub fn fts_query(&self) -> String {
        let quoted: Vec<String> = self.0.iter().map(|term| format!("\"{term}\"*")).collect();
        quoted.join(" OR ")
    }
}

/// The article that answers, among candidates of which the best is first; `None` when none has enough
/// of the question in it: an honest "I don't know" is better than another question's answer.
pub fn best<'a>(terms: &Terms, articles: &'a [Article]) -> Option<&'a Article> {
    let mut best: Option<(&Article, u32)> = None;
    for article in articles {
        let score = score(terms, article);
        if score > best.map_or(0, |(_, best)| best) {
            best = Some((article, score));
        }
    }
    best.map(|(article, _)| article)
}

/// In thousandths: how much of the question the article has; 0 when it is not enough.
fn score(terms: &Terms, article: &Article) -> u32 {
    let heading = format!("{} {}", article.title, article.questions.join(" "));
    let (heading, body) = (stems(&heading), stems(&article.body));
    let has = |stems: &[String], term: &String| stems.iter().any(|stem| stem.starts_with(term.as_str()));
    let (mut found, mut in_heading) = (0u32, 0u32);
    for term in &terms.0 {
        let heads = has(&heading, term);
        in_heading += u32::from(heads);
        found += u32::from(heads || has(&body, term));
    }
    let asked = u32::try_from(terms.0.len()).unwrap_or(u32::MAX).max(1);
    let enough = found * 2 > asked || (found * 2 == asked && in_heading == found);
    if enough && found > 0 { (found * 1_000 + in_heading * 500) / asked } else { 0 }
}

fn stems(text: &str) -> Vec<String> {
    words(text).collect()
}

/// The words of a text in lower case without accents.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(char::to_lowercase).flat_map(fold).collect::<String>())
}

/// A Latin letter without its accent; other characters as they are.
fn fold(letter: char) -> impl Iterator<Item = char> {
    let plain = match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        other => return FoldedLetter::Other(core::iter::once(other)),
    };
    FoldedLetter::Plain(plain.chars())
}

enum FoldedLetter {
    Other(core::iter::Once<char>),
    Plain(core::str::Chars<'static>),
}

impl Iterator for FoldedLetter {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Other(letter) => letter.next(),
            Self::Plain(letters) => letters.next(),
        }
    }
}

/// The beginning of a word that its inflections share, roughly.
fn stem(word: &str) -> String {
    let length = word.chars().count();
    word.chars().take(length.saturating_sub(3).clamp(4, 6)).collect()
}

/// Whether a text is a question of its own, rather than the answer to one.
pub fn asks(text: &str) -> bool {
    const INTERROGATIVES: &[&str] = &[
        "combien", "comment", "how", "pourquoi", "quand", "quel", "quelle", "quelles", "quels", "what",
        "when", "which", "why",
    ];
    text.contains(['?', '？', '؟']) || words(text).any(|word| INTERROGATIVES.contains(&word.as_str()))
}

/// Words of French and English that say nothing about what is asked; sorted.
const STOP_WORDS: &[&str] = &[
    "a", "ai", "alors", "am", "an", "and", "are", "as", "at", "au", "aux", "avec", "avez", "avoir", "be",
    "beaucoup", "been", "bonjour", "bonne", "bonsoir", "but", "by", "bye", "c", "ca", "can", "ce", "ces",
    "cet", "cette", "combien", "comment", "cost", "costs", "coucou", "could", "coute", "coutent", "couter",
    "d", "dans", "de", "des", "did", "do", "does", "donc", "du", "elle", "elles", "en", "es", "est", "et",
    "etes", "etre", "faire", "fait", "for", "from", "goodbye", "has", "have", "hello", "hey", "hi", "how",
    "i", "if", "il", "ils", "in", "is", "it", "its", "j", "je", "journee", "l", "la", "le", "les", "leur",
    "lui", "m", "ma", "mais", "me", "merci", "mes", "mon", "much", "my", "n", "ne", "nos", "notre", "nous",
    "of", "ok", "on", "or", "ou", "our", "par", "parfait", "pas", "peut", "peux", "plait", "please", "plus",
    "pour", "pouvez", "puis", "qu", "quand", "que", "quel", "quelle", "quelles", "quels", "qui", "quoi",
    "revoir", "s", "sa", "salut", "se", "ses", "should", "si", "so", "soiree", "son", "sont", "stp", "suis",
    "super", "sur", "svp", "t", "ta", "te", "tes", "thank", "thanks", "that", "the", "their", "there",
    "they", "this", "to", "toi", "ton", "tu", "un", "une", "us", "vos", "votre", "vous", "was", "we", "were",
    "what", "when", "where", "which", "who", "why", "will", "with", "would", "y", "you", "your",
];

fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_matter_are_kept() {
        let check = |text: &str, query: &str| assert_eq!(Terms::of(text).fts_query(), query);
        check("Quels sont vos horaires d'ouverture ?", r#""horai"* OR "ouvert"*"#);
        check("Où êtes-vous ?", "");
        check(r#"retour" OR NEAR(x"#, r#""reto"* OR "near"* OR "x"*"#);
        check("Ça coûte combien, la LIVRAISON ?", r#""livrai"*"#);
    }

    #[test]
    fn stop_words_are_sorted_so_that_they_are_found() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("merci") && !is_stop_word("horaires"));
    }
}
