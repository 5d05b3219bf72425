//! A sentence that must not be missed.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something did not work. Read aloud at once.
    Error,
    /// Good to know.
    Info,
    /// Something is not as usual, and still works.
    Warning,
}

#[component]
pub fn Notice(tone: Tone, children: Children) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Error => ("notice notice--error", "alert"),
        Tone::Info => ("notice notice--info", "note"),
        Tone::Warning => ("notice notice--warning", "status"),
    };
    view! {
        <p class=class role=role>
            {children()}
        </p>
    }
}
