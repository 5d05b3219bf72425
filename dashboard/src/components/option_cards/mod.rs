//! One of a few ways to do something, each on a card with what it means.

use leptos::prelude::*;

/// One of the cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionCard<T> {
    pub value: T,
    pub label: &'static str,
    pub lead: &'static str,
    /// Why it cannot be chosen.
    pub barred: Option<&'static str>,
}

/// A group of radio buttons; `name` keeps it apart from others on the page.
#[component]
pub fn OptionCards<T>(
    name: &'static str,
    legend: &'static str,
    cards: Signal<Vec<OptionCard<T>>>,
    chosen: Signal<T>,
    on_choose: Callback<T>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let card = move |(place, card): (usize, OptionCard<T>)| {
        let OptionCard { value, label, lead, barred } = card;
        let (id, lead_id) = (format!("{name}-{place}"), format!("{name}-{place}-lead"));
        let input_id = id.clone();
        view! {
            <label class="option-card" class:option-card--barred=barred.is_some() for=input_id>
                <input
                    id=id
                    class="option-card__radio"
                    type="radio"
                    name=name
                    disabled=disabled || barred.is_some()
                    aria-describedby=lead_id.clone()
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| on_choose.run(value)
                />
                <span class="option-card__label">{label}</span>
                {barred.map(|barred| view! { <span class="option-card__barred">{barred}</span> })}
                <span id=lead_id class="option-card__lead">{lead}</span>
            </label>
        }
    };
    view! {
        <fieldset class="option-cards">
            <legend class="visually-hidden">{legend}</legend>
            {move || cards.get().into_iter().enumerate().map(card).collect_view()}
        </fieldset>
    }
}
