//! Every word that the panel says of itself, in twelve languages: one that is missing does not compile.
//!
//! A shopper's browser loads one language. So the panel carries the keys alone ([`Key`]), and `cargo xtask build` writes each
//! [`Catalogue`] into a file of its own, its words in the order of the keys. What the shop wrote, and what the assistant and the
//! edge say in a conversation, is not here.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod it;
mod ja;
mod nl;
mod pl;
mod pt;
mod ru;
mod zh;

/// Defines the keys: a field of [`Catalogue`] and a [`Key`] for each.
macro_rules! keys {
    ($($(#[$doc:meta])* $field:ident $key:ident,)*) => {
        /// The words of one language. `{}` in a text stands for what is put there.
        #[derive(Clone, Copy, Debug)]
        pub struct Catalogue {
            $($(#[$doc])* pub $field: &'static str,)*
        }

        /// The name of a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key {
            $($(#[$doc])* $key,)*
        }

        impl Key {
            /// What the page calls it, in the order of a catalogue's file.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field),)*];

            pub fn name(self) -> &'static str {
                Self::NAMES.get(self as usize).copied().unwrap_or_default()
            }
        }

        impl Catalogue {
            /// The texts, in the order of [`Key::NAMES`].
            pub fn texts(&self) -> [&'static str; Key::NAMES.len()] {
                [$(self.$field,)*]
            }
        }
    };
}

keys! {
    /// Said beside the assistant's name: a shopper has to know that it is no person.
    assistant_role AssistantRole,
    /// A button: choose an image to send.
    attach Attach,
    /// An image is of another kind than PNG, JPEG, WebP or GIF, or over 5 MB.
    attach_bad AttachBad,
    /// An image could not be sent.
    attach_failed AttachFailed,
    /// The picture, for who does not see it.
    attachment Attachment,
    /// The menu's way back: closes it.
    back Back,
    cancel Cancel,
    /// Before the shop's e-mail address and telephone; ends in a colon and a space.
    contact Contact,
    /// Beside a reply that breaks off.
    cut Cut,
    edit Edit,
    /// A button: ends the conversation.
    end End,
    end_body EndBody,
    /// The button that does not end it.
    end_cancel EndCancel,
    /// A question.
    end_title EndTitle,
    /// The shopper or the shop closed it.
    ended Ended,
    /// Nobody wrote for half an hour.
    ended_quiet EndedQuiet,
    ended_solved EndedSolved,
    /// Before the reason.
    failed Failed,
    /// A button: erases what the shopper said here.
    forget Forget,
    forget_body ForgetBody,
    /// A question.
    forget_title ForgetTitle,
    /// It is done.
    forgotten Forgotten,
    /// A button: puts the panel away.
    hide Hide,
    /// The field's name.
    input Input,
    /// A button: scrolls to the end.
    jump Jump,
    /// Of the menu's list of languages.
    language Language,
    /// The transcript's name.
    log Log,
    menu Menu,
    offline Offline,
    /// Of a person of the shop, beside their name.
    person_role PersonRole,
    placeholder Placeholder,
    /// Before our name; ends in a space if the language has spaces.
    powered Powered,
    preview Preview,
    /// A question, above one to five stars.
    rate Rate,
    /// What a star says: `{}` of 5.
    rate_star RateStar,
    rate_thanks RateThanks,
    reconnecting Reconnecting,
    refused Refused,
    refused_away RefusedAway,
    refused_empty RefusedEmpty,
    refused_full RefusedFull,
    refused_hurry RefusedHurry,
    refused_old RefusedOld,
    refused_over RefusedOver,
    refused_site RefusedSite,
    refused_unreadable RefusedUnreadable,
    reply_failed ReplyFailed,
    retry Retry,
    send Send,
    sending Sending,
    /// A switch: a sound for each message that comes.
    sound Sound,
    starters Starters,
    /// A person of the shop, whose name is not told.
    team Team,
    test Test,
    too_long TooLong,
    /// A button: saves what was said as a file.
    transcript Transcript,
    /// Somebody writes; `{}` is their name.
    typing Typing,
    /// The speaker of the shopper's own lines.
    you You,
}

/// The languages with their tags and what each calls itself, in the order in which the menu shows them.
pub const ALL: [(&str, &str, Catalogue); 12] = [
    ("fr", "Français", fr::FR),
    ("en", "English", en::EN),
    ("es", "Español", es::ES),
    ("de", "Deutsch", de::DE),
    ("it", "Italiano", it::IT),
    ("pt", "Português", pt::PT),
    ("nl", "Nederlands", nl::NL),
    ("pl", "Polski", pl::PL),
    ("ru", "Русский", ru::RU),
    ("ar", "العربية", ar::AR),
    ("zh", "中文", zh::ZH),
    ("ja", "日本語", ja::JA),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_empty_and_what_is_put_in_has_its_place() {
        for (tag, _, catalogue) in ALL {
            for (name, text) in Key::NAMES.iter().zip(catalogue.texts()) {
                assert!(!text.trim().is_empty(), "{tag}.{name}");
                let holes = usize::from(["rate_star", "typing"].contains(name));
                assert_eq!(text.matches("{}").count(), holes, "{tag}.{name}");
            }
        }
    }

    #[test]
    fn a_language_is_no_copy_of_another() {
        for (tag, _, catalogue) in &ALL[1..] {
            let same = catalogue
                .texts()
                .iter()
                .zip(ALL[0].2.texts())
                .filter(|(own, french)| **own == *french)
                .count();
            assert!(same < 6, "{tag}: {same} texts are French");
        }
    }
}
