//! What the words of shops mean, in the twelve languages: `livraison`, `Versand` and `送料` are one concept, so a question in
//! one language finds an article in another, and a question in other words finds the article that answers it.
//!
//! A language's words are a text file of its own, written for this project (`README.md` there says how). They are data, and
//! too heavy for a Worker's code: whoever runs this [`install`]s them once; tests have them built in.

mod names;

use std::collections::HashMap;
use std::sync::OnceLock;

use self::names::NAMES;
use super::words::{Word, folded, words};
use crate::language::Language;

/// A concept, named by its line in every lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Concept(u16);

/// The words of one language.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Whole words.
    exact: HashMap<String, Vec<Concept>>,
    /// Beginnings of words.
    beginnings: HashMap<String, Vec<Concept>>,
    /// Several words in a row, or a piece of a text without spaces.
    phrases: Vec<(Vec<Form>, Concept)>,
    pieces: HashMap<String, Vec<Concept>>,
    /// The longest of them, in characters.
    longest_piece: usize,
}

/// One word of a phrase.
#[derive(Debug)]
struct Form {
    text: String,
    is_beginning: bool,
}

static LEXICONS: OnceLock<HashMap<Language, Lexicon>> = OnceLock::new();

/// The line of a bundle that a language's file follows, before its tag.
pub const HEADING: &str = "= ";

/// Whether the words are there. Without them, no text means anything.
pub fn is_installed() -> bool {
    built_in().is_some()
}

/// Takes all files in one, each behind its [`HEADING`]. Once: what is installed stays.
///
/// # Errors
/// The first language that is not in it.
pub fn install(bundle: &str) -> Result<(), Language> {
    let mut lexicons = HashMap::new();
    for file in bundle.split(HEADING) {
        let (tag, words) = file.split_once('\n').unwrap_or_default();
        if let Some(language) = Language::from_tag(tag.trim()) {
            lexicons.insert(language, Lexicon::read(words));
        }
    }
    if let Some(missing) = Language::ALL.into_iter().find(|language| !lexicons.contains_key(language)) {
        return Err(missing);
    }
    LEXICONS.get_or_init(|| lexicons);
    Ok(())
}

#[cfg(not(any(test, feature = "testing")))]
fn built_in() -> Option<&'static HashMap<Language, Lexicon>> {
    LEXICONS.get()
}

#[cfg(any(test, feature = "testing"))]
fn built_in() -> Option<&'static HashMap<Language, Lexicon>> {
    macro_rules! files {
        ($($language:ident $file:literal),*) => {
            HashMap::from([$((Language::$language, Lexicon::read(include_str!($file)))),*])
        };
    }
    Some(LEXICONS.get_or_init(|| {
        files![
            Ar "ar.txt", De "de.txt", En "en.txt", Es "es.txt", Fr "fr.txt", It "it.txt", Ja "ja.txt", Nl "nl.txt",
            Pl "pl.txt", Pt "pt.txt", Ru "ru.txt", Zh "zh.txt"
        ]
    }))
}

impl Concept {
    /// The concept of this name, as the files write it.
    pub fn named(name: &str) -> Option<Self> {
        let at = NAMES.iter().position(|known| *known == name)?;
        u16::try_from(at).ok().map(Self)
    }

    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// How the tokens of concepts begin: as no shopper's word does.
    pub const MARK: &str = "0k";

    /// A word for a full-text index.
    pub fn token(self) -> String {
        [Self::MARK, &self.0.to_string()].concat()
    }
}

