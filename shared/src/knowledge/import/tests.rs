use proptest::prelude::*;

use super::*;

fn articles_of(text: &str) -> Result<Vec<Article>, Vec<Problem>> {
    articles(text, Format::Csv, Language::Fr)
}

/// Each problem as `row: message`.
fn told(problems: Vec<Problem>) -> Vec<String> {
    let line = |problem: Problem| match problem.row {
        Some(row) => format!("{row}: {}", problem.message),
        None => problem.message,
    };
    problems.into_iter().map(line).collect()
}

#[test]
fn articles_are_read_however_a_spreadsheet_writes_them() {
    let expected = vec![Article {
        id: Some("horaires".parse().unwrap()),
        language: Some(Language::Fr),
        title: "Horaires".into(),
        body: "Du lundi au vendredi, de 9h à 18h; fermé le midi.".into(),
        questions: vec!["Quand êtes-vous ouverts ?".into(), "Ouvert le samedi ?".into()],
        url: None,
    }];
    let body = "\"Du lundi au vendredi, de 9h à 18h; fermé le midi.\"";
    for (what, text) in [
        (
            "commas",
            format!("title,body,questions\nHoraires,{body},Quand êtes-vous ouverts ?|Ouvert le samedi ?\n"),
        ),
        (
            "semicolons",
            format!("title;body;questions\nHoraires;{body};Quand êtes-vous ouverts ? | Ouvert le samedi ?"),
        ),
        (
            "tabs",
            format!("title\tbody\tquestions\nHoraires\t{body}\tQuand êtes-vous ouverts ?|Ouvert le samedi ?"),
        ),
        (
            "a byte order mark and CRLF",
            format!(
                "\u{feff}title;body;questions\r\nHoraires;{body};\"Quand êtes-vous ouverts ?\r\nOuvert le samedi ?\"\r\n"
            ),
        ),
        (
            "a stated separator",
            format!(
                "sep=;\r\ntitle;body;questions\r\nHoraires;{body};Quand êtes-vous ouverts ?|Ouvert le samedi ?"
            ),
        ),
        (
            "carriage returns",
            format!("title;body;questions\rHoraires;{body};Quand êtes-vous ouverts ?|Ouvert le samedi ?\r"),
        ),
        (
            "another order, capitals, quoted names, columns left empty",
            format!(
                "\"Questions\",BODY, Title ,id,language,,\nQuand êtes-vous ouverts ?|Ouvert le samedi ?,{body},Horaires,,,,\n,,,,,,\n"
            ),
        ),
        (
            "a question twice",
            format!(
                "title,body,questions\nHoraires,{body},Quand êtes-vous ouverts ?|Ouvert le samedi ?||Ouvert le samedi ?"
            ),
        ),
    ] {
        assert_eq!(articles_of(&text).map_err(told), Ok(expected.clone()), "{what}");
    }
    let json = r#"[{ "title": "Horaires", "body": "Du lundi au vendredi, de 9h à 18h; fermé le midi.",
        "questions": ["Quand êtes-vous ouverts ?", "Ouvert le samedi ?"], "id": null, "Language": "fr-FR" }]"#;
    assert_eq!(articles(json, Format::Json, Language::De).map_err(told), Ok(expected));
}

#[test]
fn an_article_without_an_id_gets_one_of_its_own_in_its_language() {
    let text = "id,language,title,body\n\
        ,,Livraison,a\n,en,Livraison,b\n,,Livraison,c\nlivraison-2,,Autre,d\n,,Livraison,e\n,ja,配送,f\n,ja,返品,g\n,zh,配送,h\n";
    let ids: Vec<String> = articles_of(text)
        .unwrap()
        .into_iter()
        .map(|article| format!("{} {}", article.language.unwrap().tag(), article.id.unwrap()))
        .collect();
    assert_eq!(
        ids[..5],
        ["fr livraison", "en livraison", "fr livraison-3", "fr livraison-2", "fr livraison-4"]
    );
    assert!(
        ids[5].starts_with("ja article-") && ids[6].starts_with("ja article-") && ids[5] != ids[6],
        "{ids:?}"
    );
    assert_eq!(ids[5][3..], ids[7][3..], "the same title is the same article in both languages");
}

