//! A card that pays once: entered on the gateway's hosted page, never on ours, and never kept on file.

use crate::db::single_cards::{self, SingleCardState};
use crate::db::{accounts, audit};
use crate::gateways::payment::{HostedSession, MethodKind, SessionStatus};
use crate::identifiers::new_id;
use crate::usecases::payment_methods::open::{ask, new_mandate_reference, session_request};
use crate::work;
use crate::{Actor, Backend, DbError, Refusal};
use billing::order::{CardOnFile, MethodOnFile};

/// Opens the gateway's page for one card and answers its address. `addresses` are the paths that it leads back to, with
/// something entered and with nothing.
///
/// # Errors
/// [`Refusal::NotBillingContact`], [`Refusal::GatewaySilent`]: nothing has happened, and it may be tried again.
pub async fn open_single_card(backend: &Backend, actor: &Actor, addresses: (String, String)) -> Result<String, Refusal> {
    actor.must_be_allowed_to_pay()?;
    let account = backend.db.read(work!(tx => accounts::find_account(tx, &actor.account).await)).await?.ok_or(Refusal::NotFound)?;
    let reference = new_mandate_reference(&account);
    let opened = ask(backend, &session_request(backend, actor, &account, &[MethodKind::Card], (addresses, &reference))).await?;
    let (id, now) = (new_id(), backend.now());
    let written: Result<(), DbError> = backend
        .db
        .write(work!(tx, &id, &opened => {
            single_cards::insert_visit(tx, id, (&actor.account, &actor.person), &opened.id, now).await?;
            let (account, person) = (Some(&actor.account), Some(&actor.person));
            let details = serde_json::json!({ "purpose": "single_payment" });
            audit::add_entry(tx, audit::AuditEntry { account, person, action: "payment_page_opened", subject: id, details }, now).await
        }))
        .await;
    written?;
    Ok(opened.url)
}

/// What was entered on the page of that name, if it can pay now. The gateway is asked as long as that is not known.
///
/// # Errors
/// [`Refusal::SessionUnknown`] for a visit that is not this account's, [`Refusal::GatewaySilent`].
pub async fn find_single_card(backend: &Backend, actor: &Actor, gateway_session: &str) -> Result<Option<MethodOnFile>, Refusal> {
    actor.must_be_allowed_to_pay()?;
    let found = backend.db.read(work!(tx => single_cards::find_card(tx, &actor.account, gateway_session).await)).await?;
    let card = found.ok_or(Refusal::SessionUnknown)?;
    match card.state {
        SingleCardState::Ready => return Ok(card.shown),
        SingleCardState::Used | SingleCardState::Cancelled => return Ok(None),
        SingleCardState::Open => {}
    }
    let hosted = backend.gateway.find_session(gateway_session).await.map_err(|error| {
        tracing::warn!(%error, "the gateway does not answer");
        Refusal::GatewaySilent
    })?;
    let (id, now) = (card.id.as_str(), backend.now());
    match hosted {
        Some(HostedSession { status: SessionStatus::Completed, method: Some(method), .. }) if method.kind == MethodKind::Card => {
            let expires = method.expires.clone().unwrap_or_default();
            let shown = MethodOnFile::Card(CardOnFile { brand: method.brand.clone(), last4: method.last4.clone(), expires });
            backend.db.write(work!(tx, &shown, &method => single_cards::keep_card(tx, &actor.account, id, (&method.token, shown)).await)).await?;
            Ok(Some(shown))
        }
        Some(HostedSession { status: SessionStatus::Open, .. }) => Ok(None),
        _ => {
            backend.db.write(work!(tx => single_cards::cancel_visit(tx, &actor.account, id, now).await)).await?;
            Ok(None)
        }
    }
}
