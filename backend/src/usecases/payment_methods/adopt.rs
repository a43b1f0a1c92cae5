//! Somebody comes back from the gateway's page: what they entered there becomes the account's payment method.

use super::Purpose;
use crate::db::jobs::{self, JobKind};
use crate::db::payment_sessions::{self, PaymentSession, SessionState};
use crate::db::{Tx, accounts, audit, cart, payment_methods, people};
use crate::gateways::payment::{HostedSession, NewMethod, SessionStatus};
use crate::history::MethodDigits;
use crate::texts::payment_mail;
use crate::usecases::notices;
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::corporate::PaymentProfile;
use billing::order::MethodOnFile;

/// What became of a visit to the hosted page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adoption {
    /// The method that was entered is on file, now or already.
    Changed,
    /// The page was given up, or its time was over: nothing has changed.
    Cancelled,
    /// Nothing was entered yet; the page is still open.
    Open,
}

/// Asks the gateway what was entered and puts it on file in place of the method before. Coming back twice is harmless.
/// What was on screen under the old method can no longer be ordered.
///
/// # Errors
/// [`Refusal::SessionUnknown`] for a visit that is not this account's, [`Refusal::GatewaySilent`]: nothing is lost, and
/// it may be tried again.
pub async fn adopt_session(backend: &Backend, actor: &Actor, gateway_session: &str) -> Result<(Purpose, Adoption), Refusal> {
    actor.must_be_allowed_to_pay()?;
    let found = backend.db.read(work!(tx => payment_sessions::find_session(tx, &actor.account, gateway_session).await)).await?;
    let session = found.ok_or(Refusal::SessionUnknown)?;
    Ok((session.purpose, adopt(backend, &session).await?))
}

/// The same for the gateway's own news: whoever entered a method may have closed the browser on the way back.
///
/// # Errors
/// [`Refusal::GatewaySilent`], or failures of storage.
pub async fn adopt_known_session(backend: &Backend, gateway_session: &str) -> Result<(), Refusal> {
    let found = backend.db.read(work!(tx => payment_sessions::find_any_session(tx, gateway_session).await)).await?;
    let Some(session) = found else { return Ok(()) };
    // News may be late: a method that was entered since then is the one that its person wants.
    let is_outdated = backend.db.read(work!(tx, &session => payment_sessions::is_outdated(tx, session).await)).await?;
    if is_outdated { Ok(()) } else { adopt(backend, &session).await.map(|_| ()) }
}

async fn adopt(backend: &Backend, session: &PaymentSession) -> Result<Adoption, Refusal> {
    match session.state {
        SessionState::Adopted => return Ok(Adoption::Changed),
        SessionState::Cancelled | SessionState::Expired => return Ok(Adoption::Cancelled),
        SessionState::Open => {}
    }
    let hosted = backend.gateway.find_session(&session.gateway_session).await.map_err(|error| {
        tracing::warn!(%error, "the gateway does not answer");
        Refusal::GatewaySilent
    })?;
    let now = backend.now();
    match hosted {
        Some(HostedSession { status: SessionStatus::Completed, method: Some(method), .. }) => {
            backend.db.write(work!(tx, &method => write_method(tx, backend, session, method, now).await)).await?;
            Ok(Adoption::Changed)
        }
        Some(HostedSession { status: SessionStatus::Open, .. }) => Ok(Adoption::Open),
        Some(HostedSession { status: SessionStatus::Cancelled, .. }) => end(backend, session, SessionState::Cancelled).await,
        Some(HostedSession { status: SessionStatus::Expired, .. }) | None => end(backend, session, SessionState::Expired).await,
        Some(HostedSession { status: SessionStatus::Completed, method: None, .. }) => {
            tracing::error!(session = session.id, "a completed page without a payment method");
            Err(Refusal::GatewaySilent)
        }
    }
}

/// What the history tells of a method.
fn digits_of(method: &MethodOnFile) -> MethodDigits {
    match method {
        MethodOnFile::Card(card) => MethodDigits { brand: Some(card.brand.clone()), last4: card.last4.clone() },
        MethodOnFile::SepaDebit(debit) => MethodDigits { brand: None, last4: debit.last4.clone() },
    }
}

async fn end(backend: &Backend, session: &PaymentSession, state: SessionState) -> Result<Adoption, Refusal> {
    let now = backend.now();
    backend.db.write(work!(tx => payment_sessions::settle_session(tx, &session.account, &session.id, state, now).await)).await?;
    Ok(Adoption::Cancelled)
}

async fn write_method(tx: &mut Tx<'_>, backend: &Backend, session: &PaymentSession, method: &NewMethod, now: i64) -> Result<(), Refusal> {
    let PaymentSession { id, account, person, .. } = session;
    accounts::lock_account(tx, account).await?;
    if !payment_sessions::settle_session(tx, account, id, SessionState::Adopted, now).await? {
        return Ok(());
    }
    let before = payment_methods::find_payment_method(tx, account).await?.map(|method| digits_of(&method.shown));
    let method_id = payment_methods::replace_payment_method(tx, account, method, now).await?;
    // Whoever entered something to be charged wants it charged.
    if let Some(profile) = PaymentProfile::parse(method.kind.code()) {
        accounts::set_payment_profile(tx, account, profile).await?;
    }
    if let Some(expires) = &method.expires {
        let first = billing::period::parse_iso_date(&format!("{expires}-01")).unwrap_or_else(|| backend.today());
        jobs::schedule(tx, JobKind::CardExpiry, &method_id, account, first, now).await?;
    }
    cart::rotate_key(tx, account).await?;
    let details =
        serde_json::json!({ "kind": method.kind.code(), "brand": method.brand, "last4": method.last4, "mandate": method.mandate_reference, "before": before });
    let entry = audit::AuditEntry { account: Some(account), person: Some(person), action: "payment_method_changed", subject: &method_id, details };
    audit::add_entry(tx, entry, now).await?;
    let Some(shown) = payment_methods::find_payment_method(tx, account).await?.map(|method| method.shown) else { return Ok(()) };
    let account = accounts::find_account(tx, account).await?.ok_or(Refusal::NotFound)?;
    let Some(contact) = people::find_billing_contact(tx, &account.id).await? else { return Ok(()) };
    let seller = &backend.settings.seller;
    let mail = payment_mail::method_changed(&shown, &account, &contact, (&seller.party.name, &seller.email));
    notices::write_mail(tx, &account, &contact, &mail, now).await?;
    Ok(())
}
