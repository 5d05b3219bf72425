//! Words that need not be written anew.

use leptos::html::Button;
use leptos::prelude::*;
use lutin_shared::api::CannedAnswer;

use crate::text::text;

/// Nothing, where the shop has none.
#[component]
pub fn CannedPicker(canned: Signal<Vec<CannedAnswer>>, on_choose: Callback<String>) -> impl IntoView {
    let words = &text().desk.composer;
    let is_open = RwSignal::new(false);
    let opener = NodeRef::<Button>::new();
    let close = move || {
        is_open.set(false);
        opener.get_untracked().map(|opener| opener.focus());
    };
    let has_any = Memo::new(move |_| canned.with(|canned| !canned.is_empty()));
    let option = move |answer: CannedAnswer| {
        let CannedAnswer { label, text } = answer;
        let chosen = text.clone();
        let choose = move |_| {
            is_open.set(false);
            on_choose.run(chosen.clone());
        };
        view! {
            <li>
                <button class="canned__option" type="button" on:click=choose>
                    <span class="canned__label" dir="auto">{label}</span>
                    <span class="canned__text" dir="auto">{text}</span>
                </button>
            </li>
        }
    };
    let list = move || {
        is_open.get().then(|| {
            view! {
                <ul
                    id="canned-list"
                    class="canned__list"
                    aria-label=words.canned
                    on:keydown=move |event| {
                        if event.key() == "Escape" {
                            event.stop_propagation();
                            close();
                        }
                    }
                >
                    {canned.get().into_iter().map(option).collect_view()}
                </ul>
            }
        })
    };
    move || {
        has_any.get().then(|| {
            view! {
                <div class="canned">
                    <button
                        class="button button--small"
                        type="button"
                        aria-expanded=move || is_open.get().to_string()
                        aria-controls="canned-list"
                        node_ref=opener
                        on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                    >
                        {words.canned}
                    </button>
                    {list}
                </div>
            }
        })
    }
}
