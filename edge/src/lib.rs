//! The edge: a Worker that routes, and two kinds of Durable Objects that remember.
//!
//! Everything that decides is in `lutin-shared`; what is here translates, stores and performs. Nothing
//! here may panic: a panic resets every object of the isolate.

mod assets;
mod clock;
mod config;
mod crawl;
mod export;
mod failure;
mod files;
mod frame;
mod merchant;
mod objects;
mod operator;
mod password;
mod presence;
mod probe;
mod routes;
mod session;
mod sessions;
mod sql;
mod staff;
mod token;
mod words;

use worker::{Context, Env, Request, Response, event};

pub use merchant::MerchantDo;
pub use session::SessionDo;

#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    routes::answer(request, &env, &context).await
}
