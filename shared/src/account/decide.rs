//! The account rules: which events a command comes to. Nothing changes here.

use super::{
    Account, Catalogue, Command, Enchantment, Event, MAX_ORDERS_A_MONTH, Order, Period, PlanChange, PlanId,
    THRESHOLDS_PERCENT,
};
use crate::id::OrderId;
use crate::refusal::Refusal;
use crate::time::Timestamp;

impl Account {
    /// The events that `command` comes to at `now`, in order: first the months that have begun meanwhile, last
    /// the alerts that are raised or resolved by it. None when it changes nothing, like an order that was
    /// placed before.
    ///
    /// # Errors
    /// A [`Refusal`]; the account is as it was.
    pub fn decide(&self, command: Command, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        let mut draft = Draft { account: self.clone(), now, events: Vec::new() };
        draft.turn();
        let turned = draft.events.len();
        if let Some(event) = draft.account.consequences(command, now)? {
            draft.add(event);
        }
        if draft.events.len() == turned {
            return Ok(Vec::new());
        }
        draft.alert();
        Ok(draft.events)
    }

    /// The months that have begun unnoticed at `now`: what comes first in a ledger before anything of theirs.
    pub fn openings(&self, now: Timestamp) -> Vec<Event> {
        let mut draft = Draft { account: self.clone(), now, events: Vec::new() };
        draft.turn();
        draft.events
    }

    fn consequences(&self, command: Command, now: Timestamp) -> Result<Option<Event>, Refusal> {
        Ok(match command {
            Command::BuyPack { order, size } => self.buy_pack(order, size)?,
            Command::ChangePlan { order, plan } => self.change_plan(order, plan, now)?,
            Command::ChangeTimeZone(timezone) => {
                (timezone != *self.next_timezone()).then_some(Event::TimeZoneChanged { timezone })
            }
            Command::Count { at, conversations } => self.count(at, conversations)?,
            Command::Credit { period } => self.credit(period),
            Command::Disable(enchantment) => {
                self.renews(enchantment).then_some(Event::EnchantmentDisabled { enchantment })
            }
            Command::Enable(enchantment) => self.enable(enchantment),
            Command::Offer(catalogue) => self.offer(catalogue)?,
        })
    }

    /// # Errors
    /// [`Refusal::OrderIdReused`], when the id stands for another order; [`Refusal::TooManyAttempts`].
    fn is_known(&self, id: &OrderId, order: Order) -> Result<bool, Refusal> {
        match self.orders.get(id) {
            None if self.month.orders >= MAX_ORDERS_A_MONTH => Err(Refusal::TooManyAttempts),
            None => Ok(false),
            Some(known) if *known == order => Ok(true),
            Some(_) => Err(Refusal::OrderIdReused),
        }
    }

    fn buy_pack(&self, order: OrderId, size: u32) -> Result<Option<Event>, Refusal> {
        if self.is_known(&order, Order::Pack { size })? {
            return Ok(None);
        }
        let price = self.catalogue.pack(size).ok_or(Refusal::UnknownOffer)?.price;
        Ok(Some(Event::PackBought { order, size, price }))
    }

    fn change_plan(&self, order: OrderId, plan: PlanId, now: Timestamp) -> Result<Option<Event>, Refusal> {
        if self.is_known(&order, Order::Plan { plan })? {
            return Ok(None);
        }
        let offer = |id| self.catalogue.plan(id).ok_or(Refusal::UnknownOffer);
        let (old, new) = (offer(self.plan())?, offer(plan)?);
        let change = if old.id == new.id {
            PlanChange::Kept
        } else if (new.price, new.allowance) < (old.price, old.allowance) {
            PlanChange::Postponed
        } else {
            let day = self.month.period.day_at(now, &self.timezone);
            let charge = (new.price - old.price).prorated(day.left(), day.days);
            PlanChange::Upgraded { from: old.id, allowance: new.allowance, day, charge }
        };
        Ok(Some(Event::PlanChanged { order, plan, change }))
    }

    fn count(&self, at: Timestamp, conversations: u32) -> Result<Option<Event>, Refusal> {
        if Period::of(at, &self.timezone) > self.month.period {
            // The clock of the session is ahead of ours over a month's end: in a moment it will not be.
            return Err(Refusal::TooEarly);
        }
        let period = self.period_of(at);
        Ok((conversations > 0).then_some(Event::Counted { period, conversations }))
    }

    fn credit(&self, period: Period) -> Option<Event> {
        let counted = self.months().any(|month| month.period == period && month.used > 0);
        counted.then_some(Event::Credited { period })
    }

    fn enable(&self, enchantment: Enchantment) -> Option<Event> {
        let price = self.catalogue.price(enchantment, self.plan());
        (!self.renews(enchantment)).then_some(Event::EnchantmentEnabled { enchantment, price })
    }

    fn offer(&self, catalogue: Catalogue) -> Result<Option<Event>, Refusal> {
        catalogue.check().map_err(|_| Refusal::UnknownOffer)?;
        Ok((catalogue != *self.next_catalogue()).then_some(Event::CatalogueOffered { catalogue }))
    }
}

/// What a decision has come to so far.
struct Draft {
    account: Account,
    now: Timestamp,
    events: Vec<Event>,
}

impl Draft {
    fn add(&mut self, event: Event) {
        self.account.apply(&event, self.now);
        self.events.push(event);
    }

    /// Opens the months that have begun.
    fn turn(&mut self) {
        while self.account.is_over(self.now) {
            self.account.turn();
            let (period, account) = (self.account.period(), self.account.digest());
            self.events.push(Event::PeriodOpened { period, account });
        }
    }

    /// Raises what is now reached, and resolves what no longer is.
    fn alert(&mut self) {
        let (coverage, period) = (self.account.coverage(), self.account.period());
        for threshold in THRESHOLDS_PERCENT {
            match (coverage.reaches(threshold), self.account.raised.contains(&threshold)) {
                (true, false) => self.add(Event::AlertRaised { period, threshold }),
                (false, true) => self.add(Event::AlertResolved { period, threshold }),
                (true, true) | (false, false) => {}
            }
        }
    }
}
