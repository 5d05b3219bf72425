//! The shell around a ledger, as `edge/src/merchant.rs` has it, on a disk that fails.

use std::collections::{BTreeMap, BTreeSet};

use super::{Halt, Happening, Physics, Sabotage, ToMerchant, ToSession};
use crate::account::{Catalogue, PlanId, Terms};
use crate::id::{ConversationId, MerchantId, SessionId};
use crate::ledger::{Command, Dossier, Ledger, Row, Sealed};
use crate::receipt::{Label, Receipt};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How many rows a snapshot saves reading.
const SNAPSHOT_EVERY: usize = 8;

pub struct MerchantShell {
    name: MerchantId,
    /// What outlives the process.
    pub rows: Vec<Stored>,
    snapshot: Option<String>,
    /// Receipts that were refused for good, and why; gone once a better one is taken.
    pub dead: BTreeMap<ConversationId, Refusal>,
    /// Sessions whose words are erased, on the disk.
    erased: BTreeSet<SessionId>,
    memory: Option<Ledger>,
    skew: i64,
}

/// A row on the disk.
pub struct Stored {
    pub json: String,
    pub hash: String,
    conversation: Option<ConversationId>,
    /// Beside the chain.
    texts: Option<String>,
}

pub fn name(index: usize) -> MerchantId {
    format!("shop{index}").parse().expect("an id")
}

impl MerchantShell {
    pub fn new(index: usize, physics: &mut Physics) -> Self {
        let plan = if physics.rng.bool() { PlanId::Free } else { PlanId::Starter };
        // A plan that is soon used up, so that packs, alerts and what is uncovered have their turn.
        let mut catalogue = Catalogue::default();
        for offer in &mut catalogue.plans {
            offer.allowance = offer.allowance.div_ceil(25);
        }
        for (offer, size) in catalogue.packs.iter_mut().zip([2, 5, 10]) {
            offer.size = size;
        }
        let timezone = "Europe/Paris".parse().expect("a zone");
        let mut shell = Self {
            name: name(index),
            rows: Vec::new(),
            snapshot: None,
            dead: BTreeMap::new(),
            erased: BTreeSet::new(),
            memory: None,
            skew: 0,
        };
        let terms = Terms { plan, timezone, catalogue };
        let mut ledger = Ledger::new(shell.name.clone());
        let entries =
            ledger.decide(Command::Open(terms), &Dossier::default(), physics.time()).expect("opened");
        for entry in entries {
            shell.rows.push(Stored::of(&ledger.seal(entry, physics.time()).expect("JSON")));
        }
        shell
    }

    pub fn crash(&mut self, physics: &mut Physics) {
        if self.memory.take().is_some() {
            physics.note(|| format!("{} dies", self.name));
        }
        self.skew = physics.skew();
    }

    pub fn heal(&mut self) {
        self.memory = None;
        self.skew = 0;
    }

    pub fn receive(&mut self, index: usize, mail: ToMerchant, physics: &mut Physics) {
        physics.note(|| format!("{} <- {mail:?}", self.name));
        let outcome = match mail {
            ToMerchant::Deliver { session, call, ordinal, revision, json } => {
                self.take(&json, physics).map(|taken| {
                    let answer = ToSession::Delivery { call, ordinal, revision, taken };
                    Happening::Session(session, answer)
                })
            }
            ToMerchant::Erase { session, call, of } => self
                .erase(&of, physics)
                .map(|()| Happening::Session(session, ToSession::Erased { call, is_done: true })),
            // The desk is a shell of its own.
            ToMerchant::Desk { .. } => return,
            ToMerchant::Order { number, conversation, command } => {
                let answered = self.obey(*command, conversation.as_ref(), physics);
                answered.map(|answer| Happening::EchoStaff(index, number, answer.is_ok()))
            }
        };
        match outcome {
            Ok(answer) => physics.send(answer),
            Err(halt) => {
                physics.note(|| format!("{}: {halt:?}", self.name));
                self.crash(physics);
            }
        }
    }

    /// A receipt from a session: whether it is taken.
    fn take(&mut self, json: &str, physics: &mut Physics) -> Result<bool, Halt> {
        let Label { conversation, revision } = serde_json::from_str(json).expect("every version has these");
        let Ok(mut receipt) = serde_json::from_str::<Receipt>(json) else {
            if self.dossier(&conversation).revision() >= revision {
                self.dead.remove(&conversation);
                return Ok(true);
            }
            physics.outcome.dead_letters += 1;
            self.dead.insert(conversation, Refusal::Malformed);
            return Ok(false);
        };
        if self.erased.contains(&conversation.session) {
            receipt.take_texts();
        }
        match self.obey(Command::Post(Box::new(receipt)), Some(&conversation), physics)? {
            Ok(()) => {
                self.dead.remove(&conversation);
                Ok(true)
            }
            Err(Refusal::TooEarly) => Ok(false),
            Err(refusal) => {
                physics.outcome.dead_letters += 1;
                self.dead.insert(conversation, refusal);
                Ok(false)
            }
        }
    }

