//! Which conversations are listed. Links, so that the way back leads to the same list.

use leptos::prelude::*;

use crate::format;
use crate::route::{Filter, Route};
use crate::text::text;

#[component]
pub fn Filters(
    current: Signal<Filter>,
    /// How many the list has for each.
    shoppers: Signal<u32>,
    tests: Signal<u32>,
) -> impl IntoView {
    let text = text();
    let link = move |filter: Filter, label: &'static str, count: Signal<u32>| {
        let selected = move || (current.get() == filter).then_some("true");
        view! {
            <a class="filters__link" href=Route::Overview(filter).href() aria-current=selected>
                {label}
                <span class="filters__count">{move || format::number(text.locale, count.get())}</span>
            </a>
        }
    };
    view! {
        <nav class="filters" aria-label=text.overview.filters>
            {link(Filter::Shoppers, text.overview.shoppers, shoppers)}
            {link(Filter::Tests, text.overview.tests, tests)}
        </nav>
    }
}
