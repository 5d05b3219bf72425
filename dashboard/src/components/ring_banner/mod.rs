//! Who waits for this agent, over whatever page is open.

use leptos::prelude::*;
use lutin_shared::escalation::DeskCase;
use lutin_shared::id::ConversationId;
use lutin_shared::time::Timestamp;

use crate::case_words;
use crate::route::{Route, View};
use crate::text::text;

/// So many are named; the others are in the queue.
const SHOWN: usize = 3;

#[component]
pub fn RingBanner(
    /// Who waits longest comes first.
    cases: Signal<Vec<DeskCase>>,
    now: Signal<Timestamp>,
    on_take: Callback<ConversationId>,
) -> impl IntoView {
    let words = &text().desk.ring;
    let shown = move || cases.get().into_iter().take(SHOWN);
    let others = move || cases.with(Vec::len).saturating_sub(SHOWN);
    let key = |case: &DeskCase| (case.case.conversation.clone(), case.case.revision);
    view! {
        // There before anybody rings, so that what comes is read aloud.
        <div class="ring-banner" role="alert" class:ring-banner--silent=move || cases.with(Vec::is_empty)>
            <ul class="ring-banner__items">
                <For each=shown key=key let(case)>
                    <Call case=case now=now on_take=on_take />
                </For>
            </ul>
            {move || match others() {
                0 => None,
                count => Some(view! {
                    <a class="ring-banner__others" href=Route::Desk(View::Queue).href()>
                        {(words.others)(count)}
                    </a>
                }),
            }}
        </div>
    }
}

#[component]
fn Call(case: DeskCase, now: Signal<Timestamp>, on_take: Callback<ConversationId>) -> impl IntoView {
    let text = text();
    let words = &text.desk.ring;
    let handoff = &case.case.handoff;
    let id = case.case.conversation.clone();
    let who = case_words::shopper(text, &id);
    let mark = case_words::test_mark(text, case.case.purpose);
    let why = (text.desk.trigger)(handoff.trigger);
    let language = (text.language)(handoff.language);
    let feeling = case_words::feeling(text, handoff.felt.as_ref());
    let since = handoff.requested_at;
    let waits = move || case_words::elapsed(text, since, now.get());
    view! {
        <li class="ring-banner__item">
            <div class="ring-banner__said">
                <p class="ring-banner__who">
                    {who.clone()}
                    {mark.map(|mark| view! { " " <span class="pill">{mark}</span> })}
                </p>
                <p class="ring-banner__why">
                    {why} " · " {language} {feeling.map(|feeling| format!(" · {feeling}"))}
                    // What changes every second is not read aloud every second.
                    <span aria-hidden="true">" · " {waits}</span>
                </p>
            </div>
            <button
                class="button button--primary"
                type="button"
                aria-label=(words.take_what)(&who)
                on:click=move |_| on_take.run(id.clone())
            >
                {words.take}
            </button>
        </li>
    }
}
