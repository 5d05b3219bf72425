//! The lists of the desk. Links, so that each has an address and the way back leads through them.

use leptos::prelude::*;

use crate::format;
use crate::route::{Route, View};
use crate::text::text;

/// How many conversations draw to a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: usize,
    pub unread: usize,
    pub to_answer: usize,
}

/// Looks like the parts of the assistant's page: `components/sections/sections.css`.
#[component]
pub fn DeskSections(current: Signal<View>, counts: Signal<Counts>) -> impl IntoView {
    let text = text();
    let words = &text.desk;
    let link = move |view: View| {
        let selected = move || (current.get() == view).then_some("page");
        let badge = move || {
            let Counts { waiting, unread, to_answer } = counts.get();
            let (count, what) = match view {
                View::Queue => (waiting, words.waiting_badge),
                View::Mine => (unread, words.unread_badge),
                View::FollowUps => (to_answer, words.tasks_badge),
                View::All => (0, ""),
            };
            (count > 0).then(|| {
                view! {
                    <span class="sections__badge" title=what>
                        {format::count(text.locale, count as u64)}
                        <span class="visually-hidden">" " {what}</span>
                    </span>
                }
            })
        };
        view! {
            <a class="sections__link" href=Route::Desk(view).href() aria-current=selected>
                {(words.view)(view)}
                {badge}
            </a>
        }
    };
    view! {
        <nav class="sections" aria-label=words.views>
            {View::ALL.map(link).into_iter().collect_view()}
        </nav>
    }
}
