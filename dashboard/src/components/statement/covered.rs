//! What covered the month's conversations, and what did not.

use leptos::prelude::*;
use lutin_shared::account::Coverage;

use crate::format;
use crate::text::text;

#[component]
pub fn Covered(coverage: Signal<Coverage>) -> impl IntoView {
    let text = text();
    let words = &text.statement;
    let number = move |part: fn(&Coverage) -> u32| format::number(text.locale, coverage.with(part));
    let by_plan = move || (words.of)(&number(|it| it.covered_by_plan), &number(|it| it.allowance));
    let some = move |part: fn(&Coverage) -> u32, note: &'static str| {
        move || (coverage.with(part) > 0).then(|| view! { <span class="covered__note">{note}</span> })
    };
    view! {
        <dl class="covered">
            <div class="covered__part covered__part--whole">
                <dt>{words.counted}</dt>
                <dd>{move || number(|it| it.used)}</dd>
            </div>
            <div class="covered__part">
                <dt>{words.by_plan}</dt>
                <dd>{by_plan}</dd>
            </div>
            <div class="covered__part">
                <dt>{words.by_packs}</dt>
                <dd>{move || number(|it| it.covered_by_packs)}</dd>
            </div>
            <div class="covered__part">
                <dt>{words.uncovered} {some(|it| it.uncovered, words.uncovered_note)}</dt>
                <dd>{move || number(|it| it.uncovered)}</dd>
            </div>
            <div class="covered__part">
                <dt>{words.left_in_packs} {some(|it| it.pack_balance, words.left_note)}</dt>
                <dd>{move || number(|it| it.pack_balance)}</dd>
            </div>
        </dl>
    }
}
