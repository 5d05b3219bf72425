//! How the shop's people are called, and what they need not write anew.

mod answers;

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;
use lutin_shared::api::DeskSettings;

use crate::api::Failure;
use crate::complaint::{Complaint, Complaints};
use crate::components::article_editor::lines;
use crate::components::field::Field;
use crate::components::form_end::FormEnd;
use crate::text::text;
use answers::{AnswerForm, AnswerRows};

pub use answers::CannedAnswers;

const FIELDS: [&str; 4] = ["topics", "canned", "label", "text"];

#[component]
pub fn DeskForm(
    /// As they are kept.
    settings: DeskSettings,
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    on_save: Callback<DeskSettings>,
) -> impl IntoView {
    let words = &text().desk.settings;
    let form = NodeRef::<Form>::new();
    let complaints = Complaints::new(failure);
    complaints.lead_to(form);
    let human_first = RwSignal::new(settings.human_first);
    let images = RwSignal::new(settings.images);
    let topics = RwSignal::new(settings.topics.join("\n"));
    let canned = RwSignal::new(
        settings.canned.iter().zip(0..).map(|(it, key)| AnswerForm::of(key, it)).collect::<Vec<_>>(),
    );
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let settings = DeskSettings {
            human_first: human_first.get_untracked(),
            images: images.get_untracked(),
            topics: lines(&topics.get_untracked()),
            canned: canned.with_untracked(|canned| canned.iter().map(AnswerForm::typed).collect()),
        };
        let problem = settings.problem();
        complaints.set(problem.as_deref().and_then(Complaint::read));
        if problem.is_none() && !busy.get_untracked() {
            on_save.run(settings);
        }
    };
    let is_field = |name: &str| FIELDS.iter().any(|field| name.starts_with(field));
    view! {
        <form class="desk-form" novalidate node_ref=form on:submit=submit>
            <section class="card" aria-labelledby="human-first-heading">
                <h2 id="human-first-heading" class="card__heading">{words.calling}</h2>
                <div class="desk-form__switch">
                    <input
                        id="human-first"
                        class="checkbox"
                        type="checkbox"
                        aria-describedby="human-first-hint"
                        prop:checked=human_first
                        on:change=move |event| human_first.set(event_target_checked(&event))
                    />
                    <label class="field__label" for="human-first">{words.human_first}</label>
                    <p id="human-first-hint" class="field__hint">{words.human_first_hint}</p>
                </div>
                <Field
                    id="desk-topics"
                    label=words.topics
                    hint=words.topics_hint
                    value=topics
                    complaint=complaints.about(|field| field.starts_with("topics"), topics)
                    rows=5
                />
            </section>
            <section class="card" aria-labelledby="images-heading">
                <h2 id="images-heading" class="card__heading">{words.images_heading}</h2>
                <div class="desk-form__switch">
                    <input
                        id="images"
                        class="checkbox"
                        type="checkbox"
                        aria-describedby="images-hint"
                        prop:checked=images
                        on:change=move |event| images.set(event_target_checked(&event))
                    />
                    <label class="field__label" for="images">{words.images}</label>
                    <p id="images-hint" class="field__hint">{words.images_hint}</p>
                </div>
            </section>
            <AnswerRows rows=canned complaints=complaints />
            <FormEnd busy=busy failure=complaints.rest(failure, is_field) />
        </form>
    }
}
