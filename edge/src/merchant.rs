//! The merchant's object: settings, what the shop knows, its orders, and the ledger of conversations.

mod knowledge;
mod ledger;
mod schema;
mod settings;

use lutin_shared::account::Catalogue;
use lutin_shared::api::{MerchantDocument, Overview};
use lutin_shared::assistant::{Finding, Inquiry, disclose};
use lutin_shared::receipt::Receipt;
use lutin_shared::refusal::Refusal;
use serde::Serialize;
use worker::{DurableObject, Env, Method, Request, Response, SqlStorage, State, durable_object};

use crate::clock;
use crate::failure::{self, Failure};
use crate::objects::Consultation;
use crate::routes::malformed;
use settings::Settings;

/// One merchant. Named by the merchant's id.
#[durable_object]
#[derive(Debug)]
pub struct MerchantDo {
    sql: SqlStorage,
    name: Option<String>,
}

impl DurableObject for MerchantDo {
    fn new(state: State, _env: Env) -> Self {
        Self { sql: state.storage().sql(), name: state.id().name() }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match self.answer(request).await {
            Ok(response) => Ok(response),
            Err(failure) => failure.respond(),
        }
    }

    /// Nothing is ever due here; an alarm of a later version that was rolled back is let pass.
    async fn alarm(&self) -> worker::Result<Response> {
        Response::empty()
    }
}

impl MerchantDo {
    async fn answer(&self, mut request: Request) -> Result<Response, Failure> {
        let path = request.path();
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match (request.method(), segments.as_slice()) {
            (Method::Put, ["document"]) => {
                let document: MerchantDocument = read(&mut request).await?;
                reply(&self.put(document)?)
            }
            (Method::Get, ["profile"]) => reply(&self.settings()?.profile),
            (Method::Post, ["consult"]) => {
                let inquiry: Inquiry = read(&mut request).await?;
                reply(&self.consult(&inquiry)?)
            }
            (Method::Post, ["receipts"]) => {
                let receipt: Receipt = read(&mut request).await?;
                reply(&self.post(&receipt)?)
            }
            (Method::Get, ["receipts", conversation]) => {
                self.settings()?;
                reply(&ledger::posting(&self.sql, conversation)?.ok_or(Refusal::NotFound)?)
            }
            (Method::Get, ["overview"]) => reply(&self.overview()?),
            _ => Err(Refusal::NotFound.into()),
        }
    }

    /// A merchant that nobody wrote has no tables, so asking for one stores nothing.
    fn settings(&self) -> Result<Settings, Failure> {
        if schema::exists(&self.sql)? {
            settings::load(&self.sql)
        } else {
            Err(Refusal::UnknownMerchant.into())
        }
    }

    fn put(&self, document: MerchantDocument) -> Result<(), Failure> {
        let merchant = self.name.clone().unwrap_or_default().parse().map_err(malformed)?;
        let (settings, knowledge) = Settings::parse(merchant, document)?;
        // Everything was checked: what fails from here on is the storage itself, and the operator, who
        // hears of it, writes the document again.
        schema::create(&self.sql)?;
        settings::store(&self.sql, &settings)?;
        knowledge::replace(&self.sql, &knowledge)
    }

    fn consult(&self, inquiry: &Inquiry) -> Result<Consultation, Failure> {
        let settings = self.settings()?;
        let finding = match inquiry {
            Inquiry::Nothing => Finding::Nothing,
            Inquiry::Order { number, proof } => {
                let order = knowledge::order(&self.sql, number)?;
                Finding::Order(disclose(order, settings.order_check, proof.as_deref()))
            }
            Inquiry::Passages { terms } => Finding::Passages(knowledge::search(&self.sql, terms)?),
        };
        Ok(Consultation { finding, voice: settings.voice() })
    }

    /// Takes a receipt in, once, however often it is delivered.
    fn post(&self, receipt: &Receipt) -> Result<(), Failure> {
        ledger::post(&self.sql, receipt, &self.settings()?.zone()?)
    }

    fn overview(&self) -> Result<Overview, Failure> {
        let (settings, now) = (self.settings()?, clock::now());
        Ok(Overview {
            name: settings.profile.name.clone(),
            plan: settings.plan,
            period: settings.period(now)?,
            coverage: ledger::coverage(&self.sql, &settings, now)?,
            conversations: ledger::newest(&self.sql, Overview::MAX_ROWS)?,
        })
    }
}

impl Settings {
    /// How many conversations the plan gives a month.
    fn allowance(&self) -> u32 {
        Catalogue::default().plan(self.plan).map_or(0, |plan| plan.allowance)
    }
}

async fn read<T: serde::de::DeserializeOwned>(request: &mut Request) -> Result<T, Failure> {
    serde_json::from_str(&request.text().await?).map_err(malformed)
}

fn reply(body: &impl Serialize) -> Result<Response, Failure> {
    Ok(failure::json(200, body)?)
}
