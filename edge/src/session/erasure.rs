//! Erasure: what a shopper wants gone is gone here with the row that says so, and at the merchant's soon after.

use lutin_shared::conversation::{Command, Origin, Session};
use worker::console_error;

use super::poll::{Line, catch_up};
use super::{SessionDo, images, sockets};
use crate::failure::Failure;
use crate::objects::MerchantStub;
use crate::{clock, files};

impl SessionDo {
    /// Forgets all of the session, and takes leave of every panel; one of which nothing is known is told the same.
    pub(super) async fn forget(&self, line: &Line<'_>) -> Result<(), Failure> {
        self.step(Command::Forget).await?;
        sockets::take_leave(&self.state);
        self.polled.take();
        match line {
            Line::Poll(_) => {
                // What ended with it is told first, as on a socket.
                self.with(|session| catch_up(line, session))?;
                line.take_leave()
            }
            Line::Socket(_) => self.settle().await,
        }
    }

    /// Has the merchant's side erase what it has of this session.
    pub(super) async fn erase(&self) -> Result<(), Failure> {
        let origin = self.with(|session| session.origin().cloned())?;
        let origin = origin.ok_or_else(|| Failure::fault("a session of no merchant"))?;
        match self.erase_elsewhere(&origin).await {
            Ok(()) => self.step(Command::ConfirmErasure).await,
            Err(failure) => {
                console_error!("not erased everywhere: {failure}");
                if let Some(session) = self.session.borrow_mut().as_mut() {
                    session.erasure_failed(clock::now());
                }
                Ok(())
            }
        }
    }

    /// Both are asked, whichever fails: what can be gone is gone.
    async fn erase_elsewhere(&self, origin: &Origin) -> Result<(), Failure> {
        let images = self.erase_images(origin).await;
        let merchants = match MerchantStub::of(&self.env, &origin.merchant) {
            Ok(merchant) => merchant.erase(&origin.session).await,
            Err(failure) => Err(failure),
        };
        images.and(merchants)
    }

    /// Done only when none can come any more: what was let in before is stored after what is found here is gone.
    async fn erase_images(&self, origin: &Origin) -> Result<(), Failure> {
        let is_one_on_its_way = images::is_one_on_its_way(&self.sql(), clock::now())?;
        files::erase(&self.env, &origin.session).await?;
        if is_one_on_its_way {
            return Err(Failure::fault("an image is on its way"));
        }
        images::forget(&self.sql())
    }

    /// Whether the shopper still wants anything to be known.
    pub(super) fn may_tell(&self) -> bool {
        self.with(Session::is_forgotten).is_ok_and(|is_forgotten| !is_forgotten)
    }
}
