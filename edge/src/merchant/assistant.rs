//! What the merchant's object does for the assistant: finds what the shop knows, chooses the engine, and keeps what the
//! merchant teaches.

use core::time::Duration;

use lutin_shared::api::{AssistantOverview, PublicProfile};
use lutin_shared::assistant::{
    Breaker, Calling, Disclosure, Finding, Inquiry, InstantReply, People, Question, Terms, inquire, instant,
};
use lutin_shared::conversation::{Engine, Expectation, Purpose};
use lutin_shared::language::Language;
use lutin_shared::refusal::Refusal;
use lutin_shared::throttle::Throttle;
use lutin_shared::time::Timestamp;

use super::{MerchantDo, erasure, instants, knowledge, orders, settings, unanswered};
use crate::failure::Failure;
use crate::objects::{Admission, Consult, Consultation, InstantAnswer, Learned, Lesson, Lookup, Taught};
use crate::token::signing_secret;
use crate::{clock, config};

/// So many sessions may begin from one address in ten minutes: a family, an office, no machine.
const SESSIONS: u32 = 60;
const SESSIONS_SPAN: Duration = Duration::from_secs(10 * 60);

/// So many replies a minute are asked of a model for one shop; beyond, the embedded engine answers, which costs nothing.
const MODEL_CALLS: u32 = 240;
const MINUTE: Duration = Duration::from_secs(60);

/// How the engine does and who asks, in memory: what is forgotten is forgiven.
#[derive(Debug)]
pub struct Pressure {
    breaker: Breaker,
    calls: Throttle,
    sessions: Throttle,
}

impl Default for Pressure {
    fn default() -> Self {
        Self {
            breaker: Breaker::default(),
            calls: Throttle::new(MODEL_CALLS, MINUTE),
            sessions: Throttle::new(SESSIONS, SESSIONS_SPAN),
        }
    }
}

impl MerchantDo {
    /// What anybody may know: the questions to start with are those of the Réponses Éclair, then the others.
    pub(super) fn profile(&self) -> Result<PublicProfile, Failure> {
        let mut profile = self.settings()?.profile;
        profile.images = settings::desk(&self.sql)?.images;
        let own = profile.locale.language();
        let chips = instants::list(&self.sql)?.into_iter().filter(|reply| reply.is_chip);
        let labels = chips.filter_map(|reply| reply.variant(own, own).map(|variant| variant.label.clone()));
        let mut starters: Vec<String> = labels.collect();
        let others = core::mem::take(&mut profile.starters);
        starters.extend(others.into_iter().filter(|other| !starters.contains(other)).collect::<Vec<_>>());
        profile.starters = starters;
        Ok(profile)
    }

    /// # Errors
    /// [`Refusal::TooManyAttempts`].
    pub(super) fn admit(&self, admission: &Admission) -> Result<PublicProfile, Failure> {
        let profile = self.profile()?;
        if let Some(address) = &admission.address
            && !self.engine.borrow_mut().sessions.admits(address, clock::now())
        {
            return Err(Refusal::TooManyAttempts.into());
        }
        Ok(profile)
    }

    pub(super) async fn consult(&self, consult: &Consult) -> Result<Consultation, Failure> {
        let settings = self.settings()?;
        let account = self.account()?;
        let voice = settings.voice(&account, consult.offset);
        let question = Question { text: &consult.text, before: &consult.before };
        let people = People {
            can_be_called: voice.powers.escalation,
            are_first: self.are_first(account.plan().has_human_first())?,
            have_topic: self.have_topic(&question, voice.language)?,
        };
        let nobody = |voice, instant, calls| {
            let (engine, wanted) = (Engine::Embedded, Engine::Embedded);
            Consultation { finding: Finding::Nothing, voice, engine, wanted, instant, people, calls }
        };
        let calling = Calling {
            question: &question,
            people,
            own: voice.language,
            felt: None,
            awaits_follow_up: consult.awaits_follow_up,
            was_answered: consult.was_answered,
        };
        if let Some(trigger) = calling.before_reply() {
            return Ok(nobody(voice, None, Some(trigger)));
        }
        // An image alone is for people.
        let instant = if question.is_wordless() { None } else { self.instant(&question, consult)? };
        if let Some(instant) = instant {
            return Ok(nobody(voice, Some(instant), None));
        }
        let (own, language) = (voice.language, voice.language_for(&question));
        let finding = match inquire(&question, own) {
            Inquiry::Nothing => Finding::Nothing,
            Inquiry::Order { number, proof } => {
                Finding::Order(self.look_up(&Lookup { number, proof }).await?)
            }
            Inquiry::OrderNumber => Finding::OrderNumber,
            Inquiry::Passages { asked } => {
                Finding::Passages(knowledge::search(&self.sql, &asked, language, own)?)
            }
        };
        let wanted = self.configured(settings.engine);
        let engine = self.engine(wanted, clock::now());
        Ok(Consultation { finding, voice, engine, wanted, instant: None, people, calls: None })
    }

