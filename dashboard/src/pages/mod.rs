//! One module a page: what it asks the store for, and how its parts are laid out.

pub mod assistant;
pub mod bill;
pub mod conversation;
pub mod desk;
pub mod desk_settings;
pub mod overview;
pub mod sign_in;
pub mod test_chat;
