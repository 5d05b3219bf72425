//! « Ma facture »: what a month costs, line by line, and the way to check all of it.

mod verification;

use leptos::prelude::*;
use lutin_shared::account::{Period, Statement};
use lutin_shared::api::AccountOverview;
use lutin_shared::refusal::Refusal;

use crate::api::{self, Failure};
use crate::components::awaited::Awaited;
use crate::components::freshness::Freshness;
use crate::components::notice::{Notice, Tone};
use crate::components::statement::{Covered, StatementTable};
use crate::format;
use crate::fresh::keep_fresh;
use crate::route::{Filter, Route};
use crate::store::Store;
use crate::text::text;
use verification::Verification;

/// `period` is the month that is looked at; `None` for the present one.
#[component]
pub fn BillPage(period: Signal<Option<Period>>) -> impl IntoView {
    let text = text();
    let store = Store::of_page();
    let plans = store.plans();
    store.look_at_bill(period.get_untracked());
    Effect::new(move |_| store.look_at_bill(period.get()));
    keep_fresh(move || store.refresh_bill());
    let retry = Callback::new(move |()| store.refresh_bill());
    view! {
        <h1 class="bill__heading">{text.bill.heading}</h1>
        <Awaited remote=plans on_retry=retry let:plans>
            <Months plans=plans period=period />
            <Month plans=plans period=period />
        </Awaited>
    }
}

/// Which months there are, the newest first.
#[component]
fn Months(plans: Signal<AccountOverview>, period: Signal<Option<Period>>) -> impl IntoView {
    let text = text();
    let present = Memo::new(move |_| plans.with(|plans| plans.statement.period));
    let months = Memo::new(move |_| {
        let mut months = plans.with(|plans| plans.periods.clone());
        months.reverse();
        months
    });
    let is_shown = move |month: Period| period.get().unwrap_or_else(|| present.get()) == month;
    let choose = move |event| {
        let chosen = Period::try_from(event_target_value(&event)).ok();
        let chosen = chosen.filter(|month| *month != present.get_untracked());
        // The address leads; without it the page stays where it is.
        location().set_hash(&Route::Bill(chosen).href()).ok();
    };
    view! {
        <label class="bill__month">
            <span class="bill__label">{text.bill.month}</span>
            <select class="bill__select" on:change=choose>
                <For each=move || months.get() key=|month| *month let(month)>
                    <option value=month.to_string() prop:selected=move || is_shown(month)>
                        {format::month(text.locale, month)}
                    </option>
                </For>
            </select>
        </label>
    }
}

#[component]
fn Month(plans: Signal<AccountOverview>, period: Signal<Option<Period>>) -> impl IntoView {
    let store = Store::of_page();
    let remote = store.statement(period);
    let present = Signal::derive(move || plans.with(|plans| plans.statement.period));
    let missing =
        Memo::new(move |_| remote.with(|remote| remote.failure == Some(Failure::Refused(Refusal::NotFound))));
    let stale = Signal::derive(move || remote.with(|remote| remote.failure.is_some()));
    let at = Signal::derive(move || remote.with(|remote| remote.at));
    move || {
        if missing.get() {
            return view! { <Missing /> }.into_any();
        }
        view! {
            <Awaited remote=remote on_retry=Callback::new(move |()| store.refresh_bill()) let:statement>
                <Bill statement=statement present=present />
                <Freshness at=at stale=stale />
            </Awaited>
        }
        .into_any()
    }
}

#[component]
fn Bill(statement: Signal<Statement>, present: Signal<Period>) -> impl IntoView {
    let text = text();
    let words = &text.bill;
    let month = Memo::new(move |_| statement.with(|statement| statement.period));
    let so_far =
        move || (month.get() == present.get()).then(|| view! { <p class="bill__note">{words.so_far}</p> });
    view! {
        <div class="bill__columns">
            <section class="bill__card" aria-labelledby="bill-statement">
                <h2 id="bill-statement" class="bill__month-name">
                    {move || format::month(text.locale, month.get())}
                </h2>
                {so_far}
                <StatementTable statement=statement />
                <p class="bill__note">{words.amounts}</p>
            </section>
            <div class="bill__side">
                <section class="bill__card" aria-labelledby="bill-coverage">
                    <h2 id="bill-coverage" class="bill__subheading">{text.statement.coverage}</h2>
                    <Covered coverage=Signal::derive(move || statement.with(|statement| statement.coverage)) />
                </section>
                // Another month is another verification.
                {move || view! { <Verification period=month.get() statement=statement /> }}
                {move || view! { <Exports period=month.get() /> }}
            </div>
        </div>
    }
}

#[component]
fn Exports(period: Period) -> impl IntoView {
    let words = &text().bill;
    view! {
        <section class="bill__card" aria-labelledby="bill-exports">
            <h2 id="bill-exports" class="bill__subheading">{words.exports}</h2>
            <p class="bill__note">{words.exports_lead}</p>
            <div class="bill__links">
                <a href=api::export_path(period, false) download="">{words.export}</a>
                <a href=api::export_path(period, true) download="">{words.export_with_texts}</a>
            </div>
        </section>
    }
}

/// A month that this shop has no bill for.
#[component]
fn Missing() -> impl IntoView {
    let words = &text().bill;
    view! {
        <div class="empty">
            <h2 class="empty__heading">{words.no_month}</h2>
            <a class="button" href=Route::Bill(None).href()>{words.this_month}</a>
        </div>
    }
}

/// For whoever may not see what the shop pays.
#[component]
pub fn OwnersOnly() -> impl IntoView {
    let text = text();
    view! {
        <h1 class="bill__heading">{text.bill.heading}</h1>
        <div class="bill__owners">
            <Notice tone=Tone::Info>{text.bill.owners_only}</Notice>
            <a class="button" href=Route::Overview(Filter::default()).href()>{text.shell.back}</a>
        </div>
    }
}
