//! Who speaks here, for which shop, and the two ways out.

use leptos::prelude::*;

use super::{drawing, handler};
use crate::profile::Shop;

#[component]
pub fn Header(
    shop: Shop,
    /// Whether there is no conversation to end.
    is_over: ArcRwSignal<bool>,
    on_end: Callback<()>,
    on_hide: Callback<()>,
) -> impl IntoView {
    let text = shop.text;
    view! {
        <header class="header">
            <span class="header__avatar">{drawing("#mark")}</span>
            <div class="header__names">
                <h1 class="header__name">
                    <bdi>{shop.profile.assistant_name.as_str()}</bdi>
                    <small>{text.assistant_role}</small>
                </h1>
                <p class="header__shop" dir="auto">{shop.profile.name.as_str()}</p>
            </div>
            <button
                type="button"
                class="header__end"
                hidden=is_over
                on:click=handler(move |_| on_end.run(()))
            >
                {text.end}
            </button>
            <button
                type="button"
                class="header__hide"
                aria-label=text.hide
                title=text.hide
                on:click=handler(move |_| on_hide.run(()))
            >
                {drawing("#close")}
            </button>
        </header>
    }
}
