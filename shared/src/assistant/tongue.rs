//! Which language to answer in: the shopper's, once it is clear which that is (R15).

use super::words::words;
use crate::language::{Language, Prior, detect_with};

/// What was heard so far. Folds over a shopper's messages, so it need not be stored.
#[derive(Clone, Debug)]
struct Tongue {
    spoken: Language,
    prior: Prior,
    /// Another language that the last message was in, when that was not enough to follow.
    doubt: Option<Language>,
    /// Whether the shopper asked for `spoken`: then only asking again changes it, or going on in another language.
    is_asked_for: bool,
}

/// A message as sure as this, of so many words, is followed at once; a less clear one when the next agrees with it.
const SURE: f32 = 0.85;
const CLEAR_WORDS: usize = 3;
/// Below this, a message says nothing about its language.
const HEARD: f32 = 0.6;
/// What the first message needs, before which nobody has spoken.
const FIRST: f32 = 0.5;

/// The language of the last of a shopper's messages, oldest first, in a shop that speaks `own` by itself.
pub fn spoken<'a>(messages: impl IntoIterator<Item = &'a str>, own: Language) -> Language {
    let mut tongue: Option<Tongue> = None;
    for text in messages {
        tongue = Some(match tongue {
            None => Tongue::first(text, own),
            Some(tongue) => tongue.after(text),
        });
    }
    tongue.map_or(own, |tongue| tongue.spoken)
}

impl Tongue {
    fn first(text: &str, own: Language) -> Self {
        let prior = Prior::default().with_page(own.tag());
        let found = detect_with(text, &prior);
        let asked = asked_for(text);
        let heard = found.language.filter(|_| found.confidence >= FIRST);
        let spoken = asked.or(heard).unwrap_or(own);
        Self { spoken, prior: prior.with_message(spoken, 1.0), doubt: None, is_asked_for: asked.is_some() }
    }

    fn after(self, text: &str) -> Self {
        if let Some(asked) = asked_for(text) {
            return Self { spoken: asked, doubt: None, is_asked_for: true, ..self };
        }
        let found = detect_with(text, &self.prior);
        let Some(heard) = found.language.filter(|_| found.confidence >= HEARD) else { return self };
        if heard == self.spoken {
            return Self { doubt: None, prior: self.prior.with_message(heard, found.confidence), ..self };
        }
        let is_clear = found.confidence >= SURE && words(text).len() >= CLEAR_WORDS && !self.is_asked_for;
        if is_clear || self.doubt == Some(heard) {
            let prior = self.prior.with_message(heard, found.confidence);
            return Self { spoken: heard, prior, doubt: None, is_asked_for: false };
        }
        Self { doubt: Some(heard), ..self }
    }
}

/// The language that a message asks to be answered in: "in English please", « réponds en espagnol ». Only a short message
/// asks so: in a longer one a language is more often spoken of.
pub fn asked_for(text: &str) -> Option<Language> {
    const MOST_WORDS: usize = 9;
    let words = words(text);
    if words.len() > MOST_WORDS {
        return None;
    }
    let said = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let mut asked = ASKS.iter().filter(|(_, asks)| {
        asks.iter().any(|ask| match ask.is_ascii() || ask.contains(' ') || !is_unspaced(ask) {
            true => [" ", &said, " "].concat().contains(&[" ", ask, " "].concat()),
            false => said.contains(ask),
        })
    });
    let (language, _) = asked.next()?;
    // Two languages in one message: it speaks about them.
    asked.next().is_none().then_some(*language)
}

fn is_unspaced(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter as u32, 0x3040..=0x30ff | 0x4e00..=0x9fff))
}

