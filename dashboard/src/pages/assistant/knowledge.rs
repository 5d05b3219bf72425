//! « Savoir »: the questions without an answer, the articles, and adding many at once.

use leptos::prelude::*;
use lutin_shared::api::{
    ArticleEntry, AssistantOverview, FetchReport, FetchRequest, ImportReport, UnansweredQuestion,
};
use lutin_shared::id::ArticleId;

use super::naming::article_id;
use crate::api::ChosenFile;
use crate::attempt::Attempt;
use crate::components::article_editor::{ArticleEditor, ArticleTask, Written};
use crate::components::article_list::{ArticleGroup, ArticleList, groups};
use crate::components::file_import::{FileExample, FileImport};
use crate::components::notice::{Notice, Tone};
use crate::components::page_fetch::PageFetch;
use crate::components::unanswered::UnansweredList;
use crate::focus;
use crate::format;
use crate::store::Store;
use crate::text::text;

const HEADING_ID: &str = "articles-heading";

const CSV: &str = "id,language,title,body,questions
livraison,fr,Livraison,\"Nous livrons en 2 à 4 jours.\",Quels sont les délais ?|Combien coûte la livraison ?
livraison,en,Delivery,\"We deliver in 2 to 4 days.\",How long does it take?";

const JSON: &str = "[
  {
    \"id\": \"livraison\",
    \"language\": \"fr\",
    \"title\": \"Livraison\",
    \"body\": \"Nous livrons en 2 à 4 jours.\",
    \"questions\": [\"Quels sont les délais ?\"]
  }
]";

