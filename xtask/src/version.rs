//! Versions as programs print them.

use std::fmt;

/// Major, minor, patch; compared in that order. What follows them (`-nightly`, a date) is ignored.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The first version in a program's answer to `--version`, such as `rustc 1.95.0 (…)` or `v24.9.0`.
    pub fn find_in(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(Self::parse)
    }

    fn parse(word: &str) -> Option<Self> {
        let mut numbers = word.trim_start_matches('v').split('.');
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers.next()?.parse().ok()?;
        let patch = numbers.next().unwrap_or("0");
        let digits = patch.split(|sign: char| !sign.is_ascii_digit()).next()?;
        Some(Self(major, minor, digits.parse().ok()?))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_print() {
        let printed = [
            ("rustc 1.95.0 (59807616e 2026-04-14)", Some(Version(1, 95, 0))),
            ("rustc 1.97.0-nightly (abc 2026-06-01)", Some(Version(1, 97, 0))),
            ("v24.9.0", Some(Version(24, 9, 0))),
            ("11.6", Some(Version(11, 6, 0))),
            ("command not found", None),
        ];
        for (text, version) in printed {
            assert_eq!(Version::find_in(text), version, "{text}");
        }
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(Version(1, 100, 0) > Version(1, 91, 9));
        assert!(Version(22, 12, 0) > Version(22, 9, 99));
    }
}
