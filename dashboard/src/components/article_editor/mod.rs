//! Writing an article: a new one, a changed one, or one in another language.

mod task;

use leptos::ev::SubmitEvent;
use leptos::html::{Form, H2};
use leptos::prelude::*;
use lutin_shared::api::ArticleDraft;

pub use task::{ArticleTask, Written};

use crate::api::Failure;
use crate::complaint::{Complaint, Complaints};
use crate::components::confirm::ConfirmDelete;
use crate::components::field::{Field, MarkdownHint};
use crate::components::form_end::FormEnd;
use crate::components::language_choice::LanguageChoice;
use crate::text::{Text, text};

const FIELDS: [&str; 3] = ["title", "body", "questions"];

/// What is typed stays until it is saved or given up, whatever the edge says to it.
#[component]
pub fn ArticleEditor(
    task: ArticleTask,
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    on_save: Callback<Written>,
    on_delete: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.article;
    let form = NodeRef::<Form>::new();
    let heading = NodeRef::<H2>::new();
    heading.on_load(|heading| drop(heading.focus()));
    let language = RwSignal::new(task.language);
    let title = RwSignal::new(task.draft.title.clone());
    let body = RwSignal::new(task.draft.body.clone());
    let questions = RwSignal::new(task.draft.questions.join("\n"));
    let complaints = Complaints::new(failure);
    complaints.lead_to(form);

    let answers = task.draft.answers.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = ArticleDraft {
            title: title.get_untracked().trim().to_owned(),
            body: body.get_untracked().trim().to_owned(),
            questions: lines(&questions.get_untracked()),
            answers: answers.clone(),
        };
        let written = Written { language: language.get_untracked(), draft };
        let problem = written.problem();
        complaints.set(problem.as_deref().and_then(Complaint::read));
        if problem.is_none() && !busy.get_untracked() {
            on_save.run(written);
        }
    };
    let lang = Signal::derive(move || language.get().tag().to_owned());
    let rest = complaints.rest(failure, |field| FIELDS.contains(&field));
    let delete = task.exists.then(|| {
        let question = (words.delete_question)(&task.draft.title, (text.language)(task.language));
        view! { <ConfirmDelete question=question busy=busy on_confirm=on_delete /> }
    });
    view! {
        <form class="article-editor card" novalidate node_ref=form on:submit=submit>
            <h2 class="card__heading" tabindex="-1" node_ref=heading>{heading_of(text, &task)}</h2>
            <About task=task.clone() />
            <LanguageChoice id="article-language" language=language among=task.languages.clone() />
            <Field
                id="article-title"
                label=words.title
                hint=words.title_hint
                value=title
                complaint=complaints.about(|field| field == "title", title)
                lang=lang
                required=true
            />
            <Field
                id="article-body"
                label=words.body
                hint=words.body_hint
                value=body
                complaint=complaints.about(|field| field == "body", body)
                lang=lang
                rows=10
                required=true
            />
            <MarkdownHint />
            <Field
                id="article-questions"
                label=words.questions
                hint=words.questions_hint
                value=questions
                complaint=complaints.about(|field| field.starts_with("questions"), questions)
                lang=lang
                rows=5
            />
            <FormEnd busy=busy failure=rest on_cancel=on_cancel />
            {delete}
        </form>
    }
}

/// What there is to know before writing: the text that is translated, the page that it comes from.
#[component]
fn About(task: ArticleTask) -> impl IntoView {
    let text = text();
    let words = &text.assistant.article;
    let original = task.original.map(|original| {
        let language = original.language.unwrap_or_default();
        view! {
            <details class="article-editor__original" open>
                <summary>{(words.original)((text.language)(language))}</summary>
                <div lang=language.tag() dir="auto">
                    <p class="article-editor__title">{original.title}</p>
                    <p class="article-editor__body">{original.body}</p>
                </div>
            </details>
        }
    });
    view! {
        {task.draft.answers.is_some().then(|| {
            view! { <p class="card__lead">{words.from_question}</p> }
        })}
        {task.url.map(|url| {
            view! {
                <p class="card__lead article-editor__page">
                    <a href=url.clone() target="_blank" rel="noopener noreferrer">{url.clone()}</a>
                    " "
                    {words.fetched}
                </p>
            }
        })}
        {original}
    }
}

fn heading_of(text: &Text, task: &ArticleTask) -> String {
    let words = &text.assistant.article;
    match (&task.id, task.exists) {
        (Some(_), true) => (words.edit)((text.language)(task.language)),
        (Some(_), false) => words.translate.to_owned(),
        (None, _) => words.new.to_owned(),
    }
}

/// One a line, without the empty ones.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
