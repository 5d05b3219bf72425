//! « Assistant »: what it answers from, what it could not answer, and who writes its replies.

mod engine;
mod instants;
mod knowledge;
mod naming;
mod orders;

use leptos::prelude::*;
use lutin_shared::api::AssistantOverview;

use crate::components::awaited::Awaited;
use crate::components::notice::{Notice, Tone};
use crate::components::sections::Sections;
use crate::fresh::refresh_on_return;
use crate::route::Part;
use crate::store::Store;
use crate::text::text;
use engine::EnginePart;
use instants::InstantsPart;
use knowledge::KnowledgePart;
use orders::OrdersPart;

#[component]
pub fn AssistantPage(
    part: Signal<Part>,
    /// Whether the reader may change the settings.
    is_owner: bool,
) -> impl IntoView {
    let text = text();
    let store = Store::of_page();
    let remote = store.assistant();
    refresh_on_return(move || store.refresh_assistant());
    let waiting = Signal::derive(move || {
        let count = remote.with(|it| it.value.as_ref().map_or(0, |it| it.unanswered.len()));
        u32::try_from(count).unwrap_or(AssistantOverview::MAX_UNANSWERED)
    });
    let said = RwSignal::new(None::<&'static str>);
    // What was done in one part says nothing in another.
    Effect::watch(move || part.track(), move |(), _, _| said.set(None), false);
    view! {
        <h1 class="assistant__heading">{text.assistant.heading}</h1>
        <p class="assistant__lead">{text.assistant.lead}</p>
        <Sections current=part waiting=waiting />
        <div class="assistant__said" role="status">
            {move || said.get().map(|said| view! { <Notice tone=Tone::Info>{said}</Notice> })}
        </div>
        <Awaited remote=remote on_retry=Callback::new(move |()| store.refresh_assistant()) let:overview>
            // All of them stay, so that what is half typed in one is still there after a look at another.
            <div class="assistant__part" hidden=move || part.get() != Part::Knowledge>
                <KnowledgePart overview=overview said=said />
            </div>
            <div class="assistant__part" hidden=move || part.get() != Part::Instants>
                <InstantsPart overview=overview said=said />
            </div>
            <div class="assistant__part" hidden=move || part.get() != Part::Orders>
                <OrdersPart overview=overview is_owner=is_owner said=said />
            </div>
            <div class="assistant__part" hidden=move || part.get() != Part::Engine>
                <EnginePart overview=overview is_owner=is_owner said=said />
            </div>
        </Awaited>
    }
}
