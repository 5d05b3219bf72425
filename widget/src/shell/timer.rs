//! The one alarm of the panel.

use core::time::Duration;
use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::window;

pub struct Timer {
    ring: Closure<dyn Fn()>,
    pending: Cell<Option<i32>>,
}

impl Timer {
    pub fn new(ring: impl Fn() + 'static) -> Self {
        Self { ring: Closure::new(ring), pending: Cell::new(None) }
    }

    /// Rings after `pause`, in place of any earlier time; `None`: not at all.
    pub fn arm(&self, pause: Option<Duration>) {
        let Some(window) = window() else { return };
        if let Some(pending) = self.pending.take() {
            window.clear_timeout_with_handle(pending);
        }
        let Some(pause) = pause else { return };
        // A whole millisecond more: a browser may ring a fraction early.
        let millis = i32::try_from(pause.as_millis()).unwrap_or(i32::MAX).saturating_add(1);
        let ring = self.ring.as_ref().unchecked_ref();
        let pending = window.set_timeout_with_callback_and_timeout_and_arguments_0(ring, millis);
        self.pending.set(pending.ok());
    }
}
