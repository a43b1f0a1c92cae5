//! A newer quote takes the place of those that are open: only of those that the contact has given up for it.

use crate::db::jobs::{self, JobKind};
use crate::db::quotes::{self, QuoteMove};
use crate::db::{Tx, audit};
use crate::usecases::quotes::find::read_priced;
use crate::{Actor, Backend, Refusal};

/// Ends the account's other open quotes in favour of the one of that number. The caller holds the account's lock.
///
/// # Errors
/// [`Refusal::QuotesOpen`] when others are open than were given up; the transaction must not be committed then.
pub(super) async fn supersede_open(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, by: (&str, &[String]), now: i64) -> Result<(), Refusal> {
    let (number, given_up) = by;
    let mut open = quotes::list_open(tx, &actor.account).await?;
    open.retain(|quote| quote.number != number);
    if open.iter().any(|quote| !given_up.contains(&quote.number)) {
        return Err(Refusal::QuotesOpen(open.into_iter().map(|quote| quote.number).collect()));
    }
    for quote in open {
        // Its card is being asked at this moment: what becomes of it is known soon.
        if let Some(order) = quote.order {
            return Err(Refusal::OrderOpen(order));
        }
        let to = quote.state.supersede()?;
        let priced = read_priced(tx, backend, quote).await?;
        let step = QuoteMove { to, price: priced.price.as_ref().ok(), reason: None, replaced_by: Some(number) };
        if !quotes::move_quote(tx, &priced.row, &step, now).await? {
            return Err(Refusal::PriceChanged);
        }
        let old = &priced.row.number;
        jobs::drop_job(tx, JobKind::QuoteExpiry, old).await?;
        let details = serde_json::json!({ "replaced_by": number });
        let entry = audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "quote_superseded", subject: old, details };
        audit::add_entry(tx, entry, now).await?;
    }
    Ok(())
}
