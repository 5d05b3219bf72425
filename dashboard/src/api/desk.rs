//! How the shop's people are called, and who they are.

use gloo_net::http::Method;
use lutin_shared::api::{DeskSettings, StaffChange, StaffEntry};
use lutin_shared::id::AgentId;

use super::{Failure, read, send, send_json};

pub async fn put_desk_settings(settings: &DeskSettings) -> Result<DeskSettings, Failure> {
    read(send_json(Method::PUT, "/api/desk/settings", settings).await?).await
}

pub async fn staff() -> Result<Vec<StaffEntry>, Failure> {
    read(send(Method::GET, "/api/staff").await?).await
}

/// The answer is everybody, after the change.
pub async fn put_staff(id: &AgentId, change: StaffChange) -> Result<Vec<StaffEntry>, Failure> {
    read(send_json(Method::PUT, &format!("/api/staff/{id}"), &change).await?).await
}
