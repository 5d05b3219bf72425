//! A conversation as it goes on: what was said, what is on its way, and who is writing.

mod unsent;

use leptos::html::Div;
use leptos::prelude::*;
use lutin_shared::conversation::Felt;
use lutin_shared::id::MessageId;

use crate::components::transcript::Transcript;
use crate::store::desk::{Spoken, Unsent};
use crate::text::text;
use unsent::UnsentRow;

/// So near to its end, in pixels, it is read at its end.
const NEAR: i32 = 48;

#[component]
pub fn ChatLog(
    lines: Signal<Vec<Spoken>>,
    outbox: Signal<Vec<Unsent>>,
    /// Whether the shopper is writing.
    writes: Signal<bool>,
    on_retry: Callback<MessageId>,
    /// Gives words that were refused back to who wrote them.
    on_take_back: Callback<MessageId>,
) -> impl IntoView {
    let words = &text().desk.log;
    let log = NodeRef::<Div>::new();
    let said = Memo::new(move |_| {
        lines.with(|lines| lines.iter().map(|spoken| spoken.line.clone()).collect::<Vec<_>>())
    });
    let felt = Memo::new(move |_| {
        lines.with(|lines| lines.iter().map(|spoken| spoken.felt.clone()).collect::<Vec<Option<Felt>>>())
    });
    let unsent_key = |unsent: &Unsent| (unsent.id.clone(), unsent.refusal);
    let scrolled = stay_at_end(log, move || {
        said.with(Vec::len);
        outbox.with(Vec::len);
        writes.get();
    });
    view! {
        <div
            class="chat-log"
            role="log"
            tabindex="0"
            aria-label=words.label
            node_ref=log
            on:scroll=move |_| scrolled.run(())
        >
            {move || said.with(Vec::is_empty).then(|| view! { <p class="chat-log__empty">{words.empty}</p> })}
            <Transcript lines=said.into() counted_by=Signal::stored(None) felt=felt />
            <ol class="chat-log__unsent">
                <For each=move || outbox.get() key=unsent_key let(unsent)>
                    <UnsentRow unsent=unsent on_retry=on_retry on_take_back=on_take_back />
                </For>
            </ol>
            <p class="chat-log__writes">{move || writes.get().then_some(words.writes)}</p>
        </div>
    }
}

/// Keeps the end in view as long as the reader is there; who reads further up is left alone. What it gives is to be run
/// whenever the log was scrolled.
fn stay_at_end(log: NodeRef<Div>, track: impl Fn() + Send + Sync + 'static) -> Callback<()> {
    let is_at_end = StoredValue::new(true);
    Effect::new(move |_| {
        track();
        if !is_at_end.get_value() {
            return;
        }
        request_animation_frame(move || {
            if let Some(log) = log.try_get_untracked().flatten() {
                log.set_scroll_top(log.scroll_height());
            }
        });
    });
    Callback::new(move |()| {
        if let Some(log) = log.get_untracked() {
            let below = log.scroll_height() - log.scroll_top() - log.client_height();
            is_at_end.set_value(below <= NEAR);
        }
    })
}
