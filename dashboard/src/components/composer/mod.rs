//! Where an agent writes: to the shopper, or a note for colleagues. The two look nothing alike.

mod canned;

use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;
use lutin_shared::api::CannedAnswer;

use crate::store::desk::Kind;
use crate::text::text;
use canned::CannedPicker;

/// What the edge takes in one message.
const MAX_CHARS: &str = "4000";

#[component]
pub fn Composer(
    /// Whether the agent may write to the shopper; else only notes are written.
    may_reply: Signal<bool>,
    /// As the agent chose it.
    kind: RwSignal<Kind>,
    draft: RwSignal<String>,
    canned: Signal<Vec<CannedAnswer>>,
    on_send: Callback<(Kind, String)>,
    /// The agent is writing to the shopper.
    on_typing: Callback<()>,
) -> impl IntoView {
    let words = &text().desk.composer;
    let field = NodeRef::<Textarea>::new();
    let effective = Memo::new(move |_| if may_reply.get() { kind.get() } else { Kind::Note });
    let is_note = move || effective.get() == Kind::Note;
    let is_empty = Memo::new(move |_| draft.with(|draft| draft.trim().is_empty()));
    let send = move || {
        if !is_empty.get_untracked() {
            on_send.run((effective.get_untracked(), draft.get_untracked().trim().to_owned()));
            draft.set(String::new());
            if !may_reply.get_untracked() {
                kind.set(Kind::Reply);
            }
        }
    };
    let edit = move |event| {
        draft.set(event_target_value(&event));
        if !may_reply.get_untracked() {
            // What was begun as a note stays one, although the conversation becomes the agent's meanwhile.
            kind.set(Kind::Note);
        } else if kind.get_untracked() == Kind::Reply && !is_empty.get_untracked() {
            on_typing.run(());
        }
    };
    let press = move |event: KeyboardEvent| match event.key().as_str() {
        // Enter that chooses among characters, as in Japanese, is no Enter.
        "Enter" if !event.shift_key() && !event.is_composing() => {
            event.prevent_default();
            send();
        }
        "Escape" => kind.set(Kind::Reply),
        _ => {}
    };
    let insert = Callback::new(move |text: String| {
        draft.update(|draft| insert(draft, &text));
        kind.set(Kind::Reply);
        field.get_untracked().map(|field| field.focus());
    });
    view! {
        <form
            class="composer"
            class:composer--note=is_note
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <KindSwitch may_reply=may_reply effective=effective.into() kind=kind />
            <label class="composer__label" for="composer-text">
                {move || if is_note() { words.note_label } else { words.reply_label }}
            </label>
            <textarea
                id="composer-text"
                class="field__input field__input--lines composer__text"
                rows="2"
                dir="auto"
                maxlength=MAX_CHARS
                aria-describedby="composer-hint"
                node_ref=field
                prop:value=draft
                on:input=edit
                on:keydown=press
            ></textarea>
            <div class="composer__end">
                <p id="composer-hint" class="composer__hint">{words.hint}</p>
                {move || {
                    (!is_note()).then(|| view! { <CannedPicker canned=canned on_choose=insert /> })
                }}
                <button class="button button--primary composer__send" type="submit" disabled=move || is_empty.get()>
                    {move || if is_note() { words.send_note } else { words.send }}
                </button>
            </div>
        </form>
    }
}

#[component]
fn KindSwitch(may_reply: Signal<bool>, effective: Signal<Kind>, kind: RwSignal<Kind>) -> impl IntoView {
    let words = &text().desk.composer;
    let button = move |own: Kind, label: &'static str| {
        view! {
            <button
                class="composer__kind"
                type="button"
                aria-pressed=move || (effective.get() == own).to_string()
                disabled=move || own == Kind::Reply && !may_reply.get()
                on:click=move |_| kind.set(own)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="composer__kinds" role="group" aria-label=words.kinds>
            {button(Kind::Reply, words.reply)}
            {button(Kind::Note, words.note)}
        </div>
    }
}

/// Behind what is written already, on a line of its own.
fn insert(draft: &mut String, text: &str) {
    if !draft.trim().is_empty() {
        draft.push('\n');
    }
    draft.push_str(text);
}
