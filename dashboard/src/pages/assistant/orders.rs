//! « Commandes »: where the assistant looks an order up, and for whom.

use leptos::prelude::*;
use lutin_shared::api::{AssistantOverview, AssistantSettings, ImportReport};

use crate::api::ChosenFile;
use crate::attempt::Attempt;
use crate::components::file_import::{FileExample, FileImport};
use crate::components::notice::{Notice, Tone};
use crate::components::order_settings::{OrderAddress, OrderCheckForm};
use crate::format;
use crate::store::Store;
use crate::text::text;

const CSV: &str = "number,state,email,postcode,carrier,tracking
12345,inTransit,camille@example.com,75011,Colissimo,6A12345678901
12346,preparing,,69003,,";

const JSON: &str = "[
  {
    \"number\": \"12345\",
    \"state\": \"inTransit\",
    \"email\": \"camille@example.com\",
    \"postcode\": \"75011\",
    \"carrier\": \"Colissimo\",
    \"tracking\": \"6A12345678901\"
  }
]";

const STATES: &str = "preparing, shipping, inTransit, delivered, cancelled, refunded";

#[component]
pub fn OrdersPart(
    overview: Signal<AssistantOverview>,
    is_owner: bool,
    said: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let text = text();
    let words = &text.assistant.orders;
    let endpoint = Memo::new(move |_| overview.with(|overview| overview.settings.order_endpoint.clone()));
    let (address, check) = (Attempt::new(), Attempt::new());
    let put = settings_writer(overview, said);
    let save_address = Callback::new(move |order_endpoint: Option<String>| {
        put.run((address, Box::new(move |settings| AssistantSettings { order_endpoint, ..settings })));
    });
    let save_check = Callback::new(move |order_check| {
        put.run((check, Box::new(move |settings| AssistantSettings { order_check, ..settings })));
    });
    let count = Memo::new(move |_| overview.with(|overview| overview.orders));
    let counted = move || match count.get() {
        0 => words.no_orders.to_owned(),
        count => (words.count)(&format::number(text.locale, count), count > 1),
    };
    view! {
        <section class="assistant__section" aria-labelledby="orders-heading">
            <div>
                <h2 id="orders-heading" class="assistant__subheading">
                    {(text.assistant.part)(crate::route::Part::Orders)}
                </h2>
                <p class="assistant__note">{words.lead}</p>
            </div>
            {(!is_owner).then(|| view! { <Notice tone=Tone::Info>{text.assistant.owners_only}</Notice> })}
            <p class="assistant__count">{counted}</p>
            {move || {
                endpoint.with(Option::is_some)
                    .then(|| view! { <Notice tone=Tone::Info>{words.superseded}</Notice> })
            }}
            <div class="assistant__pair">
                <div class="assistant__column">
                    <Import is_owner=is_owner />
                    <OrderCheckForm
                        check=overview.with_untracked(|overview| overview.settings.order_check)
                        is_owner=is_owner
                        busy=check.busy()
                        failure=check.failure()
                        on_save=save_check
                    />
                </div>
                <OrderAddress
                    endpoint=endpoint.get_untracked()
                    secret=Signal::derive(move || overview.with(|overview| overview.signing_secret.clone()))
                    is_owner=is_owner
                    busy=address.busy()
                    failure=address.failure()
                    on_save=save_address
                />
            </div>
        </section>
    }
}

/// A change of the settings, and the attempt that tells how it goes.
pub type Change = (Attempt, Box<dyn FnOnce(AssistantSettings) -> AssistantSettings + Send + Sync>);

/// Writes a change of the settings onto those that hold now.
pub fn settings_writer(
    overview: Signal<AssistantOverview>,
    said: RwSignal<Option<&'static str>>,
) -> Callback<Change> {
    let words = &text().form;
    let store = Store::of_page();
    Callback::new(move |(attempt, change): Change| {
        let settings = change(overview.with_untracked(|overview| overview.settings.clone()));
        said.set(None);
        attempt.start(store.put_settings(settings), move |()| {
            said.set(Some(words.saved));
        });
    })
}

#[component]
fn Import(is_owner: bool) -> impl IntoView {
    let text = text();
    let words = &text.assistant.orders;
    let store = Store::of_page();
    let attempt = Attempt::new();
    let report = RwSignal::new(None::<ImportReport>);
    let import = Callback::new(move |file: ChosenFile| {
        report.set(None);
        attempt.start(store.import_orders(file), move |done| report.set(Some(done)));
    });
    view! {
        <FileImport
            id="orders-import"
            heading=words.import
            lead=words.import_lead
            busy=attempt.busy()
            failure=attempt.failure()
            report=report.into()
            on_file=import
            disabled=!is_owner
        >
            <FileExample csv=CSV json=JSON>
                <p class="card__lead">{words.states} " " <code>{STATES}</code></p>
                <p class="card__lead">{words.columns_note}</p>
            </FileExample>
        </FileImport>
    }
}
