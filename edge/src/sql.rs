//! An object's SQLite, as the rest of the edge uses it.

use serde::de::DeserializeOwned;
use worker::{SqlStorage, SqlStorageValue};

use crate::failure::Failure;
use crate::probe;

/// A handle on an object's database.
#[derive(Clone, Debug)]
pub struct Sql(SqlStorage);

impl Sql {
    pub fn new(storage: SqlStorage) -> Self {
        Self(storage)
    }

    /// The rows that a statement gives.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn rows<T: DeserializeOwned>(
        &self,
        query: &str,
        values: Vec<SqlStorageValue>,
    ) -> Result<Vec<T>, Failure> {
        let cursor = self.0.exec(query, values)?;
        let rows = cursor.to_array()?;
        probe::wrote(cursor.rows_written());
        Ok(rows)
    }

    /// Runs a statement for what it changes.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn run(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<(), Failure> {
        let cursor = self.0.exec(query, values)?;
        probe::wrote(cursor.rows_written());
        Ok(())
    }
}
