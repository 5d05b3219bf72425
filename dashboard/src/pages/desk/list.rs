//! The list beside a conversation.

use leptos::prelude::*;
use lutin_shared::escalation::DeskCase;
use lutin_shared::id::ConversationId;
use lutin_shared::time::Timestamp;

use crate::components::agent_list::AgentList;
use crate::components::case_list::CaseList;
use crate::components::notice::{Notice, Tone};
use crate::components::task_filters::{TaskFilter, TaskFilters};
use crate::route::View;
use crate::store::Store;
use crate::store::desk::Floor;
use crate::text::text;

#[component]
pub fn ListPart(
    view: Signal<View>,
    open: Signal<Option<ConversationId>>,
    now: Signal<Timestamp>,
) -> impl IntoView {
    let text = text();
    let words = &text.desk;
    let desk = Store::of_page().desk();
    let floor = desk.floor();
    let filter = RwSignal::new(TaskFilter::default());
    let cases = Memo::new(move |_| floor.with(|floor| listed(floor, view.get(), &filter.get())));
    let silent = Memo::new(move |_| view.get() == View::Queue && floor.with(|floor| !floor.is_available));
    let label = Signal::derive(move || (words.view)(view.get()));
    let agents = Signal::derive(move || floor.with(|floor| floor.agents.clone()));
    let me = Signal::derive(move || floor.with(|floor| floor.me.clone()));
    view! {
        {move || silent.get().then(|| view! { <Notice tone=Tone::Warning>{words.not_available}</Notice> })}
        <div hidden=move || view.get() != View::FollowUps>
            <TaskFilters filter=filter />
        </div>
        <CaseList
            cases=cases.into()
            floor=floor
            chats=desk.chats()
            current=open
            now=now
            label=label
        />
        <Empty
            view=view
            is_empty=Signal::derive(move || cases.with(Vec::is_empty))
            is_filtered=Signal::derive(move || filter.get() != TaskFilter::default())
        />
        <div hidden=move || view.get() != View::All>
            <AgentList agents=agents me=me />
        </div>
    }
}

fn listed(floor: &Floor, view: View, filter: &TaskFilter) -> Vec<DeskCase> {
    match view {
        View::All => floor.all(),
        View::FollowUps => {
            let tasks = floor.follow_ups().into_iter();
            tasks.filter(|task| filter.admits(task, floor.me.as_ref())).collect()
        }
        View::Mine => floor.mine(),
        View::Queue => floor.queue(),
    }
}

/// What would be listed here, and what to do until then.
#[component]
fn Empty(view: Signal<View>, is_empty: Signal<bool>, is_filtered: Signal<bool>) -> impl IntoView {
    let words = &text().desk.empty;
    let said = Memo::new(move |_| match view.get() {
        View::All => words.all,
        View::FollowUps if is_filtered.get() => words.filtered,
        View::FollowUps => words.follow_ups,
        View::Mine => words.mine,
        View::Queue => words.queue,
    });
    move || {
        is_empty.get().then(|| {
            let (heading, lead) = said.get();
            view! {
                <div class="empty">
                    <h2 class="empty__heading">{heading}</h2>
                    <p class="empty__lead">{lead}</p>
                </div>
            }
        })
    }
}
