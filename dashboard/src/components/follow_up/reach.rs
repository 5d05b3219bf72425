//! Where a shopper can be answered outside of the chat: a letter that is begun, or a number to call.

use leptos::prelude::*;
use lutin_shared::escalation::DeskCase;

use crate::text::{letter, text};

#[component]
pub fn Reach(task: Signal<DeskCase>) -> impl IntoView {
    let words = &text().desk.tasks;
    let contact = Memo::new(move |_| task.with(|task| task.case.handoff.contact.clone()));
    move || {
        let Some(contact) = contact.get() else {
            return view! { <p class="follow-up__facts">{words.no_contact}</p> }.into_any();
        };
        let is_email = contact.contains('@');
        let (href, label) = if is_email {
            (task.with(|task| mail(&contact, task)), words.by_email)
        } else {
            (format!("tel:{}", number(&contact)), words.call)
        };
        view! {
            <p class="follow-up__contact">
                <span>{words.contact} " " <bdi class="follow-up__address">{contact}</bdi></span>
                <a class="button button--small" href=href>{label}</a>
            </p>
        }
        .into_any()
    }
}

/// A letter in the shopper's language: what they wrote stands in it, what the shop answers does not yet.
fn mail(address: &str, task: &DeskCase) -> String {
    let encoded = |text: &str| String::from(js_sys::encode_uri_component(text));
    let letter = letter::of(task.case.handoff.language);
    let body = letter.body(&task.case.summary);
    // An address may have marks that mean something else in a link, and keeps its @.
    let address = encoded(address).replace("%40", "@");
    format!("mailto:{address}?subject={}&body={}", encoded(letter.subject), encoded(&body))
}

/// As a telephone dials it. What shoppers write in their own digits is dialled in ours.
fn number(contact: &str) -> String {
    let digit = |c: char| {
        let zeros = ['0', '٠', '۰', '０'];
        let value = zeros.into_iter().find_map(|zero| {
            let value = u32::from(c).checked_sub(u32::from(zero))?;
            (value < 10).then_some(value)
        })?;
        char::from_digit(value, 10)
    };
    // « +33 (0)6 … »: the zero in brackets is for those who call from within the country.
    let contact =
        if contact.trim_start().starts_with('+') { contact.replace("(0)", "") } else { contact.to_owned() };
    contact.chars().filter_map(|c| if c == '+' { Some(c) } else { digit(c) }).collect()
}
