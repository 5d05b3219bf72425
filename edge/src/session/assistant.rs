//! The embedded assistant's shell: look up in the merchant's object, stream the words, hand back the reply.

use lutin_shared::assistant::{Inquiry, Question, inquire, pieces, reply};
use lutin_shared::conversation::{Author, Command, Message, TurnId};
use lutin_shared::id::MerchantId;
use lutin_shared::wire::ServerFrame;
use worker::Delay;

use super::{SessionDo, sockets};
use crate::failure::Failure;
use crate::objects::{Consultation, MerchantStub};
use crate::{clock, config};

/// How often the shop's knowledge is asked for before the shopper is told that no reply will come.
const TRIES: u32 = 2;

impl SessionDo {
    /// The reply to a turn, as the command that records it.
    ///
    /// # Errors
    /// A fault: nothing can answer now.
    pub(super) async fn compose(&self, turn: TurnId) -> Result<Command, Failure> {
        sockets::broadcast(&self.state, &[ServerFrame::Typing { turn }]);
        let (merchant, said, before) = self.context(turn)?;
        let question = Question::at(&said, before.iter());
        let inquiry = inquire(&question);
        let mut consultation = Err(Failure::fault("not asked"));
        for _ in 0..TRIES {
            consultation = self.consult(&merchant, &inquiry).await;
            if consultation.is_ok() {
                break;
            }
        }
        let Consultation { finding, voice } = consultation?;
        let reply = reply(&question, &finding, &voice);
        self.stream(turn, &reply.text).await;
        let id = clock::random_id()?.parse().map_err(Failure::fault)?;
        let (text, expects) = (reply.text, reply.expects);
        Ok(Command::Reply { id, from: Author::Assistant, text, turn: Some(turn), expects })
    }

    /// Whose shop it is, the message at `turn`, and the messages before it.
    fn context(&self, turn: TurnId) -> Result<(MerchantId, Message, Vec<Message>), Failure> {
        let context = self.with(|session| {
            let merchant = session.origin()?.merchant.clone();
            let said = session.message_at(turn)?.clone();
            let before = session.messages().take_while(|message| message.id != said.id).cloned().collect();
            Some((merchant, said, before))
        })?;
        context.ok_or_else(|| Failure::fault(format!("no message at {turn}")))
    }

    async fn consult(&self, merchant: &MerchantId, inquiry: &Inquiry) -> Result<Consultation, Failure> {
        MerchantStub::of(&self.env, merchant)?.consult(inquiry).await
    }

    /// Sends the words at the pace of somebody who writes; at pace zero the whole reply comes at once.
    async fn stream(&self, turn: TurnId, text: &str) {
        let pace = config::pace(&self.env);
        if pace.is_zero() {
            return;
        }
        for (n, piece) in (0..).zip(pieces(text)) {
            sockets::broadcast(&self.state, &[ServerFrame::Delta { turn, n, text: piece.to_owned() }]);
            Delay::from(pace).await;
        }
    }
}
