//! What the shop's page says of its shopper, who they are, vouched for by the shop, and what they are about; and what the shopper
//! says of the conversation.

use lutin_shared::conversation::{Command, Session};
use lutin_shared::identity::{Context, Identity};
use lutin_shared::wire::ServerFrame;
use lutin_shared::wire::console::ConsoleFrame;
use worker::WebSocket;

use super::SessionDo;
use super::poll::Line;
use super::sockets::{self, Panel};
use crate::failure::Failure;
use crate::token::signing_secret;
use crate::{clock, config};

impl SessionDo {
    /// Takes what a page says. What is refused of it changes nothing, and the rest is taken: a page that stands open for long has an
    /// identity that has expired, and a good context. Before the first message it stays with the socket.
    pub(super) async fn introduce(
        &self,
        line: &Line<'_>,
        mut panel: Panel,
        identity: Option<&str>,
        context: Option<&str>,
    ) -> Result<(), Failure> {
        match context.map(Context::parse).transpose() {
            Ok(context) => panel.context = context,
            Err(refusal) => line.send(&ServerFrame::refused(refusal, None)),
        }
        let vouched = match identity.map(|token| self.verify(&panel, token)).transpose() {
            Ok(vouched) => {
                panel.identity.clone_from(&vouched);
                vouched
            }
            Err(Failure::Refused(refusal)) => {
                line.send(&ServerFrame::refused(refusal, None));
                None
            }
            Err(failure) => return Err(failure),
        };
        self.keep(line, panel)?;
        if let Some(identity) = vouched {
            self.identify(line, identity).await?;
        }
        let frame = self.shopper_frame(None);
        sockets::brief(&self.state, |_| vec![frame.clone()]);
        Ok(())
    }

    /// Who a panel said before the first message that its shopper is.
    pub(super) async fn recognise(&self, vouched: Option<Identity>) -> Result<(), Failure> {
        match vouched {
            Some(identity) if self.with(|session| session.identity().is_none())? => {
                self.step(Command::Identify(identity)).await
            }
            _ => Ok(()),
        }
    }

    /// Stars for a conversation. Those that came before are acknowledged again, to whoever asks.
    pub(super) async fn rate(&self, line: &Line<'_>, seen: u64, stars: u8) -> Result<(), Failure> {
        let before = self.with(Session::seq)?;
        match self.step(Command::Rate { seen, stars }).await {
            Ok(()) if self.with(Session::seq)? == before => {
                self.send_entry(line, |session| session.rating(seen, stars).cloned())
            }
            Ok(()) => Ok(()),
            Err(Failure::Refused(refusal)) => {
                line.send(&ServerFrame::refused(refusal, None));
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }

    async fn identify(&self, line: &Line<'_>, identity: Identity) -> Result<(), Failure> {
        match self.step(Command::Identify(identity)).await {
            Err(Failure::Refused(refusal)) => {
                line.send(&ServerFrame::refused(refusal, None));
                Ok(())
            }
            outcome => outcome,
        }
    }

    fn verify(&self, panel: &Panel, token: &str) -> Result<Identity, Failure> {
        let secret = signing_secret(&config::token_key(&self.env)?, panel.claims.origin.merchant.as_str())?;
        Ok(Identity::verify(token, &secret, clock::now())?)
    }

    /// Whether the shopper is there, where, who they are and what they are about, but for a panel that is `gone`.
    pub(super) fn shopper_frame(&self, gone: Option<&WebSocket>) -> ConsoleFrame {
        let panel = self.latest_panel(gone);
        let is_here = panel.is_some();
        let (page, context) = panel.map(|panel| (panel.page, panel.context)).unwrap_or_default();
        let identity = self.with(|session| session.identity().cloned()).ok().flatten();
        ConsoleFrame::Shopper { is_here, page, identity, context }
    }
}
