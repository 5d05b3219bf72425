//! Whose console it is, where one can go, whether one takes conversations, and the way out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::api::{Me, Role};

use crate::api::Failure;
use crate::components::mark::Mark;
use crate::components::presence::PresenceSwitch;
use crate::format;
use crate::ring::Ring;
use crate::route::{Filter, Part, Route, View};
use crate::store::Store;
use crate::text::text;

#[component]
pub fn Header(me: Me, page: Memo<Route>, ring: Ring, on_failure: Callback<Failure>) -> impl IntoView {
    let text = text();
    let store = Store::of_page();
    let overview = store.overview();
    // Whatever page is the first, the header says whose console it is.
    store.refresh_overview();
    // The shop's name comes with the overview; until then its id is better than nothing.
    let shop = move || {
        overview.with(|it| it.value.as_ref().map_or_else(|| me.merchant.to_string(), |it| it.name.clone()))
    };
    let sign_out = move |_| {
        spawn_local(async move {
            if let Err(failure) = store.sign_out().await {
                on_failure.run(failure);
            }
        });
    };
    let is_owner = me.role == Role::Owner;
    let link = move |target: Route, label: &'static str| {
        let href = target.href();
        let current = move || (page.get() == target).then_some("page");
        view! { <a class="header__link" href=href aria-current=current>{label}</a> }
    };
    view! {
        <header class="header">
            <div class="header__inner">
                <div class="header__brand">
                    <Mark />
                    <span class="header__product">"LutinGénie"</span>
                    <span class="header__shop">{shop}</span>
                </div>
                <nav class="header__nav" aria-label=text.shell.navigation>
                    {link(Route::Overview(Filter::default()), text.shell.overview)}
                    <DeskLink page=page />
                    {link(Route::Assistant(Part::default()), text.shell.assistant)}
                    {is_owner.then(|| link(Route::Bill(None), text.shell.bill))}
                    {link(Route::Test, text.shell.test)}
                </nav>
                <Presence ring=ring />
                <div class="header__account">
                    <span class="header__name" title=me.email>{me.name}</span>
                    <button class="button button--quiet button--small" type="button" on:click=sign_out>
                        {text.shell.sign_out}
                    </button>
                </div>
            </div>
        </header>
    }
}

/// To the conversations that want people, with how many wait.
#[component]
fn DeskLink(page: Memo<Route>) -> impl IntoView {
    let text = text();
    let floor = Store::of_page().desk().floor();
    let target = Route::Desk(View::default());
    let href = target.href();
    let current = move || (page.get() == target).then_some("page");
    let waiting = Memo::new(move |_| floor.with(|floor| floor.queue().len()));
    let badge = move || {
        let count = waiting.get();
        (count > 0).then(|| {
            view! {
                <span class="header__badge">
                    {format::count(text.locale, count as u64)}
                    <span class="visually-hidden">" " {text.desk.waiting_badge}</span>
                </span>
            }
        })
    };
    view! { <a class="header__link" href=href aria-current=current>{text.shell.desk} {badge}</a> }
}

#[component]
fn Presence(ring: Ring) -> impl IntoView {
    let desk = Store::of_page().desk();
    let floor = desk.floor();
    let on_change = Callback::new(move |is_available| {
        // Asked in the click itself, or a browser refuses.
        if is_available {
            ring.allow();
        }
        desk.set_available(is_available);
    });
    view! {
        <div class="header__presence">
            <PresenceSwitch
                is_available=Signal::derive(move || floor.with(|floor| floor.is_available))
                connection=Signal::derive(move || floor.with(|floor| floor.connection))
                on_change=on_change
            />
        </div>
    }
}
