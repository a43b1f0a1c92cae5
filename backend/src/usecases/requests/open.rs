//! The billing contact asks customer care, with the account's context attached.

use super::{matter, must_be_allowed_to_ask, read, too_many_open};
use crate::db::requests::{self, NewRequest, RequestRow};
use crate::db::subscriptions::{self, Versioned};
use crate::db::{DbError, Tx, accounts, audit};
use crate::texts::request_mail::{self, Asked};
use crate::usecases::notices;
use crate::work;
use crate::{Account, Actor, Backend, Contact, Refusal};
use billing::editor::{PlanChoice, PlanInput};
use billing::ids::{RequestId, SubscriptionId};
use billing::input::InputFault;
use billing::request::{ContextSubscription, MOST_OPEN, RequestContext, RequestMatter, RequestSubject};
use billing::subscription::SubscriptionState;

/// Before the identifier of a contract, where a form says what is concerned.
const CONTRACT: &str = "contract:";

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct RequestInput {
    /// Code of the subject.
    pub subject: String,
    /// The subscription concerned; may be empty.
    pub subscription: String,
    /// At the corporate door what is concerned: `contract:ID`, or a document as [`RequestMatter::code`]; may be empty.
    pub about: String,
    /// What a downgrade asks for, as the plan editor had it; whatever cannot be read is left out.
    pub wish: PlanInput,
    /// The message.
    pub message: String,
}

/// Writes a request, confirms it to who asked, and tells the seller. The same sent twice is one request. The mails name it
/// and lead to it; what was typed stays in the portal.
///
/// # Errors
/// [`Refusal::NotBillingContact`]; [`Refusal::Input`] for the subject, the subscription and the message, the last also when
/// too many requests of the account wait.
pub async fn open_request(backend: &Backend, actor: &Actor, input: &RequestInput) -> Result<RequestId, Refusal> {
    must_be_allowed_to_ask(actor)?;
    let subject = read_subject(&input.subject)?;
    let message = read(&input.message)?;
    let now = backend.now();
    backend.db.write(work!(tx => write_request(tx, backend, actor, (subject, input, message), now).await)).await
}

fn read_subject(code: &str) -> Result<RequestSubject, Refusal> {
    let fault = if code.is_empty() { InputFault::Missing } else { InputFault::NotOffered };
    RequestSubject::parse(code).ok_or(Refusal::Input { field: "subject", fault })
}

async fn write_request(
    tx: &mut Tx<'_>,
    backend: &Backend,
    actor: &Actor,
    (subject, input, message): (RequestSubject, &RequestInput, &str),
    now: i64,
) -> Result<RequestId, Refusal> {
    accounts::lock_account(tx, &actor.account).await?;
    let account = accounts::find_account(tx, &actor.account).await?.ok_or(Refusal::NotFound)?;
    let all = subscriptions::list_subscriptions(tx, &account.id).await?;
    let concerned = find_concerned(&all, subject, input)?;
    let matter = find_matter(tx, &account, &input.about).await?;
    let subscription = concerned.map(|found| &found.subscription.id);
    if let Some(same) = find_same(tx, actor, (subject, subscription, matter.as_ref(), message)).await? {
        return Ok(same);
    }
    if requests::count_open(tx, &account.id).await? >= MOST_OPEN {
        return Err(too_many_open());
    }
    let wish = concerned.filter(|_| subject == RequestSubject::Downgrade).and_then(|found| read_wish(backend, found, &input.wish));
    let context = RequestContext { matter, ..context_of(tx, backend, &account, &all).await? };
    let new = NewRequest { account: &account.id, door: actor.door, subject, subscription, wish: wish.as_ref(), context: &context, person: &actor.person };
    let id = requests::insert_request(tx, &new, now).await?;
    requests::insert_message(tx, (&account.id, &id), (billing::request::Side::Customer, &actor.person), message, now).await?;
    let contact = Contact { name: actor.person_name.clone(), email: actor.email.clone() };
    notices::write_mail(tx, &account, &contact, &request_mail::received((&id, subject), &account, &contact, backend), now).await?;
    tell_seller(tx, backend, &account, (&id, subject, Asked::First), now).await?;
    let details = serde_json::json!({ "subject": subject, "subscription": subscription });
    let entry = audit::AuditEntry { account: Some(&account.id), person: Some(&actor.person), action: "request_opened", subject: id.as_str(), details };
    audit::add_entry(tx, entry, now).await?;
    Ok(id)
}

