//! The demo shop's assistant, asked the questions of `tests/assistant`: floors that it must not sink below. The figures as
//! they are now are printed by `cargo xtask eval assistant`, and stand in docs/assistant.md.

#![allow(clippy::unwrap_used, clippy::panic)]

use lutin_shared::assistant::{Found, Indexed, Phrases, Terms};
use lutin_shared::conversation::Outcome;
use lutin_shared::language::Language;
use lutin_shared::testing::assistant::{Asked, Mark, Shop, questions};

const DEMO: &str = include_str!("../../demo/merchant.json");
const QUESTIONS: &str = include_str!("assistant/questions.jsonl");
const UNANSWERABLE: &str = include_str!("assistant/unanswerable.jsonl");
const UNSEEN: &str = include_str!("assistant/unseen.jsonl");

fn shop() -> Shop {
    Shop::new(DEMO)
}

/// How many of the questions are answered right, in percent, and how many there are.
fn right(shop: &Shop, asked: &[Asked]) -> (f64, usize) {
    let right = asked.iter().filter(|asked| shop.mark(asked).0 == Mark::Right).count();
    (100.0 * right as f64 / asked.len() as f64, asked.len())
}

#[test]
fn sixty_questions_in_four_languages_get_the_right_passage() {
    let asked = questions(QUESTIONS).unwrap();
    let (percent, count) = right(&shop(), &asked);
    assert_eq!(count, 60);
    assert!(asked.iter().filter(|asked| asked.paraphrase).count() >= 30, "half of them are paraphrases");
    assert!(percent >= 85.0, "{percent:.1} %");
}

#[test]
fn what_nothing_answers_is_mostly_said_so() {
    let (percent, _) = right(&shop(), &questions(UNANSWERABLE).unwrap());
    assert!(percent >= 75.0, "{percent:.1} %");
}

/// Nobody chose a word or a number by these.
#[test]
fn questions_that_nothing_was_fitted_to_hold_too() {
    let asked = questions(UNSEEN).unwrap();
    let (answered, silent): (Vec<Asked>, Vec<Asked>) =
        asked.into_iter().partition(|asked| asked.article.is_some());
    let ((answered, _), (silent, _)) = (right(&shop(), &answered), right(&shop(), &silent));
    assert!(answered >= 65.0 && silent >= 50.0, "{answered:.1} % of answers, {silent:.1} % of silences");
}

/// An answer is an article to the letter, perhaps after the sentence that says it is in the shop's language; everything else
/// is a fixed sentence. So nothing is ever invented.
#[test]
fn every_reply_is_the_merchants_words_or_ours() {
    let shop = shop();
    for file in [QUESTIONS, UNANSWERABLE, UNSEEN, include_str!("assistant/injections.jsonl")] {
        for asked in questions(file).unwrap() {
            let reply = shop.reply(&[], &asked.text);
            if reply.outcome == Outcome::Answered && reply.source.is_some() {
                let is_article = |text: &str| shop.articles().any(|article| article.body == text);
                let quoted = Language::ALL.iter().find_map(|language| {
                    reply.text.strip_prefix(Phrases::of(*language).foreign).map(str::trim_start)
                });
                assert!(
                    is_article(&reply.text) || quoted.is_some_and(is_article),
                    "{}: {}",
                    asked.text,
                    reply.text
                );
            } else {
                assert!(reply.source.is_none(), "{}", asked.text);
                let contact = shop.voice.contact.email.as_deref().unwrap();
                let needs_people = matches!(reply.outcome, Outcome::Unanswered | Outcome::Escalated);
                assert!(!needs_people || reply.text.contains(contact), "{}: {}", asked.text, reply.text);
            }
        }
    }
}

/// R15: the sentence, and the article where it is translated, are in the shopper's language.
#[test]
fn the_answer_is_in_the_language_of_the_question() {
    let shop = shop();
    let asked = questions(QUESTIONS).unwrap().into_iter().chain(questions(UNANSWERABLE).unwrap());
    let (mut all, mut same) = (0, 0);
    for asked in asked {
        let reply = shop.reply(&[], &asked.text);
        let found = lutin_shared::language::detect(&reply.text);
        all += 1;
        same += u32::from(found.language == Some(asked.lang));
    }
    assert!(same * 100 >= all * 97, "{same} of {all}");
}

/// A shop with thousands of articles answers in a blink: what is compared is bounded by the index, not by the shop.
#[test]
fn many_articles_are_searched_in_time() {
    let shop = shop();
    let articles: Vec<Indexed> = (0..64)
        .flat_map(|_| shop.articles().take(1).cloned())
        .map(|it| Indexed::new(it, Language::Fr))
        .collect();
    let question = "horaires ".repeat(2_000);
    let asked = lutin_shared::assistant::Asked::of(&question, Some(Language::Fr));
    let began = std::time::Instant::now();
    assert!(!Found::of(&asked, &articles, 64, Language::Fr, Language::Fr).is_empty());
    assert!(began.elapsed().as_secs() < 2, "{:?}", began.elapsed());
    assert!(Terms::of(&question, None).index().len() < 1_000);
    // No two pairs of characters are the same.
    let hostile: String = (0..4_000).filter_map(|n| char::from_u32(0x4e00 + n)).collect();
    let began = std::time::Instant::now();
    assert!(Terms::of(&hostile, Some(Language::Zh)).len() <= Terms::MAX);
    assert!(began.elapsed().as_millis() < 500, "{:?}", began.elapsed());
}
