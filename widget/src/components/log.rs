//! The transcript, and what is being written right now.

use leptos::html::Div;
use leptos::prelude::*;

use super::linked::linked;
use super::{drawing, handler};
use crate::profile::Shop;
use crate::store::{Row, Screen};

/// How far from the end, in pixels, still counts as reading the end.
const NEAR_END_PX: i32 = 64;

#[component]
pub fn Log(
    shop: Shop,
    screen: Screen,
    /// The key of a failed message that the shopper wants mended.
    on_mend: Callback<String>,
    /// A question to start with.
    on_start: Callback<String>,
) -> impl IntoView {
    let text = shop.text;
    let view_port: NodeRef<Div> = NodeRef::new();
    let is_at_end = ArcRwSignal::new(true);
    follow(view_port, &is_at_end, &screen);
    let scrolled = is_at_end.clone();
    let on_scroll = move || {
        if let Some(near) = view_port.get_untracked().map(|view_port| is_near_end(&view_port))
            && scrolled.get_untracked() != near
        {
            scrolled.set(near);
        }
    };
    let rows = screen.rows;
    view! {
        <main class="log">
            <div class="log__view" node_ref=view_port tabindex="0" on:scroll=handler(move |_| on_scroll())>
                <div class="log__lines" role="log" aria-live="polite" aria-label=text.log>
                    <For each=move || rows.get() key=|row| row.key.clone() let:row>
                        {line(row, on_mend)}
                    </For>
                </div>
                {chips(screen.ask, screen.chips, on_start)}
                {coming(screen.is_quiet, screen.partial)}
                <p class="hidden" role="status">{screen.writing}</p>
            </div>
            <button
                type="button"
                class="log__jump"
                hidden=is_at_end
                aria-label=text.jump
                title=text.jump
                on:click=handler(move |_| scroll_to_end(view_port))
            >
                {drawing("#down")}
            </button>
        </main>
    }
}

fn line(row: Row, on_mend: Callback<String>) -> impl IntoView {
    let Row { key, face, speaker, text, lang, class, foot, remedy, .. } = row;
    view! {
        <div class=class>
            <span class="message__face">{drawing(face)}</span>
            <div class="message__stack">
                <span class="message__speaker">{speaker}</span>
                <p class="bubble" dir="auto" use:linked=(text, lang)></p>
                <span class="message__foot">
                    {foot}
                    <button
                        type="button"
                        class="message__remedy"
                        on:click=handler(move |_| on_mend.run(key.clone()))
                    >
                        {remedy}
                    </button>
                </span>
            </div>
        </div>
    }
}

/// What is being written: three dots (the style sheet's, in an empty bubble), then words. Not for screen
/// readers, which hear the message once it is whole.
fn coming(is_quiet: ArcRwSignal<bool>, partial: ArcRwSignal<String>) -> impl IntoView {
    view! {
        <div class="message message--theirs message--coming" aria-hidden="true" hidden=is_quiet>
            <span class="message__face">{drawing("#mark")}</span>
            <div class="message__stack">
                <p class="bubble" dir="auto">{partial}</p>
            </div>
        </div>
    }
}

/// What can be said with a press: a question to start with, or an answer to the one that is asked.
fn chips(
    ask: ArcRwSignal<String>,
    chips: ArcRwSignal<Vec<String>>,
    on_start: Callback<String>,
) -> impl IntoView {
    let label = ask.clone();
    let buttons = move || {
        let chip = |chip: String| {
            let said = chip.clone();
            view! {
                <li>
                    <button
                        type="button"
                        class="chip"
                        dir="auto"
                        on:click=handler(move |_| on_start.run(said.clone()))
                    >
                        {chip}
                    </button>
                </li>
            }
        };
        chips.get().into_iter().map(chip).collect::<Vec<_>>()
    };
    view! {
        <p class="ask" dir="auto">{ask}</p>
        <ul class="starters" aria-label=label>{buttons}</ul>
    }
}

/// Keeps the end in view while the shopper reads there; who has scrolled up is left alone.
fn follow(view_port: NodeRef<Div>, is_at_end: &ArcRwSignal<bool>, screen: &Screen) {
    let (rows, is_quiet, partial) = (screen.rows.clone(), screen.is_quiet.clone(), screen.partial.clone());
    let reads_end = is_at_end.clone();
    Effect::new(move |known: Option<usize>| {
        is_quiet.track();
        partial.track();
        let count = rows.with(Vec::len);
        // One's own message is always brought into view.
        let has_spoken = known.is_some_and(|known| count > known)
            && rows.with_untracked(|rows| rows.last().is_some_and(|row| row.is_own));
        if has_spoken || reads_end.get_untracked() {
            request_animation_frame(move || scroll_to_end(view_port));
        }
        count
    });
    // A keyboard that comes up, or a phone that is turned, moves the end.
    let reads_end = is_at_end.clone();
    let _ = window_event_listener_untyped("resize", move |_| {
        if reads_end.get_untracked() {
            scroll_to_end(view_port);
        }
    });
}

fn is_near_end(view_port: &web_sys::Element) -> bool {
    view_port.scroll_height() - view_port.scroll_top() - view_port.client_height() <= NEAR_END_PX
}

fn scroll_to_end(view_port: NodeRef<Div>) {
    if let Some(view_port) = view_port.get_untracked() {
        view_port.set_scroll_top(view_port.scroll_height());
    }
}