    /// Erases what was said, and remembers so.
    fn erase(&mut self, session: &SessionId, physics: &mut Physics) -> Result<(), Halt> {
        physics.crash_point()?;
        let (rows, erased) = (&mut self.rows, &mut self.erased);
        physics.write(|| {
            erased.insert(session.clone());
            let is_theirs =
                |row: &&mut Stored| row.conversation.as_ref().is_some_and(|of| of.session == *session);
            rows.iter_mut().filter(is_theirs).for_each(|row| row.texts = None);
        })?;
        physics.crash_point()
    }

    /// What the disk has of a session, whatever it says.
    pub fn disk(&self, session: &SessionId) -> String {
        let of = |row: &&Stored| row.conversation.as_ref().is_some_and(|of| of.session == *session);
        let rows = self.rows.iter().filter(of);
        rows.flat_map(|row| [row.json.as_str(), row.texts.as_deref().unwrap_or_default()]).collect()
    }

    /// Look up, decide, write all rows together.
    fn obey(
        &mut self,
        command: Command,
        conversation: Option<&ConversationId>,
        physics: &mut Physics,
    ) -> Result<Result<(), Refusal>, Halt> {
        let mut ledger = self.load(physics)?;
        let now = Timestamp::from_millis(physics.now + self.skew);
        let dossier = match (conversation, physics.sabotage) {
            (None, _) => Dossier::default(),
            (Some(conversation), Sabotage::NoDedupe) => {
                Dossier { before: self.dossier(conversation).before, ..Dossier::default() }
            }
            (Some(conversation), _) => self.dossier(conversation),
        };
        let entries = match ledger.decide(command, &dossier, now) {
            Ok(entries) => entries,
            Err(refusal) => return Ok(Err(refusal)),
        };
        physics.crash_point()?;
        let mut sealed = Vec::new();
        for entry in entries {
            sealed.push(Stored::of(&ledger.seal(entry, now).expect("JSON")));
        }
        if !sealed.is_empty() {
            let rows = &mut self.rows;
            physics.write(|| rows.extend(sealed))?;
            if self.rows.len().is_multiple_of(SNAPSHOT_EVERY) {
                let snapshot = serde_json::to_string(&ledger).expect("JSON");
                let stored = &mut self.snapshot;
                // A snapshot that could not be written is older, and no less true.
                let _ = physics.write(|| *stored = Some(snapshot));
            }
        }
        physics.crash_point()?;
        self.memory = Some(ledger);
        Ok(Ok(()))
    }

    fn load(&mut self, physics: &mut Physics) -> Result<Ledger, Halt> {
        if let Some(ledger) = self.memory.take() {
            return Ok(ledger);
        }
        physics.crash_point()?;
        let mut ledger = match &self.snapshot {
            None => Ledger::new(self.name.clone()),
            Some(snapshot) => serde_json::from_str(snapshot).expect("a snapshot"),
        };
        let read = usize::try_from(ledger.head().seq).expect("few rows");
        for stored in &self.rows[read..] {
            ledger.apply(&stored.row(), &stored.json);
        }
        Ok(ledger)
    }

    pub fn dossier(&self, conversation: &ConversationId) -> Dossier {
        let before = conversation.before().and_then(|before| self.folded(&before).receipt);
        Dossier { before, ..self.folded(conversation) }
    }

    fn folded(&self, conversation: &ConversationId) -> Dossier {
        let mut dossier = Dossier::default();
        for stored in self.rows.iter().filter(|stored| stored.conversation.as_ref() == Some(conversation)) {
            dossier.apply(&stored.row());
        }
        dossier
    }

    /// The conversations that the ledger has heard of.
    pub fn conversations(&self) -> Vec<ConversationId> {
        let mut known: Vec<_> = self.rows.iter().filter_map(|stored| stored.conversation.clone()).collect();
        known.sort();
        known.dedup();
        known
    }
}

impl Stored {
    fn of(sealed: &Sealed) -> Self {
        Self {
            json: sealed.json.clone(),
            hash: sealed.hash.to_hex(),
            conversation: sealed.row.entry.conversation().cloned(),
            texts: Some(serde_json::to_string(&sealed.texts).expect("JSON")),
        }
    }

    pub fn row(&self) -> Row {
        serde_json::from_str(&self.json).expect("a row")
    }
}
