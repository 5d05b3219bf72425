//! The whole page: whose it is decides what it shows.

use leptos::prelude::*;

use crate::components::awaited::Loading;
use crate::components::notice::{Notice, Tone};
use crate::components::shell::Shell;
use crate::pages::sign_in::SignInPage;
use crate::route;
use crate::store::{Account, Store};
use crate::text;

#[component]
pub fn App() -> impl IntoView {
    let text = text::provide();
    let store = Store::provide();
    let route = route::current();
    if let Some(page) = document().document_element() {
        // Read aloud in the language it is written in. A page without the attribute is read all the same.
        page.set_attribute("lang", text.locale.tag()).ok();
    }
    document().set_title(text.title);
    store.recognise();

    let account = store.account();
    move || match account.get() {
        Account::SignedIn(me) => view! { <Shell me=me route=route /> }.into_any(),
        Account::SignedOut { expired } => view! { <SignInPage expired=expired /> }.into_any(),
        Account::Unknown => view! { <Loading /> }.into_any(),
        Account::Unreachable(failure) => view! {
            <main class="page">
                <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice>
                <button class="button" type="button" on:click=move |_| store.recognise()>
                    {text.retry}
                </button>
            </main>
        }
        .into_any(),
    }
}
