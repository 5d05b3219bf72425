//! The parts of the assistant's page. Links, so that each has an address and the way back leads through them.

use leptos::prelude::*;

use crate::format;
use crate::route::{Part, Route};
use crate::text::text;

#[component]
pub fn Sections(
    current: Signal<Part>,
    /// Questions without an answer: they draw to the first part.
    waiting: Signal<u32>,
) -> impl IntoView {
    let text = text();
    let link = move |part: Part| {
        let selected = move || (current.get() == part).then_some("page");
        let badge = move || {
            let count = waiting.get();
            (part == Part::Knowledge && count > 0).then(|| {
                view! {
                    <span class="sections__badge" title=text.assistant.knowledge.unanswered>
                        {format::number(text.locale, count)}
                        <span class="visually-hidden">" " {text.assistant.knowledge.unanswered}</span>
                    </span>
                }
            })
        };
        view! {
            <a class="sections__link" href=Route::Assistant(part).href() aria-current=selected>
                {(text.assistant.part)(part)}
                {badge}
            </a>
        }
    };
    view! {
        <nav class="sections" aria-label=text.assistant.parts>
            {Part::ALL.map(link).into_iter().collect_view()}
        </nav>
    }
}
