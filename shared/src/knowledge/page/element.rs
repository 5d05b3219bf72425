//! What the elements of a page are to a reader.

/// An element, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// A stretch of its own: what is before and after it are other paragraphs.
    Block,
    Break,
    Button,
    Cell,
    /// `dd`.
    Description,
    Header,
    Heading(u8),
    Html,
    /// A part of a sentence.
    Inline,
    Item,
    Link,
    List {
        is_ordered: bool,
    },
    Main,
    Article,
    Meta,
    Preformatted,
    Row,
    /// Nothing that is read: a script, a picture, a menu.
    Skipped(Why),
    /// What opens an answer.
    Summary,
    Table,
    /// `dt`.
    Term,
    Title,
}

/// Why an element is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is no text.
    Never,
    /// It is the same on every page.
    Around,
    /// Mostly to be filled in; some shop systems put the whole page into one.
    Wrapper,
}

impl Element {
    /// By the name of its tag, in lower case.
    pub fn of(name: &[u8]) -> Self {
        match name {
            b"html" => Self::Html,
            b"meta" => Self::Meta,
            b"title" => Self::Title,
            b"main" => Self::Main,
            b"article" => Self::Article,
            b"header" => Self::Header,
            b"a" => Self::Link,
            b"br" => Self::Break,
            b"button" => Self::Button,
            b"dd" => Self::Description,
            b"dt" => Self::Term,
            b"h1" => Self::Heading(1),
            b"h2" => Self::Heading(2),
            b"h3" => Self::Heading(3),
            b"h4" => Self::Heading(4),
            b"h5" => Self::Heading(5),
            b"h6" => Self::Heading(6),
            b"li" => Self::Item,
            b"ol" => Self::List { is_ordered: true },
            b"ul" | b"menu" => Self::List { is_ordered: false },
            b"pre" => Self::Preformatted,
            b"summary" => Self::Summary,
            b"table" => Self::Table,
            b"td" | b"th" => Self::Cell,
            b"tr" => Self::Row,
            b"address" | b"blockquote" | b"body" | b"caption" | b"center" | b"details" | b"dialog"
            | b"div" | b"dl" | b"fieldset" | b"figcaption" | b"figure" | b"hgroup" | b"hr" | b"legend"
            | b"p" | b"search" | b"section" | b"tbody" | b"tfoot" | b"thead" => Self::Block,
            b"aside" | b"footer" | b"nav" => Self::Skipped(Why::Around),
            b"form" => Self::Skipped(Why::Wrapper),
            b"audio" | b"canvas" | b"datalist" | b"embed" | b"iframe" | b"map" | b"math" | b"noscript"
            | b"object" | b"option" | b"picture" | b"script" | b"select" | b"style" | b"svg"
            | b"template" | b"textarea" | b"video" => Self::Skipped(Why::Never),
            _ => Self::Inline,
        }
    }

    /// Whether it ends the paragraph before it.
    pub const fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Break
                | Self::Html
                | Self::Inline
                | Self::Link
                | Self::Meta
                | Self::Skipped(Why::Never)
                | Self::Title
        )
    }
}

/// Whether an element has no end.
pub fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}
