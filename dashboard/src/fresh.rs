//! Keeping what is shown true: asking again while somebody looks.

use core::time::Duration;

use leptos::prelude::*;

const EVERY: Duration = Duration::from_secs(10);

/// Calls `refresh` now, every ten seconds while the page is visible, and whenever it is looked at
/// again; until the caller's owner is gone. A tab in the background costs nothing.
pub fn keep_fresh(refresh: impl Fn() + Copy + 'static) {
    refresh_on_return(refresh);
    // A browser that denies a timer still refreshes on focus.
    if let Ok(timer) = set_interval_with_handle(move || if_seen(refresh), EVERY) {
        on_cleanup(move || timer.clear());
    }
}

/// Calls `refresh` now and whenever the page is looked at again: for what is large and changes by hand.
pub fn refresh_on_return(refresh: impl Fn() + Copy + 'static) {
    refresh();
    let refresh_if_seen = move || if_seen(refresh);
    let focus = window_event_listener(leptos::ev::focus, move |_| refresh_if_seen());
    let visibility = window_event_listener(leptos::ev::visibilitychange, move |_| refresh_if_seen());
    on_cleanup(move || {
        focus.remove();
        visibility.remove();
    });
}

fn if_seen(refresh: impl Fn()) {
    if !document().hidden() {
        refresh();
    }
}
