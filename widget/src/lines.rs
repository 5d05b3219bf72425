//! The transcript: what was said, what can be said with a press, and the view on both.

use core::cell::Cell;

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::linked::linked;
use crate::page::{element, keep, listen};
use crate::store::{Row, Screen};

/// How far from the end, in pixels, still counts as reading the end.
const NEAR_END_PX: i32 = 64;

#[component]
pub fn Lines(rows: ArcRwSignal<Vec<Row>>) -> impl IntoView {
    view! {
        <For each=move || rows.get() key=|row| row.key.clone() let:row>
            {line(row)}
        </For>
    }
}

fn line(row: Row) -> impl IntoView {
    let Row { key, face, speaker, said_by, content, class, foot, remedy, .. } = row;
    view! {
        <div class=class data-key=key>
            <span class="message__face">
                <svg class="icon" aria-hidden="true">
                    <use href=face />
                </svg>
            </span>
            <div class="message__stack">
                <span class="message__speaker" data-say=said_by>{speaker}</span>
                <p class="bubble" dir="auto" use:linked=content></p>
                <span class="message__foot">
                    {foot}
                    <button type="button" class="message__remedy" data-do="mend">{remedy}</button>
                </span>
            </div>
        </div>
    }
}

/// What can be said with a press: a question to start with, or an answer to the one that is asked.
#[component]
pub fn Chips(chips: ArcRwSignal<Vec<String>>) -> impl IntoView {
    move || {
        let chip = |chip: String| {
            view! {
                <li>
                    <button type="button" class="chip" dir="auto" data-do="say">{chip}</button>
                </li>
            }
        };
        chips.get().into_iter().map(chip).collect::<Vec<_>>()
    }
}

/// The part of the transcript that is in sight. Keeps the end there while the shopper reads it; who has scrolled up is left
/// alone.
#[derive(Clone, Copy, Debug)]
pub struct View(&'static Parts);

#[derive(Debug)]
struct Parts {
    element: HtmlElement,
    jump: HtmlElement,
    is_at_end: Cell<bool>,
    /// How many rows there were.
    rows: Cell<usize>,
}

impl View {
    /// `None` on a page that has none.
    pub fn new(screen: &Screen) -> Option<Self> {
        let (element, jump) = (element("view")?, element("jump")?);
        let parts = Parts { element, jump, is_at_end: Cell::new(true), rows: Cell::default() };
        let view = Self(Box::leak(Box::new(parts)));
        listen(&view.0.element, &["scroll"], move |_| view.note());
        // A keyboard that comes up, or a phone that is turned, moves the end.
        let window = web_sys::window()?;
        listen(&window, &["resize"], move |_| view.follow());
        let (rows, state, partial) = (screen.rows.clone(), screen.state.clone(), screen.partial.clone());
        keep(Box::new(move || {
            state.track();
            partial.track();
            let (count, is_own) = rows.with(|rows| (rows.len(), rows.last().is_some_and(|row| row.is_own)));
            // One's own message is always brought into view.
            if count > view.0.rows.replace(count) && is_own {
                view.0.is_at_end.set(true);
            }
            request_animation_frame(move || view.follow());
        }));
        Some(view)
    }

    pub fn scroll_to_end(self) {
        self.0.is_at_end.set(true);
        self.follow();
        self.focus();
    }

    /// Where the focus goes when what had it is gone; it brings up no phone's keyboard.
    pub fn focus(self) {
        // A browser that refuses it has it at the page's beginning.
        let _ = self.0.element.focus();
    }

    fn follow(self) {
        let Parts { element, is_at_end, .. } = self.0;
        if is_at_end.get() {
            element.set_scroll_top(element.scroll_height());
        }
    }

    fn note(self) {
        let Parts { element, jump, is_at_end, .. } = self.0;
        let left = element.scroll_height() - element.scroll_top() - element.client_height();
        is_at_end.set(left <= NEAR_END_PX);
        jump.set_hidden(is_at_end.get());
    }
}
