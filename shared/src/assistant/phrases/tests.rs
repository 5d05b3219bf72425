use std::collections::HashSet;

use super::*;
use crate::hours::OpeningHours;
use crate::intent::{resolves, wants_human};
use crate::language::detect;

/// A sentence: its field, itself, and what has to be put into it.
type Sentence = (&'static str, &'static str, &'static [&'static str]);

/// All sentences of a language: a new one does not compile before it is here, too.
fn sentences(language: Language) -> Vec<Sentence> {
    macro_rules! all {
        ($($field:ident $places:expr),*) => {{
            let Phrases { $($field,)* or: _, hours } = Phrases::of(language);
            let HourWords {
                sentence,
                days,
                day,
                comma: _,
                and: _,
                names: _,
                clock: _,
                open_until,
                opens_today,
                opens_tomorrow,
                opens_on,
                your_time,
            } = hours;
            let hours: [Sentence; 8] = [
                ("hours.sentence", sentence, &["spans"]),
                ("hours.days", days, &["first", "last", "open", "close"]),
                ("hours.day", day, &["first", "open", "close"]),
                ("hours.open_until", open_until, &["time"]),
                ("hours.opens_today", opens_today, &["time"]),
                ("hours.opens_tomorrow", opens_tomorrow, &["time"]),
                ("hours.opens_on", opens_on, &["day", "time"]),
                ("hours.your_time", your_time, &[]),
            ];
            let own: Vec<Sentence> = vec![$((stringify!($field), *$field, &$places)),*];
            own.into_iter().chain(hours).collect()
        }};
    }
    all![
        greeting [], thanks [], goodbye [], confirm [], yes [], no [], not_yet [], no_answer [], reach ["ways"],
        person [], foreign [], ask_order_number [], no_order_number [], ask_order_contact ["number"],
        unknown_order [], order_locked [], orders_away [], order_cancelled ["number"], order_delivered ["number"],
        order_in_transit ["number"], order_preparing ["number"], order_refunded ["number"],
        order_shipping ["number"], carrier ["carrier"], tracking ["tracking"], empathy [], reassurance [],
        enthusiasm [], connecting [], follow_up [], joined ["name"], another [], handed_back [],
        nobody_free [], ask_contact [], contact_kept ["contact"], contact_unclear [],
        answered_elsewhere ["contact"]
    ]
}

#[test]
fn every_sentence_has_its_places_and_no_others() {
    for language in Language::ALL {
        for (field, sentence, places) in sentences(language) {
            let mut filled = sentence.to_owned();
            for place in places {
                let written = ["{", place, "}"].concat();
                assert_eq!(sentence.matches(&written).count(), 1, "{language:?} {field}: {written}");
                filled = fill(&filled, place, "x");
            }
            assert!(!filled.contains(['{', '}']), "{language:?} {field}: {filled}");
            let is_of_an_order = places.contains(&"number");
            assert_eq!(sentence.contains("#{number}"), is_of_an_order, "{language:?} {field}: {sentence}");
        }
        assert!(Phrases::of(language).no_order_number.contains("#12345"), "{language:?}");
    }
}

#[test]
fn no_sentence_is_missing_or_left_in_english() {
    for language in Language::ALL {
        for ((field, sentence, _), (_, english, _)) in
            sentences(language).into_iter().zip(sentences(Language::En))
        {
            assert!(
                !sentence.is_empty() && sentence == sentence.trim(),
                "{language:?} {field}: {sentence:?}"
            );
            assert!(language == Language::En || sentence != english, "{language:?} {field}: {sentence}");
        }
        let Phrases { or, hours: HourWords { comma, and, names, .. }, .. } = Phrases::of(language);
        assert!([or, comma, and].iter().all(|joint| !joint.trim().is_empty()), "{language:?}");
        let days: HashSet<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
        assert_eq!(days.len(), 7, "{language:?}");
    }
}

#[test]
fn a_confirmation_gives_two_different_choices() {
    for language in Language::ALL {
        let Ask { text, choices } = confirmation(language);
        assert_eq!(text, Phrases::of(language).confirm);
        let [yes, no] = choices.as_slice() else { panic!("{language:?}: {choices:?}") };
        assert_ne!(yes, no, "{language:?}");
    }
}

/// The shopper's own message, once pressed: it is read like any other.
#[test]
fn the_choices_are_read_as_what_they_mean() {
    for language in Language::ALL {
        let Phrases { yes, no, .. } = Phrases::of(language);
        assert!(resolves(yes).is_resolved, "{yes}");
        assert!(!resolves(no).is_resolved, "{no}");
        for choice in [yes, no] {
            assert_eq!(wants_human(choice).need, None, "{choice}");
            assert_eq!(detect(choice).language, Some(language), "{choice}");
        }
    }
}

