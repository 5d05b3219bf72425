//! Questions that the shop has no answer to: each is an article that is missing.

use leptos::prelude::*;
use lutin_shared::api::UnansweredQuestion;

use crate::format;
use crate::text::{Text, text};

#[component]
pub fn UnansweredList(
    questions: Signal<Vec<UnansweredQuestion>>,
    busy: Signal<bool>,
    on_answer: Callback<UnansweredQuestion>,
    on_ignore: Callback<String>,
) -> impl IntoView {
    let words = &text().assistant.knowledge;
    // Asked again, it says so anew.
    let key = |question: &UnansweredQuestion| (question.key.clone(), question.times, question.last_at);
    view! {
        <section class="unanswered" aria-labelledby="unanswered-heading">
            <h2 id="unanswered-heading" class="unanswered__heading" tabindex="-1">{words.unanswered}</h2>
            <p class="unanswered__lead">{words.unanswered_lead}</p>
            <ul class="unanswered__list">
                <For each=move || questions.get() key=key let(question)>
                    <Question question=question busy=busy on_answer=on_answer on_ignore=on_ignore />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Question(
    question: UnansweredQuestion,
    busy: Signal<bool>,
    on_answer: Callback<UnansweredQuestion>,
    on_ignore: Callback<String>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.knowledge;
    let asked = question.question.clone();
    let language = question.language.map_or(words.no_language, text.language);
    let count = format::number(text.locale, question.times);
    let frequency = (words.asked)(&count, question.times > 1, &last(text, &question));
    let key = question.key.clone();
    let ignore = move |_| {
        if !busy.get_untracked() {
            on_ignore.run(key.clone());
        }
    };
    view! {
        <li class="unanswered__item">
            <div class="unanswered__said">
                <p
                    class="unanswered__question"
                    dir="auto"
                    lang=question.language.map(|language| language.tag())
                >
                    {asked.clone()}
                </p>
                <p class="unanswered__facts">{language} " · " {frequency}</p>
            </div>
            <div class="unanswered__actions">
                <button
                    class="button button--primary button--small"
                    type="button"
                    aria-label=(words.answer_what)(&asked)
                    on:click=move |_| on_answer.run(question.clone())
                >
                    {words.answer}
                </button>
                <button
                    class="button button--small"
                    type="button"
                    aria-label=(words.ignore_what)(&asked)
                    aria-disabled=move || busy.get().to_string()
                    on:click=ignore
                >
                    {words.ignore}
                </button>
            </div>
        </li>
    }
}

/// « aujourd’hui, 14:32 ».
fn last(text: &Text, question: &UnansweredQuestion) -> String {
    let at = question.last_at;
    let day = match format::days_ago(at) {
        0 => text.overview.today.to_lowercase(),
        1 => text.overview.yesterday.to_lowercase(),
        _ => format::short_day(text.locale, at),
    };
    format!("{day}, {}", format::time(text.locale, at))
}
