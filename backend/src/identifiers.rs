//! Makes identifiers: random, and sorted by their time of making, which keeps index pages together.

use sha2::{Digest, Sha256};

/// A new identifier of 32 hexadecimal digits.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

/// A new key that nobody can guess, of 32 hexadecimal digits.
pub fn new_key() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// A token for a link that is mailed: 32 random bytes as 64 hexadecimal digits. Only its [`hash_token`] is stored.
pub fn new_token() -> String {
    hexadecimal(&rand::random::<[u8; 32]>())
}

/// What is stored of a token: its SHA-256. Tokens are random, so that no salt is needed.
pub fn hash_token(token: &str) -> String {
    hexadecimal(&Sha256::digest(token.as_bytes()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
