//! One conversation: its receipt, and what was said.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::api::ConversationDetail;
use lutin_shared::id::ConversationId;
use lutin_shared::refusal::Refusal;

use crate::api::Failure;
use crate::components::awaited::Awaited;
use crate::components::contest::ContestCard;
use crate::components::pill::Standing;
use crate::components::receipt::ReceiptCard;
use crate::components::transcript::Transcript;
use crate::format;
use crate::fresh::keep_fresh;
use crate::route::{Filter, Route};
use crate::store::Store;
use crate::text::text;

#[component]
pub fn ConversationPage(
    id: ConversationId,
    /// Whether the reader may contest a count.
    is_owner: bool,
) -> impl IntoView {
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
                    <Detail detail=detail is_owner=is_owner />
                </Awaited>
            }
            .into_any()
        }}
    }
}

#[component]
fn Detail(detail: Signal<ConversationDetail>, is_owner: bool) -> impl IntoView {
    let text = text();
    let lines = Memo::new(move |_| detail.with(|detail| detail.transcript.clone()));
    let counted_by = Signal::derive(move || {
        detail.with(|detail| detail.receipt.counted_by.as_ref().map(|reply| reply.id.clone()))
    });
    view! {
        <div class="conversation__columns">
            <ReceiptCard detail=detail>
                <Contesting detail=detail is_owner=is_owner />
            </ReceiptCard>
            <section class="conversation__transcript" aria-labelledby="transcript-heading">
                <h2 id="transcript-heading" class="conversation__subheading">
                    {text.conversation.transcript}
                </h2>
                {move || {
                    let stars = detail.with(|detail| detail.stars)?;
                    let stars = format::stars(text.locale, stars);
                    Some(view! { <p class="conversation__stars">{text.conversation.rating} " " {stars}</p> })
                }}
                <Transcript lines=lines.into() counted_by=counted_by />
            </section>
        </div>
    }
}

#[component]
fn Contesting(detail: Signal<ConversationDetail>, is_owner: bool) -> impl IntoView {
    let store = Store::of_page();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let on_contest = Callback::new(move |reason| {
        busy.set(true);
        failure.set(None);
        let id = detail.with_untracked(|detail| detail.receipt.conversation.clone());
        spawn_local(async move {
            // Signed out, or elsewhere by now: this page is gone, and its signals with it.
            if let Some(Err(why)) = store.contest(id, reason).await {
                failure.try_set(Some(why));
            }
            busy.try_set(false);
        });
    });
    let standing = Signal::derive(move || detail.with(|it| Standing::of(&it.receipt, it.contest.as_ref())));
    view! {
        <ContestCard
            standing=standing
            contest=Signal::derive(move || detail.with(|detail| detail.contest.clone()))
            is_owner=is_owner
            busy=busy.into()
            failure=failure.into()
            on_contest=on_contest
        />
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
