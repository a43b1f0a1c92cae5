//! The staff makes an account, one that buys online or one that works with a representative, and invites its billing contact, in one
//! transaction.

use super::terms::read_terms;
use crate::db::accounts::{self, NewAccount};
use crate::db::audit::{AuditEntry, add_entry};
use crate::db::people::{Door, find_login, fold_login};
use crate::db::{DbError, Tx, invitations, staff};
use crate::identifiers::new_id;
use crate::identifiers::new_token;
use crate::usecases::invitations::send::{Guest, invite};
use crate::usecases::staff::{StaffMember, StaffRole};
use crate::{Backend, CorporateTerms, Role, work};
use billing::address::read_postal_code;
use billing::corporate::PaymentProfile;
use billing::country::Country;
use billing::ids::AccountId;
use billing::input::{InputFault, read_text};
use billing::people::{is_mail_address, is_user_name};
use billing::vat_id::{VatId, VatIdError};
use billing::{Currency, Language};

/// What the staff typed.
#[derive(Clone, Debug, Default)]
pub struct AccountInput {
    /// `online`, or `corporate` for one that works with a representative.
    pub kind: String,
    /// Within how many days a corporate account pays.
    pub terms_days: String,
    /// Whether a corporate account adds seats by itself: `eligible`, `not_eligible`.
    pub self_service: String,
    /// The User ID of a corporate account's billing contact; empty for their mail address.
    pub user_id: String,
    /// Company.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// ISO 3166 code.
    pub country: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Language of mails and invoices.
    pub language: String,
    /// VAT number; may be left empty.
    pub vat_id: String,
    /// Name of the billing contact.
    pub contact_name: String,
    /// Mail address of the billing contact.
    pub contact_email: String,
}

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// A field cannot be read.
    #[error("{field}: {fault:?}")]
    Input { field: &'static str, fault: InputFault },
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] DbError),
}

/// Makes an account and invites its billing contact; answers its number. A representative looks after it from then on.
///
/// # Errors
/// [`CreateAccountError`]; nothing was stored, and nobody was invited.
pub async fn create_account(backend: &Backend, member: &StaffMember, input: &AccountInput) -> Result<String, CreateAccountError> {
    let (account, guest) = read_input(backend, input)?;
    let token = new_token();
    let (account, guest, token) = (&account, &guest, &token);
    match backend.db.write(work!(tx => write_account(tx, backend, member, (account, guest, token)).await)).await {
        // Two ask for the same User ID at once: the index lets one of them have it.
        Err(CreateAccountError::Storage(DbError::NotUnique(_))) if guest.user_id.is_some() => {
            Err(CreateAccountError::Input { field: "user_id", fault: InputFault::UserIdTaken })
        }
        outcome => outcome,
    }
}

async fn write_account(
    tx: &mut Tx<'_>,
    backend: &Backend,
    member: &StaffMember,
    (account, guest, token): (&NewAccount, &Guest, &str),
) -> Result<String, CreateAccountError> {
    let now = backend.now();
    if let Some(user_id) = &guest.user_id {
        let folded = fold_login(user_id);
        if find_login(tx, Door::Corporate, &folded).await?.is_some() || invitations::is_promised(tx, &folded).await? {
            return Err(CreateAccountError::Input { field: "user_id", fault: InputFault::UserIdTaken });
        }
    }
    let number = accounts::take_account_number(tx).await?;
    accounts::insert_account(tx, account, &number, now).await?;
    if member.role == StaffRole::Representative {
        staff::set_representative(tx, &account.id, Some(&member.person)).await?;
    }
    let terms = account.terms.map(|terms| (terms.days, terms.self_service));
    let details = serde_json::json!({ "number": number, "name": account.name, "terms": terms });
    let entry = AuditEntry { account: Some(&account.id), person: Some(&member.person), action: "account_created", subject: account.id.as_str(), details };
    add_entry(tx, entry, now).await?;
    invite(tx, backend, member, &account.id, guest, token).await?;
    Ok(number)
}