#[component]
pub fn KnowledgePart(
    overview: Signal<AssistantOverview>,
    said: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let task = RwSignal::new(None::<ArticleTask>);
    let open = Callback::new(move |new: ArticleTask| {
        said.set(None);
        task.set(Some(new));
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
    move || match task.get() {
        Some(written) => {
            view! { <Writing written=written task=task overview=overview said=said /> }.into_any()
        }
        None => view! {
            <Questions overview=overview said=said on_open=open />
            <Articles overview=overview on_open=open />
            <InBulk />
        }
        .into_any(),
    }
}

/// The article's form, which goes once the edge has what was typed.
#[component]
fn Writing(
    written: ArticleTask,
    task: RwSignal<Option<ArticleTask>>,
    overview: Signal<AssistantOverview>,
    said: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let words = &text().form;
    let store = Store::of_page();
    let attempt = Attempt::new();
    // Named once: sent again after a lost answer, it is the same article.
    let name = StoredValue::new(written.id.clone());
    let language = written.language;
    let close = move |what: Option<&'static str>| {
        said.set(what);
        task.set(None);
        window().scroll_to_with_x_and_y(0.0, 0.0);
        focus::element(HEADING_ID);
    };
    let save = Callback::new(move |Written { language, draft }: Written| {
        let new = || overview.with_untracked(|overview| article_id(&draft.title, overview));
        let Some(id) = name.get_value().or_else(new) else { return };
        name.set_value(Some(id.clone()));
        attempt.start(store.put_article(id, language, draft), move |()| close(Some(words.saved)));
    });
    let delete = Callback::new(move |()| {
        let known: Option<ArticleId> = name.get_value();
        if let Some(id) = known {
            attempt.start(store.delete_article(id, language), move |()| close(Some(words.deleted)));
        }
    });
    view! {
        <ArticleEditor
            task=written
            busy=attempt.busy()
            failure=attempt.failure()
            on_save=save
            on_delete=delete
            on_cancel=Callback::new(move |()| close(None))
        />
    }
}

/// Nothing, where every question has its answer.
#[component]
fn Questions(
    overview: Signal<AssistantOverview>,
    said: RwSignal<Option<&'static str>>,
    on_open: Callback<ArticleTask>,
) -> impl IntoView {
    let text = text();
    let store = Store::of_page();
    let attempt = Attempt::new();
    let questions = Memo::new(move |_| overview.with(|overview| overview.unanswered.clone()));
    let any = Memo::new(move |_| questions.with(|questions| !questions.is_empty()));
    let answer = Callback::new(move |question: UnansweredQuestion| {
        let own = overview.with_untracked(|overview| overview.language);
        on_open.run(ArticleTask::answering(&question, own));
    });
    let ignore = Callback::new(move |key| {
        said.set(None);
        attempt.start(store.ignore_question(key), move |()| {
            said.set(Some(text.assistant.knowledge.ignored));
            let last = questions.with_untracked(Vec::is_empty);
            focus::element(if last { HEADING_ID } else { "unanswered-heading" });
        });
    });
    view! {
        {move || {
            attempt.failure().get().map(|failure| {
                view! { <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice> }
            })
        }}
        {move || {
            any.get().then(|| {
                view! {
                    <UnansweredList
                        questions=questions.into()
                        busy=attempt.busy()
                        on_answer=answer
                        on_ignore=ignore
                    />
                }
            })
        }}
    }
}

#[component]
fn Articles(overview: Signal<AssistantOverview>, on_open: Callback<ArticleTask>) -> impl IntoView {
    let text = text();
    let words = &text.assistant.knowledge;
    let own = move || overview.with_untracked(|overview| overview.language);
    let all = Memo::new(move |_| overview.with(|overview| groups(&overview.articles, overview.language)));
    let none = Memo::new(move |_| all.with(Vec::is_empty));
    let counted = move || {
        let count = all.with(Vec::len);
        (words.counted)(&format::count(text.locale, count as u64), count > 1, &languages(overview))
    };
    let new = move |_| on_open.run(ArticleTask::new(own()));
    let edit = Callback::new(move |entry: ArticleEntry| on_open.run(ArticleTask::editing(entry, own())));
    let translate = Callback::new(move |group: ArticleGroup| {
        if let Some(task) = ArticleTask::translating(&group) {
            on_open.run(task);
        }
    });
    view! {
        <section class="assistant__section" aria-labelledby=HEADING_ID>
            <div class="assistant__bar">
                <div>
                    <h2 id=HEADING_ID class="assistant__subheading" tabindex="-1">{words.articles}</h2>
                    {move || (!none.get()).then(|| view! { <p class="assistant__note">{counted}</p> })}
                </div>
                {move || {
                    (!none.get()).then(|| {
                        view! {
                            <button class="button button--primary" type="button" on:click=new>{words.new}</button>
                        }
                    })
                }}
            </div>
            {move || {
                if none.get() {
                    return view! {
                        <div class="empty">
                            <h3 class="empty__heading">{words.empty_heading}</h3>
                            <p class="empty__lead">{words.empty}</p>
                            <button class="button button--primary" type="button" on:click=new>{words.new}</button>
                        </div>
                    }
                    .into_any();
                }
                view! { <ArticleList groups=all.into() on_edit=edit on_translate=translate /> }.into_any()
            }}
        </section>
    }
}

/// « français, anglais ».
fn languages(overview: Signal<AssistantOverview>) -> String {
    let text = text();
    let mut known = overview.with(|overview| {
        let spoken =
            overview.articles.iter().map(|entry| entry.article.language.unwrap_or(overview.language));
        spoken.collect::<Vec<_>>()
    });
    known.sort_unstable();
    known.dedup();
    let names: Vec<_> = known.into_iter().map(|language| (text.language)(language).to_lowercase()).collect();
    names.join(", ")
}

#[component]
fn InBulk() -> impl IntoView {
    let text = text();
    let words = &text.assistant;
    let store = Store::of_page();
    let (importing, fetching) = (Attempt::new(), Attempt::new());
    let imported = RwSignal::new(None::<ImportReport>);
    let fetched = RwSignal::new(None::<FetchReport>);
    let import = Callback::new(move |file: ChosenFile| {
        imported.set(None);
        importing.start(store.import_articles(file), move |report| imported.set(Some(report)));
    });
    let fetch = Callback::new(move |request: FetchRequest| {
        fetched.set(None);
        fetching.start(store.fetch_pages(request), move |report| fetched.set(Some(report)));
    });
    view! {
        <section class="assistant__section" aria-labelledby="bulk-heading">
            <h2 id="bulk-heading" class="assistant__subheading">{words.knowledge.in_bulk}</h2>
            <div class="assistant__pair">
                <PageFetch
                    busy=fetching.busy()
                    failure=fetching.failure()
                    report=fetched.into()
                    on_fetch=fetch
                />
                <FileImport
                    id="articles-import"
                    heading=words.import.heading
                    lead=words.import.lead
                    busy=importing.busy()
                    failure=importing.failure()
                    report=imported.into()
                    on_file=import
                >
                    <FileExample csv=CSV json=JSON>
                        <p class="card__lead">{words.import.articles_note}</p>
                    </FileExample>
                </FileImport>
            </div>
        </section>
    }
}
