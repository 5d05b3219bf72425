//! The writing systems that tell languages apart before any word is read.

/// What a letter is written in; several languages may share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Script {
    Latin,
    Cyrillic,
    Arabic,
    /// Chinese characters, which Japanese uses too.
    Han,
    /// Hiragana and katakana: only Japanese.
    Kana,
    /// A script that none of the twelve languages is written in: Greek, Hebrew, Hangul, Thai…
    Foreign,
}

impl Script {
    /// The script of a letter; `None` for what is no letter: digits, punctuation, emoji, marks of direction.
    ///
    /// By block, not by the standard library's tables of letters: those weigh more than all else that the panel needs to
    /// know a language. A rare sign inside a block of letters counts as one.
    pub const fn of(letter: char) -> Option<Self> {
        let script = match letter as u32 {
            0x41..=0x5a | 0x61..=0x7a | 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x24f | 0x1e00..=0x1eff => {
                Self::Latin
            }
            // Full-width letters, as Japanese and Chinese keyboards type them.
            0xff21..=0xff3a | 0xff41..=0xff5a => Self::Latin,
            0x400..=0x52f => Self::Cyrillic,
            0x620..=0x64a
            | 0x671..=0x6d3
            | 0x6fa..=0x6ff
            | 0x750..=0x77f
            | 0xfb50..=0xfdfb
            | 0xfe70..=0xfefc => Self::Arabic,
            // The iteration marks and the long-vowel mark are Japanese, whatever they follow.
            0x3005
            | 0x3041..=0x3096
            | 0x309d..=0x309e
            | 0x30a1..=0x30fa
            | 0x30fc..=0x30fe
            | 0xff66..=0xff9d => Self::Kana,
            0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_134f => Self::Han,
            // Greek to Hebrew, Indic to Burmese, Georgian to Cherokee, Khmer and Mongolian, Hangul in its three blocks.
            0x370..=0x3ff
            | 0x531..=0x5ea
            | 0x900..=0x109f
            | 0x10a0..=0x13ff
            | 0x1780..=0x18af
            | 0x3131..=0x318e
            | 0xa960..=0xd7ff => Self::Foreign,
            _ => return None,
        };
        Some(script)
    }

    /// Whether words are written without spaces between them.
    pub const fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Kana)
    }
}
