//! Something asked of the edge by a form: whether it is under way, and why it failed.

use core::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Failure;

#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Attempt {
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    pub fn failure(self) -> Signal<Option<Failure>> {
        self.failure.into()
    }

    /// Does `work`, unless some is under way, and `then` something with what came of it. `None` from `work`: the
    /// sign-in is over, and this page with it.
    pub fn start<T: 'static>(
        self,
        work: impl Future<Output = Option<Result<T, Failure>>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let outcome = work.await;
            // Signed out, or elsewhere by now: this page is gone, and its signals with it.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Some(Ok(value)) => then(value),
                Some(Err(why)) => drop(self.failure.try_set(Some(why))),
                None => {}
            }
        });
    }
}
