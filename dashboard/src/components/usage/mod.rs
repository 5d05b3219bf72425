//! The month's use of the plan: what was counted, what is left, and what went beyond.

use leptos::prelude::*;
use lutin_shared::account::Coverage;

use crate::components::notice::{Notice, Tone};
use crate::format;
use crate::text::text;

/// From this share of the allowance on, the meter draws attention; in percent.
const NEAR_PERCENT: u64 = 80;

#[component]
pub fn Usage(coverage: Signal<Coverage>) -> impl IntoView {
    let text = text();
    let number = move |part: fn(&Coverage) -> u32| move || format::number(text.locale, coverage.with(part));
    let label =
        move |words: fn(u32) -> &'static str, part: fn(&Coverage) -> u32| move || words(coverage.with(part));
    let none = move || coverage.with(|coverage| coverage.remaining == 0);
    view! {
        <section class="usage" aria-labelledby="usage-label">
            <h2 id="usage-label" class="visually-hidden">{text.overview.meter}</h2>
            <div class="usage__figures">
                <p class="usage__figure">
                    <span class="usage__number">{number(|coverage| coverage.used)}</span>
                    <span class="usage__label">{label(text.overview.used, |coverage| coverage.used)}</span>
                </p>
                <p class="usage__figure usage__figure--remaining" class:usage__figure--none=none>
                    <span class="usage__number">{number(|coverage| coverage.remaining)}</span>
                    <span class="usage__label">{label(text.overview.remaining, |coverage| coverage.remaining)}</span>
                </p>
            </div>
            <UsageMeter coverage=coverage />
            {move || note(coverage.get())}
        </section>
    }
}

/// The bar is as long as the allowance, or as what was used of it and beyond.
#[component]
fn UsageMeter(coverage: Signal<Coverage>) -> impl IntoView {
    let text = text();
    let summary = move || {
        let coverage = coverage.get();
        let used = format::number(text.locale, coverage.used);
        (text.overview.of)(&used, &format::number(text.locale, coverage.allowance))
    };
    let share = move |part: fn(&Coverage) -> u32| {
        move || {
            let coverage = coverage.get();
            let whole = coverage.used.max(coverage.allowance).max(1);
            format!("{:.2}%", f64::from(part(&coverage)) * 100.0 / f64::from(whole))
        }
    };
    let near = move || {
        let coverage = coverage.get();
        u64::from(coverage.used) * 100 >= NEAR_PERCENT * u64::from(coverage.allowance)
    };
    view! {
        <div
            class="usage__meter"
            class:usage__meter--near=near
            role="meter"
            aria-labelledby="usage-label"
            aria-valuemin="0"
            aria-valuemax=move || coverage.with(|coverage| coverage.used.max(coverage.allowance))
            aria-valuenow=move || coverage.with(|coverage| coverage.used)
            aria-valuetext=summary
        >
            <div class="usage__covered" style:inline-size=share(|coverage| coverage.covered_by_plan)></div>
            <div class="usage__uncovered" style:inline-size=share(|coverage| coverage.uncovered)></div>
        </div>
        <p class="usage__summary">
            <span aria-hidden="true">{summary}</span>
            <span>{text.overview.renewal}</span>
        </p>
    }
}

/// At the limit and beyond it nothing stops and nothing is charged (R35): said before anybody worries.
fn note(coverage: Coverage) -> Option<impl IntoView> {
    let text = text();
    let words = match (coverage.remaining, coverage.uncovered) {
        (0, 0) => text.overview.reached.to_owned(),
        (_, 0) => return None,
        (_, beyond) => (text.overview.uncovered)(&format::number(text.locale, beyond), beyond > 1),
    };
    Some(view! { <Notice tone=Tone::Warning>{words}</Notice> })
}
