use super::*;

fn kinds(text: &str) -> Vec<(Kind, &str)> {
    words(text).map(|word| (word.kind, word.text)).collect()
}

#[test]
fn codes_numbers_and_addresses_are_no_words() {
    let latin = Kind::Letters(Script::Latin);
    assert_eq!(
        kinds("la 7712-09, taille 1,25 m: SPRING15 ou https://a.fr/b?c=d svp"),
        [
            (latin, "la"),
            (Kind::Code, "7712-09"),
            (Kind::Sign(','), ","),
            (latin, "taille"),
            (Kind::Code, "1,25"),
            (latin, "m"),
            (Kind::Sign(':'), ":"),
            (Kind::Code, "SPRING15"),
            (latin, "ou"),
            (Kind::Address, "https://a.fr/b?c=d"),
            (latin, "svp"),
        ]
    );
    assert_eq!(kinds("l'an prochain")[0].1, "l'an");
    assert_eq!(kinds("订单4415点了")[1], (Kind::Code, "4415"));
    assert_eq!(kinds("写信到info@shop.cn吧").last(), Some(&(Kind::Letters(Script::Han), "吧")));
}

#[test]
fn an_emoji_is_one_sign_whatever_its_colour() {
    for emoji in ["👍", "👍🏽", "❤️", "\u{200f}👍\u{200f}"] {
        let found = kinds(emoji);
        assert!(matches!(found.as_slice(), [(Kind::Sign('👍' | '❤'), _)]), "{emoji}: {found:?}");
    }
}

#[test]
fn ranges_are_where_the_words_stand() {
    let text = " où est\u{a0}ma commande 🙏 العربية 返品です";
    for word in words(text) {
        assert_eq!(text.get(word.range()), Some(word.text));
    }
    assert_eq!(
        words(text).map(|word| word.text.len()).sum::<usize>(),
        text.replace([' ', '\u{a0}'], "").len()
    );
}

/// The tables by block say of every letter what the standard library says, in the scripts of the twelve languages.
#[test]
fn small_letters_are_the_standard_librarys() {
    let blocks = [0x41..=0x17f_u32, 0x400..=0x45f, 0x1e00..=0x1e95, 0x1ea0..=0x1ef9];
    for letter in blocks.into_iter().flatten().filter_map(char::from_u32) {
        // ſ and the like have no place in a message; the rest must agree.
        let expected = letter.to_lowercase().next().unwrap();
        assert_eq!(lower(letter), expected, "{letter}");
    }
}

#[test]
fn letters_are_known_by_their_script() {
    for (text, script) in [
        ("éÀœßłŻğ", Script::Latin),
        ("ёЖї", Script::Cyrillic),
        ("ضگچ", Script::Arabic),
        ("退貨", Script::Han),
        ("カーひ", Script::Kana),
        ("σאह가ไა", Script::Foreign),
    ] {
        assert!(text.chars().all(|letter| Script::of(letter) == Some(script)), "{text}");
    }
    assert!("1 ?!👍€\u{200f}٣".chars().all(|letter| Script::of(letter).is_none()));
}

#[test]
fn what_hurried_writers_leave_out_is_folded_away() {
    let folded = |text: &str| -> String {
        text.chars().flat_map(|letter| <[_; 2]>::from(fold(letter))).flatten().collect()
    };
    assert_eq!(folded("Été GRÖßE Łódź œuvre"), "ete grosse lodz oeuvre");
    assert_eq!(folded("ещё أُرِيد إلى"), "еще اريد الي");
    assert_eq!(folded("ＡＢ１"), "ab1");
}
