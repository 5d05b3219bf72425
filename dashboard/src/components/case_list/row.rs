//! One conversation in a list.

use leptos::prelude::*;
use lutin_shared::escalation::{DeskCase, Stage};
use lutin_shared::id::ConversationId;
use lutin_shared::time::Timestamp;

use crate::case_words::{self, Progress};
use crate::format;
use crate::route::Route;
use crate::store::desk::{Chats, Floor};
use crate::text::text;

#[component]
pub fn Row(
    id: ConversationId,
    cases: Signal<Vec<DeskCase>>,
    floor: Signal<Floor>,
    chats: Signal<Chats>,
    current: Signal<Option<ConversationId>>,
    now: Signal<Timestamp>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    let case = Memo::new(move |_| {
        id.with_value(|id| {
            cases.with(|cases| cases.iter().find(|case| case.case.conversation == *id).cloned())
        })
    });
    let unread = Memo::new(move |_| {
        id.with_value(|id| chats.with(|chats| chats.get(id).map_or(0, |chat| chat.unread)))
    });
    let selected =
        move || id.with_value(|id| current.with(|current| current.as_ref() == Some(id))).then_some("true");
    let rings = move || {
        case.with(|case| {
            case.as_ref().is_some_and(|case| matches!(case.case.handoff.stage, Stage::Waiting { .. }))
        })
    };
    let href = id.with_value(|id| Route::DeskCase(id.clone()).href());
    view! {
        <li class="case-list__item">
            <a class="case-list__link" class:case-list__link--rings=rings href=href aria-current=selected>
                {move || case.get().map(|case| view! { <Facts case=case floor=floor unread=unread.into() now=now /> })}
            </a>
        </li>
    }
}

#[component]
fn Facts(case: DeskCase, floor: Signal<Floor>, unread: Signal<u32>, now: Signal<Timestamp>) -> impl IntoView {
    let text = text();
    let words = &text.desk;
    let handoff = &case.case.handoff;
    let since = handoff.requested_at;
    let mark = case_words::test_mark(text, case.case.purpose);
    let feeling = case_words::feeling(text, handoff.felt.as_ref());
    let facts = [Some((words.trigger)(handoff.trigger)), Some((text.language)(handoff.language)), feeling];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let elapsed = Memo::new(move |_| case_words::elapsed(text, since, now.get()));
    let unread = move || {
        let count = unread.get();
        (count > 0).then(|| {
            view! {
                <span class="case-list__unread">
                    {format::number(text.locale, count)}
                    <span class="visually-hidden">" " {words.unread_badge}</span>
                </span>
            }
        })
    };
    let summary = case.case.summary.clone();
    let who = case_words::shopper(text, &case.case.conversation);
    view! {
        <span class="case-list__top">
            <span class="case-list__who">{who}</span>
            {mark.map(|mark| view! { <span class="pill">{mark}</span> })}
            {unread}
            <time class="case-list__since" datetime=format::machine(since) title=format::moment(text.locale, since)>
                <span class="visually-hidden">{words.since} " "</span>
                {move || elapsed.get()}
            </time>
        </span>
        <span class="case-list__facts">{facts}</span>
        <span class="case-list__summary" dir="auto">{summary}</span>
        <Standing case=case floor=floor now=now />
    }
}

/// Who has it, and of a follow-up what is due.
#[component]
fn Standing(case: DeskCase, floor: Signal<Floor>, now: Signal<Timestamp>) -> impl IntoView {
    let text = text();
    let words = &text.desk.tasks;
    let task = Progress::of(&case).map(|_| {
        let is_pressing = case.case.priority < lutin_shared::escalation::triage::Priority::Normal;
        let facts = format!("{} · {}", (words.tag)(case.case.tag), (words.priority)(case.case.priority));
        view! { <span class="case-list__task" class:case-list__task--pressing=is_pressing>{facts}</span> }
    });
    let assignee = case.assignee.clone();
    let assignee = move || {
        let name = assignee.as_ref().map(|id| floor.with(|floor| case_words::name(text, id, floor)));
        name.map(|name| view! { <span>{(words.assigned_to)(&name)}</span> })
    };
    let of_due = case.clone();
    let due = Memo::new(move |_| case_words::due(text, &of_due, now.get()));
    let due = move || {
        due.get().map(|due| {
            view! { <span class="case-list__due" class:case-list__due--over=due.is_over>{due.words}</span> }
        })
    };
    let standing = Memo::new(move |_| floor.with(|floor| case_words::standing(text, &case, floor)));
    view! {
        <span class="case-list__standing">
            <span>{move || standing.get()}</span>
            {task}
            {assignee}
            {due}
        </span>
    }
}
