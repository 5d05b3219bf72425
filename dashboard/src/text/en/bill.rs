//! English, for what is billed: the statement, its verification, and contests.

use lutin_shared::conversation::Unfounded;
use lutin_shared::ledger::audit::Kind;

use crate::text::{AuditText, BillText, ContestText, StatementText};

pub const CONTEST: ContestText = ContestText {
    heading: "Contest",
    offer: "Contest this count",
    lead: "The rules are run again on the evidence first: if they do not count the conversation, it is credited \
           to you at once. Otherwise the operator decides.",
    reason: "Why should this conversation not count?",
    submit: "Send the contest",
    submitting: "Sending…",
    cancel: "Cancel",
    empty: "Give your reason, in a few words.",
    left: |count, plural| format!("{count} {} left", if plural { "characters" } else { "character" }),
    too_long: |count, plural| {
        format!("{count} {} too many: shorten your text.", if plural { "characters" } else { "character" })
    },
    by: |who, when| format!("Contested by {who}, {when}"),
    open: "The operator has not decided yet. Until then, the conversation stays on the bill.",
    credited_by_operator: "The operator agreed with you: the conversation does not count any more.",
    credited_by_rules: "The rules, run again on the evidence, do not count it: it does not count any more.",
    credit: "This credit is a new row of the ledger. Nothing in it was edited.",
    upheld: "The operator upheld the count: the conversation stays on the bill.",
    decided: |when| format!("Decided {when}"),
    note: "Note of the operator",
};

pub const BILL: BillText = BillText {
    heading: "My bill",
    month: "Month",
    so_far: "So far: the month is not over.",
    amounts: "The amounts come from the rows of your ledger: your orders, at the prices of your catalogue. \
              Conversations never add anything.",
    owners_only: "Only an owner of the shop sees bills.",
    no_month: "There is no bill for this month.",
    this_month: "See the present month",
    exports: "Download the export",
    exports_lead: "All rows of the month, as they are recorded, to check them yourself or to hand to somebody else.",
    export: "The export",
    export_with_texts: "The export with the messages",
};

pub const STATEMENT: StatementText = StatementText {
    caption: |month| format!("Statement of {month}, amounts before VAT"),
    item: "Item",
    amount: "Before VAT",
    plan: "Plan",
    packs: "Packs",
    enchantments: "Enchantments",
    plan_line: |plan| format!("{plan} plan"),
    whole_month: "The whole month",
    upgrade: |from, to| format!("Move from {from} to {to}"),
    prorated: |day, days, left, plural| {
        let noun = if plural { "days" } else { "day" };
        format!("From day {day} on: {left} {noun} of {days}, pro rata of the difference in price")
    },
    pack: |size| format!("Pack of {size} conversations"),
    bought: |day| format!("Bought {day}"),
    included: "At no extra charge",
    subtotal: |group| format!("Subtotal {group}"),
    total: "Total before VAT",
    coverage: "Conversations of the month",
    counted: "Counted, less credits",
    by_plan: "Covered by the plan",
    by_packs: "Covered by packs",
    uncovered: "Beyond",
    uncovered_note: "They were answered, and are never charged.",
    left_in_packs: "Left in your packs",
    left_note: "For as long as it takes, from month to month.",
    of: |part, whole| format!("{part} of {whole}"),
};

pub const AUDIT: AuditText = AuditText {
    heading: "Verify my bill",
    lead: "Your own browser reads the export again, row by row, and redoes every calculation with the same rules: \
           nothing is trusted but the rows.",
    start: "Verify my bill",
    again: "Verify again",
    running: |rows| format!("Verifying: {rows} rows read"),
    holds: "Your bill holds",
    holds_not: "The statement shown is not that of the rows",
    holds_lead: |rows, plural| {
        if plural {
            format!("The {rows} rows form one chain, and each is what the rules say.")
        } else {
            format!("{rows} row read: it is what the rules say.")
        }
    },
    rows: "Rows read",
    counted: "Conversations counted",
    credited: "Credited",
    open_contests: "Contests not decided yet",
    not_counted: "Not counted",
    head: |seq| format!("Last row, no. {seq}"),
    hash: "Fingerprint of the last row",
    statement: "Recomputed statement",
    same: |total| format!("{total} before VAT, the same as the one shown"),
    sum: |total, counted| format!("{total} before VAT, {counted} counted"),
    differs: |shown, recomputed| {
        format!(
            "Shown: {shown}. Recomputed: {recomputed}. \
             If a conversation or an order has just arrived, verify again. \
             If the difference stays, download the export and write to us."
        )
    },
    outdated: "The statement has changed since: at least one row was added. Verify again to include it.",
    carried: "These rows start from the balance carried forward from the month before. Verifying that month verifies \
              the balance.",
    wrong: "Something does not agree",
    at: |line, row| match row {
        Some(row) => format!("Line {line} of the export, row {row} of the ledger."),
        None => format!("Line {line} of the export."),
    },
    kind,
    what_to_do: "Try again first. If it stays, download the export and write to us: on doubt, it is not billed.",
    detail: "Technical detail",
    failed: "The verification could not be carried through.",
};

fn kind(kind: &Kind) -> String {
    let sentence = match kind {
        Kind::Altered => {
            "This row was changed: its fingerprint is not that of its content and of the row before."
        }
        Kind::Balance => "The account carried forward is not the one that the rows come to.",
        Kind::Differs { .. } => "The rules come to another row here than the one in the export.",
        Kind::Head { .. } => "The final fingerprint that is stated is not the one that the rows come to.",
        Kind::OutOfOrder { expected } => {
            return format!("Row {expected} was expected: one is missing, or they were moved.");
        }
        Kind::Refused(refusal) => return format!("The rules refuse this row (code {}).", refusal.code()),
        Kind::Statement { period, .. } => {
            return format!("The statement given for {period} is not the one that the rows come to.");
        }
        Kind::Text { id } => return format!("The text of message {id} is not the one that was recorded."),
        Kind::TimeRunsBack => "The time of this row is before that of the row before it.",
        Kind::Unfounded(unfounded) => match unfounded {
            Unfounded::Facts => "The verdict does not hold: its facts are not one conversation.",
            Unfounded::Reason { stated, recomputed } => {
                let rule = |reason| (super::TEXT.reason)(reason).short;
                return format!(
                    "The verdict does not hold: it says “{}”, the rules say “{}”.",
                    rule(*stated),
                    rule(*recomputed)
                );
            }
            Unfounded::Rules { stated } => {
                return format!(
                    "The verdict was made by edition {stated} of the rules, which this page does not have."
                );
            }
            Unfounded::Field { field } => {
                return format!("The receipt does not hold: “{field}” does not follow from its facts.");
            }
        },
        Kind::Uncalled => "Nothing calls for this row: no order and no conversation explains it.",
        Kind::Unfinished { .. } => "The export is not complete: something is missing here.",
        Kind::Unreadable(_) => "This line cannot be read.",
    };
    sentence.to_owned()
}