#[test]
fn a_person_is_announced_in_the_agreed_words() {
    let french = Phrases::of(Language::Fr);
    assert_eq!(
        french.connecting,
        "Parfait ! Nous vous connectons à l'un de nos agents maintenant. Il sera avec vous sous peu."
    );
    assert_eq!(
        french.follow_up,
        "Un agent vous contactera bientôt. Nous avons créé une tâche pour notre équipe."
    );
}

#[test]
fn ordinary_hours_read_well_in_every_language() {
    check_hours(
        r#"[{"days":["mon","fri"],"open":"09:00","close":"18:00"}]"#,
        [
            (Language::Fr, "Nous sommes ouverts du lundi au vendredi de 9h à 18h."),
            (Language::En, "We are open Monday to Friday from 9 am to 6 pm."),
            (Language::Es, "Abrimos de lunes a viernes de 9:00 a 18:00."),
            (Language::De, "Wir haben Montag bis Freitag von 9 bis 18 Uhr geöffnet."),
            (Language::It, "Siamo aperti da lunedì a venerdì dalle 9:00 alle 18:00."),
            (
                Language::Pt,
                "O nosso horário de atendimento: de segunda-feira a sexta-feira das 9:00 às 18:00.",
            ),
            (Language::Nl, "We zijn open van maandag tot en met vrijdag van 9:00 tot 18:00 uur."),
            (Language::Pl, "Godziny otwarcia: poniedziałek–piątek, 9:00–18:00."),
            (Language::Ru, "Мы открыты: понедельник–пятница, 9:00–18:00."),
            (Language::Ar, "نعمل من الاثنين إلى الجمعة من الساعة 9:00 حتى 18:00."),
            (Language::Zh, "我们的营业时间为周一至周五 9:00–18:00。"),
            (Language::Ja, "営業時間は月曜日から金曜日の9:00〜18:00です。"),
        ],
    );
}

#[test]
fn a_shorter_last_day_reads_well_in_every_language() {
    check_hours(
        r#"[{"days":["tue","fri"],"open":"10:00","close":"18:30"},{"days":["sat","sat"],"open":"10:00","close":"17:00"}]"#,
        [
            (
                Language::Fr,
                "Nous sommes ouverts du mardi au vendredi de 10h à 18h30 et le samedi de 10h à 17h.",
            ),
            (
                Language::En,
                "We are open Tuesday to Friday from 10 am to 6:30 pm and on Saturday from 10 am to 5 pm.",
            ),
            (Language::Es, "Abrimos de martes a viernes de 10:00 a 18:30 y el sábado de 10:00 a 17:00."),
            (
                Language::De,
                "Wir haben Dienstag bis Freitag von 10 bis 18.30 Uhr und am Samstag von 10 bis 17 Uhr geöffnet.",
            ),
            (
                Language::It,
                "Siamo aperti da martedì a venerdì dalle 10:00 alle 18:30 e di sabato dalle 10:00 alle 17:00.",
            ),
            (
                Language::Pt,
                "O nosso horário de atendimento: de terça-feira a sexta-feira das 10:00 às 18:30 e sábado das 10:00 às 17:00.",
            ),
            (
                Language::Nl,
                "We zijn open van dinsdag tot en met vrijdag van 10:00 tot 18:30 uur en op zaterdag van 10:00 tot 17:00 uur.",
            ),
            (Language::Pl, "Godziny otwarcia: wtorek–piątek, 10:00–18:30; sobota, 10:00–17:00."),
            (Language::Ru, "Мы открыты: вторник–пятница, 10:00–18:30; суббота, 10:00–17:00."),
            (
                Language::Ar,
                "نعمل من الثلاثاء إلى الجمعة من الساعة 10:00 حتى 18:30 ويوم السبت من الساعة 10:00 حتى 17:00.",
            ),
            (Language::Zh, "我们的营业时间为周二至周五 10:00–18:30，周六 10:00–17:00。"),
            (Language::Ja, "営業時間は火曜日から金曜日の10:00〜18:30、土曜日の10:00〜17:00です。"),
        ],
    );
}

fn check_hours(json: &str, expected: [(Language, &str); 12]) {
    let hours: OpeningHours = serde_json::from_str(json).unwrap();
    assert_eq!(expected.map(|(language, _)| language), Language::ALL);
    for (language, sentence) in expected {
        assert_eq!(hours.sentence(language).unwrap(), sentence);
    }
}

#[test]
fn every_catalogue_is_in_its_language() {
    for language in Language::ALL {
        let Phrases { no_order_number, ask_order_contact, unknown_order, not_yet, .. } =
            Phrases::of(language);
        for sentence in
            [*no_order_number, &fill(ask_order_contact, "number", "12345"), unknown_order, not_yet]
        {
            assert_eq!(detect(sentence).language, Some(language), "{sentence}");
        }
    }
}
