//! Who may sign in and take conversations.

use leptos::prelude::*;
use lutin_shared::api::StaffEntry;
use lutin_shared::id::AgentId;

use crate::api::Failure;
use crate::components::notice::{Notice, Tone};
use crate::text::text;

#[component]
pub fn TeamList(
    staff: Signal<Vec<StaffEntry>>,
    /// Nobody locks themselves out.
    me: AgentId,
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    on_switch: Callback<(AgentId, bool)>,
) -> impl IntoView {
    let text = text();
    let words = &text.desk.team;
    let key = |it: &StaffEntry| (it.id.clone(), it.is_active, it.name.clone(), it.email.clone());
    let row = move |it: StaffEntry| {
        let StaffEntry { id, name, email, role, is_active } = it;
        let is_me = id == me;
        let switch = move |_| {
            if !busy.get_untracked() {
                on_switch.run((id.clone(), !is_active));
            }
        };
        view! {
            <li class="team-list__item">
                <div class="team-list__who">
                    <p class="team-list__name">
                        <bdi>{name.clone()}</bdi> {is_me.then(|| format!(" {}", text.desk.agents.you))}
                    </p>
                    <p class="team-list__facts">{(words.role)(role)} " · " <bdi>{email}</bdi></p>
                </div>
                <button
                    class="presence"
                    type="button"
                    role="switch"
                    aria-checked=is_active.to_string()
                    aria-label=(words.active_what)(&name)
                    aria-disabled=move || busy.get().to_string()
                    disabled=is_me
                    on:click=switch
                >
                    <span class="presence__track" aria-hidden="true"></span>
                    <span>{if is_active { words.active } else { words.inactive }}</span>
                </button>
            </li>
        }
    };
    view! {
        <section class="team-list card" aria-labelledby="team-heading">
            <h2 id="team-heading" class="card__heading">{words.heading}</h2>
            <p class="card__lead">{words.lead}</p>
            {move || {
                failure.get().map(|failure| view! { <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice> })
            }}
            <ul class="team-list__items">
                <For each=move || staff.get() key=key let(entry)>
                    {row(entry)}
                </For>
            </ul>
        </section>
    }
}
