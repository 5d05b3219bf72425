//! Every sentence of the panel, in every language it has: a missing one does not compile.

use lutin_shared::api::Contact;
use lutin_shared::conversation::Ending;
use lutin_shared::locale::Locale;
use lutin_shared::refusal::Refusal;

/// The words of one language.
#[derive(Debug)]
pub struct Text {
    pub locale: Locale,
    /// Said beside the assistant's name: a shopper has to know that it is no person.
    pub assistant_role: &'static str,
    contact: &'static str,
    /// Beside a reply that breaks off.
    pub cut: &'static str,
    pub edit: &'static str,
    pub end: &'static str,
    pub end_body: &'static str,
    pub end_cancel: &'static str,
    pub end_title: &'static str,
    failed: &'static str,
    pub hide: &'static str,
    pub input: &'static str,
    pub jump: &'static str,
    pub log: &'static str,
    pub offline: &'static str,
    pub placeholder: &'static str,
    pub powered: &'static str,
    pub preview: &'static str,
    pub reconnecting: &'static str,
    refused: &'static str,
    refused_away: &'static str,
    refused_empty: &'static str,
    refused_full: &'static str,
    refused_hurry: &'static str,
    refused_old: &'static str,
    refused_over: &'static str,
    refused_site: &'static str,
    refused_unreadable: &'static str,
    pub reply_failed: &'static str,
    pub retry: &'static str,
    pub send: &'static str,
    pub sending: &'static str,
    pub starters: &'static str,
    /// A person of the shop, whose name is not told.
    pub team: &'static str,
    pub test: &'static str,
    pub too_long: &'static str,
    /// After the assistant's name.
    typing: &'static str,
    pub you: &'static str,
}

/// The catalogue of a language.
pub fn text(locale: Locale) -> &'static Text {
    match locale {
        Locale::En => &EN,
        Locale::Fr => &FR,
    }
}

static EN: Text = Text {
    locale: Locale::En,
    assistant_role: "AI assistant",
    contact: "You can also reach the shop: ",
    cut: "Reply cut short",
    edit: "Edit",
    end: "End",
    end_body: "You can start a new one at any time.",
    end_cancel: "Keep chatting",
    end_title: "End this conversation?",
    failed: "Not sent.",
    hide: "Hide the chat",
    input: "Your message",
    jump: "Go to the latest messages",
    log: "Conversation",
    offline: "You are offline. Your messages will leave when the network is back.",
    placeholder: "Write your message…",
    powered: "Powered by ",
    preview: "Preview — not counted",
    reconnecting: "Connection lost, trying again…",
    refused: "This could not be accepted.",
    refused_away: "The chat is not available at the moment.",
    refused_empty: "The message is empty.",
    refused_full: "This conversation has become too long to go on.",
    refused_hurry: "Too many messages at once. Please wait a moment.",
    refused_old: "The chat has been updated. Reload the page to go on.",
    refused_over: "This session is over. Your next message starts a new one.",
    refused_site: "The chat is not available on this site.",
    refused_unreadable: "The message could not be read. Please send it again.",
    reply_failed: "The reply did not come through. Please ask again in a moment.",
    retry: "Try again",
    send: "Send",
    sending: "Sending…",
    starters: "Questions to start with",
    team: "The team",
    test: "Test conversation — not counted",
    too_long: "This message is too long: please send it in parts.",
    typing: "is writing…",
    you: "You",
};

