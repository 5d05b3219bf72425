//! How orders are looked up: at the shop's own address, and what a shopper has to know of one.

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;
use lutin_shared::api::OrderCheck;

use crate::api::Failure;
use crate::complaint::{Complaint, Complaints, Rule};
use crate::components::copy_button::CopyButton;
use crate::components::field::Field;
use crate::components::form_end::FormEnd;
use crate::components::notice::{Notice, Tone};
use crate::components::option_cards::{OptionCard, OptionCards};
use crate::text::text;

/// The shop's own HTTPS address, asked in place of the orders that were imported.
#[component]
pub fn OrderAddress(
    /// As it is kept; `None` where there is none.
    endpoint: Option<String>,
    /// What requests are signed with; for owners only.
    secret: Signal<Option<String>>,
    is_owner: bool,
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    on_save: Callback<Option<String>>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.orders;
    let form = NodeRef::<Form>::new();
    let address = RwSignal::new(endpoint.unwrap_or_default());
    let complaints = Complaints::new(failure);
    complaints.lead_to(form);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = address.get_untracked().trim().to_owned();
        let is_wrong = !typed.is_empty() && !typed.starts_with("https://");
        complaints.set(is_wrong.then(|| Complaint::new("orderEndpoint", Rule::Https)));
        if !is_wrong && !busy.get_untracked() {
            on_save.run(Some(typed).filter(|typed| !typed.is_empty()));
        }
    };
    let rest = complaints.rest(failure, |field| field == "orderEndpoint");
    view! {
        <form class="card" novalidate node_ref=form on:submit=submit aria-labelledby="order-address-heading">
            <h2 id="order-address-heading" class="card__heading" tabindex="-1">{words.address}</h2>
            <p class="card__lead">{words.address_lead}</p>
            <Field
                id="order-address"
                label=words.address_label
                hint=words.address_hint
                value=address
                complaint=complaints.about(|field| field == "orderEndpoint", address)
                mode="url"
                disabled=!is_owner
            />
            <p class="card__lead">{words.sent}</p>
            {move || secret.get().map(|secret| view! { <Secret secret=secret /> })}
            {is_owner.then(|| view! { <FormEnd busy=busy failure=rest /> })}
        </form>
    }
}

/// Shown on request only: screens are seen by others.
#[component]
fn Secret(secret: String) -> impl IntoView {
    let words = &text().assistant.orders;
    view! {
        <div class="order-secret">
            <p class="field__label">{words.secret}</p>
            <p class="field__hint">{words.secret_lead}</p>
            <div class="order-secret__actions">
                <CopyButton value=secret.clone() name=words.secret.to_owned() />
                <details class="order-secret__show">
                    <summary>{words.secret_show}</summary>
                    <code class="order-secret__value">{secret}</code>
                </details>
            </div>
        </div>
    }
}

/// What a shopper must know of an order, beside its number.
#[component]
pub fn OrderCheckForm(
    check: OrderCheck,
    is_owner: bool,
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    on_save: Callback<OrderCheck>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.orders;
    let chosen = RwSignal::new(check);
    let cards = vec![
        OptionCard {
            value: OrderCheck::EmailOrPostcode,
            label: words.by_email_or_postcode,
            lead: words.by_email_or_postcode_lead,
            barred: None,
        },
        OptionCard {
            value: OrderCheck::None,
            label: words.by_nothing,
            lead: words.by_nothing_lead,
            barred: None,
        },
    ];
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            on_save.run(chosen.get_untracked());
        }
    };
    view! {
        <form class="card" novalidate on:submit=submit aria-labelledby="order-check-heading">
            <h2 id="order-check-heading" class="card__heading" tabindex="-1">{words.check}</h2>
            <p class="card__lead">{words.check_lead}</p>
            <OptionCards
                name="order-check"
                legend=words.check
                cards=Signal::stored(cards)
                chosen=chosen.into()
                on_choose=Callback::new(move |check| chosen.set(check))
                disabled=!is_owner
            />
            {move || {
                (chosen.get() == OrderCheck::None)
                    .then(|| view! { <Notice tone=Tone::Warning>{words.by_nothing_warning}</Notice> })
            }}
            {is_owner.then(|| view! { <FormEnd busy=busy failure=failure /> })}
        </form>
    }
}
