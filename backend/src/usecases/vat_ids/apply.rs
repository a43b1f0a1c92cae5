//! The billing contact enters, changes or removes the account's VAT number.

use crate::db::{Tx, accounts, audit, cart, vat_ids};
use crate::gateways::vat_register::VatCheck;
use crate::work;
use crate::{Account, Actor, Backend, Refusal, VatIdRefusal};
use billing::VatIdState;
use billing::vat_id::{VatId, VatIdError};

/// Reads what was typed, asks the register, and keeps the number with what is known of it. An empty text removes the
/// number. Where the register does not answer the number is kept as unverified, which the caller has to say: it is
/// charged like none until it is proven. Prices change with it, so that what was on screen can no longer be ordered.
///
/// # Errors
/// [`Refusal::VatId`]: it cannot be one of the account's country, or the register denies it; nothing was changed.
pub async fn apply_vat_id(backend: &Backend, actor: &Actor, text: &str) -> Result<VatIdState, Refusal> {
    actor.must_be_billing_contact()?;
    let account = backend.db.read(work!(tx => accounts::find_account(tx, &actor.account).await)).await?.ok_or(Refusal::NotFound)?;
    let number = match VatId::parse(text, account.customer.country) {
        Ok(number) => Some(number),
        Err(VatIdError::Missing) => None,
        Err(error) => return Err(Refusal::VatId(VatIdRefusal::Malformed(error))),
    };
    // Outside of any transaction: the register is slow at times.
    let state = match &number {
        None => VatIdState::None,
        Some(number) => match backend.vat_register.check(number).await {
            VatCheck::Valid => VatIdState::Valid,
            VatCheck::Invalid => return Err(Refusal::VatId(VatIdRefusal::NotRegistered)),
            VatCheck::Unknown(reason) => {
                tracing::warn!(reason, "the register does not answer; the number is asked about again later");
                VatIdState::Unverified
            }
        },
    };
    let now = backend.now();
    backend.db.write(work!(tx, &number, &account => write_number(tx, actor, account, (number.as_ref(), state), now).await)).await?;
    Ok(state)
}

async fn write_number(tx: &mut Tx<'_>, actor: &Actor, before: &Account, known: (Option<&VatId>, VatIdState), now: i64) -> Result<(), Refusal> {
    let (number, state) = known;
    let number = number.map(VatId::as_str);
    accounts::lock_account(tx, &actor.account).await?;
    if (before.party.vat_id.as_deref(), before.customer.vat_id) == (number, state) && state != VatIdState::Unverified {
        return Ok(());
    }
    vat_ids::set_vat_id(tx, &actor.account, number, state, number.map(|_| now)).await?;
    cart::rotate_key(tx, &actor.account).await?;
    let details = serde_json::json!({ "vat_id": number, "state": state, "before": before.party.vat_id, "state_before": before.customer.vat_id });
    let entry =
        audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "vat_id_applied", subject: actor.account.as_str(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}