impl Lexicon {
    /// `None` before they are installed.
    pub fn of(language: Language) -> Option<&'static Self> {
        built_in()?.get(&language)
    }

    fn read(text: &str) -> Self {
        let mut lexicon = Self::default();
        for (name, forms) in lines(text) {
            let Some(concept) = Concept::named(name) else { continue };
            for form in forms.split_whitespace() {
                lexicon.add(form, concept);
            }
        }
        lexicon
    }

    fn add(&mut self, form: &str, concept: Concept) {
        let parts: Vec<Form> = form.split(['_', '\'', '’']).filter_map(Form::read).collect();
        match parts.as_slice() {
            [] => {}
            [form] if form.text.chars().any(is_unspaced) => {
                self.longest_piece = self.longest_piece.max(form.text.chars().count());
                let concepts = self.pieces.entry(form.text.clone()).or_default();
                if !concepts.contains(&concept) {
                    concepts.push(concept);
                }
            }
            [form] => {
                let words = if form.is_beginning { &mut self.beginnings } else { &mut self.exact };
                let concepts = words.entry(form.text.clone()).or_default();
                if !concepts.contains(&concept) {
                    concepts.push(concept);
                }
            }
            _ => self.phrases.push((parts, concept)),
        }
    }

    /// The concepts of the words of a text: for each word, those that it has alone or as part of a phrase.
    pub fn concepts(&self, words: &[Word]) -> Vec<Vec<Concept>> {
        let mut found: Vec<Vec<Concept>> = words.iter().map(|word| self.of_word(word)).collect();
        for (forms, concept) in &self.phrases {
            for (at, window) in words.windows(forms.len()).enumerate() {
                if forms.iter().zip(window).all(|(form, word)| form.matches(&word.text)) {
                    for concepts in found.iter_mut().skip(at).take(forms.len()) {
                        // A phrase says more than its words do.
                        concepts.retain(|known| known.name() == "stop" || *known == *concept);
                        concepts.push(*concept);
                    }
                }
            }
        }
        for concepts in &mut found {
            concepts.sort_unstable();
            concepts.dedup();
        }
        found
    }

    /// A run of Chinese or Japanese as the pieces that are known in it, but for those within a longer one, and what is left
    /// between them.
    fn cut(&self, run: &str) -> Vec<(Word, Vec<Concept>)> {
        let letters: Vec<char> = run.chars().collect();
        let word = |text: String| Word { text, is_unspaced: true };
        let (mut cut, mut left, mut covered) = (Vec::new(), String::new(), 0);
        for (at, letter) in letters.iter().enumerate() {
            let known = (1..=self.longest_piece.min(letters.len() - at)).rev().find_map(|length| {
                let piece: String = letters.get(at..at + length)?.iter().collect();
                self.pieces.get(&piece).map(|concepts| (piece, at + length, concepts.clone()))
            });
            // One that ends no later than one before it is within that.
            if let Some((piece, end, concepts)) = known.filter(|(_, end, _)| *end > covered) {
                if !left.is_empty() {
                    cut.push((word(core::mem::take(&mut left)), Vec::new()));
                }
                cut.push((word(piece), concepts));
                covered = end;
            } else if at >= covered {
                left.push(*letter);
            }
        }
        if !left.is_empty() {
            cut.push((word(left), Vec::new()));
        }
        cut
    }

    fn of_word(&self, word: &Word) -> Vec<Concept> {
        let mut concepts = Vec::new();
        for text in spellings(&word.text) {
            concepts.extend(self.exact.get(text).into_iter().flatten().copied());
            // The longest beginning that is known says most.
            let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
            let longest = ends.rev().find_map(|end| self.beginnings.get(text.get(..end)?));
            concepts.extend(longest.into_iter().flatten().copied());
            if !concepts.is_empty() {
                break;
            }
        }
        concepts
    }
}

impl Form {
    fn read(form: &str) -> Option<Self> {
        let is_beginning = form.ends_with('*');
        let text = folded(form.trim_end_matches('*'));
        (!text.is_empty()).then_some(Self { text, is_beginning })
    }

    fn matches(&self, word: &str) -> bool {
        if self.is_beginning { word.starts_with(&self.text) } else { word == self.text }
    }
}

/// A word as it stands, and as it would without the Arabic article and the particles that are written onto a word.
fn spellings(word: &str) -> impl Iterator<Item = &str> {
    const CLITICS: [&str; 9] = ["وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل"];
    let bare = CLITICS.iter().filter_map(move |clitic| {
        let bare = word.strip_prefix(clitic)?;
        (bare.chars().count() >= 3).then_some(bare)
    });
    core::iter::once(word).chain(bare)
}

/// Chinese and Japanese, which write no spaces.
const fn is_unspaced(letter: char) -> bool {
    matches!(letter as u32, 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff)
}

/// The concepts of a file and their forms.
fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(':')).map(|(name, forms)| (name.trim(), forms))
}

