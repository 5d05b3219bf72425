//! The door. Says why it is closed, and never which of the two words was wrong.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::api::SignIn;
use lutin_shared::refusal::Refusal;

use crate::api::Failure;
use crate::components::mark::Mark;
use crate::components::notice::{Notice, Tone};
use crate::store::Store;
use crate::text::text;

/// Named by the fields that it is about.
const ERROR_ID: &str = "sign-in-error";

#[component]
pub fn SignInPage(expired: bool) -> impl IntoView {
    let text = text();
    let store = Store::of_page();
    let (email, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    email.on_load(|input| drop(input.focus()));

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let value = |field: NodeRef<Input>| field.get_untracked().map(|it| it.value()).unwrap_or_default();
        let credentials = SignIn { email: value(email).trim().to_owned(), password: value(password) };
        spawn_local(async move {
            // On success this page is gone, and its signals with it.
            if let Err(why) = store.sign_in(credentials).await {
                busy.set(false);
                if why == Failure::Refused(Refusal::WrongCredentials) {
                    reconsider(password);
                }
                failure.set(Some(why));
            }
        });
    };
    let wrong = Signal::derive(move || {
        failure.with(|failure| *failure == Some(Failure::Refused(Refusal::WrongCredentials)))
    });
    view! {
        <main class="sign-in">
            <form class="sign-in__card" on:submit=submit>
                <div class="sign-in__brand">
                    <Mark />
                    <span class="sign-in__product">"LutinGénie"</span>
                </div>
                <h1 class="sign-in__heading">{text.sign_in.heading}</h1>
                <p class="sign-in__lead">{text.sign_in.lead}</p>
                {expired.then(|| view! { <Notice tone=Tone::Info>{text.sign_in.expired}</Notice> })}
                <div id=ERROR_ID class="sign-in__error">
                    {move || {
                        failure.get().map(|failure| {
                            view! { <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice> }
                        })
                    }}
                </div>
                <Fields email=email password=password wrong=wrong />
                <button class="button button--primary sign-in__submit" type="submit" aria-disabled=move || busy.get().to_string()>
                    {move || if busy.get() { text.sign_in.submitting } else { text.sign_in.submit }}
                </button>
            </form>
        </main>
    }
}

#[component]
fn Fields(email: NodeRef<Input>, password: NodeRef<Input>, wrong: Signal<bool>) -> impl IntoView {
    let text = text();
    let visible = RwSignal::new(false);
    let invalid = move || wrong.get().to_string();
    view! {
        <label class="field">
            <span class="field__label">{text.sign_in.email}</span>
            <input
                class="field__input"
                node_ref=email
                type="email"
                name="email"
                autocomplete="username"
                autocapitalize="none"
                spellcheck="false"
                required
                aria-invalid=invalid
                aria-describedby=ERROR_ID
            />
        </label>
        <div class="field">
            <label class="field__label" for="password">{text.sign_in.password}</label>
            <div class="field__group">
                <input
                    class="field__input"
                    id="password"
                    node_ref=password
                    type=move || if visible.get() { "text" } else { "password" }
                    name="password"
                    autocomplete="current-password"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-invalid=invalid
                    aria-describedby=ERROR_ID
                />
                <button
                    class="field__reveal"
                    type="button"
                    aria-pressed=move || visible.get().to_string()
                    aria-label=text.sign_in.show_password
                    title=text.sign_in.show_password
                    on:click=move |_| visible.update(|visible| *visible = !*visible)
                >
                    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                        <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
                        <circle cx="12" cy="12" r="2.8" />
                        <path class="field__slash" d="M4 20 20 4" />
                    </svg>
                </button>
            </div>
        </div>
    }
}

/// Puts the cursor where the next try begins: on the password, ready to be written over.
fn reconsider(password: NodeRef<Input>) {
    if let Some(input) = password.get_untracked() {
        // Without focus the error is still read, and the field still there.
        input.focus().ok();
        input.select();
    }
}
