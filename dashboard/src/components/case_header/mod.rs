//! Whom an agent talks to: why they are here, how they feel, what they speak, and where they are.

use leptos::html::H2;
use leptos::prelude::*;
use lutin_shared::escalation::{DeskCase, Stage};
use lutin_shared::time::Timestamp;

use crate::case_words;
use crate::components::answer_notes::feeling;
use crate::format;
use crate::route::Route;
use crate::store::desk::{Floor, Presence};
use crate::text::text;

#[component]
pub fn CaseHeader(
    case: Signal<DeskCase>,
    floor: Signal<Floor>,
    /// `None` until it is known.
    shopper: Signal<Option<Presence>>,
    now: Signal<Timestamp>,
) -> impl IntoView {
    let text = text();
    let words = &text.desk.header;
    let heading = NodeRef::<H2>::new();
    // Opened from a list: the keyboard goes on here.
    heading.on_load(|heading| drop(heading.focus()));
    let who = move || case.with(|case| case_words::shopper(text, &case.case.conversation));
    let mark = move || {
        let mark = case.with(|case| case_words::test_mark(text, case.case.purpose));
        mark.map(|mark| view! { <span class="pill">{mark}</span> })
    };
    let standing =
        Memo::new(move |_| case.with(|case| floor.with(|floor| case_words::standing(text, case, floor))));
    let trigger = move || case.with(|case| (text.desk.trigger)(case.case.handoff.trigger));
    let language = move || case.with(|case| (text.language)(case.case.handoff.language));
    let felt = Memo::new(move |_| case.with(|case| case.case.handoff.felt.clone()));
    let felt = move || {
        felt.get().map(|felt| view! { <p class="case-header__felt" dir="auto">{feeling(text, &felt)}</p> })
    };
    let since = Memo::new(move |_| case.with(|case| case.case.handoff.requested_at));
    let elapsed = Memo::new(move |_| case_words::elapsed(text, since.get(), now.get()));
    let is_over = Memo::new(move |_| case.with(|case| case.case.handoff.stage == Stage::Over));
    let receipt = move || case.with(|case| Route::Conversation(case.case.conversation.clone()).href());
    view! {
        <header class="case-header">
            <div class="case-header__top">
                <h2 class="case-header__heading" tabindex="-1" node_ref=heading>{who}</h2>
                {mark}
                <span class="case-header__standing">{move || standing.get()}</span>
            </div>
            <p class="case-header__facts">
                <span>{trigger}</span>
                <span>{language}</span>
                {move || {
                    (!is_over.get()).then(|| view! {
                        <span>
                            {text.desk.since} " "
                            <time datetime=move || format::machine(since.get())>{move || elapsed.get()}</time>
                        </span>
                    })
                }}
                <a href=receipt>{words.receipt}</a>
            </p>
            {felt}
            <Whereabouts shopper=shopper />
            <About shopper=shopper />
        </header>
    }
}

/// Who the shopper is and what they are about, as the shop's page says it. Texts, and nothing else: a page may say anything.
#[component]
fn About(shopper: Signal<Option<Presence>>) -> impl IntoView {
    let words = &text().desk.header;
    let identity = Memo::new(move |_| shopper.with(|shopper| shopper.as_ref()?.identity.clone()));
    let context = Memo::new(move |_| shopper.with(|shopper| shopper.as_ref()?.context.clone()));
    let who = move || {
        let identity = identity.get()?;
        let known = [identity.name, identity.email, Some(identity.sub)].into_iter().flatten();
        let known = known.map(|it| view! { <bdi>{it}</bdi> }).collect::<Vec<_>>();
        Some(view! {
            <p class="case-header__identity">
                {known} <span class="pill" title=words.verified_hint>{words.verified}</span>
            </p>
        })
    };
    let about = move || {
        let context = context.get()?;
        let entries = context.entries().map(|(name, value)| {
            let name = name.to_owned();
            view! { <div><dt dir="auto">{name}</dt><dd dir="auto">{value}</dd></div> }
        });
        let entries = entries.collect::<Vec<_>>();
        (!entries.is_empty()).then(|| {
            view! {
                <dl class="case-header__context" aria-label=words.context>{entries}</dl>
            }
        })
    };
    view! { {who} {about} }
}

/// Whether the shopper's panel is connected, and the page of the shop they look at.
#[component]
fn Whereabouts(shopper: Signal<Option<Presence>>) -> impl IntoView {
    let words = &text().desk.header;
    let here = move || {
        shopper.with(Option::is_some).then(|| {
            let is_here = shopper.with(|shopper| shopper.as_ref().is_some_and(|it| it.is_here));
            let state = if is_here { words.here } else { words.away };
            view! { <span class="case-header__presence" class:case-header__presence--here=is_here>{state}</span> }
        })
    };
    let page = move || {
        let page = shopper.with(|shopper| shopper.as_ref()?.page.clone())?;
        // Only a page of the web is a link: what else may stand there runs nothing here.
        let is_page = page.starts_with("https://") || page.starts_with("http://");
        Some(if is_page {
            let href = page.clone();
            view! { <a href=href target="_blank" rel="noopener noreferrer"><bdi>{page}</bdi></a> }.into_any()
        } else {
            view! { <bdi>{page}</bdi> }.into_any()
        })
    };
    view! {
        <p class="case-header__where" role="status">
            {here}
            {move || page().map(|page| view! { <span class="case-header__page">{words.page} " " {page}</span> })}
        </p>
    }
}
