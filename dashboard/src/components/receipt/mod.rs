//! The receipt of one conversation: the verdict, the rule behind it, and the evidence for both.

use leptos::prelude::*;
use lutin_shared::account::Period;
use lutin_shared::api::ConversationDetail;
use lutin_shared::receipt::{Excerpt, Receipt};
use lutin_shared::time::Timestamp;

use crate::components::chain::Chain;
use crate::components::copy_button::CopyButton;
use crate::components::judgements::Judgements;
use crate::components::mark::Mark;
use crate::components::pill::{Standing, VerdictPill};
use crate::format;
use crate::text::text;

#[component]
pub fn ReceiptCard(
    detail: Signal<ConversationDetail>,
    /// What became of the count since.
    children: Children,
) -> impl IntoView {
    let text = text();
    let receipt = Memo::new(move |_| detail.with(|detail| detail.receipt.clone())).into();
    let link = Memo::new(move |_| detail.with(|detail| detail.link.clone()));
    let standing = Memo::new(move |_| detail.with(|it| Standing::of(&it.receipt, it.contest.as_ref())));
    let period = Signal::derive(move || detail.with(|detail| detail.period));
    let units = move || if standing.get().is_on_bill() { text.receipt.one } else { text.receipt.none };
    view! {
        <section class="receipt" aria-labelledby="receipt-heading">
            <div class="receipt__paper">
                <header class="receipt__header">
                    <Mark />
                    <h2 id="receipt-heading" class="receipt__heading">{text.receipt.heading}</h2>
                </header>
                <p class="receipt__total">
                    <VerdictPill standing=standing />
                    <span class="receipt__units">{units}</span>
                </p>
                <Rule receipt=receipt />
                <dl class="receipt__evidence">
                    <Quoted
                        label=text.receipt.first_message
                        excerpt=Signal::derive(move || Some(receipt.with(|it| it.first_message.clone())))
                    />
                    <Quoted
                        label=text.receipt.counted_by
                        excerpt=Signal::derive(move || receipt.with(|it| it.counted_by.clone()))
                    />
                </dl>
                <Judgements receipt=receipt />
                <Facts receipt=receipt period=period />
                {children()}
                <Chain link=link.into() />
                <Number receipt=receipt />
            </div>
        </section>
    }
}

/// The rule that decided, its code, and the promise that it keeps.
#[component]
fn Rule(receipt: Signal<Receipt>) -> impl IntoView {
    let text = text();
    let reason = move || receipt.with(|receipt| receipt.reason);
    view! {
        <div class="receipt__rule">
            <h3 class="receipt__label">{text.receipt.rule}</h3>
            <p class="receipt__sentence">{move || (text.reason)(reason()).rule}</p>
            <p class="receipt__promise">
                <span class="receipt__label">{move || (text.receipt.promise)(reason().promise())}</span>
                <q lang=text.receipt.guide_language>{move || (text.reason)(reason()).promise}</q>
            </p>
            <p class="receipt__codes">
                // The stable name of the rule, as it travels and as exports have it.
                <code>{move || reason().name()}</code>
                <span>
                    {text.receipt.rules_version} " "
                    {move || format::number(text.locale, receipt.with(|receipt| receipt.rules_version))}
                </span>
            </p>
        </div>
    }
}

/// A message as evidence, with the second at which it was said.
#[component]
fn Quoted(label: &'static str, excerpt: Signal<Option<Excerpt>>) -> impl IntoView {
    let text = text();
    let quoted = move || match excerpt.get() {
        None => view! { <p class="receipt__none">{text.receipt.no_counted_by}</p> }.into_any(),
        Some(excerpt) => view! {
            <blockquote class="receipt__quote" dir="auto">
                {text.quoted(excerpt.text)}
            </blockquote>
            <time class="receipt__time" datetime=format::machine(excerpt.at)>
                {format::exact_time(text.locale, excerpt.at)}
            </time>
        }
        .into_any(),
    };
    view! {
        <div>
            <dt class="receipt__label">{label}</dt>
            <dd>{quoted}</dd>
        </div>
    }
}

#[component]
fn Facts(receipt: Signal<Receipt>, period: Signal<Option<Period>>) -> impl IntoView {
    let text = text();
    let moment = move |at: Option<Timestamp>| {
        at.map_or_else(|| text.ongoing.to_owned(), |at| format::moment(text.locale, at))
    };
    let fact = |label: &'static str, value: Signal<String>| {
        view! {
            <div class="receipt__fact">
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let derive = move |value: fn(&'static crate::text::Text, &Receipt) -> String| {
        Signal::derive(move || receipt.with(|receipt| value(text, receipt)))
    };
    view! {
        <dl class="receipt__facts">
            {fact(text.receipt.started, Signal::derive(move || moment(Some(receipt.with(|it| it.started_at)))))}
            {fact(text.receipt.ended, Signal::derive(move || moment(receipt.with(|it| it.ended_at))))}
            {fact(
                text.receipt.ending,
                derive(|text, it| it.ended_by.map_or(text.ongoing, text.ending).to_owned()),
            )}
            {fact(
                text.receipt.messages,
                derive(|text, it| {
                    let count = format::number(text.locale, it.messages);
                    (text.messages)(&count, it.messages > 1, it.ended_by.is_none())
                }),
            )}
            {fact(text.receipt.purpose, derive(|text, it| (text.purpose)(it.purpose).to_owned()))}
            {fact(
                text.receipt.period,
                Signal::derive(move || {
                    let month = period.get().map(|period| format::month(text.locale, period));
                    month.unwrap_or_else(|| text.receipt.no_period.to_owned())
                }),
            )}
        </dl>
    }
}

/// What the receipt is found by, to copy into a letter.
#[component]
fn Number(receipt: Signal<Receipt>) -> impl IntoView {
    let text = text();
    let id = Signal::derive(move || receipt.with(|receipt| receipt.conversation.to_string()));
    let revision = move || format::number(text.locale, receipt.with(|receipt| receipt.revision));
    view! {
        <footer class="receipt__number">
            <span class="receipt__label">
                {text.receipt.number} " · " {move || (text.receipt.revision)(&revision())}
            </span>
            <code class="receipt__id">{id}</code>
            <CopyButton value=id name=text.receipt.number.to_owned() />
        </footer>
    }
}
