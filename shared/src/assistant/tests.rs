use super::*;
use crate::api::OrderCheck;
use crate::order::{Order, OrderState};

fn shop() -> (Vec<Article>, Vec<Order>, Voice) {
    let article =
        |title: &str, body: &str| Article { title: title.into(), body: body.into(), questions: vec![] };
    let hours = r#"[{"days":["mon","fri"],"open":"09:00","close":"18:00"}]"#;
    let articles = vec![
        article("Horaires d'ouverture", "Nous sommes ouverts du lundi au vendredi de 9h à 18h."),
        article("Frais de livraison", "La livraison est offerte dès 60 € d'achat, sinon elle coûte 4,90 €."),
        article("Retours", "Vous avez 30 jours pour nous retourner un article, le retour est gratuit."),
    ];
    let order = Order {
        number: "12345".into(),
        state: OrderState::Shipping,
        email: Some("camille@example.com".into()),
        postcode: None,
        carrier: Some("Colissimo".into()),
        tracking: None,
    };
    let contact = Contact { email: Some("bonjour@example.com".into()), phone: None };
    let voice = Voice { locale: Locale::Fr, contact, opening_hours: serde_json::from_str(hours).unwrap() };
    (articles, vec![order], voice)
}

/// Plays a conversation through both steps, as the shell does, and gives the last reply.
fn last_reply(check: OrderCheck, texts: &[&str]) -> String {
    let (articles, orders, voice) = shop();
    let mut reply = Reply::new("");
    for text in texts {
        let expects = reply.expects.take();
        let question = Question { text, expects: expects.as_ref() };
        let finding = match inquire(&question) {
            Inquiry::Nothing => Finding::Nothing,
            Inquiry::Order { number, proof } => {
                let order = orders.iter().find(|order| order.number == number).cloned();
                Finding::Order(disclose(order, check, proof.as_deref()))
            }
            Inquiry::Passages { .. } => Finding::Passages(articles.clone()),
        };
        reply = super::reply(&question, &finding, &voice);
    }
    reply.text
}

#[test]
fn it_answers_from_what_the_shop_knows_and_never_invents() {
    let check = |texts: &[&str], beginning: &str| {
        let reply = last_reply(OrderCheck::None, texts);
        assert!(reply.starts_with(beginning), "{texts:?} → {reply}");
    };
    check(
        &["Quels sont vos horaires d'ouverture ?"],
        "Nous sommes ouverts du lundi au vendredi de 9h à 18h.",
    );
    check(&["vous êtes ouverts le samedi ?"], "Nous sommes ouverts du lundi");
    check(&["Combien coûte la livraison ?"], "La livraison est offerte");
    check(&["Puis-je retourner un article ?"], "Vous avez 30 jours");
    check(&["Vendez-vous des trottinettes électriques ?"], "Désolé, je n'ai pas la réponse");
    check(&["Bonjour"], "Bonjour !");
    check(&["merci !"], "Avec plaisir");
    check(&["merci, bonne journée"], "Avec plaisir");
    check(&["Où est ma commande ?", "#99999", "merci beaucoup !"], "Avec plaisir");
    check(&["Où est ma commande ?", "combien coûte le petit train"], "Désolé, je n'ai pas la réponse");
    check(&["???"], "Bonjour !");
    check(&["Où êtes-vous ?"], "Désolé, je n'ai pas la réponse");
}

#[test]
fn the_order_is_asked_for_and_found() {
    let check = |texts: &[&str], beginning: &str| {
        let reply = last_reply(OrderCheck::None, texts);
        assert!(reply.starts_with(beginning), "{texts:?} → {reply}");
    };
    check(&["Où est ma commande ?"], "Quel est votre numéro de commande ?");
    let found = "Votre commande #12345 est en cours d'expédition. Transporteur : Colissimo.";
    check(&["Où est ma commande ?", "#12345"], found);
    check(&["Où est ma commande 12345 ?"], found);
    check(&["Où est ma commande ?", "#99999"], "Je ne trouve pas de commande");
    check(&["Où est ma commande ?", "#99999", "#12345"], found);
    check(&["Où est ma commande ?", "je ne le trouve plus"], "Je ne vois pas de numéro");
    check(&["Où est ma commande ?", "Quels sont vos horaires d'ouverture ?"], "Nous sommes ouverts");
}

#[test]
fn with_the_check_on_an_order_is_shown_to_its_buyer_only() {
    let check = |texts: &[&str], beginning: &str| {
        let reply = last_reply(OrderCheck::EmailOrPostcode, texts);
        assert!(reply.starts_with(beginning), "{texts:?} → {reply}");
    };
    let ask = ["Où est ma commande ?", "#12345"];
    check(&ask, "Merci. Pour afficher la commande #12345");
    check(&[ask[0], ask[1], "camille@example.com"], "Votre commande #12345 est en cours d'expédition.");
    check(&[ask[0], ask[1], "eve@example.com"], "Je ne trouve pas de commande");
    check(&[ask[0], "#99999"], "Merci. Pour afficher la commande #99999");
    check(&["Où sont mes 2 colis de la commande 12345 ?"], "Merci. Pour afficher la commande #12345");
    check(&[ask[0], ask[1], "Quels sont vos horaires d'ouverture ?"], "Nous sommes ouverts");
}

#[test]
fn the_pieces_of_a_reply_are_the_reply() {
    let text = "Nous sommes  ouverts.\nÀ bientôt !";
    assert_eq!(pieces(text).collect::<String>(), text);
}
