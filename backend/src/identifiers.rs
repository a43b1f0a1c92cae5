//! Makes identifiers: random, and sorted by their time of making, which keeps index pages together.

/// A new identifier of 32 hexadecimal digits.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

/// A new key that nobody can guess, of 32 hexadecimal digits.
pub fn new_key() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}
