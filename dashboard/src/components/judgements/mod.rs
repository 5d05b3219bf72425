//! Who decided whether a further question was about something else, and why: on a receipt, a new subject is a new
//! conversation.

use leptos::prelude::*;
use lutin_shared::conversation::{Fact, Judged};
use lutin_shared::receipt::Receipt;
use lutin_shared::time::Timestamp;

use crate::format;
use crate::text::text;

/// Nothing, where nobody had to judge.
#[component]
pub fn Judgements(receipt: Signal<Receipt>) -> impl IntoView {
    let text = text();
    let judged = Memo::new(move |_| receipt.with(judgements));
    move || {
        let rows = judged.get();
        (!rows.is_empty()).then(|| {
            let rows = rows.into_iter().map(|(at, unrelated, judged)| {
                let likelihood = format::percent(text.locale, judged.likelihood);
                view! {
                    <li class="judgements__item">
                        <p>{(text.receipt.judged)(unrelated, &judged, &likelihood)}</p>
                        <time class="receipt__time" datetime=format::machine(at)>
                            {format::exact_time(text.locale, at)}
                        </time>
                    </li>
                }
            });
            view! {
                <section class="judgements">
                    <h3 class="receipt__label">{text.receipt.judged_heading}</h3>
                    <ul class="judgements__items">{rows.collect_view()}</ul>
                </section>
            }
        })
    }
}

fn judgements(receipt: &Receipt) -> Vec<(Timestamp, Option<bool>, Judged)> {
    let judged = receipt.facts.iter().filter_map(|fact| match fact {
        Fact::Said { at, unrelated, judged, .. } => judged.clone().map(|judged| (*at, *unrelated, judged)),
        Fact::Closed { .. } | Fact::Resolved { .. } => None,
    });
    judged.collect()
}
