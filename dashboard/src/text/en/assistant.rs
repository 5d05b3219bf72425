//! English, for the assistant's page and for what is known of its replies.

use lutin_shared::api::{PageRefusal, Provenance};
use lutin_shared::conversation::{Engine, Judge, Judged};
use lutin_shared::emotion::Emotion;
use lutin_shared::relatedness::Why;

use crate::complaint::{Complaint, Rule};
use crate::route::Part;
use crate::text::{
    AnswerText, ArticleText, AssistantText, EngineText, FetchText, FormText, ImportText, InstantsText,
    KnowledgeText, OrdersText,
};

pub const FORM: FormText = FormText {
    save: "Save",
    saving: "Saving…",
    saved: "Saved. The assistant uses it from now on.",
    cancel: "Cancel",
    edit: "Edit",
    edit_what: |what| format!("Edit: {what}"),
    delete: "Delete",
    deleting: "Deleting…",
    deleted: "Deleted. The assistant does not use it any more.",
    language: "Language",
    markdown: "Formatting",
    markdown_marks: [
        ("**bold**", "for bold"),
        ("- point", "for a list, one point a line"),
        ("1. step", "for a numbered list"),
        ("[text](https://…)", "for a link"),
    ],
    complaint,
};

pub const ASSISTANT: AssistantText = AssistantText {
    heading: "Assistant",
    lead: "It says only what your shop has written. What you change here holds from the next question on.",
    parts: "Parts of the assistant",
    part: |part| match part {
        Part::Knowledge => "Knowledge",
        Part::Instants => "Réponses Éclair",
        Part::Orders => "Orders",
        Part::Engine => "Engine",
    },
    owners_only: "Only an owner of the shop may change this. You can look at it.",
    knowledge: KNOWLEDGE,
    article: ARTICLE,
    import: IMPORT,
    fetch: FETCH,
    instants: INSTANTS,
    orders: ORDERS,
    engines: EngineText {
        legend: "Who writes the replies",
        lead: "All three engines draw on the same knowledge, and a conversation counts in the same way.",
        what: |engine| match engine {
            Engine::Embedded => {
                "Ours. It answers with your own sentences, without an outside model: nothing leaves the service."
            }
            Engine::OpenAi => {
                "A language model at an OpenAI-compatible address. It rephrases your knowledge; questions are sent to it."
            }
            Engine::WorkersAi => {
                "A language model on Cloudflare’s machines. It rephrases your knowledge; questions go nowhere else."
            }
        },
        by_operator: "To be configured by the operator",
        fallback: "The chosen engine is not configured: meanwhile, the embedded one answers.",
    },
};

const KNOWLEDGE: KnowledgeText = KnowledgeText {
    unanswered: "Questions without an answer",
    unanswered_lead: "Your shoppers asked them, and your knowledge says nothing about them.",
    asked: |times, plural, last| {
        let noun = if plural { "conversations" } else { "conversation" };
        format!("In {times} {noun}, last: {last}")
    },
    no_language: "Unknown language",
    answer: "Write the answer",
    answer_what: |question| format!("Write the answer to: {question}"),
    ignore: "Ignore",
    ignore_what: |question| format!("Ignore the question: {question}"),
    ignored: "Question taken off the list.",
    articles: "Articles",
    counted: |articles, plural, languages| {
        let noun = if plural { "articles" } else { "article" };
        format!("{articles} {noun} · {languages}")
    },
    new: "New article",
    search: "Search the articles",
    search_hint: "Title, answer or question, in every language",
    found: |count, plural| format!("{count} {} found", if plural { "articles" } else { "article" }),
    none_found: "No article has these words.",
    more: |count| format!("Show {count} more articles"),
    provenance: |by| match by {
        Provenance::Fetched => "Read from your site",
        Provenance::Imported => "Imported from a file",
        Provenance::Typed => "Written here",
    },
    changed: |day| format!("changed on {day}"),
    translate: "Add a translation",
    translate_what: |title| format!("Add a translation of: {title}"),
    edit_in: |title, language| format!("Edit “{title}”, {language}"),
    empty_heading: "Your assistant has nothing to say yet",
    empty: "An article is an answer, with the questions that it answers. Begin with what your shoppers ask most: \
            delivery, returns, payment. Or have the pages of your site read.",
    in_bulk: "Add several articles at once",
};

