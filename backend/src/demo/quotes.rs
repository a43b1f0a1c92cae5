//! The demo's open quotes: what Alpenwerk's representative has offered and nobody has answered yet.

use super::staff_sign_ins;
use crate::db::Tx;
use crate::db::people::{self, Door};
use crate::db::{accounts, staff, subscriptions};
use crate::usecases::quotes::create::{Quoted, insert_priced};
use crate::usecases::quotes::draft::{LineInput, LineWish, read_lines};
use crate::{Backend, Refusal};
use billing::BillingInterval;
use billing::ids::{PlanId, ProductId};
use billing::quote::{QuoteOrigin, QuoteState};
use chrono::Days;

/// For how many days they can still be accepted.
const VALID: Days = Days::new(21);

pub(super) async fn write_quotes(tx: &mut Tx<'_>, backend: &Backend) -> Result<(), Refusal> {
    let [representative, _] = staff_sign_ins();
    let (rita, _) = people::find_login(tx, Door::Staff, representative.login).await?.ok_or(Refusal::NotFound)?;
    let (id, _) = staff::find_by_number(tx, "KD-20417").await?.ok_or(Refusal::NotFound)?;
    let account = accounts::find_account(tx, &id).await?.ok_or(Refusal::NotFound)?;
    let training = subscriptions::find_live(tx, &id, &ProductId("goto-training".to_owned())).await?.ok_or(Refusal::NotFound)?.subscription.id;
    let meeting = LineWish::New { product: ProductId("goto-meeting".to_owned()), plan: PlanId("business".to_owned()), interval: BillingInterval::Annual };
    let more =
        LineInput { wish: LineWish::AddSeats(training), seats: 10, own_minor: Some(118_800), reason: "10 % Rabatt ab zehn weiteren Plätzen".to_owned() };
    let new = LineInput { wish: meeting, seats: 20, own_minor: None, reason: String::new() };
    let messages = ["Wie am Telefon besprochen.", "Damit Besprechungen und Schulungen aus einer Hand kommen."];
    for (line, message) in [more, new].into_iter().zip(messages) {
        let content = read_lines(tx, backend, &account, (&[line], message)).await?;
        let (today, state, origin) = (backend.today(), QuoteState::Open, QuoteOrigin::Representative);
        let valid_until = today.checked_add_days(VALID).unwrap_or(today);
        insert_priced(tx, backend, &account, Quoted { content, state, origin, made_by: &rita, valid_until, form_key: None }, backend.now()).await?;
    }
    Ok(())
}
