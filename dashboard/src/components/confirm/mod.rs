//! A button that takes something away, once it was asked whether it should.

use leptos::html::Button;
use leptos::prelude::*;

use crate::text::text;

#[component]
pub fn ConfirmDelete(
    /// Names what would be gone.
    question: String,
    busy: Signal<bool>,
    on_confirm: Callback<()>,
    /// In place of « Supprimer »: what is taken away may be more than a thing.
    #[prop(optional)]
    label: Option<&'static str>,
    #[prop(optional)] small: bool,
) -> impl IntoView {
    let words = &text().form;
    let (label, busy_label) = label.map_or((words.delete, words.deleting), |label| (label, label));
    let asked = RwSignal::new(false);
    let opener = NodeRef::<Button>::new();
    let way_out = NodeRef::<Button>::new();
    // The harmless answer is the one under the finger.
    way_out.on_load(|button| drop(button.focus()));
    let cancel = move |_| {
        asked.set(false);
        request_animation_frame(move || drop(opener.get_untracked().map(|button| button.focus())));
    };
    let confirm = move |_| {
        if !busy.get_untracked() {
            on_confirm.run(());
        }
    };
    move || {
        if !asked.get() {
            return view! {
                <button
                    class="button button--quiet button--danger"
                    class:button--small=small
                    type="button"
                    node_ref=opener
                    on:click=move |_| asked.set(true)
                >
                    {label}
                </button>
            }
            .into_any();
        }
        view! {
            <div class="confirm" role="group" aria-label=question.clone()>
                <p class="confirm__question">{question.clone()}</p>
                <div class="confirm__actions">
                    <button
                        class="button button--small button--danger"
                        type="button"
                        aria-disabled=move || busy.get().to_string()
                        on:click=confirm
                    >
                        {move || if busy.get() { busy_label } else { label }}
                    </button>
                    <button class="button button--small" type="button" node_ref=way_out on:click=cancel>
                        {words.cancel}
                    </button>
                </div>
            </div>
        }
        .into_any()
    }
}
