//! Chance, and what this tab remembers.

use js_sys::Uint8Array;
use leptos::prelude::window;
use lutin_shared::id::{AgentId, MessageId};
use web_sys::Storage;

/// 22 characters of 64: 132 bits.
const ID_LEN: usize = 22;
const ID_ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/// A name for new words; `None` in a browser without randomness, which could not make a safe one.
pub fn message_id() -> Option<MessageId> {
    let array = Uint8Array::new_with_length(u32::try_from(ID_LEN).ok()?);
    window().crypto().ok()?.get_random_values_with_array_buffer_view(&array).ok()?;
    let letter = |byte: u8| ID_ALPHABET.get(usize::from(byte & 63)).map(|letter| char::from(*letter));
    array.to_vec().into_iter().filter_map(letter).collect::<String>().parse().ok()
}

/// Whether the agent took conversations in this tab: a reload is no change of mind, another day is.
pub fn was_available(agent: &AgentId) -> bool {
    storage().and_then(|storage| storage.get_item(&key(agent)).ok().flatten()).is_some()
}

pub fn remember_available(agent: &AgentId, is_available: bool) {
    let Some(storage) = storage() else { return };
    // A full storage forgets: the agent says it once more.
    let done =
        if is_available { storage.set_item(&key(agent), "1") } else { storage.remove_item(&key(agent)) };
    done.ok();
}

fn key(agent: &AgentId) -> String {
    format!("lutin-available:{agent}")
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
