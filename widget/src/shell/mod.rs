//! Where the link meets the browser: inputs come in, its actions are carried out, in order.

mod ask;
mod bridge;
mod browser;
mod json;
mod kept;
mod socket;
mod timer;

use core::time::Duration;
use std::cell::{Cell, OnceCell, RefCell};

use leptos::task::spawn_local;
use lutin_panel_text::Key;
use lutin_shared::conversation::Author;
use lutin_shared::fields::Fields;
use lutin_shared::language::Language;
use lutin_shared::link::{About, Action, Input, Link, Phase, Place, Saved};
use lutin_shared::time::Timestamp;
use lutin_shared::wire::{PERSONS_TURN, PING, ServerFrame, TYPING};
use web_sys::{File, MessagePort};

use self::bridge::{Bridge, Heard};
pub use self::json::Json;
pub use self::kept::Hello;
use self::kept::{State, bare, saved};
use self::socket::{Socket, SocketEvent};
use self::timer::Timer;
use crate::page;
use crate::profile::Shop;
use crate::store::{Screen, Store};

/// How often somebody who writes is said to.
const TYPING_EVERY: Duration = Duration::from_secs(3);

/// How sure the panel is of a language before it speaks it: of a draft, and of what was sent.
const SURE_OF_DRAFT: f32 = 0.95;
const SURE_OF_MESSAGE: f32 = 0.85;
/// The fewest letters of a draft that are looked at.
const MIN_DRAFT_CHARS: usize = 12;
/// How many of a shopper's messages may change the panel's language.
const FIRST_MESSAGES: u32 = 3;

/// The panel's one shell. It lives as long as its page, so it is never dropped.
pub struct Shell {
    shop: Shop,
    /// The origin of the page that shows the panel.
    host: String,
    link: RefCell<Link>,
    store: Store,
    bridge: Bridge,
    socket: RefCell<Option<Socket>>,
    timer: OnceCell<Timer>,
    /// Rings when a person has stopped writing.
    hush: OnceCell<Timer>,
    /// When the shopper was last said to be writing.
    typed: Cell<Timestamp>,
    /// How many sessions were asked for: an answer to an earlier request comes too late.
    requests: Cell<u32>,
    is_shown: Cell<bool>,
    /// Whether the journal as it stood when this page began has been read.
    is_caught_up: Cell<bool>,
    /// Messages that came while the panel was away.
    unread: Cell<u32>,
    /// What to do whenever the panel has come into view.
    when_shown: OnceCell<Box<dyn Fn()>>,
    /// What to do with words that the page writes down for the shopper.
    when_given: OnceCell<Give>,
    about: RefCell<About>,
    /// The language that the shopper has chosen.
    language: RefCell<Option<String>>,
    has_sound: Cell<bool>,
    /// How many messages have been written on this page.
    said: Cell<u32>,
}

/// Takes words to be shown in the field; `None` empties it.
type Give = Box<dyn Fn(Option<&str>)>;

