//! What the assistant answers from, and changing it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::api::{
    ArticleDraft, AssistantOverview, AssistantSettings, FetchReport, FetchRequest, ImportReport,
};
use lutin_shared::assistant::InstantReply;
use lutin_shared::id::{ArticleId, InstantId};
use lutin_shared::language::Language;

use super::{Remote, Store};
use crate::api::{self, ChosenFile, Failure};

/// `None` when the sign-in is over and the page is about to say so.
pub type Answered<T> = Option<Result<T, Failure>>;

impl Store {
    pub fn assistant(self) -> Signal<Remote<AssistantOverview>> {
        self.assistant.into()
    }

    pub fn refresh_assistant(self) {
        let asked = (self.account.get_untracked(), self.assistant_edition.get_value());
        if self.assistant_asked_by.with_value(|waiting| waiting.as_ref() == Some(&asked)) {
            return;
        }
        self.assistant_asked_by.set_value(Some(asked.clone()));
        spawn_local(async move {
            let answer = api::assistant().await;
            // Somebody left, or a change was answered, which is newer than this.
            let now = (self.account.get_untracked(), self.assistant_edition.get_value());
            if now != asked {
                return;
            }
            self.assistant_asked_by.set_value(None);
            if let Some(answer) = self.unless_signed_out(answer) {
                self.assistant.update(|assistant| assistant.learn(answer));
            }
        });
    }

    pub async fn put_settings(self, settings: AssistantSettings) -> Answered<()> {
        self.learn_change(api::put_settings(&settings).await)
    }

    pub async fn put_article(self, id: ArticleId, language: Language, draft: ArticleDraft) -> Answered<()> {
        self.learn_change(api::put_article(&id, language, &draft).await)
    }

    pub async fn delete_article(self, id: ArticleId, language: Language) -> Answered<()> {
        self.learn_change(api::delete_article(&id, language).await)
    }

    pub async fn put_instant(self, reply: InstantReply) -> Answered<()> {
        self.learn_change(api::put_instant(&reply).await)
    }

    pub async fn delete_instant(self, id: InstantId) -> Answered<()> {
        self.learn_change(api::delete_instant(&id).await)
    }

    /// Takes a question off the list of those that have no answer.
    pub async fn ignore_question(self, key: String) -> Answered<()> {
        self.learn_change(api::ignore_question(&key).await)
    }

    pub async fn import_articles(self, file: ChosenFile) -> Answered<ImportReport> {
        self.learn_report(api::import_articles(&file).await)
    }

    pub async fn import_orders(self, file: ChosenFile) -> Answered<ImportReport> {
        self.learn_report(api::import_orders(&file).await)
    }

    /// Has the edge read a page or a sitemap of the shop's site.
    pub async fn fetch_pages(self, request: FetchRequest) -> Answered<FetchReport> {
        self.learn_report(api::fetch_pages(&request).await)
    }

    /// A change is answered with all that there is after it.
    fn learn_change(self, answer: Result<AssistantOverview, Failure>) -> Answered<()> {
        let answer = self.unless_signed_out(answer)?;
        Some(answer.map(|overview| {
            self.assistant_edition.update_value(|edition| *edition = edition.wrapping_add(1));
            self.assistant.update(|assistant| assistant.learn(Ok(overview)));
        }))
    }

    /// Work in bulk is answered with a report: what there is after it has to be asked for.
    fn learn_report<T>(self, answer: Result<T, Failure>) -> Answered<T> {
        let answer = self.unless_signed_out(answer)?;
        self.assistant_edition.update_value(|edition| *edition = edition.wrapping_add(1));
        self.refresh_assistant();
        Some(answer)
    }
}
