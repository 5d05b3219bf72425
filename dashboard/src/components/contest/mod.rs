//! A count that the merchant does not agree with: the way to say so, and where that stands.

mod form;

use leptos::html::{Button, H3};
use leptos::prelude::*;
use lutin_shared::ledger::{Contest, Ground};
use lutin_shared::time::Timestamp;

use crate::api::Failure;
use crate::components::pill::Standing;
use crate::format;
use crate::text::text;
use form::ContestForm;

/// Nothing, where there is nothing to contest or the reader may not.
#[component]
pub fn ContestCard(
    standing: Signal<Standing>,
    contest: Signal<Option<Contest>>,
    /// Whether the reader may contest.
    is_owner: bool,
    /// While an answer is awaited.
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    /// The reason, in the merchant's words.
    on_contest: Callback<String>,
) -> impl IntoView {
    let known = Memo::new(move |_| contest.get());
    let may =
        Memo::new(move |_| is_owner && standing.get() == Standing::Counted && known.with(Option::is_none));
    let asked = RwSignal::new(false);
    move || match (known.get(), may.get()) {
        (Some(contest), _) => view! { <Standpoint contest=contest asked=asked /> }.into_any(),
        (None, true) => {
            view! { <Offer busy=busy failure=failure asked=asked on_contest=on_contest /> }.into_any()
        }
        (None, false) => ().into_any(),
    }
}

/// A button until it is wanted, then the form.
#[component]
fn Offer(
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    asked: RwSignal<bool>,
    on_contest: Callback<String>,
) -> impl IntoView {
    let text = text();
    let open = RwSignal::new(false);
    let opener = NodeRef::<Button>::new();
    let cancel = Callback::new(move |()| {
        open.set(false);
        // Where the form was asked for; it is there once the view has changed.
        request_animation_frame(move || drop(opener.get_untracked().map(|button| button.focus())));
    });
    let submit = Callback::new(move |reason| {
        asked.set(true);
        on_contest.run(reason);
    });
    view! {
        <div class="contest">
            {move || {
                if open.get() {
                    return view! {
                        <ContestForm busy=busy failure=failure on_submit=submit on_cancel=cancel />
                    }
                    .into_any();
                }
                view! {
                    <button
                        class="button button--small"
                        type="button"
                        node_ref=opener
                        on:click=move |_| open.set(true)
                    >
                        {text.contest.offer}
                    </button>
                }
                .into_any()
            }}
        </div>
    }
}

/// Where a contest stands. Takes the focus when it takes the form's place, and only then.
#[component]
fn Standpoint(contest: Contest, asked: RwSignal<bool>) -> impl IntoView {
    let text = text();
    let words = &text.contest;
    let heading = NodeRef::<H3>::new();
    heading.on_load(move |heading| {
        if asked.get_untracked() {
            asked.set(false);
            // A heading that cannot be focused is still read in its turn.
            request_animation_frame(move || drop(heading.focus()));
        }
    });
    let (at, reason, by) = match &contest {
        Contest::Open { at, reason, by }
        | Contest::Credited { at, reason, by, .. }
        | Contest::Upheld { at, reason, by, .. } => (*at, reason.clone(), by.clone()),
    };
    let outcome = match contest {
        Contest::Open { .. } => view! { <p class="contest__outcome">{words.open}</p> }.into_any(),
        Contest::Credited { ground, note, decided_at, .. } => {
            let sentence = match ground {
                Ground::Operator => words.credited_by_operator,
                Ground::Rules => words.credited_by_rules,
            };
            view! {
                <p class="contest__outcome">{sentence}</p>
                <p class="contest__small">{words.credit}</p>
                <Decision at=decided_at note=note />
            }
            .into_any()
        }
        Contest::Upheld { note, decided_at, .. } => view! {
            <p class="contest__outcome">{words.upheld}</p>
            <Decision at=decided_at note=note />
        }
        .into_any(),
    };
    view! {
        <section class="contest" aria-labelledby="contest-heading">
            <h3 id="contest-heading" class="contest__heading" tabindex="-1" node_ref=heading>{words.heading}</h3>
            {outcome}
            <div>
                <p class="contest__small">{(words.by)(&by, &format::moment(text.locale, at))}</p>
                <blockquote class="contest__quote" dir="auto">{reason}</blockquote>
            </div>
        </section>
    }
}

#[component]
fn Decision(at: Timestamp, note: String) -> impl IntoView {
    let text = text();
    let note = (!note.trim().is_empty()).then(|| {
        view! {
            <p class="contest__small">{text.contest.note}</p>
            <blockquote class="contest__quote" dir="auto">{note}</blockquote>
        }
    });
    view! {
        <div>
            <p class="contest__small">{(text.contest.decided)(&format::moment(text.locale, at))}</p>
            {note}
        </div>
    }
}