/// The shell as components may hold it. Of the page's only thread.
#[derive(Clone, Copy, Debug)]
pub struct Handle(&'static Shell);

impl Handle {
    /// Sets everything going. Connects at once only for a panel that is in view and has a session.
    pub fn start(shop: Shop, host: String, hello: &Hello, port: MessagePort) -> Self {
        // What cannot be read is of another version, or damaged: start afresh.
        let state = hello.state.as_deref().and_then(Json::parse);
        let saved = state.as_ref().and_then(saved);
        let language = state.as_ref().and_then(|state| state.text("language"));
        let has_sound = state.is_some_and(|state| state.flag("sound"));
        let shell: &'static Shell = Box::leak(Box::new(Shell {
            shop,
            host,
            link: RefCell::new(Link::restore(
                saved.unwrap_or_default(),
                Place { page: hello.page.clone(), offset: browser::offset() },
            )),
            store: Store::new(shop, browser::is_online()),
            bridge: Bridge::new(port),
            socket: RefCell::new(None),
            timer: OnceCell::new(),
            hush: OnceCell::new(),
            typed: Cell::default(),
            requests: Cell::new(0),
            is_shown: Cell::new(hello.open),
            is_caught_up: Cell::new(false),
            unread: Cell::new(0),
            when_shown: OnceCell::new(),
            when_given: OnceCell::new(),
            about: RefCell::default(),
            language: RefCell::new(language),
            has_sound: Cell::new(has_sound),
            said: Cell::default(),
        }));
        let _ = shell.hush.set(Timer::new(move || shell.store.update(|truth| truth.transcript.interrupt())));
        let _ = shell.timer.set(Timer::new(move || shell.handle(Input::Tick)));
        shell.bridge.listen(move |heard| shell.hear(heard));
        browser::watch(move |input| shell.witness(input));
        shell.show_unsent();
        if shell.link.borrow().token().is_none() {
            page::read_aloud();
        }
        spawn_local(async move {
            if let Ok(bytes) = browser::model().await {
                shop.words.set_model(bytes.to_vec().leak());
                page::mark_languages(|text| shop.words.spoken(text));
            }
        });
        // What an earlier page left unsaid is said, whether the panel is looked at or not.
        let is_unsaid = shell.link.borrow().unsent().next().is_some();
        if hello.open || is_unsaid {
            shell.handle(Input::Tick);
        }
        Self(shell)
    }

    pub fn screen(self) -> Screen {
        self.0.store.screen()
    }

    /// Says once what to do whenever the panel has come into view.
    pub fn when_shown(self, run: impl Fn() + 'static) {
        let _ = self.0.when_shown.set(Box::new(run));
    }

    /// Says once what to do with words that the page writes down for the shopper.
    pub fn when_given(self, run: impl Fn(Option<&str>) + 'static) {
        let _ = self.0.when_given.set(Box::new(run));
    }

    /// Whether each message is to sound.
    pub fn has_sound(self) -> bool {
        self.0.has_sound.get()
    }

    /// The panel is drawn.
    pub fn ready(self) {
        self.0.bridge.ready();
    }

    /// The shopper sends `text`.
    pub fn say(self, text: &str) {
        self.0.say(text, None);
    }

    /// The shopper is writing. Said now and then, and only where a person sees it.
    pub fn types(self, draft: &str) {
        let (shell, now) = (self.0, browser::now());
        if draft.chars().count() >= MIN_DRAFT_CHARS {
            shell.follow_language(draft, SURE_OF_DRAFT);
        }
        let is_seen = shell.store.read(|truth| truth.transcript.is_with_person());
        if is_seen && now.since(shell.typed.get()) >= TYPING_EVERY {
            shell.typed.set(now);
            shell.send(TYPING);
        }
    }

    /// The shopper wants a failed message mended: it is sent anew, or given back to be changed.
    pub fn mend(self, key: &str) -> Option<String> {
        self.0.mend(key)
    }

    /// The shopper sends an image to the people who answer.
    pub fn attach(self, file: File) {
        self.0.attach(file);
    }

    /// Tells the shopper something of the panel's own.
    pub fn complain(self, key: Key) {
        self.0.store.complain(Some(key));
    }

    /// The shopper wants everything erased.
    pub fn forget(self) {
        self.0.handle(Input::Forget);
    }

    /// The shopper keeps what was said.
    pub fn keep_transcript(self) {
        browser::save("conversation.txt", &self.0.store.as_text());
    }

    /// The shopper gives the conversation 1 to 5 stars.
    pub fn rate(self, stars: u8) {
        self.0.handle(Input::Rate { stars });
    }

    /// The shopper wants a sound for each message, or none.
    pub fn sound(self, is_wanted: bool) {
        let shell = self.0;
        shell.has_sound.set(is_wanted);
        if is_wanted {
            browser::beep();
        }
        shell.save();
    }

    /// The shopper chooses a language.
    pub fn speak(self, tag: &str) {
        let shell = self.0;
        *shell.language.borrow_mut() = Some(tag.to_owned());
        shell.speak(tag);
        shell.save();
    }

    /// The shopper ends the conversation.
    pub fn end(self) {
        self.0.handle(Input::Close);
    }

    /// The shopper puts the panel away.
    pub fn hide(self) {
        self.0.bridge.hide();
    }
}

impl core::fmt::Debug for Shell {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Shell").field("host", &self.host).finish_non_exhaustive()
    }
}

