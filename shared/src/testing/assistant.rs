//! A shop's assistant without a shell: the embedded engine on a merchant's document, and how often it is right.

use serde::Deserialize;

use crate::api::MerchantDocument;
use crate::assistant::{
    Article, Disclosure, Finding, Found, Indexed, Inquiry, Powers, Question, Reply, Voice, disclose, inquire,
    reply,
};
use crate::conversation::{Answer, Author, Message, Outcome};
use crate::id::ArticleId;
use crate::language::Language;
use crate::order::Order;
use crate::text::fold;
use crate::time::Timestamp;

/// A shop with all Enchantments.
#[derive(Debug)]
pub struct Shop {
    pub voice: Voice,
    articles: Vec<Indexed>,
    orders: Vec<Order>,
    document: MerchantDocument,
}

/// A question of a file, and what answers it.
#[derive(Clone, Debug, Deserialize)]
pub struct Asked {
    pub lang: Language,
    pub text: String,
    /// `None`: nothing does.
    #[serde(default)]
    pub article: Option<ArticleId>,
    #[serde(default)]
    pub paraphrase: bool,
    /// What a right answer has, in the words of the shop's own article.
    #[serde(default)]
    pub facts: Vec<String>,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The right article; or rightly none.
    Right,
    /// Another article than the right one, or one where there is none.
    Wrong,
    /// None where there is one.
    Missed,
    /// Handed to people although an article answers.
    Escalated,
}

impl Shop {
    /// # Panics
    /// When the document is not one.
    pub fn new(document: &str) -> Self {
        let document: MerchantDocument = serde_json::from_str(document).expect("a merchant document");
        let own = document.locale.language();
        Self {
            voice: Voice {
                shop: document.name.clone(),
                assistant: document.assistant_name.clone(),
                language: own,
                contact: document.contact.clone(),
                moment: None,
                opening_hours: document.opening_hours.clone(),
                order_check: document.order_check,
                powers: Powers { emotion: true, escalation: true, memory: true, polyglot: true },
            },
            articles: document.articles.iter().map(|article| Indexed::new(article.clone(), own)).collect(),
            orders: document.orders.clone(),
            document,
        }
    }

    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.articles.iter().map(|indexed| &indexed.article)
    }

    /// What the shop knows for a question.
    pub fn find(&self, question: &Question<'_>) -> Finding {
        let own = self.voice.language;
        match inquire(question, own) {
            Inquiry::Nothing => Finding::Nothing,
            Inquiry::Order { number, proof } => Finding::Order(self.look_up(&number, proof.as_deref())),
            Inquiry::OrderNumber => Finding::OrderNumber,
            Inquiry::Passages { asked } => {
                let language = self.voice.language_for(question);
                let ids: std::collections::BTreeSet<_> = self.articles().map(|article| &article.id).collect();
                let subjects = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                Finding::Passages(Found::of(&asked, &self.articles, subjects, language, own))
            }
        }
    }

    pub fn look_up(&self, number: &str, proof: Option<&str>) -> Disclosure {
        let order = self.orders.iter().find(|order| order.number == number).cloned();
        disclose(order, self.document.order_check, proof)
    }

    /// The embedded engine's reply.
    pub fn reply(&self, before: &[Message], text: &str) -> Reply {
        let question = Question { text, before };
        reply(&question, &self.find(&question), &self.voice)
    }

    /// How near each article is to a question, the nearest first.
    pub fn scores(&self, text: &str) -> Vec<(String, f32)> {
        let question = Question { text, before: &[] };
        match self.find(&question) {
            Finding::Passages(found) => {
                found.into_iter().take(3).map(|it| (it.article.title, it.score)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What became of a question, and the title of the article that was told.
    pub fn mark(&self, asked: &Asked) -> (Mark, Reply) {
        let reply = self.reply(&[], &asked.text);
        let told = reply.source.as_ref().and_then(|source| {
            self.articles()
                .find(|article| article.title == source.title)
                .and_then(|article| article.id.clone())
        });
        // Who asks for the shop's number is told it, also by the sentence that hands over to people.
        let has_facts = !asked.facts.is_empty() && asked.has_facts(&reply.text);
        let mark = match (&asked.article, &told) {
            (Some(_), None) if reply.outcome == Outcome::Escalated && has_facts => Mark::Right,
            (wanted, told) if wanted == told && (told.is_some() || reply.outcome != Outcome::Answered) => {
                Mark::Right
            }
            (Some(_), None) if reply.outcome == Outcome::Escalated => Mark::Escalated,
            (Some(_), None) => Mark::Missed,
            (_, _) => Mark::Wrong,
        };
        (mark, reply)
    }
}

impl Asked {
    /// What became of a question that a model answered in its own words: right are those that hold every fact.
    pub fn mark(&self, outcome: Outcome, text: &str) -> Mark {
        match (outcome, &self.article) {
            (Outcome::Answered, Some(_)) if self.has_facts(text) => Mark::Right,
            (Outcome::Answered, _) => Mark::Wrong,
            (_, None) => Mark::Right,
            (Outcome::Escalated, Some(_)) => Mark::Escalated,
            (_, Some(_)) => Mark::Missed,
        }
    }

    fn has_facts(&self, text: &str) -> bool {
        let text = folded(text);
        self.facts.iter().all(|fact| text.contains(&folded(fact)))
    }
}

/// Without case and accents, and with one kind of space: a model writes 60 € with a space of its own.
fn folded(text: &str) -> String {
    let letters = text.chars().flat_map(|letter| {
        let (first, second) = fold(if letter.is_whitespace() { ' ' } else { letter });
        [first, second].into_iter().flatten()
    });
    letters.collect()
}

/// A message as a journal has it, for playing a conversation.
pub fn message(n: u32, from: Author, text: &str, reply: Option<&Reply>) -> Message {
    let answer = reply.map(|reply| {
        let answer =
            Answer { outcome: Some(reply.outcome), source: reply.source.clone(), ..Answer::default() };
        Box::new(answer)
    });
    Message {
        id: format!("m{n}").parse().expect("an id"),
        at: Timestamp::from_millis(i64::from(n)),
        from,
        text: text.to_owned(),
        image: None,
        turn: None,
        unrelated: None,
        judged: None,
        expects: reply.and_then(|reply| reply.expects.clone()),
        answer,
        erased: None,
    }
}

/// Questions of a file, one JSON object a line.
///
/// # Errors
/// The line that is none, from 1, and why.
pub fn questions(text: &str) -> Result<Vec<Asked>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1)))
        .collect()
}
