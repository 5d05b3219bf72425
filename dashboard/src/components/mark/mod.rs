//! The mark: a lutin's cap on a speech bubble, with the genie's spark. `favicon.svg` is the same drawing.

use leptos::prelude::*;

/// Always beside words that say the same: a screen reader need not hear it.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <path
                class="mark__cap"
                d="M4.6 16.5C6.4 9 11.6 3.4 19.4 2c-1.1 1.7-1.2 3.2-.3 4.7 2.7 2.3 4.8 5.7 5.7 9.8Z"
            />
            <path
                class="mark__brim"
                d="M6.5 16.5h19a5 5 0 0 1 0 10H15.3L9.6 31c-.5.4-1.2 0-1.1-.6l.4-3.9H6.5a5 5 0 0 1 0-10Z"
            />
            <path
                class="mark__dots"
                d="M10 20a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Zm6 0a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Zm6 0a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Z"
            />
            <path
                class="mark__spark"
                d="m26.5 2 1.2 3.3L31 6.5l-3.3 1.2L26.5 11l-1.2-3.3L22 6.5l3.3-1.2z"
            />
        </svg>
    }
}
