//! What the edge told this page, in one place. Views read it and ask for more; only the store writes it.

mod assistant;
mod bill;
pub mod desk;
mod team;

use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::account::{Period, Statement};
use lutin_shared::api::{
    AccountOverview, AssistantOverview, ConversationDetail, Me, Overview, SessionGrant, SignIn, StaffEntry,
};
use lutin_shared::id::ConversationId;
use lutin_shared::time::Timestamp;

use crate::api::{self, Failure};
use crate::format;
use desk::Desk;

/// Who uses this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    SignedIn(Me),
    /// `expired` when the edge ended a sign-in that had worked, and nobody here asked for that.
    SignedOut {
        expired: bool,
    },
    /// Not answered yet.
    Unknown,
    /// Asked, and no answer can be had.
    Unreachable(Failure),
}

/// The last good answer, and why a newer one is missing.
///
/// With neither, the first answer is awaited. With both, `value` was true at `at` and may not be now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote<T> {
    pub value: Option<T>,
    pub at: Option<Timestamp>,
    pub failure: Option<Failure>,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self { value: None, at: None, failure: None }
    }
}

impl<T> Remote<T> {
    fn learn(&mut self, answer: Result<T, Failure>) {
        match answer {
            Ok(value) => *self = Self { value: Some(value), at: Some(format::now()), failure: None },
            Err(failure) => self.failure = Some(failure),
        }
    }
}

/// A handle on the page's one store.
#[derive(Clone, Copy)]
pub struct Store {
    account: RwSignal<Account>,
    overview: RwSignal<Remote<Overview>>,
    /// Of the conversation that is looked at.
    conversation: RwSignal<Remote<ConversationDetail>>,
    /// Late answers about any other are dropped.
    looked_at: StoredValue<Option<ConversationId>>,
    /// Who waits for an overview: a refresh in the meantime asks nothing.
    overview_asked_by: StoredValue<Option<Account>>,
    /// The same for the conversation that an answer is awaited about.
    conversation_asked: StoredValue<Option<ConversationId>>,
    /// What the shop has and what its months are, with the present one's statement.
    plans: RwSignal<Remote<AccountOverview>>,
    /// Of the month that is looked at, unless it is the present one.
    statement: RwSignal<Remote<Statement>>,
    /// The month that is looked at; `None` for the present one.
    billed: StoredValue<Option<Period>>,
    /// Who waits for the bill of which month.
    bill_asked: StoredValue<Option<(Account, Option<Period>)>>,
    /// What the assistant answers from.
    assistant: RwSignal<Remote<AssistantOverview>>,
    /// Who waits for that; a change that was answered in the meantime is newer.
    assistant_asked_by: StoredValue<Option<(Account, u32)>>,
    /// How many changes were answered: tells a newer answer from an older one.
    assistant_edition: StoredValue<u32>,
    /// Conversations with people.
    desk: Desk,
    /// Who may sign in.
    staff: RwSignal<Remote<Vec<StaffEntry>>>,
}

impl Store {
    /// An empty store, handed to everything below the caller.
    pub fn provide() -> Self {
        let store = Self {
            account: RwSignal::new(Account::Unknown),
            overview: RwSignal::new(Remote::default()),
            conversation: RwSignal::new(Remote::default()),
            looked_at: StoredValue::new(None),
            overview_asked_by: StoredValue::new(None),
            conversation_asked: StoredValue::new(None),
            plans: RwSignal::new(Remote::default()),
            statement: RwSignal::new(Remote::default()),
            billed: StoredValue::new(None),
            bill_asked: StoredValue::new(None),
            assistant: RwSignal::new(Remote::default()),
            assistant_asked_by: StoredValue::new(None),
            assistant_edition: StoredValue::new(0),
            desk: Desk::new(),
            staff: RwSignal::new(Remote::default()),
        };
        provide_context(store);
        store
    }

    /// The store that [`App`](crate::app::App) provided.
    pub fn of_page() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    pub fn account(self) -> Signal<Account> {
        self.account.into()
    }

    pub fn overview(self) -> Signal<Remote<Overview>> {
        self.overview.into()
    }

    pub fn conversation(self) -> Signal<Remote<ConversationDetail>> {
        self.conversation.into()
    }

