//! The latest conversations, each with its verdict and the way to its receipt.

use leptos::prelude::*;
use lutin_shared::receipt::Receipt;
use lutin_shared::time::Timestamp;

use crate::components::pill::VerdictPill;
use crate::format;
use crate::route::Route;
use crate::text::{Text, text};

#[component]
pub fn ConversationList(receipts: Signal<Vec<Receipt>>) -> impl IntoView {
    view! {
        <ol class="conversation-list">
            // A new revision is another receipt, so its row is built anew and the others stay.
            <For each=move || receipts.get() key=|it| (it.conversation.clone(), it.revision) let(receipt)>
                <Row receipt=receipt />
            </For>
        </ol>
    }
}

#[component]
fn Row(receipt: Receipt) -> impl IntoView {
    let text = text();
    let href = Route::Conversation(receipt.conversation.clone()).href();
    let count = format::number(text.locale, receipt.messages);
    // Of one that goes on, the ledger knows only how many there were when it was counted.
    let messages = receipt.ended_by.map(|_| (text.messages)(&count, receipt.messages > 1, false));
    let ending = receipt.ended_by.map_or(text.ongoing, text.ending);
    view! {
        <li class="conversation-list__item">
            <a class="conversation-list__link" href=href>
                <time class="conversation-list__when" datetime=format::machine(receipt.started_at)>
                    <span class="conversation-list__day">{day(text, receipt.started_at)}</span>
                    " "
                    <span>{format::time(text.locale, receipt.started_at)}</span>
                </time>
                <span class="conversation-list__message" dir="auto">
                    {receipt.first_message.text.clone()}
                </span>
                <span class="conversation-list__facts">
                    <span>{(text.reason)(receipt.reason).short}</span>
                    <span class:conversation-list__ongoing=receipt.ended_by.is_none()>{ending}</span>
                    {messages.map(|messages| view! { <span>{messages}</span> })}
                </span>
                <span class="conversation-list__verdict">
                    <VerdictPill receipt=Signal::stored(receipt) />
                </span>
            </a>
        </li>
    }
}

fn day(text: &'static Text, at: Timestamp) -> String {
    match format::days_ago(at) {
        0 => text.overview.today.to_owned(),
        1 => text.overview.yesterday.to_owned(),
        _ => format::short_day(text.locale, at),
    }
}
