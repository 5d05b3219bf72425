//! A follow-up task: where the shopper can be answered, by when, and who does it (R18).

mod reach;

use leptos::prelude::*;
use lutin_shared::escalation::{DeskCase, Stage};
use lutin_shared::id::AgentId;
use lutin_shared::time::Timestamp;
use lutin_shared::wire::console::AgentState;

use crate::case_words::{self, Progress};
use crate::format;
use crate::store::desk::{Connection, Floor};
use crate::text::text;
use reach::Reach;

/// What is done with a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskAct {
    Accept,
    /// By e-mail or telephone.
    Answered,
    Assign(Option<AgentId>),
    Done(bool),
}

#[component]
pub fn FollowUp(
    task: Signal<DeskCase>,
    floor: Signal<Floor>,
    shopper_is_here: Signal<bool>,
    /// Whether the conversation hears what is wished for.
    is_live: Signal<bool>,
    now: Signal<Timestamp>,
    on_act: Callback<TaskAct>,
) -> impl IntoView {
    let text = text();
    let words = &text.desk.tasks;
    let progress = Memo::new(move |_| task.with(Progress::of));
    let answered = move || {
        task.with(|task| match &task.case.handoff.stage {
            Stage::FollowUp { answered: Some(it) } => {
                Some((words.answered_by)(&it.by.name, &format::moment(text.locale, it.at)))
            }
            _ => None,
        })
    };
    let facts = move || {
        task.with(|task| {
            format!("{} · {}", (words.tag)(task.case.tag), (words.priority_of)(task.case.priority))
        })
    };
    let due = Memo::new(move |_| task.with(|task| case_words::due(text, task, now.get())));
    let desk_is_live = move || floor.with(|floor| floor.connection == Connection::Live);
    view! {
        <section class="follow-up" aria-labelledby="follow-up-heading">
            <h3 id="follow-up-heading" class="follow-up__heading">{words.heading}</h3>
            <p class="follow-up__facts">
                {facts}
                {move || {
                    due.get().map(|due| {
                        view! { <span class="follow-up__due" class:follow-up__due--over=due.is_over>{due.words}</span> }
                    })
                }}
            </p>
            {move || answered().map(|answered| view! { <p class="follow-up__facts">{answered}</p> })}
            <Reach task=task />
            <div class="follow-up__actions">
                {move || {
                    (progress.get() == Some(Progress::ToDo)).then(|| view! {
                        <button
                            class="button button--small"
                            type="button"
                            disabled=move || !is_live.get()
                            on:click=move |_| on_act.run(TaskAct::Answered)
                        >
                            {words.mark_answered}
                        </button>
                    })
                }}
                {move || {
                    let is_done = progress.get() == Some(Progress::Done);
                    view! {
                        <button
                            class="button button--small"
                            type="button"
                            disabled=move || !desk_is_live()
                            on:click=move |_| on_act.run(TaskAct::Done(!is_done))
                        >
                            {if is_done { words.reopen } else { words.mark_done }}
                        </button>
                    }
                }}
                {move || {
                    shopper_is_here.get().then(|| view! {
                        <button
                            class="button button--small"
                            type="button"
                            disabled=move || !is_live.get()
                            on:click=move |_| on_act.run(TaskAct::Accept)
                        >
                            {words.take_live}
                        </button>
                    })
                }}
                <Assignee task=task floor=floor on_act=on_act />
            </div>
        </section>
    }
}

/// Who does it.
#[component]
fn Assignee(task: Signal<DeskCase>, floor: Signal<Floor>, on_act: Callback<TaskAct>) -> impl IntoView {
    let text = text();
    let words = &text.desk.tasks;
    let assignee = Memo::new(move |_| task.with(|task| task.assignee.clone()));
    // Who was switched off has no new tasks, and keeps the name under those they had.
    let offered = Memo::new(move |_| {
        floor.with(|floor| {
            let is_offered =
                |it: &&AgentState| it.agent.is_active || assignee.get().as_ref() == Some(&it.agent.id);
            let agents = floor.agents.iter().filter(is_offered);
            agents.map(|it| (it.agent.id.clone(), it.name.clone())).collect::<Vec<_>>()
        })
    });
    let choose = move |event| on_act.run(TaskAct::Assign(event_target_value(&event).parse().ok()));
    let is_cut = move || floor.with(|floor| floor.connection != Connection::Live);
    view! {
        <label class="follow-up__assignee">
            <span>{words.assignee}</span>
            <select class="field__input" disabled=is_cut on:change=choose>
                <option value="" prop:selected=move || assignee.with(Option::is_none)>{words.nobody}</option>
                <For each=move || offered.get() key=Clone::clone let((id, name))>
                    <option value=id.to_string() prop:selected=move || assignee.get().as_ref() == Some(&id)>{name}</option>
                </For>
            </select>
        </label>
    }
}
