//! How a corporate account pays: looked at, and changed to what needs no page of the gateway. Cards and debits become the profile
//! when they are entered there.

use crate::db::{Tx, accounts, audit, payment_methods, people};
use crate::texts::payment_mail;
use crate::usecases::notices;
use crate::work;
use crate::{Account, Actor, Backend, CorporateTerms, Refusal};
use billing::corporate::PaymentProfile;
use billing::input::InputFault;
use billing::order::MethodOnFile;

/// How an account pays.
pub struct ProfileFound {
    /// The account.
    pub account: Account,
    /// What was agreed with it.
    pub terms: CorporateTerms,
    /// The card or bank account on file, whether it is used or not.
    pub method: Option<MethodOnFile>,
}

/// The actor's account's payment profile.
///
/// # Errors
/// [`Refusal::NotFound`] for an account that buys online.
pub async fn load_profile(backend: &Backend, actor: &Actor) -> Result<ProfileFound, Refusal> {
    backend
        .db
        .read(work!(tx => {
            let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
            let terms = account.terms.ok_or(Refusal::NotFound)?;
            let method = payment_methods::find_payment_method(tx, &actor.account).await?.map(|method| method.shown);
            Ok(ProfileFound { account, terms, method })
        }))
        .await
}

/// From now on the account transfers, or sends checks. Invoices that are open stay so, and are no longer charged by themselves.
///
/// # Errors
/// [`Refusal::NotBillingContact`], [`Refusal::Input`] for what is not offered in that country or has to be entered at the gateway.
pub async fn choose_profile(backend: &Backend, actor: &Actor, profile: PaymentProfile) -> Result<(), Refusal> {
    actor.must_be_allowed_to_pay()?;
    let now = backend.now();
    backend.db.write(work!(tx => write_profile(tx, backend, actor, profile, now).await)).await
}

async fn write_profile(tx: &mut Tx<'_>, backend: &Backend, actor: &Actor, profile: PaymentProfile, now: i64) -> Result<(), Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let before = account.terms.ok_or(Refusal::NotFound)?.profile;
    if profile.is_automatic() || !PaymentProfile::offered(&account.party.country, account.currency).contains(&profile) {
        return Err(Refusal::Input { field: "profile", fault: InputFault::NotOffered });
    }
    if profile == before {
        return Ok(());
    }
    accounts::set_payment_profile(tx, &account.id, profile).await?;
    let details = serde_json::json!({ "from": before.code(), "to": profile.code() });
    let (of, person) = (Some(&account.id), Some(&actor.person));
    let entry = audit::AuditEntry { account: of, person, action: "payment_profile_changed", subject: account.id.as_str(), details };
    audit::add_entry(tx, entry, now).await?;
    let Some(contact) = people::find_billing_contact(tx, &account.id).await? else { return Ok(()) };
    let mail = payment_mail::profile_changed(profile, &account, &contact, backend);
    Ok(notices::write_mail(tx, &account, &contact, &mail, now).await?)
}
