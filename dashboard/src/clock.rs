//! The time as it passes, for what says how long something has lasted.

use core::time::Duration;

use leptos::prelude::*;
use lutin_shared::time::Timestamp;

use crate::format;

/// Every second anew, until the caller's owner is gone.
pub fn ticking() -> Signal<Timestamp> {
    let now = RwSignal::new(format::now());
    let tick = move || {
        now.try_set(format::now());
    };
    // A browser that denies a timer shows the time at which the page was drawn.
    if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
    now.into()
}
