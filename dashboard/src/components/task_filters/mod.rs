//! Which follow-ups are listed.

use leptos::prelude::*;
use lutin_shared::escalation::DeskCase;
use lutin_shared::escalation::triage::{Priority, Tag};
use lutin_shared::id::AgentId;

use crate::case_words::Progress;
use crate::text::text;

/// Whose follow-ups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Whose {
    #[default]
    All,
    Mine,
    Nobodys,
}

impl Whose {
    pub const ALL: [Self; 3] = [Self::All, Self::Mine, Self::Nobodys];
}

/// What a follow-up has to be, to be listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    pub progress: Progress,
    pub whose: Whose,
    /// `None`: any.
    pub priority: Option<Priority>,
    pub tag: Option<Tag>,
}

impl TaskFilter {
    pub fn admits(&self, task: &DeskCase, me: Option<&AgentId>) -> bool {
        let is_theirs = match self.whose {
            Whose::All => true,
            Whose::Mine => me.is_some() && task.assignee.as_ref() == me,
            Whose::Nobodys => task.assignee.is_none(),
        };
        is_theirs
            && Progress::of(task) == Some(self.progress)
            && self.priority.is_none_or(|priority| task.case.priority == priority)
            && self.tag.is_none_or(|tag| task.case.tag == tag)
    }
}

#[component]
pub fn TaskFilters(filter: RwSignal<TaskFilter>) -> impl IntoView {
    let words = &text().desk.tasks;
    let progress = Progress::ALL.map(|it| (Some(it), (words.progress)(it)));
    let whose = Whose::ALL.map(|it| (Some(it), (words.whose)(it)));
    let priorities = Priority::ALL.map(|it| (Some(it), (words.priority)(it)));
    let priorities = [(None, words.any_priority)].into_iter().chain(priorities);
    let tags = Tag::ALL.map(|it| (Some(it), (words.tag)(it)));
    let tags = [(None, words.any_tag)].into_iter().chain(tags);
    view! {
        <div class="task-filters" role="group" aria-label=words.filters>
            <Choice
                label=words.by_progress
                options=progress.to_vec()
                chosen=Signal::derive(move || Some(filter.get().progress))
                on_choose=Callback::new(move |it: Option<_>| filter.update(|f| f.progress = it.unwrap_or_default()))
            />
            <Choice
                label=words.by_assignee
                options=whose.to_vec()
                chosen=Signal::derive(move || Some(filter.get().whose))
                on_choose=Callback::new(move |it: Option<_>| filter.update(|f| f.whose = it.unwrap_or_default()))
            />
            <Choice
                label=words.by_priority
                options=priorities.collect()
                chosen=Signal::derive(move || filter.get().priority)
                on_choose=Callback::new(move |it| filter.update(|f| f.priority = it))
            />
            <Choice
                label=words.by_tag
                options=tags.collect()
                chosen=Signal::derive(move || filter.get().tag)
                on_choose=Callback::new(move |it| filter.update(|f| f.tag = it))
            />
        </div>
    }
}

#[component]
fn Choice<T>(
    label: &'static str,
    options: Vec<(Option<T>, &'static str)>,
    chosen: Signal<Option<T>>,
    on_choose: Callback<Option<T>>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let values: Vec<Option<T>> = options.iter().map(|(value, _)| *value).collect();
    let choose = move |event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        if let Some(value) = place.and_then(|place| values.get(place)) {
            on_choose.run(*value);
        }
    };
    let option = move |(place, (value, name)): (usize, (Option<T>, &'static str))| {
        view! {
            <option value=place.to_string() prop:selected=move || chosen.get() == value>{name}</option>
        }
    };
    view! {
        <label class="task-filters__choice">
            <span class="task-filters__label">{label}</span>
            <select class="field__input task-filters__input" on:change=choose>
                {options.into_iter().enumerate().map(option).collect_view()}
            </select>
        </label>
    }
}
