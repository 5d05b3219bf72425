//! Where in the console one is: the part of the address after `#`, so that the edge serves one page only.

use leptos::prelude::*;
use lutin_shared::account::Period;
use lutin_shared::conversation::Purpose;
use lutin_shared::id::ConversationId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// What the assistant answers from, part by part.
    Assistant(Part),
    /// The bill of a month; `None` for the present one.
    Bill(Option<Period>),
    Conversation(ConversationId),
    /// The conversations that want people.
    Desk(View),
    /// One of them.
    DeskCase(ConversationId),
    /// How the shop's people are called, and who they are.
    DeskSettings,
    Overview(Filter),
    Test,
    /// An address that leads nowhere: mistyped, or of another version.
    Unknown,
}

/// A part of the assistant's page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    #[default]
    Knowledge,
    Instants,
    Orders,
    Engine,
}

impl Part {
    /// In the order in which the page offers them.
    pub const ALL: [Self; 4] = [Self::Knowledge, Self::Instants, Self::Orders, Self::Engine];

    /// As the address has it; the first part has the page's own.
    const fn path(self) -> &'static str {
        match self {
            Self::Knowledge => "",
            Self::Instants => "instants",
            Self::Orders => "orders",
            Self::Engine => "settings",
        }
    }
}

/// Which conversations the desk lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Those that ring.
    #[default]
    Queue,
    /// Those that the reader attends.
    Mine,
    All,
    FollowUps,
}

impl View {
    /// In the order in which the page offers them.
    pub const ALL: [Self; 4] = [Self::Queue, Self::Mine, Self::All, Self::FollowUps];

    /// As the address has it; the first one has the page's own.
    const fn path(self) -> &'static str {
        match self {
            Self::Queue => "",
            Self::Mine => "mine",
            Self::All => "all",
            Self::FollowUps => "follow-ups",
        }
    }
}

/// Which conversations the overview lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    Shoppers,
    Tests,
}

impl Filter {
    pub fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Live => Self::Shoppers,
            Purpose::Preview | Purpose::Test => Self::Tests,
        }
    }
}

impl Route {
    fn parse(hash: &str) -> Self {
        match hash.trim_start_matches('#').trim_matches('/') {
            "" => Self::Overview(Filter::Shoppers),
            "assistant" => Self::Assistant(Part::Knowledge),
            "bill" => Self::Bill(None),
            "desk" => Self::Desk(View::Queue),
            "desk/settings" => Self::DeskSettings,
            "test" => Self::Test,
            "tests" => Self::Overview(Filter::Tests),
            path => Self::parse_named(path).unwrap_or(Self::Unknown),
        }
    }

    fn parse_named(path: &str) -> Option<Self> {
        let (kind, name) = path.split_once('/')?;
        match kind {
            "assistant" => Part::ALL.into_iter().find(|part| part.path() == name).map(Self::Assistant),
            "bill" => Period::try_from(name.to_owned()).ok().map(|period| Self::Bill(Some(period))),
            "conversations" => name.parse().ok().map(Self::Conversation),
            "desk" => match name.strip_prefix("c/") {
                Some(id) => id.parse().ok().map(Self::DeskCase),
                None => View::ALL.into_iter().find(|view| view.path() == name).map(Self::Desk),
            },
            _ => None,
        }
    }

    pub fn href(&self) -> String {
        match self {
            Self::Assistant(Part::Knowledge) => "#/assistant".to_owned(),
            Self::Assistant(part) => format!("#/assistant/{}", part.path()),
            Self::Bill(None) => "#/bill".to_owned(),
            Self::Bill(Some(period)) => format!("#/bill/{period}"),
            Self::Conversation(id) => format!("#/conversations/{id}"),
            Self::Desk(View::Queue) => "#/desk".to_owned(),
            Self::Desk(view) => format!("#/desk/{}", view.path()),
            Self::DeskCase(id) => format!("#/desk/c/{id}"),
            Self::DeskSettings => "#/desk/settings".to_owned(),
            Self::Overview(Filter::Shoppers) | Self::Unknown => "#/".to_owned(),
            Self::Overview(Filter::Tests) => "#/tests".to_owned(),
            Self::Test => "#/test".to_owned(),
        }
    }

    /// The route without what a page changes by itself: two routes of one page do not build it anew.
    pub fn page(self) -> Self {
        match self {
            Self::Assistant(_) => Self::Assistant(Part::default()),
            Self::Bill(_) => Self::Bill(None),
            Self::Desk(_) | Self::DeskCase(_) => Self::Desk(View::default()),
            Self::Overview(_) => Self::Overview(Filter::default()),
            other => other,
        }
    }
}

/// The route of the address bar, now and as it changes.
pub fn current() -> Signal<Route> {
    let read = || Route::parse(&location().hash().unwrap_or_default());
    let route = RwSignal::new(read());
    let listener = window_event_listener(leptos::ev::hashchange, move |_| route.set(read()));
    on_cleanup(move || listener.remove());
    route.into()
}

/// Goes there, as a link would.
pub fn go(route: &Route) {
    // Denied only to a frame without a place of its own.
    location().set_hash(&route.href()).ok();
}
