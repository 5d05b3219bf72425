//! What stands where an answer of the edge will be.

use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::store::Remote;
use crate::text::text;

/// Shows `children` once there is a value, until then that it is awaited or why it does not come.
///
/// A refresh that fails takes nothing away: the value stays, and `children` get it as a signal.
#[component]
pub fn Awaited<T, F, V>(remote: Signal<Remote<T>>, on_retry: Callback<()>, children: F) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(Signal<T>) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let text = text();
    let known = Memo::new(move |_| remote.with(|remote| remote.value.is_some()));
    // Only looked at while there is no value, so that a failed refresh does not build the view anew.
    let failure = Memo::new(move |_| remote.with(|remote| remote.failure.clone()));
    move || {
        if let Some(value) = known.get().then(|| value_of(remote)).flatten() {
            return children(value).into_any();
        }
        match failure.get() {
            None => view! { <Loading /> }.into_any(),
            Some(failure) => view! {
                <div class="awaited">
                    <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice>
                    <button class="button" type="button" on:click=move |_| on_retry.run(())>
                        {text.retry}
                    </button>
                </div>
            }
            .into_any(),
        }
    }
}

/// The shape of a page whose words are on their way.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <div class="loading" role="status">
            <span class="visually-hidden">{text().loading}</span>
            <div class="loading__block loading__block--title"></div>
            <div class="loading__block loading__block--card"></div>
            <div class="loading__block"></div>
            <div class="loading__block"></div>
        </div>
    }
}

/// The value as it changes; the first one stands in while the store forgets and the view goes.
fn value_of<T>(remote: Signal<Remote<T>>) -> Option<Signal<T>>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let first = remote.with_untracked(|remote| remote.value.clone())?;
    let value =
        Memo::new(move |_| remote.with(|remote| remote.value.clone()).unwrap_or_else(|| first.clone()));
    Some(value.into())
}