/// "In" each language, as speakers of the twelve ask for it; folded, as [`words`] gives them.
const ASKS: [(Language, &[&str]); 12] = [
    (
        Language::Fr,
        &[
            "en francais",
            "in french",
            "en frances",
            "auf franzosisch",
            "auf franzoesisch",
            "in francese",
            "em frances",
            "in het frans",
            "po francusku",
            "по французски",
            "на французском",
            "بالفرنسيه",
            "用法语",
            "用法語",
            "フランス語で",
        ],
    ),
    (
        Language::En,
        &[
            "in english",
            "en anglais",
            "en ingles",
            "auf englisch",
            "in inglese",
            "em ingles",
            "in het engels",
            "po angielsku",
            "по английски",
            "на английском",
            "بالانجليزيه",
            "بالانكليزيه",
            "用英语",
            "用英語",
            "英語で",
            "english please",
            "speak english",
        ],
    ),
    (
        Language::Es,
        &[
            "en espanol",
            "in spanish",
            "en espagnol",
            "auf spanisch",
            "in spagnolo",
            "em espanhol",
            "in het spaans",
            "po hiszpansku",
            "по испански",
            "на испанском",
            "بالاسبانيه",
            "用西班牙语",
            "用西班牙語",
            "スペイン語で",
            "en castellano",
        ],
    ),
    (
        Language::De,
        &[
            "auf deutsch",
            "in german",
            "en allemand",
            "en aleman",
            "in tedesco",
            "em alemao",
            "in het duits",
            "po niemiecku",
            "по немецки",
            "на немецком",
            "بالالمانيه",
            "用德语",
            "用德語",
            "ドイツ語で",
        ],
    ),
    (
        Language::It,
        &[
            "in italiano",
            "in italian",
            "en italien",
            "en italiano",
            "auf italienisch",
            "em italiano",
            "in het italiaans",
            "po wlosku",
            "по итальянски",
            "на итальянском",
            "بالايطاليه",
            "用意大利语",
            "用義大利語",
            "イタリア語で",
        ],
    ),
    (
        Language::Pt,
        &[
            "em portugues",
            "in portuguese",
            "en portugais",
            "en portugues",
            "auf portugiesisch",
            "in portoghese",
            "in het portugees",
            "po portugalsku",
            "по португальски",
            "на португальском",
            "بالبرتغاليه",
            "用葡萄牙语",
            "ポルトガル語で",
        ],
    ),
    (
        Language::Nl,
        &[
            "in het nederlands",
            "in dutch",
            "en neerlandais",
            "en holandes",
            "en neerlandes",
            "auf niederlandisch",
            "auf hollandisch",
            "in olandese",
            "em holandes",
            "po holendersku",
            "po niderlandzku",
            "по голландски",
            "на голландском",
            "بالهولنديه",
            "用荷兰语",
            "オランダ語で",
        ],
    ),
    (
        Language::Pl,
        &[
            "po polsku",
            "in polish",
            "en polonais",
            "en polaco",
            "auf polnisch",
            "in polacco",
            "em polones",
            "in het pools",
            "по польски",
            "на польском",
            "بالبولنديه",
            "用波兰语",
            "ポーランド語で",
        ],
    ),
    (
        Language::Ru,
        &[
            "по русски",
            "на русском",
            "in russian",
            "en russe",
            "en ruso",
            "auf russisch",
            "in russo",
            "em russo",
            "in het russisch",
            "po rosyjsku",
            "بالروسيه",
            "用俄语",
            "ロシア語で",
        ],
    ),
    (
        Language::Ar,
        &[
            "بالعربيه",
            "بالعربي",
            "in arabic",
            "en arabe",
            "auf arabisch",
            "in arabo",
            "em arabe",
            "in het arabisch",
            "po arabsku",
            "по арабски",
            "на арабском",
            "用阿拉伯语",
            "アラビア語で",
        ],
    ),
    (
        Language::Zh,
        &[
            "用中文",
            "用汉语",
            "说中文",
            "in chinese",
            "en chinois",
            "en chino",
            "auf chinesisch",
            "in cinese",
            "em chines",
            "in het chinees",
            "po chinsku",
            "по китайски",
            "на китайском",
            "بالصينيه",
            "中国語で",
        ],
    ),
    (
        Language::Ja,
        &[
            "日本語で",
            "in japanese",
            "en japonais",
            "en japones",
            "auf japanisch",
            "in giapponese",
            "em japones",
            "in het japans",
            "po japonsku",
            "по японски",
            "на японском",
            "باليابانيه",
            "用日语",
            "用日文",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_follows_the_shopper_and_one_foreign_word_changes_nothing() {
        let check = |messages: &[&str], expected: Language| {
            assert_eq!(spoken(messages.iter().copied(), Language::Fr), expected, "{messages:?}");
        };
        check(&[], Language::Fr);
        check(&["Bonjour, où est ma commande ?"], Language::Fr);
        check(&["Where is my order?"], Language::En);
        check(&["#12345"], Language::Fr);
        check(&["Where is my order?", "#12345"], Language::En);
        check(&["Where is my order?", "ok", "merci"], Language::En);
        check(&["Où est ma commande ?", "thanks"], Language::Fr);
        check(&["Où est ma commande ?", "super, cool"], Language::Fr);
        check(&["Où est ma commande ?", "how long does delivery take to London?"], Language::En);
        check(&["¿Cuánto tarda el envío?", "gracias"], Language::Es);
        check(&["配送需要多长时间？"], Language::Zh);
        check(&["配送にはどのくらいかかりますか？"], Language::Ja);
        check(&["كم يستغرق التوصيل؟"], Language::Ar);
        check(&["Wie lange dauert der Versand?", "Ile trwa dostawa do Polski?"], Language::Pl);
    }

    #[test]
    fn who_asks_for_a_language_gets_it() {
        let check = |messages: &[&str], expected: Language| {
            assert_eq!(spoken(messages.iter().copied(), Language::Fr), expected, "{messages:?}");
        };
        check(&["Bonjour", "in English please"], Language::En);
        check(&["Bonjour", "réponds-moi en espagnol stp"], Language::Es);
        check(&["Bonjour", "réponds-moi en espagnol stp", "et la livraison ?"], Language::Es);
        check(&["Hello", "auf Deutsch bitte", "how long does delivery take?"], Language::De);
        check(
            &["Hello", "auf Deutsch bitte", "how long does delivery take?", "and what does it cost?"],
            Language::En,
        );
        check(&["用中文可以吗"], Language::Zh);
        check(&["日本語でお願いします"], Language::Ja);
        check(&["هل يمكن التحدث بالعربية؟"], Language::Ar);
        check(&["по-русски, пожалуйста"], Language::Ru);
        check(
            &["Is the manual of the wooden train that I ordered last week in English or in German?"],
            Language::En,
        );
    }
}
