//! The latest conversations, each with its verdict and the way to its receipt.

use leptos::prelude::*;
use lutin_shared::api::ConversationRow;
use lutin_shared::time::Timestamp;

use crate::components::pill::{Standing, VerdictPill};
use crate::format;
use crate::route::Route;
use crate::text::{Text, text};

#[component]
pub fn ConversationList(rows: Signal<Vec<ConversationRow>>) -> impl IntoView {
    // A new revision is another receipt, and a contest changes what it says: such a row is built anew, the others stay.
    let key = |row: &ConversationRow| (row.receipt.conversation.clone(), row.receipt.revision, standing(row));
    view! {
        <ol class="conversation-list">
            <For each=move || rows.get() key=key let(row)>
                <Row row=row />
            </For>
        </ol>
    }
}

#[component]
fn Row(row: ConversationRow) -> impl IntoView {
    let text = text();
    let standing = standing(&row);
    let receipt = row.receipt;
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
                    {text.quoted(receipt.first_message.text)}
                </span>
                <span class="conversation-list__facts">
                    <span>{(text.reason)(receipt.reason).short}</span>
                    <span class:conversation-list__ongoing=receipt.ended_by.is_none()>{ending}</span>
                    {messages.map(|messages| view! { <span>{messages}</span> })}
                </span>
                <span class="conversation-list__verdict">
                    <VerdictPill standing=standing />
                </span>
            </a>
        </li>
    }
}

fn standing(row: &ConversationRow) -> Standing {
    Standing::of(&row.receipt, row.contest.as_ref())
}

fn day(text: &'static Text, at: Timestamp) -> String {
    match format::days_ago(at) {
        0 => text.overview.today.to_owned(),
        1 => text.overview.yesterday.to_owned(),
        _ => format::short_day(text.locale, at),
    }
}
