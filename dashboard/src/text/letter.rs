//! How a letter to a shopper begins, in their language: not the reader's, and so not of a catalogue.

use lutin_shared::language::Language;

/// The beginning of an e-mail that answers a follow-up.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    pub subject: &'static str,
    greeting: &'static str,
    /// Before what the shopper wrote.
    quoting: &'static str,
}

impl Letter {
    /// With room for the answer between the greeting and what it is about.
    pub fn body(&self, summary: &str) -> String {
        let Self { greeting, quoting, .. } = self;
        if summary.is_empty() {
            return format!("{greeting}\n\n");
        }
        format!("{greeting}\n\n\n\n{quoting}\n> {summary}\n")
    }
}

pub const fn of(language: Language) -> Letter {
    let (subject, greeting, quoting) = match language {
        Language::Ar => ("بخصوص رسالتك", "مرحبًا،", "كتبت لنا:"),
        Language::De => ("Ihre Nachricht an uns", "Guten Tag,", "Sie haben uns geschrieben:"),
        Language::En => ("Your message to us", "Hello,", "You wrote to us:"),
        Language::Es => ("Su mensaje", "Hola:", "Nos escribió:"),
        Language::Fr => ("Votre message", "Bonjour,", "Vous nous avez écrit :"),
        Language::It => ("Il suo messaggio", "Buongiorno,", "Ci ha scritto:"),
        Language::Ja => ("お問い合わせの件", "こんにちは。", "いただいたお問い合わせ："),
        Language::Nl => ("Uw bericht aan ons", "Hallo,", "U schreef ons:"),
        Language::Pl => ("Państwa wiadomość", "Dzień dobry,", "Otrzymaliśmy od Państwa wiadomość:"),
        Language::Pt => ("A sua mensagem", "Olá,", "Escreveu-nos:"),
        Language::Ru => ("Ваше сообщение", "Здравствуйте!", "Вы нам написали:"),
        Language::Zh => ("关于您的留言", "您好：", "您之前的留言："),
    };
    Letter { subject, greeting, quoting }
}
