//! The panel, exactly as shoppers have it, in a frame of the console.

mod bridge;

use core::time::Duration;

use leptos::html::Iframe;
use leptos::prelude::*;
use lutin_shared::id::MerchantId;

use crate::components::notice::{Notice, Tone};
use crate::text::text;
use bridge::{Bridge, Said};

/// How long the panel may take to be drawn before the reader is told that something is wrong.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The panel put itself away.
    Away,
    Loading,
    Shown,
    /// Nothing came in time.
    Silent,
}

/// One test session. Built anew for another token: a session is sealed to its test.
#[component]
pub fn TestFrame(
    merchant: MerchantId,
    token: String,
    /// The panel put itself away: the focus has to go somewhere.
    on_hide: Callback<()>,
) -> impl IntoView {
    let text = text();
    let frame = NodeRef::<Iframe>::new();
    let stage = RwSignal::new(Stage::Loading);
    // Dropped with this view, and with it the port.
    let bridge = StoredValue::new_local(None::<Bridge>);

    let show = move || {
        stage.set(Stage::Shown);
        bridge.with_value(|bridge| bridge.iter().for_each(Bridge::shown));
    };
    let hear = move |said: Said| match said {
        Said::Hide => {
            stage.set(Stage::Away);
            bridge.with_value(|bridge| bridge.iter().for_each(Bridge::hidden));
            on_hide.run(());
        }
        Said::Ready => show(),
    };
    let loaded = move |_| {
        let opened = frame.get_untracked().and_then(|frame| Bridge::open(&frame, &token, hear));
        bridge.set_value(opened);
    };
    if let Ok(timer) = set_timeout_with_handle(
        move || {
            if stage.get_untracked() == Stage::Loading {
                stage.set(Stage::Silent);
            }
        },
        PATIENCE,
    ) {
        on_cleanup(move || timer.clear());
    }
    view! {
        <div class="test-frame" aria-busy=move || (stage.get() == Stage::Loading).to_string()>
            {move || match stage.get() {
                Stage::Loading => {
                    Some(view! { <p class="test-frame__wait">{text.test.starting}</p> }.into_any())
                }
                Stage::Shown => None,
                Stage::Silent => {
                    Some(view! { <Notice tone=Tone::Error>{text.test.silent}</Notice> }.into_any())
                }
                Stage::Away => Some(
                    view! {
                        <p class="test-frame__away">
                            {text.test.away} " "
                            <button class="button button--small" type="button" on:click=move |_| show()>
                                {text.test.reopen}
                            </button>
                        </p>
                    }
                    .into_any(),
                ),
            }}
            <iframe
                class="test-frame__panel"
                class:test-frame__panel--shown=move || stage.get() == Stage::Shown
                node_ref=frame
                title=text.test.frame
                src=format!("/frame/{merchant}")
                on:load=loaded
            ></iframe>
        </div>
    }
}
