//! The images of a session: which may come, and which came. Their bytes are in R2 (`files.rs`); here is who may send them.
//!
//! An image is let in before it is stored and reported behind it, so that an erasure knows of those that are still coming.

use core::time::Duration;

use lutin_shared::conversation::Session;
use lutin_shared::id::{ImageId, SessionId};
use lutin_shared::image::MAX_IMAGES;
use lutin_shared::refusal::Refusal;
use lutin_shared::time::Timestamp;
use serde::Deserialize;
use worker::SqlStorageValue;

use super::SessionDo;
use crate::clock;
use crate::failure::Failure;
use crate::sql::Sql;

/// `until` is when one that was let in has to be stored; after that its place is free. `NULL`: it is.
const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS images_1 (name TEXT PRIMARY KEY, until INTEGER) WITHOUT ROWID";

/// How long an image that was let in may take to be stored: its bytes are here already. Then whoever stored it is gone.
const ON_ITS_WAY: Duration = Duration::from_secs(2 * 60);

impl SessionDo {
    /// Lets an image in, under a name that nobody can guess. The places are counted here, in one turn: R2 would let all pass
    /// that come at once.
    ///
    /// # Errors
    /// [`Refusal::ExpiredToken`] of a session that is forgotten, [`Refusal::TooEarly`] of one in which nothing was said,
    /// [`Refusal::TooManyAttempts`] for more than [`MAX_IMAGES`], or a fault.
    pub(super) async fn admit_image(&self, session: &SessionId) -> Result<ImageId, Failure> {
        self.load().await?;
        self.refuse_if_forgotten()?;
        if self.with(Session::seq)? == 0 {
            return Err(Refusal::TooEarly.into());
        }
        let (sql, now) = (self.sql(), clock::now());
        sql.run(TABLE, vec![])?;
        sql.run("DELETE FROM images_1 WHERE until <= ?", vec![now.as_millis().into()])?;
        if count(&sql, "SELECT 1 FROM images_1", vec![])? >= MAX_IMAGES {
            return Err(Refusal::TooManyAttempts.into());
        }
        let (name, until) = (clock::random_id()?, now + ON_ITS_WAY);
        let insert = "INSERT INTO images_1 (name, until) VALUES (?, ?)";
        sql.run(insert, vec![name.as_str().into(), until.as_millis().into()])?;
        Ok(ImageId { session: session.clone(), name: name.parse().map_err(Failure::fault)? })
    }

    /// An image that was let in is stored. Where all was forgotten meanwhile it must go again; then this is refused.
    ///
    /// # Errors
    /// [`Refusal::ExpiredToken`] or a fault.
    pub(super) async fn keep_image(&self, name: &str) -> Result<(), Failure> {
        self.load().await?;
        self.refuse_if_forgotten()?;
        let keep = "INSERT INTO images_1 (name, until) VALUES (?, NULL) ON CONFLICT (name) DO UPDATE SET until = NULL";
        self.sql().run(keep, vec![name.into()])
    }

    fn refuse_if_forgotten(&self) -> Result<(), Failure> {
        if self.with(Session::is_forgotten)? { Err(Refusal::ExpiredToken.into()) } else { Ok(()) }
    }

    /// The image that a message names: one that this session sent. Asked of what is known here: while R2 were asked, the frames
    /// behind this one would be heard first.
    ///
    /// # Errors
    /// A fault of the storage.
    pub(super) fn image_of(&self, session: &SessionId, id: &str) -> Result<Option<ImageId>, Failure> {
        let sql = self.sql();
        let Some(id) = id.parse::<ImageId>().ok().filter(|id| id.session == *session) else {
            return Ok(None);
        };
        let query = "SELECT 1 FROM images_1 WHERE name = ? AND until IS NULL";
        let is_kept = exists(&sql)? && count(&sql, query, vec![id.name.as_str().into()])? > 0;
        Ok(is_kept.then_some(id))
    }
}

/// Whether an image that was let in may still come: an erasure is not done before.
///
/// # Errors
/// A fault of the storage.
pub fn is_one_on_its_way(sql: &Sql, now: Timestamp) -> Result<bool, Failure> {
    let query = "SELECT 1 FROM images_1 WHERE until > ?";
    Ok(exists(sql)? && count(sql, query, vec![now.as_millis().into()])? > 0)
}

/// Forgets that there were any.
///
/// # Errors
/// A fault of the storage.
pub fn forget(sql: &Sql) -> Result<(), Failure> {
    if exists(sql)? { sql.run("DELETE FROM images_1", vec![]) } else { Ok(()) }
}

/// How many rows a query finds.
fn count(sql: &Sql, query: &str, values: Vec<SqlStorageValue>) -> Result<usize, Failure> {
    #[derive(Deserialize)]
    struct Row {}
    Ok(sql.rows::<Row>(query, values)?.len())
}

/// A session that never sent one has no table.
fn exists(sql: &Sql) -> Result<bool, Failure> {
    Ok(count(sql, "SELECT 1 FROM sqlite_master WHERE name = 'images_1'", vec![])? > 0)
}
