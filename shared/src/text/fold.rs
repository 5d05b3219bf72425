//! Spelling differences that hurried writers make and readers of meaning should not see.

/// The small letter of a capital, in the scripts of the twelve languages and their neighbours.
///
/// By block, like [`Script::of`](super::Script::of): in Latin beyond ASCII and in most of Cyrillic, a capital and its small
/// letter are neighbours or a fixed distance apart.
pub const fn lower(letter: char) -> char {
    let code = letter as u32;
    let small = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a9 | 0x410..=0x42f | 0xff21..=0xff3a => {
            code + 32
        }
        0x400..=0x40f => code + 80,
        // İ is a dotted i.
        0x130 => 0x69,
        0x178 => 0xff,
        0x100..=0x137
        | 0x14a..=0x177
        | 0x1de..=0x1ef
        | 0x1f8..=0x21f
        | 0x222..=0x233
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
        | 0x1e00..=0x1e95
        | 0x1ea0..=0x1eff => code | 1,
        // In these blocks capitals are odd.
        0x139..=0x148 | 0x179..=0x17e | 0x4c1..=0x4ce if code % 2 == 1 => code + 1,
        0x1a0..=0x1a5 => code | 1,
        0x1af => 0x1b0,
        _ => code,
    };
    match char::from_u32(small) {
        Some(small) => small,
        None => letter,
    }
}

/// The letters that `letter` stands for once case, accents and keyboard variants are gone: `É` → `e`, `ß` → `ss`,
/// `أ` → `ا`, `ё` → `е`. At most two characters; the second is `None` for most.
pub fn fold(letter: char) -> (Option<char>, Option<char>) {
    let lower = lower(letter);
    let one = |folded: char| (Some(folded), None);
    match lower {
        'a'..='z' => one(lower),
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' => one('a'),
        'ä' => one('a'),
        'ç' | 'ć' | 'č' => one('c'),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ė' | 'ě' => one('e'),
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => one('i'),
        'ł' => one('l'),
        'ñ' | 'ń' | 'ň' => one('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => one('o'),
        'ś' | 'š' | 'ş' => one('s'),
        'ù' | 'ú' | 'û' | 'ü' | 'ū' => one('u'),
        'ý' | 'ÿ' => one('y'),
        'ź' | 'ż' | 'ž' => one('z'),
        'ß' => (Some('s'), Some('s')),
        'æ' => (Some('a'), Some('e')),
        'œ' => (Some('o'), Some('e')),
        '’' => one('\''),
        'ё' => one('е'),
        'أ' | 'إ' | 'آ' | 'ٱ' => one('ا'),
        'ة' => one('ه'),
        'ى' | 'ی' => one('ي'),
        'ک' => one('ك'),
        'ؤ' => one('و'),
        'ئ' => one('ي'),
        // Combining accents, Arabic vowel signs, the stretching tatweel.
        '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' => {
            (None, None)
        }
        // Full-width letters and digits.
        '\u{ff01}'..='\u{ff5e}' => one(char::from_u32(u32::from(lower) - 0xfee0).unwrap_or(lower)),
        _ => one(lower),
    }
}