#[test]
fn articles_that_cannot_be_taken_say_why_and_where() {
    let check = |text: &str, expected: &[&str]| {
        assert_eq!(
            articles_of(text).map(|articles| articles.len()).map_err(told).unwrap_err(),
            expected,
            "{text:?}"
        );
    };
    check("", &["there is nothing in this file"]);
    check("title,body\n", &["there is nothing in this file"]);
    check("title,body\n,\n \n", &["there is nothing in this file"]);
    check(
        "titre;body;prix\nHoraires;9h;1",
        &[
            "1: unknown column \"titre\": known are id, language, title, body, questions",
            "1: unknown column \"prix\": known are id, language, title, body, questions",
            "1: the column \"title\" is missing",
        ],
    );
    check("title,body,Title\na,b,c", &["1: the column \"title\" is there twice"]);
    check("title,body\na,b\n,b\nc,\n", &["3: title: must not be empty", "4: body: must not be empty"]);
    check(
        "title,body\na,b,c\n",
        &["2: more cells than the heading has names: a text with a separator in it goes in quotes"],
    );
    check("title,body\n\n\r\na,b\n\n,b\n", &["6: title: must not be empty"]);
    check("title,body\r\n\r\n,b\r\n", &["3: title: must not be empty"]);
    check("title,body\n\"a\nb\",c\n,d", &["3: title: must not be empty"]);
    check(
        "title,body,language\na,b,klingon\n",
        &["2: language: \"klingon\" is not one of fr en es de it pt nl pl ru ar zh ja"],
    );
    check(
        "id,title,body\nété,a,b\n",
        &["2: id: an id has 1 to 64 characters among A-Z a-z 0-9 _ - (this one: \"été\")"],
    );
    check("id,title,body\nx,a,b\ny,a,b\nx,c,d\n", &["4: id: \"x\" is the one of row 2 too, in fr"]);
    check("title,body\na,b\n\"c,d\ne,f\n", &["3: a quotation mark opens here that is never closed"]);
    check(&format!("title,body\n{},b\n", "x".repeat(201)), &["2: title: at most 200 characters"]);
    check(&format!("title,body\n{}", "a,b\n".repeat(2_001)), &["2001 rows: a file may have 2000"]);
    let many = articles_of(&format!("title,body\n{}", ",b\n".repeat(100))).unwrap_err();
    assert_eq!(many.len(), ImportReport::MAX_PROBLEMS);
}

