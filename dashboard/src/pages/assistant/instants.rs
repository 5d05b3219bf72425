//! « Réponses Éclair ».

use leptos::prelude::*;
use lutin_shared::api::{AssistantOverview, InstantEntry};
use lutin_shared::assistant::InstantReply;
use lutin_shared::id::InstantId;

use super::naming::instant_id;
use crate::attempt::Attempt;
use crate::components::instant_editor::InstantEditor;
use crate::components::instant_list::InstantList;
use crate::focus;
use crate::format;
use crate::store::Store;
use crate::text::text;

const HEADING_ID: &str = "instants-heading";

/// What is being written: a new one, or one that there is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Task {
    New,
    Edit(InstantReply),
}

#[component]
pub fn InstantsPart(
    overview: Signal<AssistantOverview>,
    said: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let task = RwSignal::new(None::<Task>);
    let open = Callback::new(move |new: Task| {
        said.set(None);
        task.set(Some(new));
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
    move || match task.get() {
        Some(written) => {
            view! { <Writing written=written task=task overview=overview said=said /> }.into_any()
        }
        None => view! { <Replies overview=overview on_open=open /> }.into_any(),
    }
}

#[component]
fn Writing(
    written: Task,
    task: RwSignal<Option<Task>>,
    overview: Signal<AssistantOverview>,
    said: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let words = &text().form;
    let store = Store::of_page();
    let attempt = Attempt::new();
    let close = move |what: Option<&'static str>| {
        said.set(what);
        task.set(None);
        window().scroll_to_with_x_and_y(0.0, 0.0);
        focus::element(HEADING_ID);
    };
    let save = Callback::new(move |reply: InstantReply| {
        attempt.start(store.put_instant(reply), move |()| close(Some(words.saved)));
    });
    let delete = Callback::new(move |id: InstantId| {
        attempt.start(store.delete_instant(id), move |()| close(Some(words.deleted)));
    });
    let name =
        Callback::new(move |label: String| overview.with_untracked(|overview| instant_id(&label, overview)));
    let saved = match written {
        Task::New => None,
        Task::Edit(reply) => Some(reply),
    };
    view! {
        <InstantEditor
            saved=saved
            own=overview.with_untracked(|overview| overview.language)
            name=name
            busy=attempt.busy()
            failure=attempt.failure()
            on_save=save
            on_delete=delete
            on_cancel=Callback::new(move |()| close(None))
        />
    }
}

#[component]
fn Replies(overview: Signal<AssistantOverview>, on_open: Callback<Task>) -> impl IntoView {
    let text = text();
    let words = &text.assistant.instants;
    let entries = Memo::new(move |_| overview.with(|overview| overview.instants.clone()));
    let own = Memo::new(move |_| overview.with(|overview| overview.language));
    let none = Memo::new(move |_| entries.with(Vec::is_empty));
    let full = Memo::new(move |_| entries.with(Vec::len) >= InstantReply::MAX);
    let new = move |_| on_open.run(Task::New);
    let edit = Callback::new(move |entry: InstantEntry| on_open.run(Task::Edit(entry.reply)));
    let new_button = move || {
        view! {
            <button class="button button--primary" type="button" disabled=full on:click=new>{words.new}</button>
        }
    };
    view! {
        <section class="assistant__section" aria-labelledby=HEADING_ID>
            <div class="assistant__bar">
                <div>
                    <h2 id=HEADING_ID class="assistant__subheading" tabindex="-1">
                        {(text.assistant.part)(crate::route::Part::Instants)}
                    </h2>
                    {move || (!none.get()).then(|| view! { <p class="assistant__note">{words.lead}</p> })}
                </div>
                {move || (!none.get()).then(new_button)}
            </div>
            {move || {
                full.get().then(|| {
                    let most = format::count(text.locale, InstantReply::MAX as u64);
                    view! { <p class="assistant__note">{(words.full)(&most)}</p> }
                })
            }}
            {move || {
                if none.get() {
                    return view! {
                        <div class="empty">
                            <h3 class="empty__heading">{words.empty_heading}</h3>
                            <p class="empty__lead">{words.empty}</p>
                            {new_button()}
                        </div>
                    }
                    .into_any();
                }
                view! { <InstantList entries=entries.into() own=own.into() on_edit=edit /> }.into_any()
            }}
        </section>
    }
}
