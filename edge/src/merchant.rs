//! The merchant's object: settings, what the shop knows, its orders, and the ledger.

mod assistant;
mod cases;
mod desk;
mod erasure;
mod export;
mod instants;
mod knowledge;
mod ledger;
mod letters;
mod orders;
mod schema;
mod settings;
mod unanswered;

use core::cell::RefCell;

use lutin_shared::account::{self, Account, Enchantment, Period};
use lutin_shared::api::{
    AccountOverview, AssistantOverview, ConversationRow, DeskSettings, EnchantmentState, ErrorBody,
    MerchantDocument, OrderRequest, Overview,
};
use lutin_shared::escalation::Case;
use lutin_shared::id::{AgentId, ConversationId};
use lutin_shared::ledger::Command;
use lutin_shared::receipt::{Label, Receipt};
use lutin_shared::refusal::Refusal;
use serde::Serialize;
use worker::worker_sys::DurableObjectState;
use worker::{
    DurableObject, Env, Method, Request, Response, State, WebSocket, WebSocketIncomingMessage, console_error,
    durable_object,
};

use crate::failure::{self, Failure};
use crate::objects::{AGENT_HEADER, Admission, Consult, Contested, Judged, Learned, Lesson, Lookup, Posting};
use crate::routes::malformed;
use crate::sql::Sql;
use crate::{clock, config, presence, words};
use assistant::Pressure;
use ledger::Books;
use settings::Settings;

/// The most open contests that are listed at once.
const MAX_CONTESTS: u32 = 200;

/// One merchant. Named by the merchant's id.
#[durable_object]
#[derive(Debug)]
pub struct MerchantDo {
    env: Env,
    state: State,
    /// The same, as the platform has it.
    platform: DurableObjectState,
    sql: Sql,
    books: Books,
    name: Option<String>,
    /// How the engine does, and who asks how much of it.
    engine: RefCell<Pressure>,
}

impl DurableObject for MerchantDo {
    fn new(state: State, env: Env) -> Self {
        presence::answer_pings(&state);
        let (state, platform) = presence::both(state);
        let sql = Sql::new(state.storage().sql());
        let books = Books::new(sql.clone());
        let name = state.id().name();
        Self { env, state, platform, books, sql, name, engine: RefCell::default() }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match self.answer(request).await {
            Ok(response) => Ok(response),
            Err(failure) => failure.respond(),
        }
    }

