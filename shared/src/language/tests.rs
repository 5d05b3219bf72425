use super::*;

#[test]
fn tags_are_read_with_and_without_a_region() {
    assert_eq!(Language::from_tag("pt-BR"), Some(Language::Pt));
    assert_eq!(Language::from_tag("ZH_hant"), Some(Language::Zh));
    assert_eq!(Language::from_tag("fra"), None);
    assert_eq!(Language::from_tag("f"), None);
    assert_eq!(Language::from_tag("é"), None);
    for language in Language::ALL {
        assert_eq!(language.tag().parse(), Ok(language));
    }
}

#[test]
fn scripts_decide_what_they_can() {
    for (text, language) in [
        ("где мой заказ", Some(Language::Ru)),
        ("де моє замовлення", None),
        ("이거 재고 있어요", None),
        ("πού είναι το δέμα μου", None),
        ("iPhone 15 Pro Max 手机壳", Some(Language::Zh)),
        ("メールで送ってください", Some(Language::Ja)),
        ("وين طلبي من Nike", Some(Language::Ar)),
    ] {
        assert_eq!(detect(text).language, language, "{text}");
    }
}

#[test]
fn marks_of_direction_change_nothing() {
    assert_eq!(detect("\u{200f}شكرا\u{200e}"), detect("شكرا"));
    assert_eq!(detect("\u{feff}merci beaucoup"), detect("merci beaucoup"));
}

/// One message cannot outweigh the browser for ever, and ten cannot be outweighed by none.
#[test]
fn earlier_messages_add_up_to_a_limit() {
    let mut prior = Prior::default();
    for _ in 0..50 {
        prior = prior.with_message(Language::Nl, 1.0);
    }
    assert_eq!(prior, Prior::default().with_message(Language::Nl, 1.0).with_message(Language::Nl, 1.0));
    let twice = Prior::default().with_browser(["fr-FR", "fr", "en"]);
    assert_eq!(twice, Prior::default().with_browser(["fr", "en"]), "`fr-FR, fr` is one wish");
}

/// An empty table knows scripts, and of Latin letters nothing.
#[test]
fn without_weights_only_the_script_speaks() {
    let model = Model::new(&[]);
    let found = |text: &str| Scores::of(text, &model).detection(&Prior::default());
    assert!(found("merci").confidence < 0.2);
    assert!((found("спасибо").confidence - 0.5).abs() < 0.01);
}
