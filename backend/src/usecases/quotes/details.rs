//! What the billing contact enters on the way from a quote to its service order: who administers the products, and the
//! number of their purchase order.

use crate::db::{Tx, accounts, audit, quotes};
use crate::work;
use crate::{Actor, Backend, Refusal};
use billing::input::{InputFault, read_text};
use billing::people::is_mail_address;
use billing::quote::QuoteState;
use billing::service_order::AdminContact;

/// What was typed.
pub struct DetailsInput<'a> {
    /// Name of the admin contact; empty with the mail address to go without one.
    pub admin_name: &'a str,
    /// Mail address of the admin contact.
    pub admin_email: &'a str,
    /// Number of the purchase order; empty for none.
    pub purchase_order: &'a str,
}

/// Keeps what was typed with the open quote.
///
/// # Errors
/// [`Refusal::Input`] names the field.
pub async fn save_details(backend: &Backend, actor: &Actor, number: &str, typed: &DetailsInput<'_>) -> Result<(), Refusal> {
    actor.must_be_billing_contact()?;
    let admin = read_admin(typed)?;
    let purchase_order = read_purchase_order(typed.purchase_order)?;
    let now = backend.now();
    backend.db.write(work!(tx, &admin, &purchase_order => write(tx, actor, number, (admin.as_ref(), purchase_order.as_deref()), now).await)).await
}

async fn write(tx: &mut Tx<'_>, actor: &Actor, number: &str, details: (Option<&AdminContact>, Option<&str>), now: i64) -> Result<(), Refusal> {
    let (admin, purchase_order) = details;
    accounts::lock_account(tx, &actor.account).await?;
    let row = quotes::find_quote(tx, &actor.account, number).await?.filter(|row| row.state != QuoteState::Draft).ok_or(Refusal::NotFound)?;
    // Only what is open goes on to a service order.
    row.state.decline()?;
    if let Some(order) = row.order {
        return Err(Refusal::OrderOpen(order));
    }
    quotes::note_details(tx, &row, admin, purchase_order).await?;
    let details = serde_json::json!({ "admin": admin.map(|admin| &admin.email), "purchase_order": purchase_order });
    let entry = audit::AuditEntry { account: Some(&actor.account), person: Some(&actor.person), action: "quote_details_saved", subject: number, details };
    audit::add_entry(tx, entry, now).await?;
    Ok(())
}

fn read_admin(typed: &DetailsInput<'_>) -> Result<Option<AdminContact>, Refusal> {
    if typed.admin_name.trim().is_empty() && typed.admin_email.trim().is_empty() {
        return Ok(None);
    }
    let name = read_text(typed.admin_name).map_err(|fault| Refusal::Input { field: "admin_name", fault })?;
    let email = read_text(typed.admin_email).map_err(|fault| Refusal::Input { field: "admin_email", fault })?;
    if !is_mail_address(email) {
        return Err(Refusal::Input { field: "admin_email", fault: InputFault::NotMailAddress });
    }
    Ok(Some(AdminContact { name: name.to_owned(), email: email.to_owned() }))
}

/// The number of a purchase order as it is stored; none where nothing was typed.
pub(super) fn read_purchase_order(typed: &str) -> Result<Option<String>, Refusal> {
    match read_text(typed) {
        Ok(number) => Ok(Some(number.to_owned())),
        Err(InputFault::Missing) => Ok(None),
        Err(fault) => Err(Refusal::Input { field: "purchase_order", fault }),
    }
}