    /// Rings when the last agent has been gone for a while. Not an error: whoever waits looks by themselves, too.
    async fn alarm(&self) -> worker::Result<Response> {
        if let Err(failure) = self.look_after_waiting(None).await {
            console_error!("alarm: {failure}");
        }
        Response::empty()
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> worker::Result<()> {
        let text = match message {
            WebSocketIncomingMessage::Binary(_) => String::new(),
            WebSocketIncomingMessage::String(text) => text,
        };
        match self.hear(&socket, &text).await {
            Ok(()) => {}
            Err(Failure::Refused(code)) => desk::refuse(&socket, code),
            Err(failure) => console_error!("console: {failure}"),
        }
        Ok(())
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        _code: usize,
        _reason: String,
        _was_clean: bool,
    ) -> worker::Result<()> {
        if let Err(failure) = self.lose(&socket).await {
            console_error!("console: {failure}");
        }
        Ok(())
    }

    async fn websocket_error(&self, socket: WebSocket, _error: worker::Error) -> worker::Result<()> {
        if let Err(failure) = self.lose(&socket).await {
            console_error!("console: {failure}");
        }
        Ok(())
    }
}

impl MerchantDo {
    async fn answer(&self, mut request: Request) -> Result<Response, Failure> {
        let path = request.path();
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match (request.method(), segments.as_slice()) {
            (Method::Put, ["document"]) => {
                words::ready(&self.env).await?;
                let document: MerchantDocument = read(&mut request).await?;
                reply(&self.put(document)?)
            }
            (Method::Get, ["profile"]) => reply(&self.profile()?),
            (Method::Post, ["admit"]) => {
                let admission: Admission = read(&mut request).await?;
                reply(&self.admit(&admission)?)
            }
            (Method::Get, ["assistant"]) => {
                reply(&AssistantOverview { signing_secret: None, ..self.assistant()? })
            }
            (Method::Get, ["assistant", "owner"]) => reply(&self.assistant()?),
            (Method::Post, ["consult"]) => {
                words::ready(&self.env).await?;
                let consult: Consult = read(&mut request).await?;
                reply(&self.consult(&consult).await?)
            }
            (Method::Get, ["desk"]) => {
                let joining = request.headers().get(AGENT_HEADER)?.ok_or(Refusal::SignedOut)?;
                self.join(serde_json::from_str(&joining)?)
            }
            (Method::Post, ["desk", "route"]) => {
                let case: Case = read(&mut request).await?;
                reply(&self.route(case)?)
            }
            (Method::Post, ["desk", "cases"]) => {
                let case: Case = read(&mut request).await?;
                reply(&self.keep(&case)?)
            }
            (Method::Put, ["desk", "settings"]) => {
                let settings: DeskSettings = read(&mut request).await?;
                self.put_desk(&settings)?;
                reply(&settings)
            }
            (Method::Post, ["desk", "dismiss", agent]) => {
                let agent: AgentId = agent.parse().map_err(malformed)?;
                reply(&self.dismiss(&agent).await?)
            }
            (Method::Post, ["erase", session]) => {
                self.settings()?;
                reply(&erasure::erase(&self.sql, &session.parse().map_err(malformed)?, clock::now())?)
            }
            (Method::Post, ["learned"]) => {
                words::ready(&self.env).await?;
                let learned: Learned = read(&mut request).await?;
                reply(&self.learn(learned)?)
            }
            (Method::Post, ["lessons"]) => {
                words::ready(&self.env).await?;
                let lesson: Lesson = read(&mut request).await?;
                reply(&self.teach(lesson)?)
            }
            (Method::Post, ["lookup"]) => {
                let lookup: Lookup = read(&mut request).await?;
                reply(&self.look_up(&lookup).await?)
            }
            (Method::Post, ["receipts"]) => self.take(&request.text().await?),
            (Method::Get, ["receipts", conversation]) => reply(&self.posting(&parse(conversation)?)?),
            (Method::Get, ["overview"]) => reply(&self.overview()?),
            (Method::Get, ["account"]) => reply(&self.account_overview()?),
            (Method::Get, ["statements", period]) => {
                let period = Period::try_from((*period).to_owned()).map_err(malformed)?;
                reply(&self.account()?.statement(period).ok_or(Refusal::NotFound)?)
            }
            (Method::Post, ["orders"]) => {
                let order: OrderRequest = read(&mut request).await?;
                self.obey(Command::Account(command(order)), None)?;
                reply(&self.account_overview()?)
            }
            (Method::Get, ["contests"]) => {
                self.settings()?;
                reply(&self.books.contested(MAX_CONTESTS)?)
            }
            (Method::Post, ["contests"]) => {
                let Contested { conversation, reason, by } = read(&mut request).await?;
                let contest = Command::Contest { conversation: conversation.clone(), reason, by };
                self.obey(contest, Some(&conversation))?;
                reply(&self.posting(&conversation)?)
            }
            (Method::Post, ["judgements"]) => {
                let Judged { conversation, credit, note } = read(&mut request).await?;
                let judge = Command::Judge { conversation: conversation.clone(), credit, note };
                self.obey(judge, Some(&conversation))?;
                reply(&self.posting(&conversation)?)
            }
            (Method::Get, ["letters"]) => {
                self.settings()?;
                reply(&letters::dead(&self.sql)?)
            }
            (Method::Get, ["export", period]) => {
                let period = match *period {
                    "all" => None,
                    period => Some(Period::try_from(period.to_owned()).map_err(malformed)?),
                };
                // The months that have begun are in it, also those of which nobody has written yet.
                self.obey(Command::Turn, None)?;
                reply(&export::frame(&self.sql, &self.books, &self.settings()?, period, clock::now())?)
            }
            (Method::Get, ["rows", after, until, texts]) => {
                let (after, until) = (after.parse().map_err(malformed)?, until.parse().map_err(malformed)?);
                self.settings()?;
                reply(&export::page(&self.sql, after, until, *texts == "texts")?)
            }
            _ => Err(Refusal::NotFound.into()),
        }
    }

    /// A merchant that nobody wrote has no tables, so asking for one stores nothing.
    fn settings(&self) -> Result<Settings, Failure> {
        if schema::prepare(&self.sql)? {
            settings::load(&self.sql)
        } else {
            Err(Refusal::UnknownMerchant.into())
        }
    }

    fn put(&self, document: MerchantDocument) -> Result<(), Failure> {
        let merchant = self.name.clone().unwrap_or_default().parse().map_err(malformed)?;
        let (settings, knowledge) =
            Settings::parse(merchant, document, config::allows_private_hosts(&self.env))?;
        // Everything was checked: what fails from here on is the storage itself, and the operator, who
        // hears of it, writes the document again.
        schema::create(&self.sql)?;
        let now = clock::now();
        if let Some(catalogue) = &settings.catalogue {
            let offer = Command::Account(account::Command::Offer(catalogue.clone()));
            self.books.obey(&settings, offer, None, now)?;
        }
        let zone = Command::Account(account::Command::ChangeTimeZone(settings.zone()?));
        self.books.obey(&settings, zone, None, now)?;
        settings::store(&self.sql, &settings)?;
        let own = settings.profile.locale.language();
        knowledge::replace_all(&self.sql, &knowledge.articles, own, now)?;
        instants::replace_all(&self.sql, &knowledge.instants)?;
        orders::replace_all(&self.sql, &knowledge.orders)
    }

