//! « Conversations en direct »: who wants somebody, who has whom, and what is left to answer.

mod list;
mod live;

use leptos::prelude::*;
use lutin_shared::id::ConversationId;

use crate::case_words::Progress;
use crate::clock;
use crate::components::awaited::Loading;
use crate::components::desk_sections::{Counts, DeskSections};
use crate::components::notice::{Notice, Tone};
use crate::route::{Route, View};
use crate::store::Store;
use crate::store::desk::{Desk, Floor};
use crate::text::text;
use list::ListPart;
use live::Live;

#[component]
pub fn DeskPage(route: Signal<Route>) -> impl IntoView {
    let text = text();
    let words = &text.desk;
    let desk = Store::of_page().desk();
    let floor = desk.floor();
    let now = clock::ticking();
    let open = Memo::new(move |_| match route.get() {
        Route::DeskCase(id) => Some(id),
        _ => None,
    });
    let view = current_view(route, open, floor);
    Effect::new(move |_| desk.look_at(open.get()));
    on_cleanup(move || desk.look_at(None));

    let is_known = Memo::new(move |_| floor.with(|floor| floor.is_known));
    let back = Signal::derive(move || Route::Desk(view.get()).href());
    let beside = move || match open.get() {
        Some(id) => view! { <Live id=id now=now back=back /> }.into_any(),
        None => view! { <p class="desk__none">{words.none_open}</p> }.into_any(),
    };
    view! {
        <div class="desk" class:desk--open=move || open.with(Option::is_some)>
            <div class="desk__top">
                <h1 class="desk__heading">{words.heading}</h1>
                <a class="desk__settings" href=Route::DeskSettings.href()>{words.settings_link}</a>
            </div>
            <DeskSections current=view.into() counts=counts(desk) />
            <Refused desk=desk />
            {move || {
                if !is_known.get() {
                    return view! { <Loading /> }.into_any();
                }
                view! {
                    <div class="desk__columns">
                        <div class="desk__list">
                            <ListPart view=view.into() open=open.into() now=now />
                        </div>
                        <div class="desk__open">{beside}</div>
                    </div>
                }
                .into_any()
            }}
        </div>
    }
}

/// The list beside what is open: the one that was chosen, or the one that the conversation belongs to; it follows when a
/// conversation that rang is taken. Who looks through all of them stays there.
fn current_view(
    route: Signal<Route>,
    open: Memo<Option<ConversationId>>,
    floor: Signal<Floor>,
) -> RwSignal<View> {
    let view = RwSignal::new(match route.get_untracked() {
        Route::Desk(view) => view,
        _ => View::default(),
    });
    let home = Memo::new(move |_| {
        let id = open.get()?;
        let home = floor.with(|floor| floor.case(&id).and_then(|case| floor.home(&case.case)))?;
        Some((id, home))
    });
    Effect::new(move |_| {
        if let Route::Desk(chosen) = route.get() {
            view.set(chosen);
        }
    });
    Effect::new(move |_| {
        if let Some((_, home)) = home.get()
            && view.get_untracked() != View::All
        {
            view.set(home);
        }
    });
    view
}

fn counts(desk: Desk) -> Signal<Counts> {
    let (floor, chats) = (desk.floor(), desk.chats());
    let counts = Memo::new(move |_| {
        let unread = chats.with(|chats| chats.values().map(|chat| chat.unread as usize).sum());
        floor.with(|floor| Counts {
            waiting: floor.queue().len(),
            unread,
            to_answer: floor.cases.values().filter(|task| Progress::of(task) == Some(Progress::ToDo)).count(),
        })
    });
    counts.into()
}

/// A wish to the desk that was not granted.
#[component]
fn Refused(desk: Desk) -> impl IntoView {
    let text = text();
    let refusal = Memo::new(move |_| desk.floor().with(|floor| floor.refusal));
    move || {
        let code = refusal.get()?;
        Some(view! { <Notice tone=Tone::Error>{(text.desk.refused)(code, false)}</Notice> })
    }
}
