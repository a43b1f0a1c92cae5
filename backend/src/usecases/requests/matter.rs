//! The documents of an account that a request may be about.

use crate::db::{DbError, Tx, invoices, quotes, service_orders};
use billing::ids::AccountId;
use billing::quote::QuoteState;
use billing::request::{MatterKind, RequestMatter};

/// So many of each kind are offered; a link from a document's own page offers that one as well.
const MOST: usize = 20;

/// Whether the document is this account's.
pub(super) async fn is_there(tx: &mut Tx<'_>, account: &AccountId, matter: &RequestMatter) -> Result<bool, DbError> {
    let number = &matter.number;
    Ok(match matter.kind {
        MatterKind::Quote => quotes::find_quote(tx, account, number).await?.is_some_and(|quote| quote.state != QuoteState::Draft),
        MatterKind::ServiceOrder => service_orders::find_service_order(tx, account, number).await?.is_some(),
        MatterKind::Invoice => invoices::find_document(tx, account, number).await?.is_some(),
    })
}

/// What is offered: the newest documents of each kind, and the one that the reader came from.
pub(super) async fn list(tx: &mut Tx<'_>, account: &AccountId, asked: &str) -> Result<Vec<RequestMatter>, DbError> {
    let quotes = quotes::list_quotes(tx, account).await?.into_iter().map(|quote| (MatterKind::Quote, quote.number));
    let orders = service_orders::list_of_account(tx, account).await?.into_iter().map(|order| (MatterKind::ServiceOrder, order.number));
    let papers = invoices::list_numbers(tx, account, 20).await?.into_iter().map(|number| (MatterKind::Invoice, number));
    let all = quotes.take(MOST).chain(orders.take(MOST)).chain(papers);
    let mut found: Vec<RequestMatter> = all.map(|(kind, number)| RequestMatter { kind, number }).collect();
    if let Some(asked) = RequestMatter::parse(asked)
        && !found.contains(&asked)
        && is_there(tx, account, &asked).await?
    {
        found.push(asked);
    }
    Ok(found)
}