const ARTICLE: ArticleText = ArticleText {
    new: "New article",
    edit: |language| format!("Edit the article ({language})"),
    translate: "Add a translation",
    from_question: "Once saved, the answer takes the question off the list of those without one.",
    title: "Title",
    title_hint: "The subject in a few words, or the question itself. Shoppers see it as the source of the reply.",
    body: "Answer",
    body_hint: "As it will be said to the shopper.",
    questions: "Other ways to ask (optional)",
    questions_hint: "One a line. They help the assistant find this article.",
    original: |language| format!("Original text ({language})"),
    fetched: "This article comes from this page; when it is read again, it will be replaced.",
    delete_question: |title, language| format!("Delete “{title}” ({language})?"),
};

const IMPORT: ImportText = ImportText {
    heading: "Import a file",
    lead: "CSV or JSON, at most 1 MB. If anything is wrong with one row, nothing is imported.",
    choose: "Choose a file",
    importing: "Importing…",
    expected: "Expected columns",
    csv: "CSV",
    json: "JSON",
    articles_note: "Several questions in one cell are separated by “|”. The same “id” and the same language: the \
                    article is replaced.",
    done: |added, _, replaced, _| format!("File imported: {added} added, {replaced} replaced."),
    nothing: "There is nothing to import in the file.",
    problems: |shown, more| {
        let first = if more { "These are the first problems" } else { "To be mended" };
        format!("Nothing was imported. {first} ({shown}):")
    },
    row: |row, json| if json { format!("Entry {row}") } else { format!("Row {row}") },
    whole_file: "File",
    unknown_kind: "This file is neither a .csv nor a .json.",
    too_large: "This file is larger than 1 MB. Import it in parts.",
};

const FETCH: FetchText = FetchText {
    heading: "Read your site",
    lead: "Each page becomes an article. Read again later, it replaces it.",
    address: "Page or sitemap (sitemap.xml) of your site",
    submit: "Read",
    fetching: "Reading. This may take half a minute…",
    result: |kept, plural, all| {
        let noun = if plural { "pages" } else { "page" };
        format!("{kept} {noun} kept of {all}.")
    },
    kept: "Kept",
    not_kept: "Not kept",
    refused: |refusal| match refusal {
        PageRefusal::Address => "This address is not a public page of your site.",
        PageRefusal::Empty => "There is no text to read on this page.",
        PageRefusal::Kind => "This is no page, but an image or a file.",
        PageRefusal::Redirects => "This address leads on and on to others.",
        PageRefusal::Size => "This page is larger than 2 MB.",
        PageRefusal::Status => "Your site says that there is no such page, or that it is not public.",
        PageRefusal::Unreachable => "Your site did not answer within 10 seconds.",
    },
    left_out: |count, plural| {
        let noun = if plural { "pages of the sitemap were" } else { "page of the sitemap was" };
        format!("{count} {noun} not read: there are too many for one time.")
    },
    no_pages: "No page was found at this address.",
};

const INSTANTS: InstantsText = InstantsText {
    lead: "Ready answers, given at once, without the assistant. A conversation in which they suffice is not counted.",
    new: "New Réponse Éclair",
    full: |most| format!("You have {most}, the most there can be. Delete one to add another."),
    use_of: |used, plural, saved, saved_plural| {
        let times = if plural { "times" } else { "time" };
        let noun = if saved_plural { "conversations" } else { "conversation" };
        format!("{used} {times} · {saved} {noun} saved")
    },
    unused: "Not used yet",
    chip: "Shown as a suggestion",
    empty_heading: "Answer simple questions without touching your plan",
    empty: "A Réponse Éclair is a fixed text for a frequent question: opening hours, delivery costs, address. \
            The shopper gets it at once, and a conversation in which it suffices is never counted.",
    edit: "Edit the Réponse Éclair",
    is_chip: "Offer it as a suggestion",
    is_chip_hint: "Shoppers see the label as a button before their first message.",
    label: "Label",
    label_hint: "What the button says. It is one way to ask, too.",
    triggers: "Triggers (optional)",
    triggers_hint: "One a line: a question, or a few words that a short question must have all of.",
    answer: "Answer",
    add_language: "Add a language",
    add: "Add",
    remove_variant: |language| format!("Remove this version: {language}"),
    delete_question: |label| format!("Delete “{label}” in all its languages?"),
};

