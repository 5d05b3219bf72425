//! The words of « Ma facture ».

use lutin_shared::ledger::audit::Kind;

/// The page around the statement.
pub struct BillText {
    pub heading: &'static str,
    pub month: &'static str,
    /// Of the month that goes on.
    pub so_far: &'static str,
    pub amounts: &'static str,
    pub owners_only: &'static str,
    pub no_month: &'static str,
    pub this_month: &'static str,
    pub exports: &'static str,
    pub exports_lead: &'static str,
    pub export: &'static str,
    pub export_with_texts: &'static str,
}

/// A statement, line by line.
pub struct StatementText {
    pub caption: fn(month: &str) -> String,
    pub item: &'static str,
    pub amount: &'static str,
    pub plan: &'static str,
    pub packs: &'static str,
    pub enchantments: &'static str,
    pub plan_line: fn(plan: &str) -> String,
    pub whole_month: &'static str,
    pub upgrade: fn(from: &str, to: &str) -> String,
    pub prorated: fn(day: &str, days: &str, left: &str, plural: bool) -> String,
    pub pack: fn(size: &str) -> String,
    pub bought: fn(day: &str) -> String,
    pub included: &'static str,
    pub subtotal: fn(group: &str) -> String,
    pub total: &'static str,
    pub coverage: &'static str,
    pub counted: &'static str,
    pub by_plan: &'static str,
    pub by_packs: &'static str,
    pub uncovered: &'static str,
    pub uncovered_note: &'static str,
    pub left_in_packs: &'static str,
    pub left_note: &'static str,
    pub of: fn(part: &str, whole: &str) -> String,
}

/// « Vérifier ma facture »: what is done, and what came of it.
pub struct AuditText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub start: &'static str,
    pub again: &'static str,
    pub running: fn(rows: &str) -> String,
    pub holds: &'static str,
    /// The rows are right, and something else is shown.
    pub holds_not: &'static str,
    pub holds_lead: fn(rows: &str, plural: bool) -> String,
    pub rows: &'static str,
    pub counted: &'static str,
    pub credited: &'static str,
    pub open_contests: &'static str,
    pub not_counted: &'static str,
    pub head: fn(seq: &str) -> String,
    pub hash: &'static str,
    pub statement: &'static str,
    pub same: fn(total: &str) -> String,
    /// « 39,00 €, comptées : 4 ».
    pub sum: fn(total: &str, counted: &str) -> String,
    pub differs: fn(shown: &str, recomputed: &str) -> String,
    pub outdated: &'static str,
    /// Where the rows do not begin with the ledger's first.
    pub carried: &'static str,
    pub wrong: &'static str,
    /// Where the first wrong thing stands.
    pub at: fn(line: &str, row: Option<&str>) -> String,
    pub kind: fn(&Kind) -> String,
    pub what_to_do: &'static str,
    pub detail: &'static str,
    pub failed: &'static str,
}
