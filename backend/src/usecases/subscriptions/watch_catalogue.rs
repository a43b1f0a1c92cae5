//! A price list with other prices than the last one: every subscription is looked at for rises that have to be announced.

use crate::Backend;
use crate::db::{DbError, Tx, facts, jobs};
use crate::work;
use sha2::{Digest, Sha256};

/// Compares the catalogue with the one that was last looked at; with another, puts a look at every active subscription on
/// today's calendar. Answers how many.
///
/// # Errors
/// [`DbError`].
pub async fn watch_catalogue(backend: &Backend) -> Result<u64, DbError> {
    let fingerprint = fingerprint(backend);
    let (today, now) = (backend.today(), backend.now());
    backend
        .db
        .write(work!(tx, &fingerprint => {
            let seen = facts::find_fact(tx, facts::CATALOGUE_SEEN).await?;
            if seen.as_deref() == Some(fingerprint.as_str()) {
                return Ok(0);
            }
            note(tx, fingerprint, now).await?;
            // The first catalogue of all has no prices that rise.
            if seen.is_none() { Ok(0) } else { jobs::schedule_price_looks(tx, today, now).await }
        }))
        .await
}

async fn note(tx: &mut Tx<'_>, fingerprint: &str, now: i64) -> Result<(), DbError> {
    facts::put_fact(tx, facts::CATALOGUE_SEEN, fingerprint).await?;
    facts::put_fact(tx, facts::CATALOGUE_SINCE, &now.to_string()).await
}

/// Since when this price list is in force, microseconds of wall time: since a server first saw it. None before any did, and of one
/// that was in force before this was written down.
///
/// # Errors
/// [`DbError`].
pub async fn in_force_since(backend: &Backend) -> Result<Option<i64>, DbError> {
    let fingerprint = fingerprint(backend);
    backend
        .db
        .read(work!(tx, &fingerprint => {
            let is_this = facts::find_fact(tx, facts::CATALOGUE_SEEN).await?.as_deref() == Some(fingerprint.as_str());
            let since = facts::find_fact(tx, facts::CATALOGUE_SINCE).await?;
            Ok::<_, DbError>(since.filter(|_| is_this).and_then(|since| since.parse().ok()))
        }))
        .await
}

/// SHA-256 of everything that is sold and its prices.
pub fn fingerprint(backend: &Backend) -> String {
    let text = format!("{:?}", backend.catalogue.products);
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
