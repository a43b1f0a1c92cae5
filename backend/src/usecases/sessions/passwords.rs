//! Hashes and checks passwords with argon2id, off the async threads, a few at a time.

use crate::Backend;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use secrecy::{ExposeSecret, SecretString};

/// The hash of no password: checked when a login is unknown, so that both cost the same work.
/// Made with the same parameters as [`hash_password`].
fn dummy_hash() -> &'static str {
    static DUMMY: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    DUMMY.get_or_init(|| hash_now("a password that nobody has").unwrap_or_default())
}

/// Why a password was not hashed or checked.
#[derive(Debug, thiserror::Error)]
#[error("password work failed: {0}")]
pub struct PasswordError(String);

/// The hash of a password, with its salt and parameters (PHC string).
///
/// # Errors
/// [`PasswordError`] when the work was broken off.
pub async fn hash_password(backend: &Backend, password: &SecretString) -> Result<String, PasswordError> {
    let password = password.clone();
    work(backend, move || hash_now(password.expose_secret())).await?
}

/// Whether a password fits a hash; without a hash the same work is done, and the answer is no.
///
/// # Errors
/// [`PasswordError`] when the work was broken off.
pub async fn check_password(backend: &Backend, password: &SecretString, hash: Option<String>) -> Result<bool, PasswordError> {
    let password = password.clone();
    let check = move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| dummy_hash().to_owned());
        let fits = PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash).is_ok());
        known && fits
    };
    work(backend, check).await
}

/// Takes its turn: hashing takes memory and a whole core.
async fn work<T: Send + 'static>(backend: &Backend, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
    let turn = backend.password_work.clone().acquire_owned().await.map_err(|error| PasswordError(error.to_string()))?;
    let done = tokio::task::spawn_blocking(move || {
        let value = work();
        drop(turn);
        value
    });
    done.await.map_err(|error| PasswordError(error.to_string()))
}

fn hash_now(password: &str) -> Result<String, PasswordError> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|error| PasswordError(error.to_string()))
}
