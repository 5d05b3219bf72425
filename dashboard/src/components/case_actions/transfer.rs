//! To whom a conversation is handed: colleagues who are there, the least busy first.

use leptos::html::Button;
use leptos::prelude::*;
use lutin_shared::id::AgentId;
use lutin_shared::wire::console::AgentState;

use crate::format;
use crate::text::text;

#[component]
pub fn Transfer(
    colleagues: Signal<Vec<AgentState>>,
    is_live: Signal<bool>,
    on_choose: Callback<AgentId>,
) -> impl IntoView {
    let text = text();
    let words = &text.desk.actions;
    let is_open = RwSignal::new(false);
    let opener = NodeRef::<Button>::new();
    let key = |it: &AgentState| (it.agent.id.clone(), it.agent.load, it.name.clone());
    let option = move |it: AgentState| {
        let load = (text.desk.agents.load)(&format::number(text.locale, it.agent.load), it.agent.load);
        let choose = move |_| {
            is_open.set(false);
            on_choose.run(it.agent.id.clone());
        };
        view! {
            <li>
                <button class="button button--small" type="button" disabled=move || !is_live.get() on:click=choose>
                    <bdi>{it.name}</bdi>
                    <span class="case-actions__load">{load}</span>
                </button>
            </li>
        }
    };
    let list = move || {
        is_open.get().then(|| {
            view! {
                <div
                    id="transfer-list"
                    class="case-actions__transfer"
                    role="group"
                    aria-label=words.transfer_to
                    on:keydown=move |event| {
                        if event.key() == "Escape" {
                            is_open.set(false);
                            opener.get_untracked().map(|opener| opener.focus());
                        }
                    }
                >
                    <p class="case-actions__legend">{words.transfer_to}</p>
                    <ul class="case-actions__colleagues">
                        <For each=move || colleagues.get() key=key let(colleague)>
                            {option(colleague)}
                        </For>
                    </ul>
                    {move || {
                        colleagues
                            .with(Vec::is_empty)
                            .then(|| view! { <p class="case-actions__note">{words.no_colleagues}</p> })
                    }}
                </div>
            }
        })
    };
    view! {
        <button
            class="button button--small"
            type="button"
            aria-expanded=move || is_open.get().to_string()
            aria-controls="transfer-list"
            disabled=move || !is_live.get()
            node_ref=opener
            on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
        >
            {words.transfer}
        </button>
        {list}
    }
}
