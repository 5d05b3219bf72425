//! Having pages of the shop's own site read, and what came of each.

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;
use lutin_shared::api::{FetchReport, FetchRequest, FetchedPage};

use crate::api::Failure;
use crate::complaint::{Complaint, Complaints, Rule};
use crate::components::field::Field;
use crate::components::notice::{Notice, Tone};
use crate::format;
use crate::text::text;

#[component]
pub fn PageFetch(
    busy: Signal<bool>,
    failure: Signal<Option<Failure>>,
    report: Signal<Option<FetchReport>>,
    on_fetch: Callback<FetchRequest>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.fetch;
    let form = NodeRef::<Form>::new();
    let url = RwSignal::new(String::new());
    let complaints = Complaints::new(failure);
    complaints.lead_to(form);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let address = address(&url.get_untracked());
        complaints.set(address.is_none().then(|| Complaint::new("url", Rule::NotEmpty)));
        if let Some(address) = address.filter(|_| !busy.get_untracked()) {
            on_fetch.run(FetchRequest { url: address });
        }
    };
    let rest = complaints.rest(failure, |field| field == "url");
    view! {
        <section class="page-fetch card" aria-labelledby="page-fetch-heading">
            <h3 id="page-fetch-heading" class="card__heading">{words.heading}</h3>
            <p class="card__lead">{words.lead}</p>
            <form class="page-fetch__form" novalidate node_ref=form on:submit=submit>
                <Field
                    id="page-fetch-url"
                    label=words.address
                    value=url
                    complaint=complaints.about(|field| field == "url", url)
                    mode="url"
                    required=true
                />
                <button class="button" type="submit" aria-disabled=move || busy.get().to_string()>
                    {words.submit}
                </button>
            </form>
            <div class="page-fetch__outcome" role="status">
                {move || match (busy.get(), rest.get(), report.get()) {
                    (true, _, _) => view! { <p class="page-fetch__busy">{words.fetching}</p> }.into_any(),
                    (false, Some(failure), _) => {
                        view! { <Notice tone=Tone::Error>{(text.failure)(&failure)}</Notice> }.into_any()
                    }
                    (false, None, Some(report)) => view! { <Pages report=report /> }.into_any(),
                    (false, None, None) => ().into_any(),
                }}
            </div>
        </section>
    }
}

#[component]
fn Pages(report: FetchReport) -> impl IntoView {
    let text = text();
    let words = &text.assistant.fetch;
    if report.pages.is_empty() {
        return view! { <Notice tone=Tone::Warning>{words.no_pages}</Notice> }.into_any();
    }
    let count = |value: usize| format::count(text.locale, value as u64);
    let kept = report.pages.iter().filter(|page| page.refused.is_none()).count();
    let tone = if kept > 0 { Tone::Info } else { Tone::Warning };
    let result = (words.result)(&count(kept), kept > 1, &count(report.pages.len()));
    let left_out = (report.left_out > 0)
        .then(|| (words.left_out)(&format::number(text.locale, report.left_out), report.left_out > 1));
    let pages = report.pages.into_iter().map(|page| view! { <Page page=page /> });
    view! {
        <Notice tone=tone>{result}</Notice>
        {left_out.map(|left_out| view! { <Notice tone=Tone::Warning>{left_out}</Notice> })}
        // Reachable by keyboard: a long list scrolls.
        <ul class="page-fetch__pages" tabindex="0" aria-label=words.heading>{pages.collect_view()}</ul>
    }
    .into_any()
}

#[component]
fn Page(page: FetchedPage) -> impl IntoView {
    let words = &text().assistant.fetch;
    let (mark, verdict, what) = match (page.refused, page.title) {
        (Some(refused), _) => ("✕", words.not_kept, (words.refused)(refused).to_owned()),
        (None, title) => ("✓", words.kept, title.unwrap_or_default()),
    };
    view! {
        <li class="page-fetch__page" class:page-fetch__page--refused=page.refused.is_some()>
            <span class="page-fetch__mark" aria-hidden="true">{mark}</span>
            <span>
                <span class="visually-hidden">{verdict} ": "</span>
                <span class="page-fetch__title" dir="auto">{what}</span>
                <span class="page-fetch__url">{page.url}</span>
            </span>
        </li>
    }
}

/// As it was typed, with the scheme that people leave out; `None` when there is nothing.
fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    match typed {
        "" => None,
        _ if typed.contains("://") => Some(typed.to_owned()),
        _ => Some(format!("https://{typed}")),
    }
}
