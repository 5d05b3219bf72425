//! What was said, and where the conversation began, ended, and went on.

use leptos::prelude::*;
use lutin_shared::api::TranscriptLine;
use lutin_shared::conversation::{Answer, Author};
use lutin_shared::id::MessageId;
use lutin_shared::time::Timestamp;

use crate::components::answer_notes::AnswerNotes;
use crate::format;
use crate::text::text;

#[component]
pub fn Transcript(
    lines: Signal<Vec<TranscriptLine>>,
    /// The reply that counted: marked, so that the receipt's evidence is found among the rest.
    counted_by: Signal<Option<MessageId>>,
) -> impl IntoView {
    // A transcript only grows, at its end: a line's place is its name.
    let numbered = move || lines.get().into_iter().enumerate();
    view! {
        <ol class="transcript">
            <For each=numbered key=|(place, _)| *place let((_, line))>
                <Line line=line counted_by=counted_by />
            </For>
        </ol>
    }
}

#[component]
fn Line(line: TranscriptLine, counted_by: Signal<Option<MessageId>>) -> impl IntoView {
    let text = text();
    let words = &text.conversation;
    match line {
        TranscriptLine::Ended { at, by } => {
            let what = format!("{} · {}", words.ended, (text.ending)(by));
            view! { <Marker at=at what=what /> }.into_any()
        }
        TranscriptLine::Message { at, id, from, text, answer } => {
            let counts = Signal::derive(move || counted_by.with(|counted| counted.as_ref() == Some(&id)));
            view! { <Bubble at=at from=from said=text counts=counts answer=answer /> }.into_any()
        }
        TranscriptLine::Reopened { at } => {
            view! { <Marker at=at what=words.reopened.to_owned() /> }.into_any()
        }
        TranscriptLine::ReplyFailed { at } => {
            view! { <Marker at=at what=words.reply_failed.to_owned() failed=true /> }.into_any()
        }
        TranscriptLine::Started { at, .. } => {
            view! { <Marker at=at what=words.started.to_owned() /> }.into_any()
        }
    }
}

/// Something that happened to the conversation and that nobody said.
#[component]
fn Marker(at: Timestamp, what: String, #[prop(optional)] failed: bool) -> impl IntoView {
    view! {
        <li class="transcript__marker" class:transcript__marker--failed=failed>
            <span>{what} " · " <Clock at=at /></span>
        </li>
    }
}

#[component]
fn Bubble(
    at: Timestamp,
    from: Author,
    said: String,
    counts: Signal<bool>,
    answer: Option<Box<Answer>>,
) -> impl IntoView {
    let text = text();
    let side = match from {
        Author::Shopper => "transcript__line",
        Author::Agent | Author::Instant => "transcript__line transcript__line--shop",
        Author::Assistant => "transcript__line transcript__line--shop transcript__line--assistant",
        Author::System => "transcript__line transcript__line--system",
    };
    view! {
        <li class=side>
            <p class="transcript__meta">
                <span class="transcript__author">{(text.author)(from)}</span>
                " "
                <Clock at=at />
            </p>
            <p class="transcript__bubble" class:transcript__bubble--counts=counts dir="auto">{said}</p>
            {move || {
                let words = text.conversation.this_one_counts;
                counts.get().then(|| view! { <p class="transcript__counts">{words}</p> })
            }}
            {answer.map(|answer| view! { <AnswerNotes answer=*answer /> })}
        </li>
    }
}

#[component]
fn Clock(at: Timestamp) -> impl IntoView {
    let shown = format::time(text().locale, at);
    view! {
        <time class="transcript__time" datetime=format::machine(at)>
            {shown}
        </time>
    }
}