static FR: Text = Text {
    locale: Locale::Fr,
    assistant_role: "Assistant IA",
    contact: "Vous pouvez aussi joindre la boutique : ",
    cut: "Réponse interrompue",
    edit: "Modifier",
    end: "Terminer",
    end_body: "Vous pourrez en commencer une nouvelle à tout moment.",
    end_cancel: "Continuer",
    end_title: "Terminer cette conversation ?",
    failed: "Non envoyé.",
    hide: "Réduire la discussion",
    input: "Votre message",
    jump: "Aller aux derniers messages",
    log: "Conversation",
    offline: "Vous êtes hors ligne. Vos messages partiront au retour du réseau.",
    placeholder: "Écrivez votre message…",
    powered: "Propulsé par ",
    preview: "Aperçu — non compté",
    reconnecting: "Connexion perdue, nouvel essai…",
    refused: "Cela n’a pas pu être accepté.",
    refused_away: "La discussion n’est pas disponible pour le moment.",
    refused_empty: "Le message est vide.",
    refused_full: "Cette conversation est devenue trop longue pour continuer.",
    refused_hurry: "Trop de messages à la fois. Patientez un instant.",
    refused_old: "La discussion a été mise à jour. Rechargez la page pour continuer.",
    refused_over: "Cette session est terminée. Votre prochain message en ouvrira une nouvelle.",
    refused_site: "La discussion n’est pas disponible sur ce site.",
    refused_unreadable: "Le message n’a pas pu être lu. Envoyez-le à nouveau.",
    reply_failed: "La réponse n’est pas arrivée. Reposez votre question dans un instant.",
    retry: "Réessayer",
    send: "Envoyer",
    sending: "Envoi…",
    starters: "Questions pour commencer",
    team: "L’équipe",
    test: "Conversation de test — non comptée",
    too_long: "Ce message est trop long : envoyez-le en plusieurs fois.",
    typing: "écrit…",
    you: "Vous",
};

impl Text {
    /// Why a message was not sent.
    pub fn failed(&self, refusal: Refusal) -> String {
        [self.failed, " ", self.refusal(refusal)].concat()
    }

    /// That the assistant writes, said once.
    pub fn is_typing(&self, assistant_name: &str) -> String {
        [assistant_name, " ", self.typing].concat()
    }

    /// A sentence, and the ways to the shop that need no assistant.
    pub fn with_contact(&self, sentence: &str, contact: &Contact) -> String {
        let mut text = sentence.to_owned();
        let ways = [&contact.email, &contact.phone].into_iter().flatten();
        for (index, way) in ways.enumerate() {
            text.push_str(if index == 0 { "\n" } else { " · " });
            text.push_str(if index == 0 { self.contact } else { "" });
            // A telephone number stays on one line.
            text.extend(way.chars().map(|c| if c == ' ' { '\u{a0}' } else { c }));
        }
        text
    }

    /// The line that closes a conversation.
    pub fn ended(&self, by: Ending) -> &'static str {
        match (self.locale, by) {
            (Locale::En, Ending::Closed) => "Conversation ended — write to start a new one.",
            (Locale::En, Ending::Inactivity) => {
                "Conversation ended after 30 quiet minutes — write to start a new one."
            }
            (Locale::En, Ending::Resolved) => {
                "Question solved, conversation ended — write to start a new one."
            }
            (Locale::Fr, Ending::Closed) => "Conversation terminée — écrivez pour en commencer une nouvelle.",
            (Locale::Fr, Ending::Inactivity) => {
                "Conversation terminée après 30 minutes sans message — écrivez pour en commencer une nouvelle."
            }
            (Locale::Fr, Ending::Resolved) => {
                "Question résolue, conversation terminée — écrivez pour en commencer une nouvelle."
            }
        }
    }

    /// Why something was not accepted, to a shopper. What a shopper cannot change is said in one way, whatever the
    /// reason.
    pub const fn refusal(&self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::EmptyMessage => self.refused_empty,
            Refusal::ExpiredToken | Refusal::InvalidToken | Refusal::MissingToken | Refusal::SignedOut => {
                self.refused_over
            }
            Refusal::ForbiddenOrigin => self.refused_site,
            Refusal::FrameTooLarge | Refusal::MessageTooLong => self.too_long,
            Refusal::Malformed | Refusal::MessageIdReused => self.refused_unreadable,
            Refusal::NotFound | Refusal::UnknownMerchant => self.refused_away,
            Refusal::SessionFull => self.refused_full,
            Refusal::TooManyAttempts => self.refused_hurry,
            Refusal::UnsupportedVersion => self.refused_old,
            // Nothing that a shopper does is answered so.
            Refusal::AlreadyJudged
            | Refusal::Deactivated
            | Refusal::Gone
            | Refusal::NotCounted
            | Refusal::OrderIdReused
            | Refusal::OwnerOnly
            | Refusal::StaleTurn
            | Refusal::Taken
            | Refusal::TooEarly
            | Refusal::UnfoundedReceipt
            | Refusal::UnknownOffer
            | Refusal::WrongCredentials => self.refused,
        }
    }
}
