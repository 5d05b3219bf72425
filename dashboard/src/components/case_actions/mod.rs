//! What an agent can do with a conversation, by where it stands.

mod transfer;

use leptos::prelude::*;
use lutin_shared::escalation::{Case, Stage};
use lutin_shared::wire::console::{AgentFrame, AgentState};

use crate::components::confirm::ConfirmDelete;
use crate::store::desk::Floor;
use crate::text::text;
use transfer::Transfer;

/// Whose a conversation is, to the agent who looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    FollowUp,
    Mine,
    /// Nobody's any more: it is over, or back with the assistant.
    Nobody,
    /// A colleague's, or about to be somebody's.
    Others,
    /// It waits, for this agent among others.
    Waiting,
}

impl Hold {
    pub fn of(case: &Case, floor: &Floor) -> Self {
        match &case.handoff.stage {
            Stage::Attended { .. } if floor.is_mine(case) => Self::Mine,
            Stage::Attended { .. } | Stage::Routing { .. } => Self::Others,
            Stage::FollowUp { .. } => Self::FollowUp,
            Stage::Over => Self::Nobody,
            Stage::Waiting { to, .. } if to.is_none() || *to == floor.me => Self::Waiting,
            Stage::Waiting { .. } => Self::Others,
        }
    }

    /// Whether this agent may write to the shopper.
    pub const fn may_reply(self) -> bool {
        matches!(self, Self::FollowUp | Self::Mine)
    }
}

#[component]
pub fn CaseActions(
    hold: Signal<Hold>,
    /// Whether the edge hears what is wished for.
    is_live: Signal<bool>,
    /// The wish to take it is on its way.
    accepting: Signal<bool>,
    colleagues: Signal<Vec<AgentState>>,
    on_accept: Callback<()>,
    on_act: Callback<AgentFrame>,
) -> impl IntoView {
    let words = &text().desk.actions;
    let accept = move |_| {
        if !accepting.get_untracked() {
            on_accept.run(());
        }
    };
    move || match hold.get() {
        Hold::Waiting => view! {
            <div class="case-actions">
                <button
                    class="button button--primary"
                    type="button"
                    aria-disabled=move || accepting.get().to_string()
                    on:click=accept
                >
                    {move || if accepting.get() { words.taking } else { words.take }}
                </button>
            </div>
        }
        .into_any(),
        Hold::Mine => view! { <Own is_live=is_live colleagues=colleagues on_act=on_act /> }.into_any(),
        Hold::Others => view! { <p class="case-actions__note">{words.others}</p> }.into_any(),
        Hold::Nobody => view! { <p class="case-actions__note">{words.nobody}</p> }.into_any(),
        Hold::FollowUp => ().into_any(),
    }
}

/// Of a conversation that the agent has.
#[component]
fn Own(
    is_live: Signal<bool>,
    colleagues: Signal<Vec<AgentState>>,
    on_act: Callback<AgentFrame>,
) -> impl IntoView {
    let words = &text().desk.actions;
    let button = move |label: &'static str, frame: AgentFrame| {
        view! {
            <button
                class="button button--small"
                type="button"
                disabled=move || !is_live.get()
                on:click=move |_| on_act.run(frame.clone())
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="case-actions">
            {button(words.resolve, AgentFrame::Resolve)}
            {button(words.hand_back, AgentFrame::HandBack)}
            <Transfer
                colleagues=colleagues
                is_live=is_live
                on_choose=Callback::new(move |to| on_act.run(AgentFrame::HandTo { to }))
            />
            <ConfirmDelete
                question=words.close_question.to_owned()
                busy=Signal::derive(move || !is_live.get())
                on_confirm=Callback::new(move |()| on_act.run(AgentFrame::Close))
                label=words.close
                small=true
            />
        </div>
    }
}
