//! « Moteur »: who writes the replies (R10).

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use lutin_shared::api::{AssistantOverview, AssistantSettings};
use lutin_shared::conversation::Engine;

use super::orders::settings_writer;
use crate::attempt::Attempt;
use crate::components::form_end::FormEnd;
use crate::components::notice::{Notice, Tone};
use crate::components::option_cards::{OptionCard, OptionCards};
use crate::text::text;

const ENGINES: [Engine; 3] = [Engine::Embedded, Engine::OpenAi, Engine::WorkersAi];

#[component]
pub fn EnginePart(
    overview: Signal<AssistantOverview>,
    is_owner: bool,
    said: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.engines;
    let attempt = Attempt::new();
    let put = settings_writer(overview, said);
    let kept = Memo::new(move |_| overview.with(|overview| overview.settings.engine));
    let chosen = RwSignal::new(kept.get_untracked());
    let is_there =
        move |engine| overview.with(|it| engine == Engine::Embedded || it.engines.contains(&engine));
    let cards = Signal::derive(move || {
        let card = |engine| OptionCard {
            value: engine,
            label: (text.engine)(engine),
            lead: (words.what)(engine),
            barred: (!is_there(engine)).then_some(words.by_operator),
        };
        ENGINES.map(card).to_vec()
    });
    let fallback = Memo::new(move |_| !is_there(kept.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let engine = chosen.get_untracked();
        put.run((attempt, Box::new(move |settings| AssistantSettings { engine, ..settings })));
    };
    view! {
        <form class="card" novalidate on:submit=submit aria-labelledby="engine-heading">
            <h2 id="engine-heading" class="card__heading">{words.legend}</h2>
            <p class="card__lead">{words.lead}</p>
            {(!is_owner).then(|| view! { <Notice tone=Tone::Info>{text.assistant.owners_only}</Notice> })}
            <OptionCards
                name="engine"
                legend=words.legend
                cards=cards
                chosen=chosen.into()
                on_choose=Callback::new(move |engine| chosen.set(engine))
                disabled=!is_owner
            />
            {move || {
                fallback.get().then(|| view! { <Notice tone=Tone::Warning>{words.fallback}</Notice> })
            }}
            {is_owner.then(|| view! { <FormEnd busy=attempt.busy() failure=attempt.failure() /> })}
        </form>
    }
}