impl Shell {
    /// One step of the link: what happened, what follows from it, and when to come back.
    fn handle(&'static self, input: Input) {
        let actions = self.link.borrow_mut().handle(input, browser::now(), browser::luck());
        for action in actions {
            self.perform(action);
        }
        let (phase, due) = {
            let link = self.link.borrow();
            (link.phase(), link.next_wakeup())
        };
        self.store.update(|truth| truth.set_phase(phase));
        if let Some(timer) = self.timer.get() {
            timer.arm(due.map(|due| due.since(browser::now())));
        }
    }

    fn perform(&'static self, action: Action) {
        match action {
            Action::Connect { token } => {
                let socket = Socket::open(&token, move |event| self.hear_socket(event));
                *self.socket.borrow_mut() = socket;
            }
            Action::Disconnect => *self.socket.borrow_mut() = None,
            Action::Ping => self.send(PING),
            Action::RequestSession => self.request_session(),
            Action::Save(link) => self.save_link(link),
            Action::Send(frame) => self.send(&frame.encode()),
            Action::Show(frame) => self.show(&frame),
        }
    }

    fn save(&self) {
        let link = self.link.borrow().saved();
        // Nothing is stored before the first message.
        if !link.is_empty() {
            self.save_link(link);
        }
    }

    fn save_link(&self, link: Saved) {
        if link.is_empty() {
            return self.bridge.save(None);
        }
        let state = State { link, language: self.language.borrow().clone(), sound: self.has_sound.get() };
        if let Ok(state) = serde_json::to_string(&state) {
            self.bridge.save(Some(&state));
        }
    }

    fn send(&self, text: &str) {
        if let Some(socket) = self.socket.borrow().as_ref() {
            socket.send(text);
        }
    }

    fn show(&self, frame: &ServerFrame) {
        self.store.update(|truth| truth.transcript.hear(frame));
        match frame {
            ServerFrame::Message { from: Author::Shopper, at, .. } if self.is_caught_up.get() => {
                self.bridge.announce_message(Author::Shopper, *at);
            }
            ServerFrame::Welcome { .. } => {
                self.is_caught_up.set(true);
                page::read_aloud();
            }
            // What an earlier page has shown is no news.
            ServerFrame::Message { from, at, .. } if *from != Author::Shopper && self.is_caught_up.get() => {
                self.bridge.announce_message(*from, *at);
                if self.has_sound.get() {
                    browser::beep();
                }
                if !self.is_shown.get() {
                    self.unread.set(self.unread.get().saturating_add(1));
                    self.bridge.unread(self.unread.get());
                }
            }
            ServerFrame::Forgotten => {
                self.give(None);
                self.store.complain(Some(Key::Forgotten));
            }
            ServerFrame::Refused { code, .. } => self.bridge.announce_error(*code),
            ServerFrame::Typing { turn: PERSONS_TURN } => {
                if let Some(hush) = self.hush.get() {
                    hush.arm(Some(TYPING_EVERY * 2));
                }
            }
            _ => {}
        }
    }

    fn hear_socket(&'static self, event: SocketEvent) {
        self.handle(match event {
            SocketEvent::Closed(code) => Input::Lost { code },
            SocketEvent::Frame(frame) => Input::Received(frame),
            SocketEvent::Opened => Input::Opened,
            SocketEvent::Pong => Input::Pong,
        });
    }

    fn hear(&'static self, heard: Heard) {
        match heard {
            Heard::Context(context) => {
                self.about.borrow_mut().context = Some(context);
                self.introduce();
            }
            Heard::Identity(token) => {
                self.about.borrow_mut().identity = Some(token);
                self.introduce();
            }
            Heard::Locale(tag) => {
                // Where the shopper has chosen, the page has no say.
                if self.language.borrow().is_none() {
                    self.speak(&tag);
                }
            }
            Heard::Reset => {
                *self.about.borrow_mut() = About::default();
                self.introduce();
                self.renew();
            }
            Heard::Send { text, is_prefill: true } => self.give(Some(&text)),
            Heard::Send { text, .. } => self.say(text.trim(), None),
            Heard::State(None) => self.renew(),
            Heard::State(Some(state)) => {
                if let Some(link) = Json::parse(&state).as_ref().and_then(saved) {
                    // Another session than the one that is shown: the shopper, or the shop, began anew.
                    let is_other = |own: &str| link.token().is_some_and(|token| token != own);
                    if self.link.borrow().token().is_some_and(is_other) {
                        self.clear();
                    }
                    self.handle(Input::Adopt(link));
                    self.show_unsent();
                }
            }
            Heard::Hidden => self.is_shown.set(false),
            Heard::Shown(page) => {
                if let Some(page) = page {
                    self.link.borrow_mut().move_to(bare(page));
                }
                self.is_shown.set(true);
                self.read();
                if let Some(run) = self.when_shown.get() {
                    run();
                }
                // Wakes what was restored; a link that stands or waits is asked for a sign of life.
                self.handle(if self.is_idle() { Input::Tick } else { Input::Online });
            }
        }
    }

