//! What was said, and where the conversation began, ended, and went on.

use leptos::prelude::*;
use lutin_shared::api::TranscriptLine;
use lutin_shared::conversation::{Answer, Author, Felt};
use lutin_shared::id::MessageId;
use lutin_shared::time::Timestamp;

use crate::components::answer_notes::{AnswerNotes, feeling};
use crate::format;
use crate::text::{Text, text};

#[component]
pub fn Transcript(
    lines: Signal<Vec<TranscriptLine>>,
    /// The reply that counted: marked, so that the receipt's evidence is found among the rest.
    counted_by: Signal<Option<MessageId>>,
    /// What is felt in each line, by its place, where that is known.
    #[prop(optional, into)]
    felt: Signal<Vec<Option<Felt>>>,
) -> impl IntoView {
    // A transcript only grows, at its end, until all of it is erased: a line's place is its name.
    let numbered = move || {
        let lines = lines.get();
        let is_told: Vec<bool> = lines.windows(2).map(tells_again).collect();
        let is_shown =
            move |place: usize| place.checked_sub(1).and_then(|before| is_told.get(before)) != Some(&true);
        lines.into_iter().enumerate().filter(move |(place, _)| is_shown(*place))
    };
    view! {
        <ol class="transcript">
            <For each=numbered key=|(place, line)| (*place, is_erased(line)) let((place, line))>
                <Line line=line counted_by=counted_by felt=felt.with_untracked(|felt| felt.get(place).cloned().flatten()) />
            </For>
        </ol>
    }
}

/// Whether the text of a line was erased.
fn is_erased(line: &TranscriptLine) -> bool {
    match line {
        TranscriptLine::ContactGiven { contact: text, .. } | TranscriptLine::Noted { text, .. } => {
            text.is_empty()
        }
        TranscriptLine::Message { is_erased, .. } => *is_erased,
        _ => false,
    }
}

/// Whether the second of two lines is our notice to the shopper of what the first one says in the reader's language.
fn tells_again(pair: &[TranscriptLine]) -> bool {
    matches!(
        pair,
        [
            TranscriptLine::HandedBack { .. } | TranscriptLine::Joined { .. },
            TranscriptLine::Message { from: Author::System, .. }
        ]
    )
}

#[component]
fn Line(line: TranscriptLine, counted_by: Signal<Option<MessageId>>, felt: Option<Felt>) -> impl IntoView {
    let text = text();
    match line {
        TranscriptLine::Message { at, id, from, text: said, image, answer, is_erased } => {
            let counts = Signal::derive(move || counted_by.with(|counted| counted.as_ref() == Some(&id)));
            let said = if is_erased { text.conversation.erased.to_owned() } else { said };
            let image = image.map(|image| format!("/files/{image}"));
            view! { <Bubble at=at from=from said=said image=image counts=counts answer=answer felt=felt /> }
                .into_any()
        }
        TranscriptLine::Noted { at, by, text: said, .. } => {
            let said = if said.is_empty() { text.conversation.erased.to_owned() } else { said };
            view! { <Note at=at by=by.name said=said /> }.into_any()
        }
        TranscriptLine::ReplyFailed { at } => {
            let what = text.conversation.reply_failed.to_owned();
            view! { <Marker at=at what=what failed=true /> }.into_any()
        }
        event => happened(text, event).map(|(at, what)| view! { <Marker at=at what=what /> }).into_any(),
    }
}

/// What is told of an event that nobody said; `None` for what somebody said.
fn happened(text: &Text, event: TranscriptLine) -> Option<(Timestamp, String)> {
    let words = &text.conversation;
    Some(match event {
        TranscriptLine::ContactGiven { at, contact } if contact.is_empty() => (at, words.erased.to_owned()),
        TranscriptLine::ContactGiven { at, contact } => (at, (words.contact_given)(&contact)),
        TranscriptLine::Ended { at, by } => (at, format!("{} · {}", words.ended, (text.ending)(by))),
        TranscriptLine::Escalated { at, trigger } => {
            (at, format!("{} · {}", words.escalated, (text.desk.trigger)(trigger)))
        }
        TranscriptLine::Forgotten { at } => (at, words.forgotten.to_owned()),
        TranscriptLine::HandedBack { at } => (at, words.handed_back.to_owned()),
        TranscriptLine::Joined { at, agent } => (at, (words.joined)(&agent.name)),
        TranscriptLine::Left { at } => (at, words.left.to_owned()),
        TranscriptLine::Rated { at, stars } => {
            (at, format!("{} {}", words.rating, format::stars(text.locale, stars)))
        }
        TranscriptLine::Reopened { at } => (at, words.reopened.to_owned()),
        TranscriptLine::Started { at, .. } => (at, words.started.to_owned()),
        TranscriptLine::Message { .. }
        | TranscriptLine::Noted { .. }
        | TranscriptLine::ReplyFailed { .. } => {
            return None;
        }
    })
}

/// What colleagues wrote for each other. Nobody may take it for something that the shopper saw.
#[component]
fn Note(at: Timestamp, by: String, said: String) -> impl IntoView {
    let words = &text().conversation;
    view! {
        <li class="transcript__note">
            <p class="transcript__note-label">{words.note}</p>
            <p class="transcript__note-text" dir="auto">{said}</p>
            <p class="transcript__meta"><bdi class="transcript__author">{by}</bdi> " " <Clock at=at /></p>
        </li>
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
    /// Where the image is that came with it.
    image: Option<String>,
    counts: Signal<bool>,
    answer: Option<Box<Answer>>,
    felt: Option<Felt>,
) -> impl IntoView {
    let text = text();
    // A person is called by their name.
    let author = answer.as_ref().and_then(|answer| answer.agent.as_ref()).map(|agent| agent.name.clone());
    let author = author.unwrap_or_else(|| (text.author)(from).to_owned());
    let side = match from {
        Author::Shopper => "transcript__line",
        Author::Agent | Author::Instant => "transcript__line transcript__line--shop",
        Author::Assistant => "transcript__line transcript__line--shop transcript__line--assistant",
        Author::System => "transcript__line transcript__line--system",
    };
    view! {
        <li class=side>
            <p class="transcript__meta">
                <bdi class="transcript__author">{author}</bdi>
                " "
                <Clock at=at />
            </p>
            {image.map(|image| view! { <Attached at=image /> })}
            {(!said.is_empty()).then(|| view! {
                <p class="transcript__bubble" class:transcript__bubble--counts=counts dir="auto">{said}</p>
            })}
            {move || {
                let words = text.conversation.this_one_counts;
                counts.get().then(|| view! { <p class="transcript__counts">{words}</p> })
            }}
            {felt.map(|felt| view! { <p class="transcript__felt">{feeling(text, &felt)}</p> })}
            {answer.map(|answer| view! { <AnswerNotes answer=*answer /> })}
        </li>
    }
}

/// An image of the shopper's, small; whole, it opens beside this page.
#[component]
fn Attached(at: String) -> impl IntoView {
    let words = &text().conversation;
    let small = at.clone();
    view! {
        <a class="transcript__image" href=at target="_blank" rel="noopener noreferrer">
            <img src=small alt=words.image loading="lazy" />
        </a>
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
