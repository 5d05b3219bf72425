//! The months' bills: what only an owner is told.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::account::{Period, Statement};
use lutin_shared::api::AccountOverview;
use lutin_shared::ledger::audit::Report;
use web_sys::AbortController;

use super::{Account, Remote, Store};
use crate::api::{self, Failure};
use crate::audit::{self, Flaw};

impl Store {
    /// What the shop has, and which months there are.
    pub fn plans(self) -> Signal<Remote<AccountOverview>> {
        self.plans.into()
    }

    /// The statement of a month that is looked at; `None` for the present one.
    pub fn statement(self, period: Signal<Option<Period>>) -> Signal<Remote<Statement>> {
        Signal::derive(move || match period.get() {
            Some(_) => self.statement.get(),
            None => self.plans.with(|plans| Remote {
                value: plans.value.as_ref().map(|plans| plans.statement.clone()),
                at: plans.at,
                failure: plans.failure.clone(),
            }),
        })
    }

    /// Turns to a month; `None` for the present one.
    pub fn look_at_bill(self, period: Option<Period>) {
        if self.billed.get_value() != period {
            self.billed.set_value(period);
            self.statement.set(Remote::default());
        }
        self.refresh_bill();
    }

    /// Asks again about the month that is looked at.
    pub fn refresh_bill(self) {
        let asked = (self.account.get_untracked(), self.billed.get_value());
        if self.bill_asked.with_value(|waiting| waiting.as_ref() == Some(&asked)) {
            return;
        }
        self.bill_asked.set_value(Some(asked.clone()));
        let (asker, period) = asked.clone();
        spawn_local(async move {
            self.ask_for_bill(asker, period).await;
            if self.bill_asked.with_value(|waiting| waiting.as_ref() == Some(&asked)) {
                self.bill_asked.set_value(None);
            }
        });
    }

    /// Has this browser recompute a month from its export, and then asks for its bill once more, so that what is
    /// shown is no older than what was recomputed. `None` when the sign-in is over.
    pub async fn audit(
        self,
        period: Period,
        abort: &AbortController,
        on_rows: impl Fn(u64),
    ) -> Option<Result<Report, Flaw>> {
        let asker = self.account.get_untracked();
        let outcome = audit::run(period, abort, on_rows).await.and_then(|report| match &asker {
            // Whatever holds, it has to be this shop's.
            Account::SignedIn(me) if me.merchant != report.merchant => Err(Failure::Unreadable.into()),
            _ => Ok(report),
        });
        if let Err(Flaw::Failed(failure)) = &outcome
            && failure.means_signed_out()
        {
            self.forget(true);
            return None;
        }
        if outcome.is_ok() {
            self.ask_for_bill(asker, self.billed.get_value()).await;
        }
        Some(outcome)
    }

    async fn ask_for_bill(self, asker: Account, period: Option<Period>) {
        let plans = api::account().await;
        let Some(plans) = self.unless_outdated(&asker, plans) else { return };
        self.plans.update(|it| it.learn(plans));
        let Some(period) = period else { return };
        let statement = api::statement(period).await;
        let Some(statement) = self.unless_outdated(&asker, statement) else { return };
        if self.billed.get_value() == Some(period) {
            self.statement.update(|it| it.learn(statement));
        }
    }

    /// Nothing of what was asked for somebody who is signed in no more.
    fn unless_outdated<T>(self, asker: &Account, answer: Result<T, Failure>) -> Option<Result<T, Failure>> {
        if self.account.with_untracked(|account| account != asker) {
            return None;
        }
        self.unless_signed_out(answer)
    }
}
