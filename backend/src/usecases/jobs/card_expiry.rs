//! The card on file expires: told at the beginning of its last month, and again when it can no longer be charged.

use super::{Next, When};
use crate::db::jobs::Job;
use crate::db::{Tx, accounts, payment_methods, people};
use crate::texts::lifecycle_mail;
use crate::usecases::notices;
use crate::{Backend, Refusal};
use billing::order::{MethodOnFile, Validity};

pub(super) async fn warn(tx: &mut Tx<'_>, backend: &Backend, job: &Job, when: When) -> Result<Next, Refusal> {
    let active = payment_methods::find_payment_method(tx, &job.account).await?;
    let Some(method) = active.filter(|method| method.id == job.subject) else { return Ok(Next::Done) };
    let MethodOnFile::Card(card) = &method.shown else { return Ok(Next::Done) };
    let Some(last_day) = card.last_day() else { return Ok(Next::Done) };
    let validity = method.shown.validity(when.today);
    if validity == Validity::Valid {
        return Ok(payment_methods::first_warning(card).map_or(Next::Done, Next::On));
    }
    let account = accounts::find_account(tx, &job.account).await?.ok_or(Refusal::NotFound)?;
    if let Some(contact) = people::find_billing_contact(tx, &account.id).await? {
        let mail = lifecycle_mail::card_expires(card, validity, &account, &contact, backend);
        notices::write_mail(tx, &account, &contact, &mail, when.now).await?;
    }
    Ok(if validity == Validity::Expired { Next::Done } else { last_day.succ_opt().map_or(Next::Done, Next::On) })
}