    /// Takes a session's receipt in, once, however often it is delivered. One that cannot be taken becomes a dead
    /// letter, for people to see, and is refused: the session keeps it and tries again.
    fn take(&self, body: &str) -> Result<Response, Failure> {
        let settings = self.settings()?;
        let label = serde_json::from_str::<Label>(body).ok();
        let is_erased = match &label {
            Some(label) => erasure::is_erased(&self.sql, &label.conversation.session)?,
            None => false,
        };
        let taken = match serde_json::from_str::<Receipt>(body) {
            Ok(mut receipt) => {
                if is_erased {
                    receipt.take_texts();
                }
                instants::settle(&self.sql, &receipt)?;
                ledger::post(&self.books, &settings, receipt, clock::now())
            }
            Err(error) => match &label {
                // Another version wrote it; what the ledger has, it has.
                Some(label) if self.is_known(label)? => Ok(()),
                _ => Err(malformed(error)),
            },
        };
        let refused = match taken {
            Ok(()) => {
                if let Some(label) = &label {
                    letters::settle(&self.sql, label)?;
                }
                return reply(&());
            }
            Err(refused) => refused,
        };
        let why = match &refused {
            Failure::Fault(_) | Failure::Refused(Refusal::TooEarly) => return Err(refused),
            Failure::Malformed(message) => {
                ErrorBody { message: message.clone(), ..ErrorBody::from(Refusal::Malformed) }
            }
            Failure::Refused(refusal) => ErrorBody::from(*refusal),
        };
        console_error!("dead letter: {refused}");
        letters::keep(&self.sql, if is_erased { "" } else { body }, &why, clock::now())?;
        Err(refused)
    }

    fn is_known(&self, label: &Label) -> Result<bool, Failure> {
        Ok(self.books.dossier(&label.conversation)?.revision() >= label.revision)
    }

    fn obey(&self, command: Command, conversation: Option<&ConversationId>) -> Result<(), Failure> {
        self.books.obey(&self.settings()?, command, conversation, clock::now())
    }

    fn posting(&self, conversation: &ConversationId) -> Result<Posting, Failure> {
        self.settings()?;
        Ok(self.books.posting(conversation)?.ok_or(Refusal::NotFound)?)
    }

    /// The account as it stands now.
    fn account(&self) -> Result<Account, Failure> {
        let now = clock::now();
        let ledger = self.books.ledger(&self.settings()?, now)?;
        Ok(ledger.account().ok_or(Refusal::UnknownMerchant)?.as_of(now))
    }

    fn overview(&self) -> Result<Overview, Failure> {
        let (settings, account) = (self.settings()?, self.account()?);
        let newest = self.books.newest(Overview::MAX_ROWS)?.into_iter();
        Ok(Overview {
            name: settings.profile.name,
            plan: account.plan(),
            period: account.period(),
            coverage: account.coverage(),
            alerts: account.alerts().collect(),
            dead_letters: letters::count(&self.sql)?,
            conversations: newest
                .map(|Posting { mut receipt, contest, .. }| {
                    receipt.facts.clear();
                    ConversationRow { receipt, contest }
                })
                .collect(),
        })
    }

    fn account_overview(&self) -> Result<AccountOverview, Failure> {
        let account = self.account()?;
        let statement = account.statement(account.period()).ok_or(Refusal::NotFound)?;
        let state = |id: Enchantment| EnchantmentState {
            id,
            is_active: account.is_active(id),
            renews: account.renews(id),
            price: account.catalogue().price(id, account.plan()),
        };
        let next = account.next_catalogue();
        Ok(AccountOverview {
            plan: account.plan(),
            next_plan: account.next_plan(),
            periods: account.periods().collect(),
            enchantments: Enchantment::ALL.map(state).to_vec(),
            packs: account.packs(),
            alerts: account.alerts().collect(),
            catalogue: account.catalogue().clone(),
            next_catalogue: (next != account.catalogue()).then(|| next.clone()),
            statement,
        })
    }
}

/// What an order asks of the account.
fn command(order: OrderRequest) -> account::Command {
    match order {
        OrderRequest::Enchantment { enchantment, active: true } => account::Command::Enable(enchantment),
        OrderRequest::Enchantment { enchantment, active: false } => account::Command::Disable(enchantment),
        OrderRequest::Pack { order, size } => account::Command::BuyPack { order, size },
        OrderRequest::Plan { order, plan } => account::Command::ChangePlan { order, plan },
    }
}

fn parse(conversation: &str) -> Result<ConversationId, Failure> {
    Ok(conversation.parse().map_err(|_| Refusal::NotFound)?)
}

async fn read<T: serde::de::DeserializeOwned>(request: &mut Request) -> Result<T, Failure> {
    serde_json::from_str(&request.text().await?).map_err(malformed)
}

fn reply(body: &impl Serialize) -> Result<Response, Failure> {
    Ok(failure::json(200, body)?)
}
