//! Where the shopper writes.

use js_sys::Number;
use leptos::ev::{Event, KeyboardEvent, SubmitEvent};
use leptos::html::Textarea;
use leptos::prelude::*;
use lutin_shared::conversation::MAX_MESSAGE_CHARS;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::{drawing, handler};
use crate::profile::Shop;
use crate::text::Text;

/// From here on the shopper sees how much room is left.
const COUNT_FROM_CHARS: usize = MAX_MESSAGE_CHARS - 400;

/// What a browser calls a key that belongs to an input method, where `isComposing` comes too late.
const KEY_OF_INPUT_METHOD: u32 = 229;

#[component]
pub fn Composer(
    shop: Shop,
    /// Whoever gives the focus, or a message to change, does so here.
    field: NodeRef<Textarea>,
    /// The words in the field.
    draft: ArcRwSignal<String>,
    on_say: Callback<String>,
    on_type: Callback<()>,
) -> impl IntoView {
    let text = shop.text;
    let (is_unfit, count) = (ArcRwSignal::new(true), ArcRwSignal::new(String::new()));
    weigh(field, text, draft.clone(), is_unfit.clone(), count.clone());
    let written = draft.clone();
    let blocked = is_unfit.clone();
    let send = move || {
        if !blocked.get_untracked() {
            on_say.run(written.with_untracked(|written| written.trim().to_owned()));
            written.set(String::new());
        }
    };
    let send_by_key = send.clone();
    let on_key = handler(move |event: KeyboardEvent| {
        let composes = event.is_composing() || event.key_code() == KEY_OF_INPUT_METHOD;
        if event.key() == "Enter" && !event.shift_key() && !composes {
            event.prevent_default();
            send_by_key();
        }
    });
    let on_submit = handler(move |event: SubmitEvent| {
        event.prevent_default();
        send();
    });
    let typed = draft.clone();
    let on_input = handler(move |_: Event| {
        if let Some(field) = field.get_untracked() {
            typed.set(field.value());
            on_type.run(());
        }
    });
    view! {
        <form class="composer" on:submit=on_submit>
            <p class="composer__count" id="count">{count}</p>
            <div class="composer__box">
                <textarea
                    class="composer__field"
                    node_ref=field
                    rows="1"
                    dir="auto"
                    enterkeyhint="send"
                    placeholder=text.placeholder
                    aria-label=text.input
                    aria-describedby="count"
                    on:input=on_input
                    on:keydown=on_key
                ></textarea>
                <button
                    type="submit"
                    class="composer__send"
                    aria-label=text.send
                    title=text.send
                    disabled=is_unfit
                >
                    {drawing("#send")}
                </button>
            </div>
            <p class="composer__foot">{text.powered} <strong>"LutinGénie"</strong></p>
        </form>
    }
}

/// With every change of the draft: what the field holds, whether it can be sent, what room is left once
/// that becomes scarce, and how high the field is. In one place, because the height follows the words.
fn weigh(
    field: NodeRef<Textarea>,
    text: &'static Text,
    draft: ArcRwSignal<String>,
    is_unfit: ArcRwSignal<bool>,
    count: ArcRwSignal<String>,
) {
    Effect::new(move |_| {
        let (chars, is_blank) = draft.with(|draft| (draft.chars().count(), draft.trim().is_empty()));
        let is_too_long = chars > MAX_MESSAGE_CHARS;
        is_unfit.set(is_blank || is_too_long);
        count.set(if chars < COUNT_FROM_CHARS { String::new() } else { room(text, chars) });
        if let Some(field) = field.get_untracked() {
            draft.with_untracked(|draft| {
                // Only what did not come from the field itself: setting it moves the cursor.
                if field.value() != *draft {
                    field.set_value(draft);
                }
            });
            // A field that refuses this is still blocked, and says why beside it.
            let _ = field.set_attribute("aria-invalid", if is_too_long { "true" } else { "false" });
            fit(&field);
        }
    });
}

fn room(text: &Text, chars: usize) -> String {
    let number = |count: usize| {
        let count = Number::from(u32::try_from(count).unwrap_or(u32::MAX));
        String::from(count.to_locale_string(text.locale.tag()))
    };
    let (chars_written, most) = (number(chars), number(MAX_MESSAGE_CHARS));
    let excess = if chars > MAX_MESSAGE_CHARS { text.too_long } else { "" };
    [&chars_written, " / ", &most, " ", excess].concat()
}

/// As high as what is written, up to the height that the style sheet allows.
fn fit(field: &HtmlTextAreaElement) {
    let style = HtmlElement::style(field);
    // A refused height leaves the field as it was: it scrolls.
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", field.scroll_height()));
}
