//! The merchant's staff and the operator: orders and contests, asked again until they are answered.

use super::merchant::MerchantShell;
use super::{Happening, MINUTE, Physics, SECOND, ToMerchant};
use crate::account::{self, Catalogue, Enchantment, PlanId};
use crate::id::{ConversationId, OrderId};
use crate::ledger::{Command, Contest};

pub struct Staff {
    patience: u32,
    waiting: Vec<(u64, ToMerchant)>,
    /// Every order that was placed and not refused.
    pub orders: Vec<OrderId>,
}

impl Staff {
    pub fn new(physics: &mut Physics) -> Self {
        Self { patience: physics.rng.u32(2..10), waiting: Vec::new(), orders: Vec::new() }
    }

    pub fn hear(&mut self, number: u64, granted: bool) {
        let Some(index) = self.waiting.iter().position(|(waiting, _)| *waiting == number) else { return };
        let (_, answered) = self.waiting.swap_remove(index);
        if let ToMerchant::Order { command, .. } = answered
            && let Command::Account(
                account::Command::BuyPack { order, .. } | account::Command::ChangePlan { order, .. },
            ) = *command
            && !granted
        {
            self.orders.retain(|placed| *placed != order);
        }
    }

    pub fn act(&mut self, index: usize, merchant: &MerchantShell, physics: &mut Physics) {
        for (_, again) in &self.waiting {
            physics.send(Happening::Merchant(index, again.clone()));
        }
        if self.patience > 0 {
            self.patience -= 1;
            if let Some((command, conversation)) = self.wish(merchant, physics) {
                let number = physics.number();
                let order = ToMerchant::Order { number, conversation, command: Box::new(command) };
                self.waiting.push((number, order.clone()));
                physics.send(Happening::Merchant(index, order));
            }
            if physics.fails(200) {
                physics.at_once(Happening::CrashMerchant(index));
            }
            physics.after(MINUTE..40 * MINUTE, Happening::ActStaff(index));
        } else if !self.waiting.is_empty() {
            physics.after(5 * SECOND..MINUTE, Happening::ActStaff(index));
        }
    }

    fn wish(
        &mut self,
        merchant: &MerchantShell,
        physics: &mut Physics,
    ) -> Option<(Command, Option<ConversationId>)> {
        let account = |command| Some((Command::Account(command), None));
        match physics.rng.u8(0..12) {
            0..=2 => {
                let size = [2, 5, 10][physics.rng.usize(0..3)];
                account(account::Command::BuyPack { order: self.order(physics), size })
            }
            3 | 4 => {
                let plans = [PlanId::Free, PlanId::Starter, PlanId::Professional];
                let plan = plans[physics.rng.usize(0..3)];
                account(account::Command::ChangePlan { order: self.order(physics), plan })
            }
            5 => account(account::Command::Enable(Enchantment::Memory)),
            6 => account(account::Command::Disable(Enchantment::Memory)),
            7 if physics.rng.bool() => account(account::Command::Offer(Catalogue::default())),
            7 => account(account::Command::ChangeTimeZone("UTC".parse().ok()?)),
            _ => dispute(merchant, physics),
        }
    }

    fn order(&mut self, physics: &mut Physics) -> OrderId {
        let order: OrderId = format!("o{}", physics.number()).parse().expect("an id");
        self.orders.push(order.clone());
        order
    }
}

/// Contests a count, or decides over a contest.
fn dispute(merchant: &MerchantShell, physics: &mut Physics) -> Option<(Command, Option<ConversationId>)> {
    let known = merchant.conversations();
    let conversation = known.get(physics.rng.usize(0..known.len().max(1)))?.clone();
    let command = match merchant.dossier(&conversation).contest {
        Some(Contest::Open { .. }) => {
            let (credit, note) = (physics.rng.bool(), "vu".to_owned());
            Command::Judge { conversation: conversation.clone(), credit, note }
        }
        _ => {
            let (reason, by) = ("pas un client".to_owned(), "camille".to_owned());
            Command::Contest { conversation: conversation.clone(), reason, by }
        }
    };
    Some((command, Some(conversation)))
}
