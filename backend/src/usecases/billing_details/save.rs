//! The billing contact changes what invoices are made out to. What was issued stays as it is.

use super::load::{NextBills, read_details, version_of};
use crate::db::{DbError, Tx, accounts, audit, billing_details, cart, orders, vat_ids};
use crate::gateways::vat_register::VatCheck;
use crate::usecases::subscriptions::list::load_overview;
use crate::work;
use crate::{Account, Actor, Backend, Refusal, VatIdRefusal};
use billing::VatIdState;
use billing::details::{BillingDetails, DetailsConflict, DetailsInput};
use billing::ids::AccountId;
use billing::subscription::LineTax;
use billing::vat_id::VatId;
use chrono::NaiveDate;

/// What was typed, and what its writer had on screen.
pub struct DetailsWish<'a> {
    /// What was typed.
    pub input: &'a DetailsInput,
    /// The details that the form was filled with, by their name.
    pub version: &'a str,
    /// The tax that the screen said the next bill would take: [`LineTax::code`].
    pub seen_tax: &'a str,
}

/// Writes the details. Where they change the tax, prices change with it, so that what was on screen in the cart can no longer be
/// ordered. A new VAT number is proven by the register; where that does not answer it is kept as unverified.
///
/// # Errors
/// [`Refusal::Input`] with the first field at fault, [`Refusal::VatId`] where the register denies the number,
/// [`Refusal::DetailsChanged`] where somebody was quicker, [`Refusal::TaxChanges`] where the next bill would take another tax than
/// its reader has seen, [`Refusal::OrderOpen`] where an order is under way whose tax is pinned. Nothing was written.
pub async fn save_details(backend: &Backend, actor: &Actor, wish: &DetailsWish<'_>) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let details = wish.input.read().map_err(|(field, fault)| Refusal::Input { field, fault })?;
    let (account, _) = backend.db.read(work!(tx => read_details(tx, actor).await)).await?;
    let state = state_of(backend, &account, &details).await?;
    let on = NextBills::of(&load_overview(backend, actor).await?, backend.today()).on;
    let saving = Saving { actor, wish, details, state, on };
    let now = backend.now();
    backend.db.write(work!(tx, &saving => saving.write(tx, now).await)).await
}

/// What is known of the number: as before where it is the same, else what the register says, which is slow at times and so
/// asked outside of any transaction.
async fn state_of(backend: &Backend, account: &Account, details: &BillingDetails) -> Result<VatIdState, Refusal> {
    let Some(number) = &details.vat_id else { return Ok(VatIdState::None) };
    if account.party.vat_id.as_ref() == Some(number) {
        return Ok(account.customer.vat_id);
    }
    let number = VatId::parse(number, details.country).map_err(|error| Refusal::VatId(VatIdRefusal::Malformed(error)))?;
    match backend.vat_register.check(&number).await {
        VatCheck::Valid => Ok(VatIdState::Valid),
        VatCheck::Invalid => Err(Refusal::VatId(VatIdRefusal::NotRegistered)),
        VatCheck::Unknown(reason) => {
            tracing::warn!(reason, "the register does not answer; the number is asked about again later");
            Ok(VatIdState::Unverified)
        }
    }
}

struct Saving<'a> {
    actor: &'a Actor,
    wish: &'a DetailsWish<'a>,
    details: BillingDetails,
    state: VatIdState,
    /// Day of the next bill.
    on: NaiveDate,
}

impl Saving<'_> {
    async fn write(&self, tx: &mut Tx<'_>, now: i64) -> Result<(), Refusal> {
        let Actor { account: id, person, .. } = self.actor;
        accounts::lock_account(tx, id).await?;
        let (account, stands) = read_details(tx, self.actor).await?;
        if version_of(&stands) != self.wish.version {
            return Err(conflict(tx, id, &stands, &self.details).await?);
        }
        let changes = stands.changes(&self.details);
        if changes.is_empty() {
            return Ok(());
        }
        let before = LineTax::of(account.customer.country, account.customer.vat_id, self.on);
        let after = LineTax::of(self.details.country, self.state, self.on);
        if before != after {
            if after.code() != self.wish.seen_tax {
                return Err(Refusal::TaxChanges(after));
            }
            // What is ordered is pinned with its tax: first that must have ended.
            if let Some(order) = orders::find_placed(tx, id).await? {
                return Err(Refusal::OrderOpen(order));
            }
            cart::rotate_key(tx, id).await?;
        }
        billing_details::set_details(tx, id, &self.details, now).await?;
        if stands.vat_id != self.details.vat_id {
            vat_ids::set_vat_id(tx, id, self.details.vat_id.as_deref(), self.state, self.details.vat_id.as_ref().map(|_| now)).await?;
        }
        let details = serde_json::json!({ "changes": changes, "tax_from": before.code(), "tax_to": after.code() });
        let entry = audit::AuditEntry { account: Some(id), person: Some(person), action: "billing_details_changed", subject: id.as_str(), details };
        Ok(audit::add_entry(tx, entry, now).await?)
    }
}

/// Who was quicker, and where what stands now differs from what was typed.
pub(crate) async fn conflict(tx: &mut Tx<'_>, account: &AccountId, stands: &BillingDetails, typed: &BillingDetails) -> Result<Refusal, DbError> {
    let by = billing_details::find_last_editor(tx, account).await?.unwrap_or_default();
    Ok(Refusal::DetailsChanged(Box::new(DetailsConflict { version: version_of(stands), by, differences: stands.changes(typed) })))
}