    /// Asks the edge whose cookie this is.
    pub fn recognise(self) {
        self.account.set(Account::Unknown);
        spawn_local(async move {
            self.account.set(match api::me().await {
                Ok(me) => Account::SignedIn(me),
                Err(failure) if failure.means_signed_out() => Account::SignedOut { expired: false },
                Err(failure) => Account::Unreachable(failure),
            });
        });
    }

    pub async fn sign_in(self, credentials: SignIn) -> Result<(), Failure> {
        let me = api::sign_in(&credentials).await?;
        self.account.set(Account::SignedIn(me));
        Ok(())
    }

    pub async fn sign_out(self) -> Result<(), Failure> {
        match api::sign_out().await {
            // Whoever is already out wanted just that.
            Err(failure) if !failure.means_signed_out() => Err(failure),
            _ => {
                self.forget(false);
                Ok(())
            }
        }
    }

    pub fn refresh_overview(self) {
        let asker = self.account.get_untracked();
        if self.overview_asked_by.with_value(|waiting| waiting.as_ref() == Some(&asker)) {
            return;
        }
        self.overview_asked_by.set_value(Some(asker.clone()));
        spawn_local(async move {
            let answer = api::overview().await;
            if self.account.with_untracked(|account| *account != asker) {
                return;
            }
            self.overview_asked_by.set_value(None);
            if let Some(answer) = self.unless_signed_out(answer) {
                self.overview.update(|overview| overview.learn(answer));
            }
        });
    }

    /// Turns to a conversation: nothing is known of it until the edge answers.
    pub fn look_at(self, id: ConversationId) {
        self.looked_at.set_value(Some(id));
        self.conversation.set(Remote::default());
        self.refresh_conversation();
    }

    /// Asks again about the conversation that is looked at.
    pub fn refresh_conversation(self) {
        let looked_at = self.looked_at.get_value();
        let Some(id) = looked_at.filter(|id| self.conversation_asked.get_value().as_ref() != Some(id)) else {
            return;
        };
        self.conversation_asked.set_value(Some(id.clone()));
        spawn_local(async move {
            let answer = api::conversation(&id).await;
            // Somebody left, or a contest was answered, which is newer than this.
            if self.conversation_asked.get_value().as_ref() != Some(&id) {
                return;
            }
            self.conversation_asked.set_value(None);
            if self.looked_at.get_value().as_ref() != Some(&id) {
                return;
            }
            if let Some(answer) = self.unless_signed_out(answer) {
                self.conversation.update(|conversation| conversation.learn(answer));
            }
        });
    }

    /// Contests the count of a conversation. `None` when the sign-in is over and the page is about to say so.
    pub async fn contest(self, id: ConversationId, reason: String) -> Option<Result<(), Failure>> {
        let answer = self.unless_signed_out(api::contest(&id, reason).await)?;
        if self.looked_at.get_value().as_ref() == Some(&id)
            && let Ok(detail) = &answer
        {
            self.conversation_asked.set_value(None);
            self.conversation.update(|conversation| conversation.learn(Ok(detail.clone())));
        }
        Some(answer.map(drop))
    }

    /// A session for the test chat. `None` when the sign-in is over and the page is about to say so.
    pub async fn test_session(self) -> Option<Result<SessionGrant, Failure>> {
        self.unless_signed_out(api::test_session().await)
    }

    fn unless_signed_out<T>(self, answer: Result<T, Failure>) -> Option<Result<T, Failure>> {
        if answer.as_ref().is_err_and(Failure::means_signed_out) {
            self.forget(true);
            return None;
        }
        Some(answer)
    }

    /// Leaves nothing of one merchant for whoever signs in next.
    fn forget(self, expired: bool) {
        self.overview.set(Remote::default());
        self.conversation.set(Remote::default());
        self.looked_at.set_value(None);
        self.overview_asked_by.set_value(None);
        self.conversation_asked.set_value(None);
        self.plans.set(Remote::default());
        self.statement.set(Remote::default());
        self.billed.set_value(None);
        self.bill_asked.set_value(None);
        self.assistant.set(Remote::default());
        self.assistant_asked_by.set_value(None);
        self.staff.set(Remote::default());
        self.desk.close();
        self.account.set(Account::SignedOut { expired });
    }
}
