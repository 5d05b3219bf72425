//! What a shopper says. From the frame to the row no await stands, so that what is said in order is journalled in order.

use lutin_shared::conversation::{Command, Origin, Session};
use lutin_shared::id::MessageId;
use lutin_shared::refusal::Refusal;
use lutin_shared::wire::ServerFrame;

use super::SessionDo;
use super::poll::Line;
use crate::clock;
use crate::failure::Failure;

impl SessionDo {
    /// A shopper's message. What refuses it is told with its id.
    pub(super) async fn hear_shopper(
        &self,
        line: &Line<'_>,
        origin: Origin,
        id: MessageId,
        (text, image): (String, Option<String>),
    ) -> Result<(), Failure> {
        let now = clock::now();
        let before = self.with(Session::seq)?;
        // One that came before is acknowledged again, however many there are, and whether or not its image is still there.
        let is_known = self.with(|session| session.entry_of(&id).is_some())?;
        let image = match image {
            None => None,
            Some(image) => match self.image_of(&origin.session, &image)? {
                None if is_known => image.parse().ok(),
                None => {
                    line.send(&ServerFrame::refused(Refusal::NotFound, Some(id)));
                    return Ok(());
                }
                known => known,
            },
        };
        let admitted = self.with(|session| session.admits(now))?;
        let judgement = self.with(|session| session.judge(&text, now))?;
        let said = Command::Say { origin, id: id.clone(), text, image, judgement };
        let outcome = match admitted {
            Err(refusal) if !is_known => Err(Failure::Refused(refusal)),
            _ => self.step(said).await,
        };
        match outcome {
            // It came before: acknowledge it again, to whoever asks.
            Ok(()) if self.with(Session::seq)? == before => {
                self.send_entry(line, |session| session.entry_of(&id).cloned())
            }
            Ok(()) => self.look_for_agent().await,
            Err(Failure::Refused(refusal)) => {
                line.send(&ServerFrame::refused(refusal, Some(id)));
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }
}
