//! What is wrong with something that was typed, as `shared` and the edge say it: `title: at most 200 characters`.

use leptos::prelude::*;

use crate::api::Failure;
use crate::focus;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// By its name in the JSON, with its place: `variants[0].label`.
    pub field: String,
    pub rule: Rule,
}

/// What a field does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    AlsoInRow(u32),
    AtLeastOne,
    AtMost(usize),
    AtMostChars(usize),
    /// 1 to so many characters.
    Chars(usize),
    /// An address that begins with `https://`.
    Https,
    /// The field is a column that the file has to have.
    MissingColumn,
    NotEmpty,
    NotOneOf {
        known: String,
    },
    OneALanguage,
    /// One that this version has no words for, in English.
    Other(String),
    /// The field is a column that nothing is known by.
    UnknownColumn {
        known: String,
    },
}

impl Complaint {
    pub fn new(field: &str, rule: Rule) -> Self {
        Self { field: field.to_owned(), rule }
    }

    /// `None` for a message that names no field.
    pub fn read(message: &str) -> Option<Self> {
        if let Some(rest) = message.strip_prefix("unknown column \"") {
            let (column, known) = rest.split_once("\": known are ")?;
            return Some(Self::new(column, Rule::UnknownColumn { known: known.to_owned() }));
        }
        let missing = message.strip_prefix("the column ").unwrap_or(message).strip_suffix(" is missing");
        if let Some(column) = missing {
            return Some(Self::new(column.trim_matches('"'), Rule::MissingColumn));
        }
        let (field, rule) = message.split_once(": ")?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "[]._".contains(c);
        field.chars().all(is_name).then(|| Self::new(field, Rule::read(rule)))
    }

    /// The last part of the field's name: `label`.
    pub fn name(&self) -> &str {
        self.field.rsplit('.').next().unwrap_or_default()
    }
}

impl Rule {
    fn read(text: &str) -> Self {
        let number = |text: &str| text.trim_end_matches(" each").trim_end_matches(" characters").parse().ok();
        let chars = |rest: &str| number(rest).filter(|_| rest.contains(" characters"));
        let known = match text {
            "at least one" => Some(Self::AtLeastOne),
            "must not be empty" => Some(Self::NotEmpty),
            "one a language" => Some(Self::OneALanguage),
            _ => text
                .strip_prefix("1 to ")
                .and_then(chars)
                .map(Self::Chars)
                .or_else(|| {
                    let most = text.strip_prefix("at most ")?;
                    chars(most).map(Self::AtMostChars).or_else(|| number(most).map(Self::AtMost))
                })
                .or_else(|| Self::of_cell(text)),
        };
        known.unwrap_or_else(|| Self::Other(text.to_owned()))
    }
}

impl Rule {
    /// What is said of one cell of a file.
    fn of_cell(text: &str) -> Option<Self> {
        if let Some((_, known)) = text.split_once(" is not one of ") {
            return Some(Self::NotOneOf { known: known.split(' ').collect::<Vec<_>>().join(", ") });
        }
        let (_, place) = text.split_once(" is the one of row ")?;
        place.split(' ').next()?.parse().ok().map(Self::AlsoInRow)
    }
}

/// What a form complains about: one thing at a time, gone once its field is edited.
#[derive(Clone, Copy, Debug)]
pub struct Complaints(RwSignal<Option<Complaint>>);

impl Complaints {
    /// Those of the form itself, and those of the edge about what the form sent.
    pub fn new(failure: Signal<Option<Failure>>) -> Self {
        let complaints = Self(RwSignal::new(None));
        Effect::new(move |_| {
            if let Some(Failure::Malformed { message }) = failure.get() {
                complaints.set(Complaint::read(&message));
            }
        });
        complaints
    }

    pub fn set(self, complaint: Option<Complaint>) {
        self.0.set(complaint);
    }

    /// Whenever there is a complaint, the keyboard goes to its field.
    pub fn lead_to(self, form: NodeRef<leptos::html::Form>) {
        Effect::new(move |_| {
            if self.0.with(Option::is_some) {
                focus::first_invalid(form);
            }
        });
    }

    /// What is wrong with one field, until `value` is edited.
    pub fn about(
        self,
        field: impl Fn(&str) -> bool + Copy + Send + Sync + 'static,
        value: RwSignal<String>,
    ) -> Signal<Option<Complaint>> {
        let matching = move || self.0.get().filter(|complaint| field(&complaint.field));
        Effect::watch(
            move || value.track(),
            move |(), _, _| {
                if self.0.with_untracked(|it| it.as_ref().is_some_and(|it| field(&it.field))) {
                    self.0.set(None);
                }
            },
            false,
        );
        Signal::derive(matching)
    }

    /// The edge's answer, where no field of this form is to blame for it.
    pub fn rest(
        self,
        failure: Signal<Option<Failure>>,
        is_field: fn(&str) -> bool,
    ) -> Signal<Option<Failure>> {
        Signal::derive(move || {
            failure.get().filter(|failure| match failure {
                Failure::Malformed { message } => {
                    Complaint::read(message).is_none_or(|complaint| !is_field(complaint.name()))
                }
                _ => true,
            })
        })
    }
}
