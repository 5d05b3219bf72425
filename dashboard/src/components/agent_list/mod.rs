//! Who is there, and how much each has to do.

use leptos::prelude::*;
use lutin_shared::escalation::Agent;
use lutin_shared::id::AgentId;
use lutin_shared::wire::console::AgentState;

use crate::format;
use crate::text::text;

#[component]
pub fn AgentList(agents: Signal<Vec<AgentState>>, me: Signal<Option<AgentId>>) -> impl IntoView {
    let text = text();
    let words = &text.desk.agents;
    let key = |it: &AgentState| {
        (it.agent.id.clone(), it.agent.is_active, it.agent.is_online, it.agent.load, it.name.clone())
    };
    let row = move |it: AgentState| {
        let Agent { id, is_active, is_online, load } = it.agent.clone();
        let (class, state) = match (is_active, is_online) {
            (false, _) => ("agent-list__state", words.inactive),
            (true, false) => ("agent-list__state", words.offline),
            (true, true) if !it.agent.is_available() => {
                ("agent-list__state agent-list__state--full", words.full)
            }
            (true, true) => ("agent-list__state agent-list__state--online", words.online),
        };
        let you = move || (me.get().as_ref() == Some(&id)).then(|| format!(" {}", words.you));
        view! {
            <li class="agent-list__item">
                <span class="agent-list__name"><bdi>{it.name}</bdi> {you}</span>
                <span class=class>{state}</span>
                <span class="agent-list__load">{(words.load)(&format::number(text.locale, load), load)}</span>
            </li>
        }
    };
    view! {
        <section class="agent-list card" aria-labelledby="agent-list-heading">
            <h2 id="agent-list-heading" class="card__heading">{words.heading}</h2>
            <ul class="agent-list__items">
                <For each=move || agents.get() key=key let(agent)>
                    {row(agent)}
                </For>
            </ul>
        </section>
    }
}