fn read_input(backend: &Backend, input: &AccountInput) -> Result<(NewAccount, Guest), CreateAccountError> {
    let country = at("country", choose(&input.country, Country::parse))?;
    let account = NewAccount {
        id: AccountId(new_id()),
        name: at("name", read_text(&input.name))?.to_owned(),
        street: at("street", read_text(&input.street))?.to_owned(),
        postal_code: at("postal_code", read_postal_code(&input.postal_code, country.code()))?,
        city: at("city", read_text(&input.city))?.to_owned(),
        country,
        currency: at("currency", choose(&input.currency, |code| Currency::parse(code).filter(|currency| currencies(backend).contains(currency))))?,
        language: at("language", choose(&input.language, Language::parse))?,
        vat_id: at("vat_id", read_vat_id(&input.vat_id, country))?,
        terms: read_kind(input)?,
    };
    let name = at("contact_name", read_text(&input.contact_name))?.to_owned();
    let email = at("contact_email", read_mail_address(&input.contact_email))?;
    let user_id = if account.terms.is_some() { at("user_id", read_user_id(&input.user_id, &email))? } else { None };
    Ok((account, Guest { name, email, role: Role::BillingContact, user_id }))
}

/// What is agreed with the account; none with one that buys online. How it pays is its own choice, and a transfer until then.
fn read_kind(input: &AccountInput) -> Result<Option<CorporateTerms>, CreateAccountError> {
    let corporate = Door::Corporate.account_kind();
    let kind = choose(&input.kind, |kind| [Door::BillingCenter.account_kind(), corporate].into_iter().find(|known| *known == kind));
    if at("kind", kind)? != corporate {
        return Ok(None);
    }
    let (days, self_service) = read_terms(&input.terms_days, &input.self_service).map_err(|(field, fault)| CreateAccountError::Input { field, fault })?;
    Ok(Some(CorporateTerms { self_service, days, profile: PaymentProfile::BankTransfer }))
}

/// A User ID of its own; none where it is left empty, or is the mail address.
fn read_user_id(text: &str, email: &str) -> Result<Option<String>, InputFault> {
    let text = text.trim();
    if text.is_empty() || fold_login(text) == fold_login(email) {
        return Ok(None);
    }
    if is_user_name(text) { Ok(Some(text.to_owned())) } else { Err(InputFault::NotUserId) }
}

/// The currencies that the catalogue has prices in, the euro first.
pub fn currencies(backend: &Backend) -> Vec<Currency> {
    let prices = backend.catalogue.products.iter().flat_map(|product| &product.plans).flat_map(|plan| &plan.prices);
    let mut found: Vec<Currency> = prices.map(|price| price.currency).collect();
    found.sort_unstable_by_key(|currency| (*currency != Currency::EUR, *currency));
    found.dedup();
    found
}

const fn field(field: &'static str) -> impl FnOnce(InputFault) -> CreateAccountError {
    move |fault| CreateAccountError::Input { field, fault }
}

fn at<T>(name: &'static str, outcome: Result<T, InputFault>) -> Result<T, CreateAccountError> {
    outcome.map_err(field(name))
}

fn choose<T>(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, InputFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InputFault::Missing);
    }
    parse(text).ok_or(InputFault::NotOffered)
}

fn read_mail_address(text: &str) -> Result<String, InputFault> {
    let text = read_text(text)?;
    if is_mail_address(text) { Ok(text.to_owned()) } else { Err(InputFault::NotMailAddress) }
}

/// Most customers outside the Union, and small ones in it, have none.
fn read_vat_id(text: &str, country: Country) -> Result<Option<VatId>, InputFault> {
    match VatId::parse(text, country) {
        Ok(number) => Ok(Some(number)),
        Err(VatIdError::Missing) => Ok(None),
        Err(error) => Err(InputFault::VatId(error)),
    }
}
