//! The shop's people: opening their desk, how they are called, and who they are.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use lutin_shared::api::{DeskSettings, Me, StaffChange, StaffEntry};
use lutin_shared::id::AgentId;

use super::assistant::Answered;
use super::desk::{Desk, Hooks};
use super::{Remote, Store};
use crate::api;

impl Store {
    pub fn desk(self) -> Desk {
        self.desk
    }

    /// The desk of whoever is signed in: open as long as they are.
    pub fn open_desk(self, me: &Me) {
        self.desk.open(
            me,
            Hooks {
                on_signed_out: Rc::new(move || self.forget(true)),
                // Over HTTP the edge says whether the sign-in is over.
                on_lost: Rc::new(move || self.refresh_overview()),
            },
        );
    }

    /// The desk itself tells every console of the change, this one too.
    pub async fn put_desk_settings(self, settings: DeskSettings) -> Answered<DeskSettings> {
        self.unless_signed_out(api::put_desk_settings(&settings).await)
    }

    /// Everybody who may sign in; for owners only.
    pub fn staff(self) -> Signal<Remote<Vec<StaffEntry>>> {
        self.staff.into()
    }

    pub fn refresh_staff(self) {
        let asker = self.account.get_untracked();
        spawn_local(async move {
            let answer = api::staff().await;
            if self.account.with_untracked(|account| *account != asker) {
                return;
            }
            if let Some(answer) = self.unless_signed_out(answer) {
                self.staff.update(|staff| staff.learn(answer));
            }
        });
    }

    /// Lets somebody of the shop work, or no longer.
    pub async fn put_staff(self, id: AgentId, change: StaffChange) -> Answered<()> {
        let answer = self.unless_signed_out(api::put_staff(&id, change).await)?;
        Some(answer.map(|staff| self.staff.update(|known| known.learn(Ok(staff)))))
    }
}
