//! The articles: one entry for an article and its translations.

mod group;

use leptos::prelude::*;
use lutin_shared::api::ArticleEntry;
use lutin_shared::language::Language;

pub use group::{ArticleGroup, groups};

use crate::format;
use crate::text::{Text, text};

/// So many are shown before more are asked for.
const PAGE: usize = 50;

/// A shop's articles with a search among them. There is at least one.
#[component]
pub fn ArticleList(
    groups: Signal<Vec<ArticleGroup>>,
    on_edit: Callback<ArticleEntry>,
    /// Another language for this article.
    on_translate: Callback<ArticleGroup>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.knowledge;
    let search = RwSignal::new(String::new());
    let shown = RwSignal::new(PAGE);
    let found = Memo::new(move |_| {
        let wanted = group::folded(&search.get());
        groups.with(|all| all.iter().filter(|group| group.has(&wanted)).cloned().collect::<Vec<_>>())
    });
    let page = move || found.with(|found| found.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let hidden = move || found.with(Vec::len).saturating_sub(shown.get());
    let status = move || {
        let count = found.with(Vec::len);
        match (search.with(|search| search.trim().is_empty()), count) {
            (true, _) => String::new(),
            (false, 0) => words.none_found.to_owned(),
            (false, _) => (words.found)(&format::count(text.locale, count as u64), count > 1),
        }
    };
    let key = |group: &ArticleGroup| (group.id.clone(), group.edition());
    view! {
        <div class="article-list">
            <label class="article-list__search">
                <span class="visually-hidden">{words.search} ". " {words.search_hint}</span>
                <input
                    class="field__input"
                    type="search"
                    placeholder=words.search
                    title=words.search_hint
                    autocomplete="off"
                    prop:value=search
                    on:input=move |event| {
                        search.set(event_target_value(&event));
                        shown.set(PAGE);
                    }
                />
            </label>
            <p class="article-list__status" role="status">{status}</p>
            <ul class="article-list__items">
                <For each=page key=key let(group)>
                    <Row group=group on_edit=on_edit on_translate=on_translate />
                </For>
            </ul>
            {move || {
                let more = hidden().min(PAGE);
                (more > 0).then(|| {
                    let label = (words.more)(&format::count(text.locale, more as u64));
                    view! {
                        <button class="button" type="button" on:click=move |_| shown.update(|it| *it += PAGE)>
                            {label}
                        </button>
                    }
                })
            }}
        </div>
    }
}

#[component]
fn Row(
    group: ArticleGroup,
    on_edit: Callback<ArticleEntry>,
    on_translate: Callback<ArticleGroup>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.knowledge;
    let main = group.main.clone();
    let title = main.article.title.clone();
    let facts = facts(text, &group);
    let tags = group.entries.clone().into_iter().map(|entry| {
        let language = entry.article.language.unwrap_or_default();
        view! { <LanguageButton language=language entry=entry on_edit=on_edit /> }
    });
    let may_translate = !group.missing().is_empty();
    let label = (words.translate_what)(&title);
    view! {
        <li class="article-list__item">
            <button
                class="article-list__title"
                type="button"
                dir="auto"
                lang=group.language.tag()
                on:click=move |_| on_edit.run(main.clone())
            >
                {title}
            </button>
            <p class="article-list__facts">{facts}</p>
            <div class="article-list__languages">
                {tags.collect_view()}
                {may_translate.then(|| {
                    view! {
                        <button
                            class="article-list__tag article-list__tag--add"
                            type="button"
                            title=words.translate
                            aria-label=label
                            on:click=move |_| on_translate.run(group.clone())
                        >
                            "+"
                        </button>
                    }
                })}
            </div>
        </li>
    }
}

/// One of an article's languages, which leads to its text.
#[component]
fn LanguageButton(language: Language, entry: ArticleEntry, on_edit: Callback<ArticleEntry>) -> impl IntoView {
    let text = text();
    let name = (text.language)(language);
    let label = (text.assistant.knowledge.edit_in)(&entry.article.title, name);
    view! {
        <button
            class="article-list__tag"
            type="button"
            title=name
            aria-label=label
            on:click=move |_| on_edit.run(entry.clone())
        >
            {language.tag()}
        </button>
    }
}

fn facts(text: &Text, group: &ArticleGroup) -> String {
    let words = &text.assistant.knowledge;
    let day = format::short_day(text.locale, group.updated_at());
    format!("{} · {}", (words.provenance)(group.main.by), (words.changed)(&day))
}
