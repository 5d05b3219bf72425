//! What stays in place from page to page: whose console it is, where one can go, the way out.

mod attention;
mod header;

use leptos::prelude::*;
use lutin_shared::api::{Me, Role};
use wasm_bindgen::JsCast;

use crate::api::Failure;
use crate::components::notice::{Notice, Tone};
use crate::pages::assistant::AssistantPage;
use crate::pages::bill::{BillPage, OwnersOnly};
use crate::pages::conversation::ConversationPage;
use crate::pages::desk::DeskPage;
use crate::pages::desk_settings::DeskSettingsPage;
use crate::pages::overview::OverviewPage;
use crate::pages::test_chat::TestChatPage;
use crate::ring::Ring;
use crate::route::{Filter, Part, Route};
use crate::store::Store;
use crate::text::text;
use attention::{Calls, CutOff, stay_in_touch};
use header::Header;

#[component]
pub fn Shell(me: Me, route: Signal<Route>) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let main = NodeRef::new();
    let page = Memo::new(move |_| route.get().page());
    announce(page, main);
    let store = Store::of_page();
    // Whatever page is open, who is called hears it.
    store.open_desk(&me);
    stay_in_touch(store.desk());
    let ring = Ring::attend(store.desk());
    view! {
        <button class="skip-link" type="button" on:click=move |_| focus_heading(main)>
            {text().shell.skip}
        </button>
        <Header
            me=me.clone()
            page=page
            ring=ring
            on_failure=Callback::new(move |why| failure.set(Some(why)))
        />
        <Calls />
        <main class="page" node_ref=main>
            {move || {
                failure.get().map(|failure| {
                    view! { <Notice tone=Tone::Error>{(text().failure)(&failure)}</Notice> }
                })
            }}
            <CutOff page=page />
            {move || page_view(&me, page.get(), route)}
        </main>
    }
}

fn page_view(me: &Me, page: Route, route: Signal<Route>) -> AnyView {
    let merchant = me.merchant.clone();
    let is_owner = me.role == Role::Owner;
    match page {
        Route::Assistant(_) => {
            let part = Signal::derive(move || match route.get() {
                Route::Assistant(part) => part,
                _ => Part::default(),
            });
            view! { <AssistantPage part=part is_owner=is_owner /> }.into_any()
        }
        Route::Bill(_) if is_owner => {
            let period = Signal::derive(move || match route.get() {
                Route::Bill(period) => period,
                _ => None,
            });
            view! { <BillPage period=period /> }.into_any()
        }
        Route::Bill(_) => view! { <OwnersOnly /> }.into_any(),
        Route::Conversation(id) => view! { <ConversationPage id=id is_owner=is_owner /> }.into_any(),
        Route::Desk(_) | Route::DeskCase(_) => view! { <DeskPage route=route /> }.into_any(),
        Route::DeskSettings => view! { <DeskSettingsPage me=me.clone() /> }.into_any(),
        Route::Overview(_) => {
            let filter = Signal::derive(move || match route.get() {
                Route::Overview(filter) => filter,
                _ => Filter::default(),
            });
            view! { <OverviewPage merchant=merchant filter=filter /> }.into_any()
        }
        Route::Test => view! { <TestChatPage merchant=merchant /> }.into_any(),
        Route::Unknown => {
            let words = &text().shell;
            view! {
                <div class="empty">
                    <h1 class="empty__heading">{words.not_found}</h1>
                    <a class="button" href=Route::Overview(Filter::default()).href()>{words.back}</a>
                </div>
            }
            .into_any()
        }
    }
}

/// A page of this program is no page load: the heading takes the focus, so that a screen reader hears
/// where it is and the keyboard goes on from there. Not on the first one, which is a page load.
fn announce(page: Memo<Route>, main: NodeRef<leptos::html::Main>) {
    Effect::new(move |earlier: Option<Route>| {
        let page = page.get();
        if earlier.is_some_and(|earlier| earlier != page) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            request_animation_frame(move || focus_heading(main));
        }
        page
    });
}

fn focus_heading(main: NodeRef<leptos::html::Main>) {
    let heading = main.get_untracked().and_then(|main| main.query_selector("h1").ok().flatten());
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
        heading.set_tab_index(-1);
        // A heading that cannot be focused is still read in its turn.
        heading.focus().ok();
    }
}
