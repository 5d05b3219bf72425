//! What is known of a reply, under it: never shown to the shopper.

use leptos::prelude::*;
use lutin_shared::conversation::{Answer, Engine, Felt, Outcome, Source};

use crate::route::{Part, Route};
use crate::text::{Text, text};

#[component]
pub fn AnswerNotes(answer: Answer) -> impl IntoView {
    let text = text();
    let words = &text.conversation.answer;
    let Answer { engine, source, outcome, felt, is_cut, instant, .. } = answer;
    let plain = |class: &'static str, note: String| view! { <li class=class>{note}</li> };
    let engine = engine.filter(|engine| *engine != Engine::Embedded);
    let unanswered = outcome == Some(Outcome::Unanswered);
    let nothing = !(is_cut || unanswered)
        && engine.is_none()
        && source.is_none()
        && felt.is_none()
        && instant.is_none();
    if nothing {
        return ().into_any();
    }
    view! {
        <ul class="answer-notes">
            {is_cut.then(|| plain("answer-notes__note answer-notes__note--cut", words.cut.to_owned()))}
            {instant.map(|id| plain("answer-notes__note", (text.labelled)(words.instant, id.as_str())))}
            {source.map(|source| view! { <SourceNote source=source /> })}
            {engine.map(|engine| {
                plain("answer-notes__note", (text.labelled)(words.engine, (text.engine)(engine)))
            })}
            {unanswered.then(|| view! {
                <li class="answer-notes__note">
                    <a href=Route::Assistant(Part::Knowledge).href()>{words.unanswered}</a>
                </li>
            })}
            {felt.map(|felt| plain("answer-notes__note", feeling(text, &felt)))}
        </ul>
    }
    .into_any()
}

#[component]
fn SourceNote(source: Source) -> impl IntoView {
    let text = text();
    let Source { title, url } = source;
    let words = &text.conversation.answer;
    // Only a page of the web is a link: what else may stand there runs nothing here.
    let url = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let title = match url {
        Some(url) => view! {
            <a href=url target="_blank" rel="noopener noreferrer" dir="auto">{title}</a>
        }
        .into_any(),
        None => view! { <bdi>{title}</bdi> }.into_any(),
    };
    view! { <li class="answer-notes__note">{(text.labelled)(words.source, "")} {title}</li> }
}

/// « Ressenti : frustré — “encore un retard” ».
pub fn feeling(text: &Text, felt: &Felt) -> String {
    let words = &text.conversation.answer;
    let emotion = (text.labelled)(words.felt, (words.emotion)(felt.emotion));
    let quoted: Vec<_> = felt.evidence.iter().map(|evidence| (words.quoted)(evidence)).collect();
    if quoted.is_empty() { emotion } else { format!("{emotion} — {}", quoted.join(", ")) }
}
