//! The assistant as a shop has it: the demo shop's knowledge, orders and hours.

mod dialogue;
mod embedded;
mod prompt;

use super::*;
use crate::testing::assistant::{Shop, message};

const DEMO: &str = include_str!("../../../../demo/merchant.json");

fn demo() -> Shop {
    Shop::new(DEMO)
}

/// Plays a conversation, and gives the messages and the last reply.
fn play(shop: &Shop, texts: &[&str]) -> (Vec<Message>, Reply) {
    let mut messages = Vec::new();
    let mut last = None;
    for text in texts {
        let reply = shop.reply(&messages, text);
        let n = u32::try_from(messages.len()).unwrap();
        messages.push(message(n, Author::Shopper, text, None));
        messages.push(message(n + 1, Author::Assistant, &reply.text, Some(&reply)));
        last = Some(reply);
    }
    (messages, last.unwrap())
}
