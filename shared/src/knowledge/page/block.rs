//! The stretches of text of a page, and their Markdown.

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: Kind,
    /// In Markdown, without what its kind puts before it.
    pub text: String,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Heading(u8),
    /// Of a list: how deep it is, from 0, and its number in an ordered one.
    Item {
        depth: u8,
        number: Option<u32>,
    },
    /// A further paragraph of an item.
    More {
        depth: u8,
    },
    Paragraph,
    /// The cells of a row.
    Row,
}

/// Where a block stands, the least telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Elsewhere,
    Article,
    Main,
}

impl Block {
    pub const fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading(_))
    }

    pub const fn is_item(&self) -> bool {
        matches!(self.kind, Kind::Item { .. } | Kind::More { .. } | Kind::Row)
    }

    /// Whether it says something beside what is announced.
    pub fn is_said(&self) -> bool {
        !self.is_heading() && self.text.chars().any(char::is_alphanumeric)
    }

    pub fn to_markdown(&self) -> String {
        let indent = |depth: u8| "  ".repeat(usize::from(depth.min(3)));
        match self.kind {
            Kind::Heading(level) => format!("{} {}", "#".repeat(usize::from(level)), self.text),
            Kind::Item { depth, number: None } => format!("{}- {}", indent(depth), self.text),
            Kind::Item { depth, number: Some(number) } => format!("{}{number}. {}", indent(depth), self.text),
            Kind::More { depth } => format!("{}  {}", indent(depth), self.text),
            Kind::Paragraph => self.text.clone(),
            Kind::Row => format!("- {}", self.text),
        }
    }
}
