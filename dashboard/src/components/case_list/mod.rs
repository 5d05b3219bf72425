//! Conversations that want people, one a row: who, why, since when, and how it stands.

mod row;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use lutin_shared::escalation::DeskCase;
use lutin_shared::id::ConversationId;
use lutin_shared::time::Timestamp;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::format;
use crate::store::desk::{Chats, Floor};
use crate::text::text;
use row::Row;

/// So many are shown before more are asked for.
const PAGE: usize = 50;

#[component]
pub fn CaseList(
    cases: Signal<Vec<DeskCase>>,
    floor: Signal<Floor>,
    chats: Signal<Chats>,
    /// The one that is open.
    current: Signal<Option<ConversationId>>,
    now: Signal<Timestamp>,
    /// Names the list for a screen reader.
    #[prop(into)]
    label: Signal<&'static str>,
) -> impl IntoView {
    let text = text();
    let shown = RwSignal::new(PAGE);
    // A row stays while its case changes: what has the keyboard's focus, or is being clicked, is not taken away.
    let ids = Memo::new(move |_| {
        let ids = |cases: &Vec<DeskCase>| {
            cases.iter().take(shown.get()).map(|case| case.case.conversation.clone()).collect::<Vec<_>>()
        };
        cases.with(ids)
    });
    let hidden = move || cases.with(Vec::len).saturating_sub(shown.get());
    view! {
        <ul class="case-list" aria-label=move || label.get() on:keydown=walk>
            <For each=move || ids.get() key=Clone::clone let(id)>
                <Row id=id cases=cases floor=floor chats=chats current=current now=now />
            </For>
        </ul>
        {move || {
            let more = hidden().min(PAGE);
            (more > 0).then(|| {
                let label = (text.desk.more)(&format::count(text.locale, more as u64));
                view! {
                    <button class="button button--small" type="button" on:click=move |_| shown.update(|it| *it += PAGE)>
                        {label}
                    </button>
                }
            })
        }}
    }
}

/// Up and Down go from row to row; Enter opens one, as it does any link.
fn walk(event: KeyboardEvent) {
    let step: fn(&Element) -> Option<Element> = match event.key().as_str() {
        "ArrowDown" => Element::next_element_sibling,
        "ArrowUp" => Element::previous_element_sibling,
        _ => return,
    };
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = target.and_then(|target| target.closest("li").ok().flatten());
    let next = row.and_then(|row| step(&row)).and_then(|row| row.query_selector("a").ok().flatten());
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        // The page would scroll.
        event.prevent_default();
        next.focus().ok();
    }
}
