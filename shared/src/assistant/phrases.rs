//! What the embedded assistant says of its own.

use super::Voice;
use super::search::words;
use crate::locale::Locale;
use crate::order::{Order, OrderState};

pub(super) fn ask_order_number(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "What is your order number?",
        Locale::Fr => "Quel est votre numéro de commande ?",
    }
}

pub(super) fn no_order_number(locale: Locale) -> &'static str {
    match locale {
        Locale::En => {
            "I can't see an order number there. You find it in your confirmation e-mail, for example #12345."
        }
        Locale::Fr => {
            "Je ne vois pas de numéro de commande. Vous le trouverez dans votre e-mail de confirmation, par exemple #12345."
        }
    }
}

pub(super) fn ask_order_contact(number: &str, locale: Locale) -> String {
    match locale {
        Locale::En => {
            format!(
                "Thank you. To show you order #{number}, I need the e-mail address or the postcode it was placed with."
            )
        }
        Locale::Fr => format!(
            "Merci. Pour afficher la commande #{number}, indiquez-moi l'e-mail ou le code postal utilisé lors de l'achat."
        ),
    }
}

pub(super) fn unknown_order(locale: Locale) -> &'static str {
    match locale {
        Locale::En => {
            "I can't find an order with these details. Could you check the number and send it again?"
        }
        Locale::Fr => {
            "Je ne trouve pas de commande avec ces informations. Pouvez-vous vérifier le numéro et me le renvoyer ?"
        }
    }
}

pub(super) fn order_state(order: &Order, locale: Locale) -> String {
    let number = &order.number;
    let state = match (locale, order.state) {
        (Locale::En, OrderState::Cancelled) => "was cancelled",
        (Locale::En, OrderState::Delivered) => "has been delivered",
        (Locale::En, OrderState::InTransit) => "is on its way to you",
        (Locale::En, OrderState::Preparing) => "is being prepared",
        (Locale::En, OrderState::Refunded) => "has been refunded",
        (Locale::En, OrderState::Shipping) => "is being shipped",
        (Locale::Fr, OrderState::Cancelled) => "a été annulée",
        (Locale::Fr, OrderState::Delivered) => "a été livrée",
        (Locale::Fr, OrderState::InTransit) => "est en route vers vous",
        (Locale::Fr, OrderState::Preparing) => "est en cours de préparation",
        (Locale::Fr, OrderState::Refunded) => "a été remboursée",
        (Locale::Fr, OrderState::Shipping) => "est en cours d'expédition",
    };
    let mut text = match locale {
        Locale::En => format!("Your order #{number} {state}."),
        Locale::Fr => format!("Votre commande #{number} {state}."),
    };
    if let Some(carrier) = &order.carrier {
        text.push_str(&match locale {
            Locale::En => format!(" Carrier: {carrier}."),
            Locale::Fr => format!(" Transporteur : {carrier}."),
        });
    }
    if let Some(tracking) = &order.tracking {
        text.push_str(&match locale {
            Locale::En => format!(" Tracking number: {tracking}."),
            Locale::Fr => format!(" Numéro de suivi : {tracking}."),
        });
    }
    text
}

/// The answer to words that ask nothing; `None` for words that may ask something.
pub(super) fn small_talk(text: &str, locale: Locale) -> Option<&'static str> {
    const GREETINGS: &[&str] = &["bonjour", "bonsoir", "coucou", "hello", "hey", "hi", "salut"];
    const THANKS: &[&str] = &["merci", "thank", "thanks"];
    let words: Vec<String> = words(text).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let thanks = has(THANKS);
    if !thanks && !words.is_empty() && !has(GREETINGS) {
        return None;
    }
    Some(match (locale, thanks) {
        (Locale::En, true) => "You're welcome! Is there anything else I can do for you?",
        (Locale::En, false) => "Hello! How can I help you?",
        (Locale::Fr, true) => "Avec plaisir ! Puis-je faire autre chose pour vous ?",
        (Locale::Fr, false) => "Bonjour ! Comment puis-je vous aider ?",
    })
}

/// The honest "I don't know", with the way to people.
pub(super) fn no_answer(voice: &Voice) -> String {
    let contact = [&voice.contact.email, &voice.contact.phone];
    let ways: Vec<&str> = contact.into_iter().flatten().map(String::as_str).collect();
    let mut text = match (voice.locale, ways.is_empty()) {
        (Locale::En, true) => "I'm sorry, I don't know the answer to that.".to_owned(),
        (Locale::En, false) => {
            format!(
                "I'm sorry, I don't know the answer to that. You can reach our team: {}.",
                ways.join(" or ")
            )
        }
        (Locale::Fr, true) => "Désolé, je n'ai pas la réponse à cette question.".to_owned(),
        (Locale::Fr, false) => format!(
            "Désolé, je n'ai pas la réponse à cette question. Vous pouvez joindre notre équipe : {}.",
            ways.join(" ou ")
        ),
    };
    if let Some(hours) = voice.opening_hours.sentence(voice.locale) {
        text.push(' ');
        text.push_str(&hours);
    }
    text
}
