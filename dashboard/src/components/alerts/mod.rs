//! What a merchant must know of the month before anybody worries: how much is used, and what is wrong on our side.

use leptos::prelude::*;
use lutin_shared::account::{Coverage, THRESHOLDS_PERCENT};
use lutin_shared::api::Overview;

use crate::components::notice::{Notice, Tone};
use crate::format;
use crate::text::{Text, text};

#[component]
pub fn Alerts(overview: Signal<Overview>) -> impl IntoView {
    let text = text();
    // Built anew only when the words change: each one is read aloud.
    let used = Memo::new(move |_| overview.with(|it| used(text, &it.alerts, &it.coverage)));
    let dead_letters = Memo::new(move |_| {
        let count = overview.with(|overview| overview.dead_letters);
        (count > 0).then(|| (text.overview.dead_letters)(&format::number(text.locale, count), count > 1))
    });
    let notice = |words: String| view! { <Notice tone=Tone::Warning>{words}</Notice> };
    view! {
        {move || used.get().map(notice)}
        {move || dead_letters.get().map(notice)}
    }
}

/// The highest alert that is raised (R33). At the limit nothing stops and nothing is charged (R35).
fn used(text: &Text, alerts: &[u8], coverage: &Coverage) -> Option<String> {
    let words = &text.overview;
    let [.., all] = THRESHOLDS_PERCENT;
    let highest = alerts.iter().copied().max().or((coverage.uncovered > 0).then_some(all))?;
    let alert = (words.alert)(&format::number(text.locale, u32::from(highest)), highest >= all);
    let beyond = (coverage.uncovered > 0).then(|| {
        let count = format::number(text.locale, coverage.uncovered);
        (words.beyond)(&count, coverage.uncovered > 1)
    });
    let sentences = [Some(alert), beyond, Some(words.options.to_owned())];
    Some(sentences.into_iter().flatten().collect::<Vec<_>>().join(" "))
}