const ORDERS: OrdersText = OrdersText {
    lead: "To “Where is my order?”, the assistant answers with what you give it here.",
    count: |count, plural| format!("{count} {} imported", if plural { "orders" } else { "order" }),
    no_orders: "No order imported: the assistant cannot follow parcels yet.",
    superseded: "Your shop’s address is asked instead of the imported orders.",
    import: "Import orders",
    import_lead: "CSV or JSON, at most 1 MB. An order that is known is replaced; if anything is wrong with one row, \
                  nothing is imported.",
    columns_note: "Without e-mail and postcode, an order can be shown to nobody while the check is on.",
    states: "Possible states:",
    address: "Your shop’s address",
    address_lead: "Instead of importing, let the assistant ask your own site how an order stands.",
    address_label: "HTTPS address (optional)",
    address_hint: "Leave it empty to answer with the imported orders.",
    sent: "With every question about an order, we send the order’s number to this address, and nothing else of the \
           conversation. The request is signed: you know that it comes from us.",
    secret: "Signing key",
    secret_show: "Show the key",
    secret_lead: "It verifies the signature. Keep it secret: whoever knows it can pass for us.",
    check: "Check of the shopper",
    check_lead: "What a shopper must know of an order, beside its number, to hear how it stands.",
    by_email_or_postcode: "E-mail or postcode of the order",
    by_email_or_postcode_lead: "Advised. The assistant asks for it, and says nothing until it is right.",
    by_nothing: "No check",
    by_nothing_lead: "The order number is enough.",
    by_nothing_warning: "Without a check, whoever guesses a number learns how another shopper’s order stands.",
};

pub const ANSWER: AnswerText = AnswerText {
    source: "Source",
    engine: "Engine",
    cut: "Reply cut short",
    instant: "Réponse Éclair",
    unanswered: "Your knowledge had no answer",
    felt: "Felt",
    emotion: |emotion| match emotion {
        Emotion::Frustrated => "frustrated",
        Emotion::Happy => "happy",
        Emotion::Neutral => "neutral",
        Emotion::Worried => "worried",
    },
    quoted: |words| format!("“{words}”"),
};

pub fn engine(engine: Engine) -> &'static str {
    match engine {
        Engine::Embedded => "Embedded engine",
        Engine::OpenAi => "OpenAI-compatible model",
        Engine::WorkersAi => "Workers AI",
    }
}

pub fn judged(unrelated: Option<bool>, judged: &Judged, likelihood: &str) -> String {
    let judge = match judged.by {
        Judge::Reader => "the reader",
    };
    let why = match judged.why {
        Why::OtherNumber => "another order number",
        Why::SameNumber => "the same order number",
        Why::Unsure => "no clear sign",
        Why::Words => "words of the question",
    };
    match unrelated {
        Some(true) => format!("New question judged unrelated by {judge} ({why}; {likelihood})"),
        Some(false) => format!(
            "New question judged related by {judge} ({why}; unrelated at {likelihood}) \u{2192}\u{a0}same conversation"
        ),
        None => format!(
            "New question: {judge} is not sure ({why}; unrelated at {likelihood}) \u{2192}\u{a0}same conversation"
        ),
    }
}

fn complaint(complaint: &Complaint) -> String {
    let in_lines = matches!(complaint.name(), "questions" | "triggers");
    let per_line = if in_lines { " a line" } else { "" };
    match &complaint.rule {
        Rule::AlsoInRow(row) => format!("Row {row} has it already."),
        Rule::AtLeastOne => "There must be at least one.".to_owned(),
        Rule::AtMost(most) => format!("At most {most}."),
        Rule::AtMostChars(most) => format!("At most {most} characters{per_line}."),
        Rule::Chars(most) => format!("1 to {most} characters{per_line}."),
        Rule::Https => "The address must begin with https://.".to_owned(),
        Rule::MissingColumn => "This column is missing.".to_owned(),
        Rule::NotEmpty => "This field cannot stay empty.".to_owned(),
        Rule::NotOneOf { known } => format!("Unknown value. Possible: {known}."),
        Rule::OneALanguage => "Only one version a language.".to_owned(),
        Rule::Other(words) => format!("Refused by the server: “{words}”."),
        Rule::UnknownColumn { known } => format!("Unknown column. Known: {known}."),
    }
}