/// The words of a text with the concepts of each, by the lexicon of its language; by all of them when that is unknown.
pub fn read(text: &str, language: Option<Language>) -> Vec<(Word, Vec<Concept>)> {
    let words = words(text);
    let lexicons: Vec<&Lexicon> = match language {
        Some(language) => Lexicon::of(language).into_iter().collect(),
        None => Language::ALL.into_iter().filter_map(Lexicon::of).collect(),
    };
    let mut found = vec![Vec::new(); words.len()];
    for lexicon in &lexicons {
        for (concepts, more) in found.iter_mut().zip(lexicon.concepts(&words)) {
            concepts.extend(more);
        }
    }
    let read = words.into_iter().zip(found).flat_map(|(word, concepts)| {
        if !word.is_unspaced {
            return vec![(word, concepts)];
        }
        // By the lexicon that knows most of it.
        let cuts = lexicons.iter().map(|lexicon| lexicon.cut(&word.text));
        let unknown = |cut: &Vec<(Word, Vec<Concept>)>| {
            cut.iter()
                .filter(|(_, concepts)| concepts.is_empty())
                .map(|(word, _)| word.text.len())
                .sum::<usize>()
        };
        cuts.min_by_key(unknown).unwrap_or_default()
    });
    read.collect()
}

/// What a text is about, in a language: the concepts of its words, but for words that every sentence has.
pub fn subjects(text: &str, language: Language) -> Vec<&'static str> {
    let names = |concepts: Vec<Concept>| concepts.into_iter().map(Concept::name).collect::<Vec<_>>();
    let words = read(text, Some(language)).into_iter().map(|(_, concepts)| names(concepts));
    words.filter(|names| !names.contains(&"stop")).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 12] = [
        ("ar", include_str!("ar.txt")),
        ("de", include_str!("de.txt")),
        ("en", include_str!("en.txt")),
        ("es", include_str!("es.txt")),
        ("fr", include_str!("fr.txt")),
        ("it", include_str!("it.txt")),
        ("ja", include_str!("ja.txt")),
        ("nl", include_str!("nl.txt")),
        ("pl", include_str!("pl.txt")),
        ("pt", include_str!("pt.txt")),
        ("ru", include_str!("ru.txt")),
        ("zh", include_str!("zh.txt")),
    ];

    #[test]
    fn every_language_has_every_concept_and_no_other() {
        for (language, file) in FILES {
            let names: Vec<&str> = lines(file).map(|(name, _)| name).collect();
            assert_eq!(names, NAMES, "{language}");
            let empty: Vec<&str> =
                lines(file).filter(|(_, forms)| forms.trim().is_empty()).map(|(name, _)| name).collect();
            assert!(empty.len() <= 3, "{language}: nothing for {empty:?}");
        }
    }

    #[test]
    fn the_same_thing_is_the_same_concept_in_twelve_languages() {
        let check = |language, text: &str, concept: &str| {
            let concept = Concept::named(concept).unwrap();
            let found = read(text, Some(language));
            assert!(found.iter().any(|(_, concepts)| concepts.contains(&concept)), "{text}: {found:?}");
        };
        for (language, delivery, refund) in [
            (Language::Ar, "كم يستغرق التوصيل", "أريد استرداد المبلغ"),
            (Language::De, "Versandkosten", "Rückerstattung"),
            (Language::En, "shipping", "refund"),
            (Language::Es, "gastos de envío", "reembolso"),
            (Language::Fr, "LIVRAISON", "remboursement"),
            (Language::It, "spedizione", "rimborso"),
            (Language::Ja, "送料はいくらですか", "返金してください"),
            (Language::Nl, "verzending", "terugbetaling"),
            (Language::Pl, "dostawa", "zwrot pieniędzy"),
            (Language::Pt, "entrega", "reembolso"),
            (Language::Ru, "доставка", "возврат денег"),
            (Language::Zh, "配送需要多久", "怎么退款"),
        ] {
            check(language, delivery, "delivery");
            check(language, refund, "refund");
        }
    }

    #[test]
    fn a_phrase_says_more_than_its_words() {
        let concepts = |text: &str| -> Vec<&str> {
            read(text, Some(Language::Fr))
                .into_iter()
                .flat_map(|(_, found)| found)
                .map(Concept::name)
                .collect()
        };
        assert!(concepts("une carte cadeau").contains(&"giftcard"));
        assert!(!concepts("une carte cadeau").contains(&"card"));
        assert!(
            concepts("bon d'achat").contains(&"giftcard"),
            "an apostrophe parts words, as it does in a question"
        );
    }
}
