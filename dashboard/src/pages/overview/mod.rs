//! The month at a glance, and the latest conversations behind its total.

use leptos::prelude::*;
use lutin_shared::api::{ConversationRow, Overview};
use lutin_shared::id::MerchantId;

use crate::components::alerts::Alerts;
use crate::components::awaited::Awaited;
use crate::components::conversation_list::ConversationList;
use crate::components::filters::Filters;
use crate::components::freshness::Freshness;
use crate::components::install_tag::InstallTag;
use crate::components::usage::Usage;
use crate::format;
use crate::fresh::keep_fresh;
use crate::route::{Filter, Route};
use crate::store::Store;
use crate::text::text;

#[component]
pub fn OverviewPage(merchant: MerchantId, filter: Signal<Filter>) -> impl IntoView {
    let store = Store::of_page();
    let remote = store.overview();
    keep_fresh(move || store.refresh_overview());
    let stale = Signal::derive(move || remote.with(|remote| remote.failure.is_some()));
    let at = Signal::derive(move || remote.with(|remote| remote.at));
    view! {
        <Awaited remote=remote on_retry=Callback::new(move |()| store.refresh_overview()) let:overview>
            <Month overview=overview />
            <Freshness at=at stale=stale />
            <Conversations merchant=merchant.clone() overview=overview filter=filter />
        </Awaited>
    }
}

#[component]
fn Month(overview: Signal<Overview>) -> impl IntoView {
    let text = text();
    let month = move || format::month(text.locale, overview.with(|overview| overview.period));
    let plan = move || (text.overview.plan)((text.plan)(overview.with(|overview| overview.plan)));
    view! {
        <header class="overview__header">
            <h1 class="overview__heading">
                <span class="visually-hidden">{text.overview.heading} " · "</span>
                <span class="overview__month">{month}</span>
            </h1>
            <span class="overview__plan">{plan}</span>
        </header>
        <Usage
            coverage=Signal::derive(move || overview.with(|overview| overview.coverage))
            near=Signal::derive(move || overview.with(|overview| !overview.alerts.is_empty()))
        />
        <div class="overview__alerts">
            <Alerts overview=overview />
        </div>
    }
}

#[component]
fn Conversations(merchant: MerchantId, overview: Signal<Overview>, filter: Signal<Filter>) -> impl IntoView {
    let text = text();
    let all = Memo::new(move |_| overview.with(|overview| overview.conversations.clone()));
    let of = move |filter: Filter| {
        let belongs = move |row: &&ConversationRow| Filter::of(row.receipt.purpose) == filter;
        all.with(|all| all.iter().filter(belongs).cloned().collect::<Vec<_>>())
    };
    let count =
        move |filter| Signal::derive(move || u32::try_from(of(filter).len()).unwrap_or(Overview::MAX_ROWS));
    let listed = Memo::new(move |_| of(filter.get()));
    let none = Memo::new(move |_| listed.with(Vec::is_empty));
    let full = move || all.with(Vec::len) >= usize::try_from(Overview::MAX_ROWS).unwrap_or(usize::MAX);
    let limit = format::number(text.locale, Overview::MAX_ROWS);
    let tag = merchant.clone();
    view! {
        <section class="overview__conversations" aria-labelledby="conversations-heading">
            <div class="overview__bar">
                <h2 id="conversations-heading" class="overview__subheading">{text.overview.conversations}</h2>
                <Filters
                    current=filter
                    shoppers=count(Filter::Shoppers)
                    tests=count(Filter::Tests)
                />
            </div>
            {move || {
                (filter.get() == Filter::Tests)
                    .then(|| view! { <p class="overview__note">{text.overview.tests_note}</p> })
            }}
            {move || match (none.get(), filter.get()) {
                (false, _) => view! { <ConversationList rows=listed.into() /> }.into_any(),
                (true, Filter::Shoppers) => view! { <NoShoppers merchant=merchant.clone() /> }.into_any(),
                (true, Filter::Tests) => view! { <NoTests /> }.into_any(),
            }}
            {move || {
                full().then(|| view! { <p class="overview__note">{(text.overview.newest_only)(&limit)}</p> })
            }}
            {move || {
                (!none.get() && filter.get() == Filter::Shoppers)
                    .then(|| view! { <InstallAgain merchant=tag.clone() /> })
            }}
        </section>
    }
}

/// Before the first shopper: what to do so that there is one.
#[component]
fn NoShoppers(merchant: MerchantId) -> impl IntoView {
    let text = text();
    view! {
        <div class="empty">
            <h3 class="empty__heading">{text.overview.empty_heading}</h3>
            <p class="empty__lead">{text.overview.empty}</p>
            <InstallTag merchant=merchant />
            <a href=Route::Test.href()>{text.shell.test}</a>
        </div>
    }
}

#[component]
fn NoTests() -> impl IntoView {
    let text = text();
    view! {
        <div class="empty">
            <h3 class="empty__heading">{text.overview.empty_tests_heading}</h3>
            <p class="empty__lead">{text.overview.empty_tests}</p>
            <a class="button button--primary" href=Route::Test.href()>{text.test.start}</a>
        </div>
    }
}

/// The tag stays at hand for whoever has another page to put it on.
#[component]
fn InstallAgain(merchant: MerchantId) -> impl IntoView {
    let text = text();
    view! {
        <details class="overview__install">
            <summary>{text.install.disclose}</summary>
            <p class="overview__note">{text.install.lead}</p>
            <InstallTag merchant=merchant />
        </details>
    }
}
