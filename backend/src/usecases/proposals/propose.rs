//! A colleague wishes a change or a new subscription: the billing contact is told, and finds it filled in.

use super::{MOST_OPEN, order_address};
use crate::db::proposals::{self, NewProposal, ProposalRow};
use crate::db::{Tx, accounts, audit, people};
use crate::texts::proposal_mail;
use crate::usecases::cart::put::{Wish, read_item};
use crate::usecases::notices;
use crate::work;
use crate::{Actor, Backend, Refusal, Role};
use billing::cart::CartItem;
use billing::editor::PlanInput;
use billing::ids::{ProposalId, SubscriptionId};
use billing::input::{InputFault, LONGEST_NOTE, read_message};

/// Reads a wish as the cart would, keeps it, and tells the billing contact by mail. Sent twice, it is there once.
///
/// # Errors
/// [`Refusal::NotFound`] for the billing contact, who orders; what the cart would refuse; [`Refusal::Input`] for the note, also
/// when too many wishes are open.
pub async fn propose(backend: &Backend, actor: &Actor, (wish, input): (&Wish, &PlanInput), note: &str) -> Result<ProposalId, Refusal> {
    if actor.role == Role::BillingContact {
        return Err(Refusal::NotFound);
    }
    let note = read_note(note)?;
    let now = backend.now();
    backend.db.write(work!(tx => write_proposal(tx, backend, actor, (wish, input, note), now).await)).await
}

/// A note may be left out.
fn read_note(note: &str) -> Result<&str, Refusal> {
    if note.trim().is_empty() {
        return Ok("");
    }
    read_message(note, LONGEST_NOTE).map_err(|fault| Refusal::Input { field: "note", fault })
}

async fn write_proposal(
    tx: &mut Tx<'_>,
    backend: &Backend,
    actor: &Actor,
    (wish, input, note): (&Wish, &PlanInput, &str),
    now: i64,
) -> Result<ProposalId, Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let CartItem { product, choice, .. } = read_item(tx, backend, actor, &account, (wish, input)).await?;
    let subscription: Option<&SubscriptionId> = match wish {
        Wish::Change(id) => Some(id),
        Wish::New(_) => None,
    };
    let open = proposals::list_open(tx, &account.id).await?;
    let is_same = |row: &&ProposalRow| row.person == actor.person && row.product == product && row.choice == choice;
    if let Some(same) = open.iter().find(is_same) {
        return Ok(same.id.clone());
    }
    if i64::try_from(open.len()).unwrap_or(i64::MAX) >= MOST_OPEN {
        return Err(Refusal::Input { field: "note", fault: InputFault::TooMuchWaiting { most: MOST_OPEN } });
    }
    let new = NewProposal { account: &account.id, person: &actor.person, product: &product, subscription, choice: &choice, note };
    let id = proposals::insert_proposal(tx, &new, now).await?;
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let address = format!("{}{}", backend.settings.origin, order_address(&product, subscription, &choice));
        let mail = proposal_mail::proposed((&actor.person_name, &product, &choice, &address), &account, &contact, backend);
        notices::write_mail(tx, &account, &contact, &mail, now).await?;
    }
    let details = serde_json::json!({ "product": product, "subscription": subscription, "to": choice });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&actor.person), action: "change_proposed", subject: id.as_str(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(id)
}
