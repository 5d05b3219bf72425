//! The cases of the desk: a row for each conversation that wanted people.

use lutin_shared::escalation::{Case, DeskCase, Stage};
use lutin_shared::id::{AgentId, ConversationId};
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use serde::Deserialize;
use worker::SqlStorageValue;

use super::desk::stale_after;
use crate::failure::Failure;
use crate::sql::Sql;

#[derive(Deserialize)]
struct Row {
    body: String,
    assignee: Option<String>,
    due: Option<i64>,
    is_done: i64,
}

impl Row {
    fn read(self) -> Result<DeskCase, Failure> {
        Ok(DeskCase {
            case: serde_json::from_str(&self.body)?,
            assignee: self.assignee.and_then(|assignee| assignee.parse().ok()),
            due: self.due.map(Timestamp::from_millis),
            is_done: self.is_done != 0,
        })
    }
}

/// Keeps a case, unless a later revision of it is known; says whether that changed anything.
///
/// # Errors
/// A fault of the storage.
pub fn keep(sql: &Sql, case: &Case, due: Option<Timestamp>, now: Timestamp) -> Result<bool, Failure> {
    #[derive(Deserialize)]
    struct Kept {}
    // A shopper who calls again makes a task of one that was done.
    let upsert = "INSERT INTO cases (conversation, revision, stage, agent, until, body, due, changed_at) \
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation) DO UPDATE SET \
                  revision = excluded.revision, stage = excluded.stage, agent = excluded.agent, \
                  until = excluded.until, body = excluded.body, due = excluded.due, \
                  is_done = is_done AND stage = excluded.stage AND json_extract(body, '$.handoff.requestedAt') \
                  = json_extract(excluded.body, '$.handoff.requestedAt'), changed_at = excluded.changed_at \
                  WHERE excluded.revision > revision RETURNING 1";
    let stage = &case.handoff.stage;
    let (until, to) = match stage {
        Stage::Waiting { until, to } => (Some(until.as_millis()), to.as_ref()),
        _ => (None, None),
    };
    let agent = stage.agent().map(|agent| &agent.id).or(to).map(ToString::to_string);
    let values = vec![
        case.conversation.to_string().into(),
        i64::try_from(case.revision).map_err(Failure::fault)?.into(),
        name(stage).into(),
        agent.into(),
        until.into(),
        serde_json::to_string(case)?.into(),
        due.map(Timestamp::as_millis).into(),
        now.as_millis().into(),
    ];
    Ok(!sql.rows::<Kept>(upsert, values)?.is_empty())
}

/// The cases that somebody has, waits in, or has to answer; then those that changed last.
///
/// # Errors
/// A fault of the storage.
pub fn list(sql: &Sql, most: u32) -> Result<Vec<DeskCase>, Failure> {
    let query = "SELECT body, assignee, due, is_done FROM cases ORDER BY \
                 (stage IN ('attended', 'waiting') OR (stage = 'followUp' AND NOT is_done)) DESC, changed_at DESC LIMIT ?";
    sql.rows::<Row>(query, vec![i64::from(most).into()])?.into_iter().map(Row::read).collect()
}

/// # Errors
/// A fault of the storage.
pub fn find(sql: &Sql, conversation: &ConversationId) -> Result<Option<DeskCase>, Failure> {
    let query = "SELECT body, assignee, due, is_done FROM cases WHERE conversation = ?";
    let rows: Vec<Row> = sql.rows(query, vec![conversation.to_string().into()])?;
    rows.into_iter().next().map(Row::read).transpose()
}

/// # Errors
/// [`Refusal::NotFound`] or a fault of the storage.
pub fn assign(sql: &Sql, conversation: &ConversationId, to: Option<&AgentId>) -> Result<(), Failure> {
    known(sql, conversation)?;
    let to = to.map(|to| to.as_str().to_owned());
    sql.run(
        "UPDATE cases SET assignee = ? WHERE conversation = ?",
        vec![to.into(), conversation.to_string().into()],
    )
}

/// # Errors
/// [`Refusal::NotFound`] or a fault of the storage.
pub fn finish(sql: &Sql, conversation: &ConversationId, is_done: bool) -> Result<(), Failure> {
    known(sql, conversation)?;
    let values = vec![i64::from(is_done).into(), conversation.to_string().into()];
    sql.run("UPDATE cases SET is_done = ? WHERE conversation = ?", values)
}

/// How many conversations each agent has.
///
/// # Errors
/// A fault of the storage.
pub fn loads(sql: &Sql) -> Result<Vec<(AgentId, u32)>, Failure> {
    #[derive(Deserialize)]
    struct Load {
        agent: String,
        load: u32,
    }
    let query = "SELECT agent, COUNT(*) AS load FROM cases \
                 WHERE stage IN ('attended', 'waiting') AND stage = 'attended' AND agent IS NOT NULL GROUP BY agent";
    let loads = sql.rows::<Load>(query, vec![])?.into_iter();
    Ok(loads.filter_map(|Load { agent, load }| Some((agent.parse().ok()?, load))).collect())
}

/// What an agent has, and what rings for them alone.
///
/// # Errors
/// A fault of the storage.
pub fn attended_by(sql: &Sql, agent: &AgentId) -> Result<Vec<ConversationId>, Failure> {
    let query = "SELECT conversation FROM cases WHERE stage IN ('attended', 'waiting') AND agent = ?";
    named(sql, query, vec![agent.as_str().into()])
}

/// Those that ring now.
///
/// # Errors
/// A fault of the storage.
pub fn waiting(sql: &Sql, now: Timestamp) -> Result<Vec<ConversationId>, Failure> {
    let query = "SELECT conversation FROM cases \
                 WHERE stage IN ('attended', 'waiting') AND stage = 'waiting' AND until + ? > ?";
    let stale = i64::try_from(stale_after().as_millis()).unwrap_or(i64::MAX);
    named(sql, query, vec![stale.into(), now.as_millis().into()])
}

fn named(sql: &Sql, query: &str, values: Vec<SqlStorageValue>) -> Result<Vec<ConversationId>, Failure> {
    #[derive(Deserialize)]
    struct Named {
        conversation: ConversationId,
    }
    let rows: Vec<Named> = sql.rows(query, values)?;
    Ok(rows.into_iter().map(|row| row.conversation).collect())
}

fn known(sql: &Sql, conversation: &ConversationId) -> Result<(), Failure> {
    match find(sql, conversation)? {
        Some(_) => Ok(()),
        None => Err(Refusal::NotFound.into()),
    }
}

/// A stage, as queries know it.
const fn name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Attended { .. } => "attended",
        Stage::FollowUp { .. } => "followUp",
        Stage::Over => "over",
        Stage::Routing { .. } => "routing",
        Stage::Waiting { .. } => "waiting",
    }
}
