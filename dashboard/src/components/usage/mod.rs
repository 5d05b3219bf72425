//! The month's use of plan and packs: what was counted, what is left, and what went beyond.

use leptos::prelude::*;
use lutin_shared::account::Coverage;

use crate::format;
use crate::text::text;

#[component]
pub fn Usage(
    coverage: Signal<Coverage>,
    /// Whether so much is used that the meter draws attention.
    near: Signal<bool>,
) -> impl IntoView {
    let text = text();
    let number = move |part: fn(&Coverage) -> u32| move || format::number(text.locale, coverage.with(part));
    let label =
        move |words: fn(u32) -> &'static str, part: fn(&Coverage) -> u32| move || words(coverage.with(part));
    let none = move || coverage.with(|coverage| coverage.remaining == 0);
    let packs_wait =
        move || coverage.with(|coverage| coverage.pack_balance > 0).then_some(text.overview.packs_wait);
    view! {
        <section class="usage" class:usage--near=near aria-labelledby="usage-label">
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
            <Parts coverage=coverage />
            <p class="usage__renewal">{text.overview.renewal} " " {packs_wait}</p>
        </section>
    }
}

/// The bar is as long as the capacity, or as what was used of it and beyond.
#[component]
fn UsageMeter(coverage: Signal<Coverage>) -> impl IntoView {
    let text = text();
    let number = move |value| format::number(text.locale, value);
    let summary = move || {
        let coverage = coverage.get();
        if has_packs(&coverage) {
            (text.overview.of_with_packs)(&number(coverage.used), &number(coverage.capacity()))
        } else {
            (text.overview.of)(&number(coverage.used), &number(coverage.allowance))
        }
    };
    let whole = |coverage: &Coverage| coverage.used.max(coverage.capacity());
    let share = move |part: fn(&Coverage) -> u32| {
        move || {
            let coverage = coverage.get();
            format!("{:.2}%", f64::from(part(&coverage)) * 100.0 / f64::from(whole(&coverage).max(1)))
        }
    };
    view! {
        <div
            class="usage__meter"
            role="meter"
            aria-labelledby="usage-label"
            aria-valuemin="0"
            aria-valuemax=move || coverage.with(whole)
            aria-valuenow=move || coverage.with(|coverage| coverage.used)
            aria-valuetext=summary
        >
            <div class="usage__plan" style:inline-size=share(|coverage| coverage.covered_by_plan)></div>
            <div class="usage__packs" style:inline-size=share(|coverage| coverage.covered_by_packs)></div>
            <div class="usage__uncovered" style:inline-size=share(|coverage| coverage.uncovered)></div>
        </div>
        <p class="usage__summary" aria-hidden="true">{summary}</p>
    }
}

/// What the segments stand for, where there is more than one of them to tell apart.
#[component]
fn Parts(coverage: Signal<Coverage>) -> impl IntoView {
    let text = text();
    let words = &text.overview;
    let number = move |value| format::number(text.locale, value);
    let part = |class: &'static str, label: &'static str, value: Signal<String>| {
        view! {
            <div class="usage__part">
                <dt>
                    <span class=format!("usage__swatch {class}") aria-hidden="true"></span>
                    {label}
                </dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let packs = Memo::new(move |_| coverage.with(has_packs));
    let beyond = Memo::new(move |_| coverage.with(|coverage| coverage.uncovered > 0));
    let by_plan = Signal::derive(move || {
        coverage.with(|it| (words.part)(&number(it.covered_by_plan), &number(it.allowance)))
    });
    let by_packs = Signal::derive(move || {
        let of = |it: &Coverage| it.covered_by_packs.saturating_add(it.pack_balance);
        coverage.with(|it| (words.part)(&number(it.covered_by_packs), &number(of(it))))
    });
    let uncovered = Signal::derive(move || number(coverage.with(|coverage| coverage.uncovered)));
    move || {
        (packs.get() || beyond.get()).then(|| {
            view! {
                <dl class="usage__parts">
                    {part("usage__plan", words.by_plan, by_plan)}
                    {packs.get().then(|| part("usage__packs", words.by_packs, by_packs))}
                    {beyond.get().then(|| part("usage__uncovered", words.uncovered, uncovered))}
                </dl>
            }
        })
    }
}

fn has_packs(coverage: &Coverage) -> bool {
    coverage.covered_by_packs > 0 || coverage.pack_balance > 0
}
