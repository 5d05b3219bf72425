//! What the shopper sees. Signals come in, callbacks go out; nothing here knows of sockets.
//!
//! The panel travels to a phone, so its views are plain: what comes and goes is in the document all the
//! time and hidden, or empty; each kind of signal and handler has one type.

mod composer;
mod confirm_end;
mod header;
mod linked;
mod log;

use leptos::prelude::*;

pub use composer::Composer;
pub use confirm_end::ConfirmEnd;
pub use header::Header;
pub use log::Log;

/// A handler, in the one type that all handlers of an event have: each type is compiled anew.
fn handler<E: 'static>(handle: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handle)
}

/// A drawing of `index.html`, by its address there. Decoration: whoever shows it also says it.
fn drawing(href: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=href />
        </svg>
    }
}
