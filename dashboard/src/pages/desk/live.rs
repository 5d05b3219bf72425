//! One conversation that wants people, with all that an agent can do about it.

use leptos::html::Section;
use leptos::prelude::*;
use lutin_shared::escalation::DeskCase;
use lutin_shared::id::{ConversationId, MessageId};
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use lutin_shared::wire::console::AgentFrame;

use crate::components::awaited::Loading;
use crate::components::case_actions::{CaseActions, Hold};
use crate::components::case_header::CaseHeader;
use crate::components::chat_log::ChatLog;
use crate::components::composer::Composer;
use crate::components::follow_up::{FollowUp, TaskAct};
use crate::components::notice::{Notice, Tone};
use crate::store::Store;
use crate::store::desk::{Accepting, Chat, Desk, Draft, Kind};
use crate::text::text;

#[component]
pub fn Live(
    id: ConversationId,
    now: Signal<Timestamp>,
    /// Where the list is that it was opened from.
    back: Signal<String>,
) -> impl IntoView {
    let words = &text().desk;
    let desk = Store::of_page().desk();
    let of_chat = id.clone();
    let chat =
        Memo::new(move |_| desk.chats().with(|chats| chats.get(&of_chat).cloned().unwrap_or_default()));
    let of_case = id.clone();
    let case = Memo::new(move |_| desk.floor().with(|floor| floor.case(&of_case).cloned()));
    let is_known = Memo::new(move |_| case.with(Option::is_some));
    let is_missing = Memo::new(move |_| {
        chat.with(|chat| chat.is_live || chat.denial.is_some_and(|denial| denial.code == Refusal::NotFound))
    });
    // What is open has the window to itself.
    let section = NodeRef::<Section>::new();
    section.on_load(|section| section.scroll_into_view());
    view! {
        <section class="live" aria-label=words.live node_ref=section>
            <a class="live__back" href=move || back.get()>{words.back}</a>
            {move || {
                if is_known.get() && let Some(first) = case.get_untracked() {
                    // While the store forgets and the view goes, the first one stands in.
                    let case = Signal::derive(move || case.get().unwrap_or_else(|| first.clone()));
                    view! { <Known id=id.clone() case=case chat=chat now=now /> }.into_any()
                } else if is_missing.get() {
                    view! { <p class="live__missing">{words.missing}</p> }.into_any()
                } else {
                    view! { <Loading /> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Known(
    id: ConversationId,
    case: Signal<DeskCase>,
    chat: Memo<Chat>,
    now: Signal<Timestamp>,
) -> impl IntoView {
    let desk = Store::of_page().desk();
    let floor = desk.floor();
    let id = StoredValue::new(id);
    let hold = Memo::new(move |_| case.with(|case| floor.with(|floor| Hold::of(&case.case, floor))));
    let shopper = Memo::new(move |_| chat.with(|chat| chat.shopper.clone()));
    let is_here = move || shopper.with(|shopper| shopper.as_ref().is_some_and(|shopper| shopper.is_here));
    let is_live = Memo::new(move |_| chat.with(|chat| chat.is_live));
    let accepting = Memo::new(move |_| chat.with(|chat| chat.accepting != Accepting::No));
    let colleagues = Signal::derive(move || floor.with(|floor| floor.colleagues()));
    let (kind, draft) = draft(desk, id);
    let act = Callback::new(move |frame: AgentFrame| id.with_value(|id| desk.act(id, frame)));
    let accept = Callback::new(move |()| id.with_value(|id| desk.accept(id)));
    let act_on_task = Callback::new(move |act: TaskAct| id.with_value(|id| do_task(desk, id, act)));
    view! {
        <CaseHeader case=case floor=floor shopper=shopper.into() now=now />
        {move || {
            (hold.get() == Hold::FollowUp).then(|| {
                view! {
                    <FollowUp
                        task=case
                        floor=floor
                        shopper_is_here=Signal::derive(is_here)
                        is_live=is_live.into()
                        now=now
                        on_act=act_on_task
                    />
                }
            })
        }}
        <CaseActions
            hold=hold.into()
            is_live=is_live.into()
            accepting=accepting.into()
            colleagues=colleagues
            on_accept=accept
            on_act=act
        />
        <Log id=id chat=chat now=now kind=kind draft=draft />
        <Denied chat=chat id=id />
        <Writing id=id hold=hold kind=kind draft=draft />
    }
}

#[component]
fn Log(
    id: StoredValue<ConversationId>,
    chat: Memo<Chat>,
    now: Signal<Timestamp>,
    kind: RwSignal<Kind>,
    draft: RwSignal<String>,
) -> impl IntoView {
    let desk = Store::of_page().desk();
    let lines = Memo::new(move |_| chat.with(|chat| chat.lines.clone()));
    let outbox = Memo::new(move |_| chat.with(|chat| chat.outbox.clone()));
    let writes =
        Memo::new(move |_| chat.with(|chat| chat.writes_until.is_some_and(|until| now.get() < until)));
    let retry = Callback::new(move |message: MessageId| id.with_value(|id| desk.retry(id, &message)));
    let take_back = Callback::new(move |message: MessageId| {
        if let Some(unsent) = id.with_value(|id| desk.take_back(id, &message)) {
            kind.set(unsent.kind);
            draft
                .update(|draft| *draft = [unsent.text.as_str(), draft.as_str()].join("\n").trim().to_owned());
        }
    });
    view! {
        <ChatLog
            lines=lines.into()
            outbox=outbox.into()
            writes=writes.into()
            on_retry=retry
            on_take_back=take_back
        />
    }
}

#[component]
fn Writing(
    id: StoredValue<ConversationId>,
    hold: Memo<Hold>,
    kind: RwSignal<Kind>,
    draft: RwSignal<String>,
) -> impl IntoView {
    let words = &text().desk;
    let desk = Store::of_page().desk();
    let is_unsayable = RwSignal::new(false);
    // After a note, too, what comes next is for the shopper: words for them must not end as a note.
    let reply_next = move || {
        if hold.get_untracked().may_reply() {
            kind.set(Kind::Reply);
        }
    };
    let send = Callback::new(move |(kind, said): (Kind, String)| {
        let is_said = id.with_value(|id| {
            desk.dismiss(id);
            desk.say(id, kind, said)
        });
        is_unsayable.set(!is_said);
        reply_next();
    });
    // Who has just taken it means to answer; a note that is begun stays one.
    Effect::new(move |_| {
        if hold.get() == Hold::Mine && draft.with_untracked(String::is_empty) {
            reply_next();
        }
    });
    view! {
        {move || {
            is_unsayable.get().then(|| view! { <Notice tone=Tone::Error>{words.composer.unsayable}</Notice> })
        }}
        <Composer
            may_reply=Signal::derive(move || hold.get().may_reply())
            kind=kind
            draft=draft
            canned=Signal::derive(move || desk.floor().with(|floor| floor.settings.canned.clone()))
            on_send=send
            on_typing=Callback::new(move |()| id.with_value(|id| desk.types(id)))
        />
    }
}

/// Why something was not done, until it is read.
#[component]
fn Denied(chat: Memo<Chat>, id: StoredValue<ConversationId>) -> impl IntoView {
    let text = text();
    let desk = Store::of_page().desk();
    let denial = Memo::new(move |_| chat.with(|chat| chat.denial));
    move || {
        let denial = denial.get()?;
        Some(view! {
            <div class="live__denial">
                <Notice tone=Tone::Error>{(text.desk.refused)(denial.code, denial.of_accept)}</Notice>
                <button
                    class="button button--small"
                    type="button"
                    on:click=move |_| id.with_value(|id| desk.dismiss(id))
                >
                    {text.desk.understood}
                </button>
            </div>
        })
    }
}

/// What is being written, kept while other conversations are looked at.
fn draft(desk: Desk, id: StoredValue<ConversationId>) -> (RwSignal<Kind>, RwSignal<String>) {
    let Draft { kind, text } = id.with_value(|id| desk.draft(id));
    let (kind, text) = (RwSignal::new(kind), RwSignal::new(text));
    Effect::new(move |_| {
        let draft = Draft { kind: kind.get(), text: text.get() };
        id.with_value(|id| desk.keep_draft(id, draft));
    });
    (kind, text)
}

fn do_task(desk: Desk, id: &ConversationId, act: TaskAct) {
    match act {
        TaskAct::Accept => desk.accept(id),
        TaskAct::Answered => desk.act(id, AgentFrame::Answered),
        TaskAct::Assign(to) => desk.assign(id.clone(), to),
        TaskAct::Done(is_done) => desk.set_done(id.clone(), is_done),
    }
}
