//! How the shop's people are called, what they need not write anew, and who they are.

use leptos::prelude::*;
use lutin_shared::api::{DeskSettings, Me, Role, StaffChange};
use lutin_shared::id::AgentId;

use crate::attempt::Attempt;
use crate::components::awaited::{Awaited, Loading};
use crate::components::desk_form::{CannedAnswers, DeskForm};
use crate::components::notice::{Notice, Tone};
use crate::components::team_list::TeamList;
use crate::route::{Route, View};
use crate::store::Store;
use crate::text::text;

#[component]
pub fn DeskSettingsPage(me: Me) -> impl IntoView {
    let text = text();
    let words = &text.desk;
    let floor = Store::of_page().desk().floor();
    let is_owner = me.role == Role::Owner;
    let is_known = Memo::new(move |_| floor.with(|floor| floor.is_known));
    let canned = Signal::derive(move || floor.with(|floor| floor.settings.canned.clone()));
    view! {
        <a class="conversation__back" href=Route::Desk(View::default()).href()>{words.heading}</a>
        <h1 class="desk__heading">{words.settings_link}</h1>
        <div class="desk-settings">
            {move || {
                if !is_known.get() {
                    return view! { <Loading /> }.into_any();
                }
                if is_owner {
                    return view! {
                        // What is being written is not taken away by a change elsewhere.
                        <Settings settings=floor.with_untracked(|floor| floor.settings.clone()) />
                        <Team me=me.id.clone() />
                    }
                    .into_any();
                }
                view! {
                    <Notice tone=Tone::Info>{text.assistant.owners_only}</Notice>
                    <CannedAnswers canned=canned />
                }
                .into_any()
            }}
        </div>
    }
}

#[component]
fn Settings(settings: DeskSettings) -> impl IntoView {
    let words = &text().desk.settings;
    let store = Store::of_page();
    let attempt = Attempt::new();
    let is_saved = RwSignal::new(false);
    let save = Callback::new(move |settings: DeskSettings| {
        is_saved.set(false);
        attempt.start(store.put_desk_settings(settings), move |_| is_saved.set(true));
    });
    view! {
        <DeskForm settings=settings busy=attempt.busy() failure=attempt.failure() on_save=save />
        <div role="status">
            {move || is_saved.get().then(|| view! { <Notice tone=Tone::Info>{words.saved}</Notice> })}
        </div>
    }
}

#[component]
fn Team(me: AgentId) -> impl IntoView {
    let store = Store::of_page();
    let attempt = Attempt::new();
    store.refresh_staff();
    let switch = Callback::new(move |(id, is_active)| {
        attempt.start(store.put_staff(id, StaffChange { is_active }), |()| {});
    });
    view! {
        <Awaited remote=store.staff() on_retry=Callback::new(move |()| store.refresh_staff()) let:staff>
            <TeamList
                staff=staff
                me=me.clone()
                busy=attempt.busy()
                failure=attempt.failure()
                on_switch=switch
            />
        </Awaited>
    }
}
