//! What the server function of the history does: session, one use case, words.

use super::HistoryPage;
use crate::api::ApiError;
use crate::api::request::{SignedIn, reply, signed_in_at};
use crate::history_text::tell;
use crate::texts::chosen_language;
use backend::usecases::history::read::{HistoryQuery, read_history};

pub async fn load_history(door: String, before: String, kind: String, from: String, until: String) -> Result<HistoryPage, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        let before = Some(before.as_str()).filter(|id| !id.is_empty());
        let page = read_history(&backend, &actor, &HistoryQuery { kind, from, until }, before).await?;
        let reader = (page.account.currency, chosen_language());
        let rows = page.entries.iter().map(|entry| tell(&backend, entry, reader)).collect();
        Ok(HistoryPage { rows, older: page.older })
    };
    reply(load().await)
}
