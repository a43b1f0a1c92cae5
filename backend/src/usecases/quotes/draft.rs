//! The representative writes a quote: lines from the catalogue or for running contracts, prices of their own with a reason.

use super::create::{Quoted, insert_priced, price_of};
use crate::db::{Tx, accounts, audit, quotes, staff, subscriptions};
use crate::usecases::receipts::read_form_key;
use crate::usecases::staff::StaffMember;
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::ids::{PlanId, ProductId, SubscriptionId};
use billing::input::{InputFault, read_note, read_text};
use billing::price::AgreedPrice;
use billing::quote::{Offer, QuoteError, QuoteItem, QuoteOrigin, QuoteState, find_second_of_product};
use billing::renewal::PriceOrigin;
use billing::subscription::SubscriptionState;
use billing::{BillingInterval, PriceErrorCode};
use chrono::NaiveDate;

/// How far ahead the last day of a quote may be.
const MOST_DAYS: u32 = 365;

/// What one line is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineWish {
    /// A product that the account does not have.
    New {
        /// The product.
        product: ProductId,
        /// Its plan.
        plan: PlanId,
        /// Billing frequency.
        interval: BillingInterval,
    },
    /// Seats for a contract that runs.
    AddSeats(SubscriptionId),
}

/// One line as the representative wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineInput {
    /// New, or for a contract.
    pub wish: LineWish,
    /// Number of seats.
    pub seats: i64,
    /// The representative's own price of a seat and period, net, minor units; none for the catalogue's or the contract's.
    pub own_minor: Option<i64>,
    /// Why it is another.
    pub reason: String,
}

/// A quote as the representative wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftInput {
    /// Number of the account.
    pub account: String,
    /// The last day on which it can be accepted.
    pub valid_until: NaiveDate,
    /// What is said about it; may be empty.
    pub message: String,
    /// Its lines.
    pub lines: Vec<LineInput>,
}

/// Which draft is written.
#[derive(Clone, Copy, Debug)]
pub enum DraftOf<'a> {
    /// A new one, by the form of that key. The same form sent twice is one draft.
    New {
        /// 32 hexadecimal digits.
        form_key: &'a str,
    },
    /// The one of that number.
    Number(&'a str),
}

/// Writes a new draft, or rewrites one; answers its number.
///
/// # Errors
/// [`Refusal::Input`] and [`Refusal::Price`] say what cannot be offered; [`Refusal::Quote`] when it is no draft any more.
pub async fn save_draft(backend: &Backend, member: &StaffMember, draft: DraftOf<'_>, input: &DraftInput) -> Result<String, Refusal> {
    if let DraftOf::New { form_key } = draft {
        read_form_key(form_key)?;
    }
    let ahead = input.valid_until.signed_duration_since(backend.today()).num_days();
    if !(0..=i64::from(MOST_DAYS)).contains(&ahead) {
        return Err(Refusal::Input { field: "valid_until", fault: InputFault::DayNotAhead { most_days: MOST_DAYS } });
    }
    read_note(&input.message).map_err(|fault| Refusal::Input { field: "message", fault })?;
    if input.lines.is_empty() {
        return Err(Refusal::CartEmpty);
    }
    let now = backend.now();
    backend.db.write(work!(tx => write(tx, backend, member, (draft, input), now).await)).await
}

