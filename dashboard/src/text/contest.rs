//! The words of a contest: a count that the merchant does not agree with.

/// Where it stands, and the form that begins it.
pub struct ContestText {
    pub heading: &'static str,
    /// Opens the form.
    pub offer: &'static str,
    /// What happens with a contest, before it is sent.
    pub lead: &'static str,
    pub reason: &'static str,
    pub submit: &'static str,
    pub submitting: &'static str,
    pub cancel: &'static str,
    pub empty: &'static str,
    /// How many characters may still be written.
    pub left: fn(count: &str, plural: bool) -> String,
    /// By how many characters it is too long.
    pub too_long: fn(count: &str, plural: bool) -> String,
    /// Who contested, when, in their words.
    pub by: fn(who: &str, when: &str) -> String,
    pub open: &'static str,
    pub credited_by_operator: &'static str,
    pub credited_by_rules: &'static str,
    /// What a credit is: a new line, nothing edited.
    pub credit: &'static str,
    pub upheld: &'static str,
    pub decided: fn(when: &str) -> String,
    pub note: &'static str,
}
