//! Asks the register again about numbers that it did not prove. Once one is proven, what was charged because it was not
//! is put right.

use super::correct::{self, Correction};
use crate::clock::seconds;
use crate::db::vat_ids::{self, Unverified};
use crate::db::{Tx, accounts, audit, cart, people};
use crate::gateways::vat_register::VatCheck;
use crate::texts::vat_mail;
use crate::usecases::notices;
use crate::work;
use crate::{Account, Backend, Contact, Refusal};
use billing::VatIdState;
use billing::country::Country;
use billing::vat_id::VatId;

/// How long after a question the next one about the same number comes.
pub(crate) const PAUSE: i64 = seconds(60 * 60);

/// Asks about every number that is due; answers how many are known now.
///
/// # Errors
/// [`Refusal::Storage`] when the database fails. A register that does not answer is asked again later.
pub async fn recheck_due(backend: &Backend) -> Result<usize, Refusal> {
    let before = backend.now() - PAUSE;
    let due = backend.db.read(work!(tx => vat_ids::list_unverified(tx, before).await)).await?;
    let mut known = 0;
    for found in due {
        let now = backend.now();
        if !backend.db.write(work!(tx, &found => vat_ids::claim_unverified(tx, found, now).await)).await? {
            continue;
        }
        // One that cannot be put right keeps no other waiting.
        match recheck(backend, &found).await {
            Ok(true) => known += 1,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, account = %found.account, "the VAT number could not be put right"),
        }
    }
    Ok(known)
}

async fn recheck(backend: &Backend, found: &Unverified) -> Result<bool, Refusal> {
    // The country stands in the number's own letters; it was compared with the account's when it was entered.
    let letters = found.number.get(..2).map(|letters| if letters == "EL" { "GR" } else { letters });
    let Some(Ok(number)) = letters.and_then(Country::parse).map(|country| VatId::parse(&found.number, country)) else {
        tracing::error!(account = %found.account, "the stored VAT number cannot be read");
        return Ok(false);
    };
    let check = backend.vat_register.check(&number).await;
    let now = backend.now();
    match check {
        VatCheck::Unknown(reason) => {
            tracing::warn!(reason, account = %found.account, "the register does not answer; asked again later");
            Ok(false)
        }
        VatCheck::Valid => backend.db.write(work!(tx => write_proven(tx, backend, found, now).await)).await,
        VatCheck::Invalid => backend.db.write(work!(tx => write_denied(tx, backend, found, now).await)).await,
    }
}

/// The account as it is now, if the number is still its own and still unverified.
async fn lock_unchanged(tx: &mut Tx<'_>, found: &Unverified) -> Result<Option<Account>, Refusal> {
    accounts::lock_account(tx, &found.account).await?;
    let account = accounts::find_account(tx, &found.account).await?;
    let is_unchanged = |account: &Account| account.customer.vat_id == VatIdState::Unverified && account.party.vat_id.as_deref() == Some(&found.number);
    Ok(account.filter(is_unchanged))
}

async fn write_proven(tx: &mut Tx<'_>, backend: &Backend, found: &Unverified, now: i64) -> Result<bool, Refusal> {
    let Some(account) = lock_unchanged(tx, found).await? else { return Ok(false) };
    if vat_ids::is_charging(tx, &account.id).await? {
        // What is charged is pinned, with the tax of an unverified number: first that must have ended.
        vat_ids::set_vat_id(tx, &account.id, Some(&found.number), VatIdState::Unverified, Some(0)).await?;
        return Ok(false);
    }
    vat_ids::set_vat_id(tx, &account.id, Some(&found.number), VatIdState::Valid, Some(now)).await?;
    cart::rotate_key(tx, &account.id).await?;
    let corrections = correct::correct_documents(tx, backend, &account, &found.number, now).await?;
    let refunded_minor: i64 = corrections.iter().map(|correction| correction.credit_minor).sum();
    accounts::change_credit(tx, &account.id, refunded_minor, accounts::CreditReason::TaxCorrected, None, now).await?;
    let numbers: Vec<&str> = corrections.iter().flat_map(Correction::numbers).collect();
    let details = serde_json::json!({ "vat_id": found.number, "documents": numbers, "credit_minor": refunded_minor });
    audit::add_entry(tx, audit::AuditEntry { account: Some(&account.id), person: None, action: "vat_id_proven", subject: account.id.as_str(), details }, now)
        .await?;
    let mail = |contact: &Contact| vat_mail::proven((&corrections, refunded_minor), backend.today(), &account, contact, &backend.settings.seller.party.name);
    let Some(contact) = people::find_billing_contact(tx, &account.id).await? else { return Ok(true) };
    // Documents that were issued anew are invoices like any other.
    if corrections.is_empty() {
        notices::write_mail(tx, &account, &contact, &mail(&contact), now).await?;
    } else {
        notices::write_invoice_mail(tx, &account, &contact, mail, now).await?;
    }
    Ok(true)
}

async fn write_denied(tx: &mut Tx<'_>, backend: &Backend, found: &Unverified, now: i64) -> Result<bool, Refusal> {
    let Some(account) = lock_unchanged(tx, found).await? else { return Ok(false) };
    vat_ids::set_vat_id(tx, &account.id, None, VatIdState::None, Some(now)).await?;
    cart::rotate_key(tx, &account.id).await?;
    let details = serde_json::json!({ "vat_id": found.number });
    audit::add_entry(tx, audit::AuditEntry { account: Some(&account.id), person: None, action: "vat_id_denied", subject: account.id.as_str(), details }, now)
        .await?;
    let Some(contact) = people::find_billing_contact(tx, &account.id).await? else { return Ok(true) };
    let mail = vat_mail::denied(&found.number, &account, &contact, &backend.settings.seller.party.name);
    notices::write_mail(tx, &account, &contact, &mail, now).await?;
    Ok(true)
}
