//! SQL of what colleagues wish and billing contacts may order.

use super::{DbError, Row, Tx};
use crate::actor::Contact;
use crate::args;
use crate::identifiers::new_id;
use billing::BillingInterval;
use billing::editor::PlanChoice;
use billing::ids::{AccountId, PersonId, PlanId, ProductId, ProposalId, SubscriptionId};
use billing::request::ProposalState;

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRow {
    /// Identifier.
    pub id: ProposalId,
    /// Who wishes it.
    pub person: PersonId,
    /// How to reach them.
    pub proposed_by: Contact,
    /// Of which product.
    pub product: ProductId,
    /// The subscription that is to change; none for a new one.
    pub subscription: Option<SubscriptionId>,
    /// What is wished.
    pub choice: PlanChoice,
    /// What they added.
    pub note: String,
    /// What has become of it.
    pub state: ProposalState,
    /// Why it was declined.
    pub reason: String,
    /// When, microseconds.
    pub proposed_at: i64,
}

/// A wish that is made now.
pub struct NewProposal<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// Who wishes.
    pub person: &'a PersonId,
    /// Of which product.
    pub product: &'a ProductId,
    /// The subscription that is to change.
    pub subscription: Option<&'a SubscriptionId>,
    /// What is wished.
    pub choice: &'a PlanChoice,
    /// What they add; may be empty.
    pub note: &'a str,
}

/// Writes a wish; answers its identifier.
pub async fn insert_proposal(tx: &mut Tx<'_>, new: &NewProposal<'_>, now: i64) -> Result<ProposalId, DbError> {
    let sql = "INSERT INTO proposals (id, account_id, proposed_by, product, subscription_id, plan, seats, billing_interval, note, state, reason, proposed_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', '', $10)";
    let id = ProposalId(new_id());
    let (choice, subscription) = (new.choice, new.subscription.map(|id| id.0.clone()));
    let (plan, interval) = (choice.plan.as_str(), choice.interval.code());
    let args = args![id.as_str(), new.account.as_str(), new.person.as_str(), new.product.as_str(), subscription, plan, choice.seats, interval, new.note, now];
    tx.exec(sql, args).await?;
    Ok(id)
}

/// The open wishes of an account, the oldest first.
pub async fn list_open(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<ProposalRow>, DbError> {
    let sql = "SELECT w.id, w.proposed_by, p.name, p.email, w.product, w.subscription_id, w.plan, w.seats, w.billing_interval, w.note, w.state, w.reason, w.proposed_at \
               FROM proposals w JOIN people p ON p.id = w.proposed_by WHERE w.account_id = $1 AND w.state = 'open' ORDER BY w.proposed_at, w.id";
    tx.all(sql, args![account.as_str()], read_proposal).await
}

/// The wishes of a person in an account, the newest first.
pub async fn list_of_person(tx: &mut Tx<'_>, account: &AccountId, person: &PersonId, limit: i64) -> Result<Vec<ProposalRow>, DbError> {
    let sql = "SELECT w.id, w.proposed_by, p.name, p.email, w.product, w.subscription_id, w.plan, w.seats, w.billing_interval, w.note, w.state, w.reason, w.proposed_at \
               FROM proposals w JOIN people p ON p.id = w.proposed_by WHERE w.account_id = $1 AND w.proposed_by = $2 \
               ORDER BY w.proposed_at DESC, w.id DESC LIMIT $3";
    tx.all(sql, args![account.as_str(), person.as_str(), limit], read_proposal).await
}

/// A wish of an account; another account's is not found.
pub async fn find_proposal(tx: &mut Tx<'_>, account: &AccountId, id: &ProposalId) -> Result<Option<ProposalRow>, DbError> {
    let sql = "SELECT w.id, w.proposed_by, p.name, p.email, w.product, w.subscription_id, w.plan, w.seats, w.billing_interval, w.note, w.state, w.reason, w.proposed_at \
               FROM proposals w JOIN people p ON p.id = w.proposed_by WHERE w.account_id = $1 AND w.id = $2";
    tx.opt(sql, args![account.as_str(), id.as_str()], read_proposal).await
}

/// Ends an open wish; answers false when it was not open.
pub async fn settle_proposal(
    tx: &mut Tx<'_>,
    (account, id): (&AccountId, &ProposalId),
    state: ProposalState,
    reason: &str,
    (person, now): (&PersonId, i64),
) -> Result<bool, DbError> {
    let sql = "UPDATE proposals SET state = $3, reason = $4, settled_by = $5, settled_at = $6 WHERE account_id = $1 AND id = $2 AND state = 'open'";
    Ok(tx.exec(sql, args![account.as_str(), id.as_str(), state.code(), reason, person.as_str(), now]).await? == 1)
}

/// Whatever wished exactly this of a product has been taken up; answers which.
pub async fn take_matching(
    tx: &mut Tx<'_>,
    account: &AccountId,
    (product, choice): (&ProductId, &PlanChoice),
    (person, now): (&PersonId, i64),
) -> Result<Vec<ProposalId>, DbError> {
    let sql = "UPDATE proposals SET state = 'taken', settled_by = $6, settled_at = $7 WHERE account_id = $1 AND product = $2 AND plan = $3 AND seats = $4 \
               AND billing_interval = $5 AND state = 'open' RETURNING id";
    let args = args![account.as_str(), product.as_str(), choice.plan.as_str(), choice.seats, choice.interval.code(), person.as_str(), now];
    tx.all(sql, args, |row| Ok(ProposalId(row.text("id")?))).await
}

fn read_proposal(row: &Row<'_>) -> Result<ProposalRow, DbError> {
    let interval = row.parsed("billing_interval", BillingInterval::parse)?;
    Ok(ProposalRow {
        id: ProposalId(row.text("id")?),
        person: PersonId(row.text("proposed_by")?),
        proposed_by: Contact { name: row.text("name")?, email: row.text("email")? },
        product: ProductId(row.text("product")?),
        subscription: row.opt_text("subscription_id")?.map(SubscriptionId),
        choice: PlanChoice { plan: PlanId(row.text("plan")?), seats: row.int("seats")?, interval },
        note: row.text("note")?,
        state: row.parsed("state", ProposalState::parse)?,
        reason: row.text("reason")?,
        proposed_at: row.int("proposed_at")?,
    })
}