#[test]
fn json_that_cannot_be_taken_says_why_and_where() {
    let check = |text: &str, expected: &[&str]| {
        let told = articles(text, Format::Json, Language::Fr).map(|articles| articles.len()).map_err(told);
        assert_eq!(told.unwrap_err(), expected, "{text:?}");
    };
    check("[]", &["there is nothing in this file"]);
    check("{}", &["expected a list of objects: [ { … }, { … } ]"]);
    check("[", &["this is not JSON: EOF while parsing a list at line 1 column 1"]);
    check("[1, {\"title\": \"a\"}]", &["1: expected an object", "2: \"body\" is missing"]);
    check(
        r#"[{ "title": "a", "body": "b" }, { "title": "a", "body": "b", "url": "x" }]"#,
        &["2: unknown column \"url\": known are id, language, title, body, questions"],
    );
    check(r#"[{ "title": "a", "body": true }]"#, &["1: body: expected a text"]);
    check(r#"[{ "title": "a", "body": "b", "Title": "c" }]"#, &["1: \"title\" is there twice"]);
}

#[test]
fn orders_are_read_however_a_shop_writes_their_states() {
    let text = "Number;State;Email;Postcode;Carrier;Tracking\n\
        #1001;preparing;camille@example.com;75011;;\n1002;in transit;;;Colissimo;6A123\nA-3;In_Transit;;;;\n\
        4;IN-TRANSIT;;;;\n5;Delivered;;;;\n6;cancelled;;;;\n# 7;refunded;;;;\n8;shipping;;;;\n9;inTransit";
    let orders = orders(text, Format::Csv).unwrap();
    let states: Vec<(&str, OrderState)> =
        orders.iter().map(|order| (order.number.as_str(), order.state)).collect();
    assert_eq!(
        states,
        [
            ("1001", OrderState::Preparing),
            ("1002", OrderState::InTransit),
            ("A-3", OrderState::InTransit),
            ("4", OrderState::InTransit),
            ("5", OrderState::Delivered),
            ("6", OrderState::Cancelled),
            ("7", OrderState::Refunded),
            ("8", OrderState::Shipping),
            ("9", OrderState::InTransit),
        ]
    );
    assert_eq!(
        (orders[0].email.as_deref(), orders[0].postcode.as_deref()),
        (Some("camille@example.com"), Some("75011"))
    );
    assert_eq!(
        (orders[1].carrier.as_deref(), orders[1].tracking.as_deref()),
        (Some("Colissimo"), Some("6A123"))
    );
    assert_eq!(orders[0].carrier, None);
    let json =
        r##"[{ "number": 1001, "state": "preparing", "email": "camille@example.com", "postcode": 75011 }]"##;
    assert_eq!(super::orders(json, Format::Json).unwrap()[0], orders[0]);
}

#[test]
fn orders_that_cannot_be_taken_say_why_and_where() {
    let check = |text: &str, expected: &[&str]| {
        assert_eq!(orders(text, Format::Csv).map_err(told).unwrap_err(), expected, "{text:?}");
    };
    check(
        "number,status\n1,shipping",
        &[
            "1: unknown column \"status\": known are number, state, email, postcode, carrier, tracking",
            "1: the column \"state\" is missing",
        ],
    );
    check(
        "number,state\n1,lost\n",
        &["2: state: \"lost\" is not one of preparing shipping inTransit delivered cancelled refunded"],
    );
    check(
        "number,state\n12 34,shipping\nabc,shipping\n,shipping\n",
        &[
            "2: number: \"12 34\" must be 1 to 32 letters, digits and -, with at least one digit",
            "3: number: \"abc\" must be 1 to 32 letters, digits and -, with at least one digit",
            "4: number: \"\" must be 1 to 32 letters, digits and -, with at least one digit",
        ],
    );
    check(
        "number,state\nA1,shipping\n2,shipping\n#a1,delivered\n",
        &["4: number: a1 is the one of row 2 too"],
    );
    check(
        &format!("number,state,carrier\n1,shipping,{}\n", "x".repeat(201)),
        &["2: carrier: at most 200 characters"],
    );
    let rows: String = (0..20_001).map(|number| format!("{number},shipping\n")).collect();
    check(&format!("number,state\n{rows}"), &["20001 rows: a file may have 20000"]);
    let most: String = (0..MAX_ORDERS).map(|number| format!("{number},shipping\n")).collect();
    assert_eq!(orders(&format!("number,state\n{most}"), Format::Csv).unwrap().len(), MAX_ORDERS);
}

/// Texts in which what a reader trips over is frequent.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "title",
        "body",
        "id",
        "questions",
        "number",
        "state",
        "shipping",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\"",
        "\"\"",
        "sep=",
        "é",
        "配",
        "\u{feff}",
        "|",
        "[",
        "]",
        "{",
        "}",
        ":",
        "1",
        " ",
        "#",
        "\0",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<String>()], 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_brings_the_readers_down(text in hostile(), with_heading in any::<bool>()) {
        let text = if with_heading { format!("title,body,id\n{text}") } else { text };
        for format in [Format::Csv, Format::Json] {
            if let Err(problems) = orders(&text, format) {
                prop_assert!((1..=ImportReport::MAX_PROBLEMS).contains(&problems.len()));
            }
            match articles(&text, format, Language::Fr) {
                Err(problems) => prop_assert!((1..=ImportReport::MAX_PROBLEMS).contains(&problems.len())),
                Ok(articles) => {
                    let names: BTreeSet<_> = articles.iter().map(|it| (it.id.clone().unwrap(), it.language.unwrap())).collect();
                    prop_assert_eq!(names.len(), articles.len());
                    prop_assert!(articles.iter().all(|article| article.problem().is_none()));
                }
            }
        }
    }
}

/// What merchants copy must work.
#[test]
fn the_examples_of_the_documentation_can_be_imported() {
    let documentation = include_str!("../../../../docs/knowledge.md");
    let examples = |kind: &str| -> Vec<&str> {
        let fence = format!("```{kind}\n");
        documentation.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
    };
    assert_eq!(articles_of(examples("csv")[0]).unwrap().len(), 3);
    assert_eq!(articles(examples("json")[0], Format::Json, Language::Fr).unwrap().len(), 1);
    assert_eq!(orders(examples("orders")[0], Format::Csv).unwrap().len(), 2);
    for problem in
        ["title: must not be empty", "number: 12345 is the one of row 2 too", "there is nothing in this file"]
    {
        assert!(documentation.contains(problem), "{problem}");
    }
}