    /// Whether a message is about a subject that the merchant keeps for people: one of which it says every word.
    fn have_topic(&self, question: &Question<'_>, own: Language) -> Result<bool, Failure> {
        let topics = settings::desk(&self.sql)?.topics;
        if topics.is_empty() {
            return Ok(false);
        }
        let asked = Terms::of(question.text, Some(question.tongue(own)));
        Ok(topics.iter().any(|topic| asked.cover(&Terms::of(topic, Some(own)))))
    }

    /// The Réponse Éclair for a message. What answers a question of the assistant's is none.
    fn instant(&self, question: &Question<'_>, consult: &Consult) -> Result<Option<InstantAnswer>, Failure> {
        if matches!(question.expects(), Some(Expectation::OrderContact { .. })) {
            return Ok(None);
        }
        let replies: Vec<InstantReply> = instants::list(&self.sql)?;
        let Some((reply, variant)) = instant(&consult.text, &replies) else { return Ok(None) };
        // A question that comes after the erasure is answered by nobody: its reply finds no turn.
        let is_erased = erasure::is_erased(&self.sql, &consult.conversation.session)?;
        if consult.purpose == Purpose::Live && !is_erased {
            instants::use_one(&self.sql, &reply.id, &consult.conversation)?;
        }
        let (language, answer) = (variant.language, variant.answer.clone());
        Ok(Some(InstantAnswer { id: reply.id.clone(), language, answer }))
    }

    /// The engine that the merchant chose, if it is configured.
    fn configured(&self, chosen: Engine) -> Engine {
        if config::engines(&self.env).contains(&chosen) { chosen } else { Engine::Embedded }
    }

    /// An engine, if it is well and not asked too much.
    fn engine(&self, wanted: Engine, now: Timestamp) -> Engine {
        if wanted == Engine::Embedded {
            return Engine::Embedded;
        }
        let mut pressure = self.engine.borrow_mut();
        let is_fit = pressure.calls.admits("", now) && pressure.breaker.admits(now);
        if is_fit { wanted } else { Engine::Embedded }
    }

    pub(super) async fn look_up(&self, lookup: &Lookup) -> Result<Disclosure, Failure> {
        let settings = self.settings()?;
        let secret = signing_secret(&config::token_key(&self.env)?, settings.profile.merchant.as_str())?;
        orders::look_up(&self.sql, &settings, &secret, lookup, clock::now()).await
    }

    pub(super) fn learn(&self, learned: Learned) -> Result<(), Failure> {
        self.settings()?;
        let now = clock::now();
        match learned.engine_answered {
            Some(true) => self.engine.borrow_mut().breaker.succeed(),
            Some(false) => self.engine.borrow_mut().breaker.fail(now),
            None => {}
        }
        if let (Some(question), Some(conversation)) = (&learned.unanswered, &learned.conversation)
            && !erasure::is_erased(&self.sql, &conversation.session)?
        {
            unanswered::keep(&self.sql, question, learned.language, conversation, now)?;
        }
        Ok(())
    }

    pub(super) fn assistant(&self) -> Result<AssistantOverview, Failure> {
        let settings = self.settings()?;
        let merchant = settings.profile.merchant.as_str();
        Ok(AssistantOverview {
            settings: settings.choices(),
            language: settings.profile.locale.language(),
            engines: config::engines(&self.env),
            articles: knowledge::list(&self.sql)?,
            instants: instants::entries(&self.sql)?,
            unanswered: unanswered::list(&self.sql)?,
            orders: orders::count(&self.sql)?,
            signing_secret: Some(signing_secret(&config::token_key(&self.env)?, merchant)?),
        })
    }

    pub(super) fn teach(&self, lesson: Lesson) -> Result<Taught, Failure> {
        let mut settings = self.settings()?;
        let (own, now, sql) = (settings.profile.locale.language(), clock::now(), &self.sql);
        match lesson {
            Lesson::DeleteArticle { id, language } => knowledge::delete(sql, &id, language)?,
            Lesson::DeleteInstant { id } => instants::delete(sql, &id)?,
            Lesson::DeleteUnanswered { key } => unanswered::delete(sql, &key)?,
            Lesson::ImportArticles { articles, by } => {
                return knowledge::import(sql, &articles, by, own, now);
            }
            Lesson::ImportOrders { orders } => return orders::import(sql, &orders),
            Lesson::PutArticle { id, language, draft } => {
                let answers = draft.answers.clone();
                let taught = knowledge::write(sql, (id, language), draft, own, now)?;
                if let Some(key) = answers {
                    unanswered::delete(sql, &key)?;
                }
                return Ok(taught);
            }
            Lesson::PutInstant { reply } => instants::write(sql, &reply)?,
            Lesson::PutSettings { settings: choices } => {
                settings.engine = choices.engine;
                settings.order_check = choices.order_check;
                settings.order_endpoint = choices.order_endpoint.filter(|url| !url.is_empty());
                settings.check(config::allows_private_hosts(&self.env))?;
                settings::store(sql, &settings)?;
            }
        }
        Ok(Taught::default())
    }
}
