//! Where a shopper can be answered: an e-mail address or a telephone number, as they wrote it.

use crate::text::{self, Kind};

/// What a message says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    Given(String),
    /// Meant as one, and none: incomplete, or mistyped.
    Unclear,
}

/// The digits of a telephone number: national ones have eight at the least, no number has more than fifteen (E.164).
const DIGITS: core::ops::RangeInclusive<usize> = 8..=15;

/// From so many digits on, a number that begins like none of a telephone is one, with a few words around it.
const LONG: usize = 10;

/// « mon numéro : … »
const FEW_WORDS: usize = 3;

impl Contact {
    /// What a message says about where its writer can be answered; `None` when it says nothing about that.
    pub fn read(message: &str) -> Option<Self> {
        if let Some(address) = email(message) {
            return Some(Self::Given(address));
        }
        if message.contains('@') {
            return Some(Self::Unclear);
        }
        // The number of an order is no number to call, and neither are a date and a quantity.
        if message.contains('#') {
            return None;
        }
        let (phone, digits) = phone(message)?;
        let words = text::words(message).filter(|word| matches!(word.kind, Kind::Letters(_))).count();
        let begins_so = phone.starts_with(['+', '0', '(', '٠', '۰', '０']) && words <= Self::MANY_WORDS;
        let is_meant = begins_so || words == 0 || (words <= FEW_WORDS && digits >= LONG);
        match DIGITS.contains(&digits) {
            true => (is_meant && !is_date(&phone)).then_some(Self::Given(phone)),
            false => (begins_so && words <= FEW_WORDS && digits >= 4).then_some(Self::Unclear),
        }
    }

    /// Whether it is an e-mail address, and another than the one that is known.
    pub fn is_other_address(&self, known: Option<&String>) -> bool {
        matches!(self, Self::Given(contact) if contact.contains('@') && known != Some(contact))
    }

    /// « mon adresse e-mail est la suivante : … merci »
    const MANY_WORDS: usize = 8;

    /// Whether a message says little beside it: nothing is left to answer.
    pub fn is_all_of(message: &str) -> bool {
        let letters = text::words(message).filter(|word| matches!(word.kind, Kind::Letters(_)));
        letters.count() <= Self::MANY_WORDS && !message.contains(['?', '？', '؟'])
    }
}

fn email(message: &str) -> Option<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    message
        .split(|c: char| c.is_whitespace() || "<>()[],;:\"«»".contains(c))
        .map(bare)
        .find(|word| is_email(word))
}

/// One @, a name, and a host with a dot in it: what a mail server would look at.
fn is_email(word: &str) -> bool {
    const LONGEST: usize = 254;
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_label = |label: &str| {
        let (first, last) = (label.as_bytes().first(), label.as_bytes().last());
        label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && [first, last].into_iter().all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric))
    };
    let Some((name, host)) = word.split_once('@') else { return false };
    let top = host.rsplit('.').next().unwrap_or_default();
    (1..=64).contains(&name.len())
        && word.len() <= LONGEST
        && name.bytes().all(is_of_name)
        && !name.starts_with('.')
        && !name.contains("..")
        && host.contains('.')
        && host.split('.').all(is_label)
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The longest run of digits and what stands between them in a number, and how many digits it has.
fn phone(message: &str) -> Option<(String, usize)> {
    let is_of_number = |c: char| text::is_digit(c) || " \u{a0}\u{202f}.-()+".contains(c);
    message
        .split(|c: char| !is_of_number(c))
        .map(|run| {
            let run = run.trim_matches(|c: char| !text::is_digit(c) && !"+(".contains(c));
            (run.to_owned(), run.chars().filter(|c| text::is_digit(*c)).count())
        })
        .filter(|(_, digits)| *digits > 0)
        .max_by_key(|(_, digits)| *digits)
}

/// `24.12.2025`: two, two and four digits.
fn is_date(run: &str) -> bool {
    let groups: Vec<usize> = run.split(['.', '-']).map(|group| group.trim().chars().count()).collect();
    matches!(groups.as_slice(), [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_what_can_be_written_to_or_called() {
        let check = |message: &str, given: Option<&str>| {
            let expected = given.map(|given| Contact::Given(given.to_owned()));
            assert_eq!(Contact::read(message), expected, "{message}");
        };
        check("camille@mail.example", Some("camille@mail.example"));
        check("Mon e-mail : Camille.D+shop@mail.co.example, merci !", Some("Camille.D+shop@mail.co.example"));
        check("<camille@mail.example>.", Some("camille@mail.example"));
        check("06 12 34 56 78", Some("06 12 34 56 78"));
        check("au +33 (0)6.12.34.56.78 svp", Some("+33 (0)6.12.34.56.78"));
        check("٠٦١٢٣٤٥٦٧٨", Some("٠٦١٢٣٤٥٦٧٨"));
        check("我的电话是13812345678", Some("13812345678"));
        check("non merci", None);
        check("ma commande #12345678", None);
        check("il en manque 12 sur 24", None);
        check("le 24/12", None);
        check("livraison prévue le 24/12/2025", None);
        check("24.12.2025", None);
        check("2025-12-24", None);
        check("ma commande 12345678 n'est pas arrivée", None);
        check("commande 123456", None);
        check("commande 12345678", None);
        check("mon numéro 5551234567", Some("5551234567"));
        check("12345678", Some("12345678"));
    }

    #[test]
    fn what_was_meant_as_one_is_asked_for_again() {
        for message in
            ["camille@mail", "camille@", "@camille", "a@b@c.example", "06 12 34 5", "061234567890123456"]
        {
            assert_eq!(Contact::read(message), Some(Contact::Unclear), "{message}");
        }
    }

    #[test]
    fn who_asks_something_beside_it_is_answered() {
        assert!(Contact::is_all_of("C'est camille@mail.example, merci"));
        assert!(!Contact::is_all_of("camille@mail.example, et vous ouvrez quand ?"));
    }
}
