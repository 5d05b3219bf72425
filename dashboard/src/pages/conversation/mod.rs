//! One conversation: its receipt, and what was said.

use leptos::prelude::*;
use lutin_shared::api::ConversationDetail;
use lutin_shared::id::ConversationId;
use lutin_shared::refusal::Refusal;

use crate::api::Failure;
use crate::components::awaited::Awaited;
use crate::components::receipt::ReceiptCard;
use crate::components::transcript::Transcript;
use crate::format;
use crate::fresh::keep_fresh;
use crate::route::{Filter, Route};
use crate::store::Store;
use crate::text::text;

#[component]
pub fn ConversationPage(id: ConversationId) -> impl IntoView {
    let text = text();
    let store = Store::of_page();
    let remote = store.conversation();
    store.look_at(id);
    // An open conversation goes on, and one that is over may be reopened by a late reply.
    keep_fresh(move || store.refresh_conversation());

    let missing =
        Memo::new(move |_| remote.with(|remote| remote.failure == Some(Failure::Refused(Refusal::NotFound))));
    let filter = Memo::new(move |_| {
        remote.with(|remote| remote.value.as_ref().map(|detail| Filter::of(detail.receipt.purpose)))
    });
    let day = move || {
        remote.with(|remote| {
            let started = remote.value.as_ref().map(|detail| detail.receipt.started_at);
            started.map(|at| format::long_day(text.locale, at))
        })
    };
    let back = move || Route::Overview(filter.get().unwrap_or_default()).href();
    view! {
        <a class="conversation__back" href=back>{text.conversation.back}</a>
        {move || {
            if missing.get() {
                return view! { <Missing /> }.into_any();
            }
            let retry = Callback::new(move |()| store.refresh_conversation());
            view! {
                <h1 class="conversation__heading">
                    {text.conversation.heading} " " <span class="conversation__day">{day}</span>
                </h1>
                <Awaited remote=remote on_retry=retry let:detail>
                    <Detail detail=detail />
                </Awaited>
            }
            .into_any()
        }}
    }
}

#[component]
fn Detail(detail: Signal<ConversationDetail>) -> impl IntoView {
    let text = text();
    let receipt = Memo::new(move |_| detail.with(|detail| detail.receipt.clone()));
    let lines = Memo::new(move |_| detail.with(|detail| detail.transcript.clone()));
    let counted_by =
        Signal::derive(move || receipt.with(|it| it.counted_by.as_ref().map(|reply| reply.id.clone())));
    view! {
        <div class="conversation__columns">
            <ReceiptCard receipt=receipt.into() period=Signal::derive(move || detail.with(|it| it.period)) />
            <section class="conversation__transcript" aria-labelledby="transcript-heading">
                <h2 id="transcript-heading" class="conversation__subheading">
                    {text.conversation.transcript}
                </h2>
                <Transcript lines=lines.into() counted_by=counted_by />
            </section>
        </div>
    }
}

#[component]
fn Missing() -> impl IntoView {
    let words = &text().conversation;
    view! {
        <div class="empty">
            <h1 class="empty__heading">{words.not_found_heading}</h1>
            <p class="empty__lead">{words.not_found}</p>
            <a class="button" href=Route::Overview(Filter::default()).href()>{words.back}</a>
        </div>
    }
}
