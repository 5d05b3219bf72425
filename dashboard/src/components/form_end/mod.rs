//! The end of a form: what went wrong with all of it, and the buttons.

use leptos::prelude::*;

use crate::api::Failure;
use crate::components::notice::{Notice, Tone};
use crate::text::text;

#[component]
pub fn FormEnd(
    busy: Signal<bool>,
    /// What no field is to blame for.
    failure: Signal<Option<Failure>>,
    #[prop(optional, into)] on_cancel: Option<Callback<()>>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let text = text();
    let words = &text.form;
    view! {
        <div class="form-end">
            {move || {
                failure.get().map(|failure| {
                    view! { <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice> }
                })
            }}
            <div class="form-end__actions">
                <button
                    class="button button--primary"
                    type="submit"
                    disabled=disabled
                    aria-disabled=move || busy.get().to_string()
                >
                    {move || if busy.get() { words.saving } else { words.save }}
                </button>
                {on_cancel.map(|cancel| {
                    view! {
                        <button class="button button--quiet" type="button" on:click=move |_| cancel.run(())>
                            {words.cancel}
                        </button>
                    }
                })}
            </div>
        </div>
    }
}
