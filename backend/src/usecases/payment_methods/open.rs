//! The billing contact goes to the gateway's page, to enter a payment method there.

use super::Purpose;
use crate::db::payment_sessions::{self, PaymentSession, SessionState};
use crate::db::people::Door;
use crate::db::{accounts, audit};
use crate::gateways::payment::{GatewayError, HostedSession, MethodKind, SessionRequest};
use crate::identifiers::{new_id, new_key};
use crate::work;
use crate::{Account, Actor, Backend, DbError, Refusal};
use billing::Currency;

/// The address at which people come back from the hosted page.
pub const RETURN_PATH: &str = "/billing/payment-method/return";

/// The same for corporate accounts.
pub const CORPORATE_RETURN_PATH: &str = "/corporate/payment-profile/return";

/// Opens a page for one of `kinds` (debits only where the account pays in euros) and answers its address. Should the
/// gateway not answer, nothing has happened, and it may be tried again.
///
/// # Errors
/// [`Refusal::NotBillingContact`], [`Refusal::GatewaySilent`].
pub async fn open_session(backend: &Backend, actor: &Actor, purpose: Purpose, kinds: &[MethodKind]) -> Result<String, Refusal> {
    open_session_and_back(backend, actor, purpose, kinds, None).await
}

/// The same for who is on their way to something else at the corporate door: from the gateway they come back to that page, an
/// address of ours.
///
/// # Errors
/// As [`open_session`].
pub async fn open_session_and_back(backend: &Backend, actor: &Actor, purpose: Purpose, kinds: &[MethodKind], back: Option<&str>) -> Result<String, Refusal> {
    actor.must_be_allowed_to_pay()?;
    let account = backend.db.read(work!(tx => accounts::find_account(tx, &actor.account).await)).await?.ok_or(Refusal::NotFound)?;
    let mandate_reference = new_mandate_reference(&account);
    let request = session_request(backend, actor, &account, kinds, (addresses(actor, purpose, back), &mandate_reference));
    let opened = ask(backend, &request).await?;
    let session = PaymentSession {
        id: new_id(),
        account: account.id,
        person: actor.person.clone(),
        gateway_session: opened.id,
        purpose,
        mandate_reference,
        state: SessionState::Open,
    };
    let now = backend.now();
    let written: Result<(), DbError> = backend
        .db
        .write(work!(tx, &session => {
            payment_sessions::insert_session(tx, session, now).await?;
            let details = serde_json::json!({ "purpose": session.purpose.code() });
            let (account, person) = (Some(&session.account), Some(&session.person));
            audit::add_entry(tx, audit::AuditEntry { account, person, action: "payment_page_opened", subject: &session.id, details }, now).await
        }))
        .await;
    written?;
    Ok(opened.url)
}

/// Where the page leads back to, with something entered and with nothing; paths of ours.
fn addresses(actor: &Actor, purpose: Purpose, back: Option<&str>) -> (String, String) {
    if let (Door::Corporate, Some(back)) = (actor.door, back) {
        // Of an address in an address these alone would end it.
        let back = back.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B");
        return (format!("{CORPORATE_RETURN_PATH}?back={back}"), format!("/corporate/payment-profile?method=cancelled&back={back}"));
    }
    match (actor.door, purpose) {
        (Door::Corporate, Purpose::PaymentMethod) => (CORPORATE_RETURN_PATH.to_owned(), "/corporate/payment-profile?method=cancelled".to_owned()),
        _ => (format!("{RETURN_PATH}?purpose={}", purpose.code()), format!("{}?method=cancelled", purpose.page())),
    }
}

/// Asks the gateway for a page.
pub(crate) async fn ask(backend: &Backend, request: &SessionRequest) -> Result<HostedSession, Refusal> {
    backend.gateway.open_session(request).await.map_err(|error| {
        match error {
            GatewayError::Refused(code) => tracing::error!(code, "the gateway refuses to open a page"),
            GatewayError::Unknown(error) => tracing::warn!(%error, "the gateway does not answer"),
        }
        Refusal::GatewaySilent
    })
}

/// What the gateway is asked for; the addresses are where the page leads back to, with something entered and with nothing.
pub(crate) fn session_request(
    backend: &Backend,
    actor: &Actor,
    account: &Account,
    kinds: &[MethodKind],
    (addresses, mandate_reference): ((String, String), &str),
) -> SessionRequest {
    let (origin, (back, cancelled)) = (&backend.settings.origin, addresses);
    let offered = |kind: &&MethodKind| **kind == MethodKind::Card || account.currency == Currency::EUR;
    SessionRequest {
        key: new_key(),
        kinds: kinds.iter().filter(offered).copied().collect(),
        language: actor.own_language.unwrap_or(actor.account_language).code(),
        return_url: format!("{origin}{back}"),
        cancel_url: format!("{origin}{cancelled}"),
        reference: account.number.clone(),
        payer_name: account.party.name.clone(),
        payer_country: account.party.country.clone(),
        creditor_name: backend.settings.seller.party.name.clone(),
        mandate_reference: mandate_reference.to_owned(),
    }
}

/// Unique for the creditor, at most 35 characters of SEPA's alphabet: EPC rulebook for core direct debits, AT-01.
pub(crate) fn new_mandate_reference(account: &Account) -> String {
    let number: String = account.number.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let random: String = new_key().chars().take(16).collect();
    format!("M-{number}-{}", random.to_ascii_uppercase())
}
