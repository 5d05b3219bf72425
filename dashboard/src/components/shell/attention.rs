//! What an agent has to know on every page: who waits, and that nothing can be heard.

use leptos::prelude::*;
use lutin_shared::id::ConversationId;

use crate::clock;
use crate::components::notice::{Notice, Tone};
use crate::components::ring_banner::RingBanner;
use crate::route::{self, Route, View};
use crate::store::Store;
use crate::store::desk::{Connection, Desk};
use crate::text::text;

/// Tries the wires again when the network is back or the page is looked at, until the caller's owner is gone.
pub fn stay_in_touch(desk: Desk) {
    let online = window_event_listener(leptos::ev::online, move |_| desk.nudge());
    let visibility = window_event_listener(leptos::ev::visibilitychange, move |_| {
        if !document().hidden() {
            desk.nudge();
        }
    });
    on_cleanup(move || {
        online.remove();
        visibility.remove();
    });
}

/// Who rings for this agent.
#[component]
pub fn Calls() -> impl IntoView {
    let desk = Store::of_page().desk();
    let ringing = Memo::new(move |_| desk.floor().with(|floor| floor.ringing()));
    let take = Callback::new(move |id: ConversationId| {
        desk.accept(&id);
        route::go(&Route::DeskCase(id));
    });
    view! { <RingBanner cases=ringing.into() now=clock::ticking() on_take=take /> }
}

/// That the edge cannot be heard: to those who count on it.
#[component]
pub fn CutOff(page: Memo<Route>) -> impl IntoView {
    let words = &text().desk;
    let floor = Store::of_page().desk().floor();
    let is_cut = Memo::new(move |_| {
        let (connection, is_available) = floor.with(|floor| (floor.connection, floor.is_available));
        connection == Connection::Lost && (is_available || page.get() == Route::Desk(View::default()))
    });
    move || is_cut.get().then(|| view! { <Notice tone=Tone::Warning>{words.lost}</Notice> })
}