    /// Writes words down for the shopper; `None` takes back what is written.
    fn give(&self, text: Option<&str>) {
        if let Some(give) = self.when_given.get() {
            give(text);
        }
    }

    /// Nothing is unread any more.
    fn read(&self) {
        if self.unread.replace(0) > 0 {
            self.bridge.unread(0);
        }
    }

    fn witness(&'static self, input: Input) {
        match &input {
            Input::Offline => self.store.update(|truth| truth.is_online = false),
            _ => self.store.update(|truth| truth.is_online = browser::is_online()),
        }
        self.handle(input);
    }

    fn is_idle(&self) -> bool {
        self.link.borrow().phase() == Phase::Idle
    }

    /// Tells the edge what the page says of its shopper.
    fn introduce(&'static self) {
        let about = self.about.borrow().clone();
        self.handle(Input::About(about));
    }

    /// As on a first visit.
    fn renew(&'static self) {
        self.clear();
        self.give(None);
        self.handle(Input::Renew);
    }

    /// Nothing has been said.
    fn clear(&self) {
        self.is_caught_up.set(false);
        self.read();
        self.store.update(|truth| truth.transcript.hear(&ServerFrame::Forgotten));
    }

    fn say(&'static self, text: &str, image: Option<String>) {
        let Some(id) = browser::message_id() else { return };
        if text.is_empty() && image.is_none() {
            return;
        }
        self.typed.set(Timestamp::default());
        self.store.complain(None);
        if self.said.get() < FIRST_MESSAGES {
            self.said.set(self.said.get() + 1);
            self.follow_language(text, SURE_OF_MESSAGE);
        }
        self.store.update(|truth| truth.transcript.say(&id, text, image.as_deref(), browser::now()));
        self.handle(Input::Say { id, text: text.to_owned(), image });
    }

    /// Speaks the language that the shopper writes, unless they have chosen one.
    fn follow_language(&'static self, text: &str, sure: f32) {
        if self.language.borrow().is_some() || self.said.get() > FIRST_MESSAGES {
            return;
        }
        let language = self.shop.words.language_of(text, sure).map(Language::tag);
        if let Some(tag) = language.filter(|tag| *tag != page::language()) {
            self.speak(tag);
        }
    }

    /// Shows the panel in a language, once its words are here. Without them it stays as it is.
    fn speak(&'static self, tag: &str) {
        let Some(language) = Language::from_tag(tag) else { return };
        spawn_local(async move {
            if let Ok(words) = browser::speak(language.tag()).await {
                self.shop.words.set(words);
                self.store.reword();
                self.bridge.locale(language.tag());
            }
        });
    }

    fn mend(&'static self, key: &str) -> Option<String> {
        let (refusal, text, image) = self.store.read(|truth| truth.failure(key))?;
        // One that the link still holds goes out by itself: saying it anew would double it.
        if self.link.borrow().unsent().any(|(id, ..)| id.as_str() == key) {
            self.handle(Input::Online);
            return None;
        }
        self.store.update(|truth| truth.dismissed.push(key.to_owned()));
        if refusal.condemns_message() {
            return Some(text);
        }
        self.say(&text, image);
        None
    }

    /// Messages that an earlier page left unsent are on screen again before they are sent.
    fn show_unsent(&self) {
        let link = self.link.borrow();
        self.store.update(|truth| {
            for (id, text, image) in link.unsent() {
                truth.transcript.say(id, text, image, browser::now());
            }
        });
    }
}
