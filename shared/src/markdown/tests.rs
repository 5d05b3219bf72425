use proptest::prelude::*;

use super::*;

/// A message as its reader would write it down: elements in angle brackets.
fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut open = Vec::new();
    for piece in read(text) {
        match piece {
            Piece::Open(element) => {
                let name = match &element {
                    Element::Bullets => "ul".to_owned(),
                    Element::Code => "code".to_owned(),
                    Element::CodeBlock => "pre".to_owned(),
                    Element::Emphasis => "em".to_owned(),
                    Element::Item => "li".to_owned(),
                    Element::Link(target) => format!("a {target}"),
                    Element::Numbers(first) => format!("ol {first}"),
                    Element::Paragraph => "p".to_owned(),
                    Element::Strong => "b".to_owned(),
                };
                out.push_str(&format!("<{name}>"));
                open.push(name);
            }
            Piece::Text(text) => out.push_str(text),
            Piece::Close => {
                let name = open.pop().expect("nothing is closed that is not open");
                out.push_str(&format!("</{}>", name.split(' ').next().unwrap_or_default()));
            }
        }
    }
    assert!(open.is_empty(), "{text:?} leaves {open:?} open");
    out
}

#[test]
fn what_merchants_and_models_write_is_shown() {
    let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text:?}");
    check("Bonjour !", "<p>Bonjour !</p>");
    check("un\ndeux\n\ntrois", "<p>un\ndeux</p><p>trois</p>");
    check("**Gratuit** dès *60 €*, `CODE10`", "<p><b>Gratuit</b> dès <em>60 €</em>, <code>CODE10</code></p>");
    check("## Retours", "<p><b>Retours</b></p>");
    check("- un\n- **deux**", "<ul><li>un</li><li><b>deux</b></li></ul>");
    check("2. un\n3. deux", "<ol 2><li>un</li><li>deux</li></ol>");
    check("```\na < b\n```", "<pre>a < b</pre>");
    check("[ici](https://shop.example/a?b=1)", "<p><a https://shop.example/a?b=1>ici</a></p>");
    check("Voir https://shop.example.", "<p>Voir <a https://shop.example>https://shop.example</a>.</p>");
    check("a@b.example", "<p><a mailto:a@b.example>a@b.example</a></p>");
    check("![plan](https://evil.example/x.png)", "<p>plan</p>");
}

#[test]
fn what_is_not_closed_or_not_meant_stays_text() {
    for text in
        ["2 * 3 * 4", "**ouvert", "snake_case_name", "[label]", "[x](relative/path)", "`", "a ** b", "#1"]
    {
        assert_eq!(shown(text), format!("<p>{text}</p>"));
    }
}

#[test]
fn no_link_leads_where_none_may() {
    for target in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "https://user:pass@evil.example",
        "https://shop.example\u{202e}gpj",
        "mailto:x",
        "file:///etc/passwd",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
    ] {
        let text = format!("[x]({target})");
        let links = read(&text).into_iter().filter(|piece| matches!(piece, Piece::Open(Element::Link(_))));
        for link in links {
            // What is left may be an address that stands by itself in it, and that is a safe one.
            let Piece::Open(Element::Link(found)) = link else { panic!("filtered") };
            assert!(found.starts_with("https://") && !found.contains('@'), "{text} → {found}");
        }
    }
    assert!(shown("<script>alert(1)</script>").contains("<script>alert(1)</script>"), "shown, as characters");
}

/// What a reader sees of it, without the signs of Markdown.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #[test]
    fn nothing_breaks_it_and_every_link_is_safe(text in r"([*_`\[\]()!#>~ \n-]|https?://|mailto:|javascript:|@|\.|[a-z0-9é]){0,80}") {
        shown(&text);
        let mut depth = 0_usize;
        for piece in read(&text) {
            match piece {
                Piece::Open(Element::Link(target)) => {
                    depth += 1;
                    let is_safe = ["http://", "https://", "mailto:"].iter().any(|scheme| target.to_ascii_lowercase().starts_with(scheme));
                    prop_assert!(is_safe && !target.contains(char::is_whitespace), "{target}");
                }
                Piece::Open(_) => depth += 1,
                Piece::Close => depth -= 1,
                Piece::Text(_) => {}
            }
            prop_assert!(depth <= 16);
        }
    }

    #[test]
    fn words_are_never_lost(text in r"[a-zé0-9*_` \n.-]{0,80}") {
        let seen: String = read(&text).iter().filter_map(|piece| if let Piece::Text(text) = piece { Some(*text) } else { None }).collect();
        // The number of a list's item is the list's to show.
        prop_assume!(!text.lines().any(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit())));
        // The language of a block of code is not shown.
        prop_assume!(!text.contains("```"));
        prop_assert_eq!(bare(&seen), bare(&text));
    }
}

#[test]
fn it_takes_no_longer_than_the_text() {
    for sign in ["*", "_", "[", "(", "`", "!", "[](", "https://", "@", "- ", "**_"] {
        let text = sign.repeat(20_000 / sign.len());
        let began = std::time::Instant::now();
        read(&text);
        assert!(began.elapsed().as_millis() < 400, "{sign}: {:?}", began.elapsed());
    }
}

#[test]
fn as_words_alone_it_keeps_its_lines() {
    let check = |text: &str, expected: &str| assert_eq!(to_text(text), expected);
    check("Oui, pour **3 €**.", "Oui, pour 3 €.");
    check("Voici :\n\n- un\n- *deux*\n\nVoilà.", "Voici :\n• un\n• deux\n\nVoilà.");
    check("1. un\n2. deux", "1. un\n2. deux");
    check("[ici](https://shop.example) ou a@b.example", "ici (https://shop.example) ou a@b.example");
    check("Une ligne\net une autre", "Une ligne\net une autre");
    check("![x](https://evil.example/?q=1)", "x");
    check("Voilà ![](https://evil.example/?q=1).", "Voilà .");
    check("[](https://shop.example)", "[](https://shop.example)");
}

#[test]
fn every_second_part_is_strong() {
    let check = |text: &str, expected: &[&str]| {
        assert_eq!(to_parts(text), expected, "{text}");
        assert_eq!(to_parts(text).concat(), to_text(text));
    };
    check("Oui.", &["Oui."]);
    check("Pour **3 €**.", &["Pour ", "3 €", "."]);
    check("**Deux** et **trois**", &["", "Deux", " et ", "trois", ""]);
    check("# Retours\n\n- **14 jours**\n- gratuits", &["", "Retours", "\n• ", "14 jours", "\n• gratuits"]);
    check("**a *b* c**", &["", "a b c", ""]);
    check("**[ici](https://shop.example)**", &["", "ici (https://shop.example)", ""]);
    check("2 ** 3 et <b>gras</b>", &["2 ** 3 et <b>gras</b>"]);
}
