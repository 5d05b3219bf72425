//! Folding events into the state: total, and without a clock.

use super::{Account, Event, Order, Pack, PlanChange, Upgrade};
use crate::time::Timestamp;

impl Account {
    /// Folds one event in, which happened at `at`. Total: an event that makes no sense here changes nothing.
    pub fn apply(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::AlertRaised { threshold, .. } => {
                self.raised.insert(*threshold);
            }
            Event::AlertResolved { threshold, .. } => {
                self.raised.remove(threshold);
            }
            Event::CatalogueOffered { catalogue } => {
                self.next_catalogue = (*catalogue != self.catalogue).then(|| catalogue.clone());
            }
            Event::Counted { period, conversations } => {
                if let Some(month) = self.month_mut(*period) {
                    month.used = month.used.saturating_add(*conversations);
                }
            }
            Event::Credited { period } => {
                if let Some(month) = self.month_mut(*period) {
                    month.used = month.used.saturating_sub(1);
                }
            }
            Event::EnchantmentDisabled { enchantment } => {
                if let Some(renews) = self.enchantments.get_mut(enchantment) {
                    *renews = false;
                }
            }
            Event::EnchantmentEnabled { enchantment, price } => {
                self.enchantments.insert(*enchantment, true);
                // Whoever paid for the month does not pay again when the plan changes in it.
                let charged = self.month.enchantments.entry(*enchantment).or_default();
                *charged = (*charged).max(*price);
            }
            Event::PackBought { order, size, price } => {
                self.orders.insert(order.clone(), Order::Pack { size: *size });
                self.month.orders = self.month.orders.saturating_add(1);
                self.month.packs.push(Pack { at, order: order.clone(), size: *size, price: *price });
            }
            Event::PeriodOpened { .. } => self.turn(),
            Event::PlanChanged { order, plan, change } => {
                self.orders.insert(order.clone(), Order::Plan { plan: *plan });
                self.month.orders = self.month.orders.saturating_add(1);
                self.next_plan = matches!(change, PlanChange::Postponed).then_some(*plan);
                if let PlanChange::Upgraded { from, allowance, day, charge } = *change {
                    self.month.allowance = allowance;
                    let order = order.clone();
                    self.month.upgrades.push(Upgrade { at, order, from, to: *plan, day, charge });
                }
            }
            Event::TimeZoneChanged { timezone } => {
                self.next_timezone = (*timezone != self.timezone).then(|| timezone.clone());
            }
        }
    }
}