async fn write(tx: &mut Tx<'_>, backend: &Backend, member: &StaffMember, wanted: (DraftOf<'_>, &DraftInput), now: i64) -> Result<String, Refusal> {
    let (draft, input) = wanted;
    let (id, _) = staff::find_for(tx, member, &input.account).await?.ok_or(Refusal::NotFound)?;
    accounts::lock_account(tx, &id).await?;
    let account = accounts::find_account(tx, &id).await?.ok_or(Refusal::NotFound)?;
    let content = read_lines(tx, backend, &account, (&input.lines, &input.message)).await?;
    let (known, form_key) = match draft {
        DraftOf::Number(number) => (Some(number.to_owned()), None),
        DraftOf::New { form_key } => (quotes::find_by_form(tx, &account.id, form_key).await?, Some(form_key)),
    };
    let Some(number) = known else {
        let (state, origin) = (QuoteState::Draft, QuoteOrigin::Representative);
        let new = Quoted { content, state, origin, made_by: &member.person, valid_until: input.valid_until, form_key };
        return insert_priced(tx, backend, &account, new, now).await;
    };
    let row = quotes::find_quote(tx, &account.id, &number).await?.ok_or(Refusal::NotFound)?;
    if row.state == QuoteState::Draft && row.content == content && row.valid_until == input.valid_until {
        return Ok(number);
    }
    let total_minor = price_of(tx, backend, &account, &content).await?;
    if !quotes::rewrite_draft(tx, &row, &content, input.valid_until, total_minor).await? {
        return Err(Refusal::Quote(QuoteError::NotDraft(row.state)));
    }
    let details = serde_json::json!({ "total_minor": total_minor });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&member.person), action: "quote_rewritten", subject: &number, details };
    audit::add_entry(tx, entry, now).await?;
    Ok(number)
}

/// What the lines offer, with the names and prices of today.
pub(crate) async fn read_lines(tx: &mut Tx<'_>, backend: &Backend, account: &Account, said: (&[LineInput], &str)) -> Result<quotes::QuoteContent, Refusal> {
    let (lines, message) = said;
    let mut items = Vec::with_capacity(lines.len());
    for line in lines {
        items.push(item_of(tx, backend, account, line).await?);
    }
    if find_second_of_product(&items).is_some() {
        return Err(Refusal::Input { field: "product", fault: InputFault::NamedTwice });
    }
    Ok(quotes::QuoteContent { items, message: message.trim().to_owned() })
}

async fn item_of(tx: &mut Tx<'_>, backend: &Backend, account: &Account, line: &LineInput) -> Result<QuoteItem, Refusal> {
    let own = match line.own_minor {
        Some(unit_minor) => {
            read_text(&line.reason).map_err(|fault| Refusal::Input { field: "reason", fault })?;
            Some(AgreedPrice { unit_minor, origin: PriceOrigin::Negotiated })
        }
        None => None,
    };
    let (product_id, plan_id, offer, unit) = match &line.wish {
        LineWish::New { product, plan, interval } => {
            if subscriptions::find_live(tx, &account.id, product).await?.is_some_and(|live| live.subscription.state != SubscriptionState::TrialRunning) {
                return Err(Refusal::Input { field: "product", fault: InputFault::NotOffered });
            }
            // The catalogue's price of today is pinned as well: what was quoted is what is charged.
            let listed = backend.catalogue.product(product).and_then(|found| found.plan(plan));
            let (_, found) = listed.ok_or(Refusal::Price(PriceErrorCode::UnknownPlan))?;
            let unit_minor = found.unit_minor(account.currency, *interval, line.seats, backend.today()).ok_or(Refusal::Price(PriceErrorCode::NoPrice))?;
            let unit = own.unwrap_or(AgreedPrice { unit_minor, origin: PriceOrigin::Catalogue });
            (product.clone(), plan.clone(), Offer::New { plan: plan.clone(), seats: line.seats, interval: *interval }, Some(unit))
        }
        LineWish::AddSeats(id) => {
            let contract = subscriptions::find_subscription(tx, &account.id, id).await?.ok_or(Refusal::NotFound)?.subscription;
            (contract.running.product, contract.running.plan, Offer::AddSeats { subscription: id.clone(), seats: line.seats }, own)
        }
    };
    let (product_name, plan_name) = (backend.catalogue.product_name(&product_id), backend.catalogue.plan_name(&product_id, &plan_id));
    let reason = if line.own_minor.is_some() { line.reason.trim().to_owned() } else { String::new() };
    Ok(QuoteItem { product: product_id, offer, unit, reason, product_name, plan_name })
}