/// The seller's own mailbox is told that somebody waits.
pub(super) async fn tell_seller(
    tx: &mut Tx<'_>,
    backend: &Backend,
    account: &Account,
    (id, subject, asked): (&RequestId, RequestSubject, Asked),
    now: i64,
) -> Result<(), DbError> {
    let seller = &backend.settings.seller;
    let desk = Contact { name: seller.party.name.clone(), email: seller.email.clone() };
    notices::write_mail(tx, account, &desk, &request_mail::for_seller((id, subject, asked), account, backend), now).await
}

/// The document of the account that is concerned, if one is.
async fn find_matter(tx: &mut Tx<'_>, account: &Account, about: &str) -> Result<Option<RequestMatter>, Refusal> {
    if about.is_empty() || about.starts_with(CONTRACT) {
        return Ok(None);
    }
    let refused = || Refusal::Input { field: "about", fault: InputFault::NotOffered };
    let found = RequestMatter::parse(about).filter(|_| account.terms.is_some()).ok_or_else(refused)?;
    if matter::is_there(tx, &account.id, &found).await? { Ok(Some(found)) } else { Err(refused()) }
}

/// A downgrade is of a subscription; everything else may be of one.
fn find_concerned<'a>(all: &'a [Versioned], subject: RequestSubject, input: &RequestInput) -> Result<Option<&'a Versioned>, Refusal> {
    let (field, id) = match input.about.strip_prefix(CONTRACT) {
        Some(id) => ("about", id),
        None => ("subscription", input.subscription.as_str()),
    };
    let refused = |fault| Err(Refusal::Input { field, fault });
    if id.is_empty() {
        return if subject == RequestSubject::Downgrade { refused(InputFault::Missing) } else { Ok(None) };
    }
    match all.iter().find(|found| found.subscription.id.as_str() == id) {
        Some(found) => Ok(Some(found)),
        None => refused(InputFault::NotOffered),
    }
}

/// The newest request that still waits, if it says the same: a form that was sent twice.
async fn find_same(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (subject, subscription, matter, message): (RequestSubject, Option<&SubscriptionId>, Option<&RequestMatter>, &str),
) -> Result<Option<RequestId>, DbError> {
    let newest: Option<RequestRow> = requests::list_of_account(tx, &actor.account, 1).await?.into_iter().next();
    let Some(row) = newest.filter(|row| (row.subject, row.subscription.as_ref(), row.context.matter.as_ref()) == (subject, subscription, matter)) else {
        return Ok(None);
    };
    let messages = requests::list_messages(tx, &actor.account, &row.id).await?;
    Ok(matches!(messages.as_slice(), [only] if only.body == message).then_some(row.id))
}

fn read_wish(backend: &Backend, found: &Versioned, wish: &PlanInput) -> Option<PlanChoice> {
    wish.read(backend.catalogue.product(&found.subscription.running.product)?).ok()
}

async fn context_of(tx: &mut Tx<'_>, backend: &Backend, account: &Account, all: &[Versioned]) -> Result<RequestContext, DbError> {
    let live = all.iter().filter(|found| !matches!(found.subscription.state, SubscriptionState::TrialEnded | SubscriptionState::Ended));
    Ok(RequestContext {
        today: backend.today(),
        currency: account.currency,
        credit_minor: account.customer.credit_minor,
        open_minor: requests::sum_open(tx, &account.id).await?,
        subscriptions: live.map(|found| context_subscription(backend, found)).collect(),
        matter: None,
    })
}

fn context_subscription(backend: &Backend, found: &Versioned) -> ContextSubscription {
    let running = &found.subscription.running;
    ContextSubscription {
        id: found.subscription.id.clone(),
        product_name: backend.catalogue.product_name(&running.product),
        plan_name: backend.catalogue.plan_name(&running.product, &running.plan),
        seats: running.seats,
        interval: running.interval,
        unit_minor: running.unit_minor,
        period_end: running.period_end,
    }
}
