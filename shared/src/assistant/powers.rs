//! The Enchantments, as the assistant feels them.

use serde::{Deserialize, Serialize};

use crate::account::{Account, Enchantment};

/// Which Enchantments are active now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Powers {
    /// Émotion: the tone follows what is felt (R13).
    pub emotion: bool,
    /// Escalade: people are called (R14).
    pub escalation: bool,
    /// Mémoire: 50 messages in place of 10 (R12).
    pub memory: bool,
    /// Polyglotte: the answer is in the shopper's language (R15).
    pub polyglot: bool,
}

impl Powers {
    /// How many messages are remembered without Mémoire, and with it; the shopper's last one is among them.
    pub const MEMORY: usize = 10;
    pub const LONG_MEMORY: usize = 50;

    /// Those that the merchant switched on, and those that come with the plan.
    pub fn of(account: &Account) -> Self {
        let plan = account.plan();
        let has = |power| account.is_active(power) || account.catalogue().includes(power, plan);
        Self {
            emotion: has(Enchantment::Emotion),
            escalation: has(Enchantment::Escalation),
            memory: has(Enchantment::Memory),
            polyglot: has(Enchantment::Polyglot),
        }
    }

    /// How many messages of a conversation are remembered.
    pub const fn remembered(self) -> usize {
        if self.memory { Self::LONG_MEMORY } else { Self::MEMORY }
    }
}
