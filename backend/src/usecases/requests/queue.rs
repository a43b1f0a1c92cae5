//! The staff's queue of requests: those that wait, the longest first; what was answered and closed, the latest first.

use crate::db::requests::{self, MessageRow, QueueRow, RequestRow};
use crate::db::{accounts, subscriptions};
use crate::usecases::looks::{LookedAt, note_look};
use crate::usecases::staff::{StaffMember, must_see};
use crate::work;
use crate::{Account, Backend, Refusal};
use billing::ids::RequestId;
use billing::request::RequestState;

/// So many stand on a page.
const PAGE: i64 = 50;

/// A page of the queue.
pub struct QueuePage {
    /// The requests.
    pub rows: Vec<QueueRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<(i64, RequestId)>,
}

/// A page of the requests that stand so, after the one named.
///
/// # Errors
/// Of the database.
pub async fn list_queue(backend: &Backend, member: &StaffMember, state: RequestState, after: Option<(i64, RequestId)>) -> Result<QueuePage, Refusal> {
    let mut rows = match state {
        RequestState::Open => {
            let (since, id) = after.unwrap_or_default();
            backend.db.read(work!(tx, &id => requests::list_longest(tx, (state, member.scope()), (since, id.as_str()), PAGE + 1).await)).await?
        }
        RequestState::Answered | RequestState::Closed => {
            let (since, id) = after.unwrap_or((i64::MAX, RequestId::default()));
            backend.db.read(work!(tx, &id => requests::list_latest(tx, (state, member.scope()), (since, id.as_str()), PAGE + 1).await)).await?
        }
    };
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| has_more).map(|last| (last.changed_at, last.id.clone()));
    Ok(QueuePage { rows, next })
}

/// A request as the staff reads it.
pub struct RequestView {
    /// The account as it is now.
    pub account: Account,
    /// The request.
    pub request: RequestRow,
    /// Its messages, the oldest first.
    pub messages: Vec<MessageRow>,
    /// Whether something can be scheduled for the subscription concerned.
    pub can_schedule: bool,
}

/// A request of any account. That the reader looked at it is written down.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn view_request(backend: &Backend, member: &StaffMember, id: &RequestId) -> Result<RequestView, Refusal> {
    let today = backend.today();
    let view = backend.db.read(work!(tx => {
        let account = requests::find_account_of(tx, id).await?.ok_or(Refusal::NotFound)?;
        must_see(tx, member, &account).await?;
        let request = requests::find_request(tx, &account, id).await?.ok_or(Refusal::NotFound)?;
        let messages = requests::list_messages(tx, &account, id).await?;
        let concerned = match &request.subscription {
            Some(subscription) => subscriptions::find_subscription(tx, &account, subscription).await?,
            None => None,
        };
        let can_schedule = concerned.is_some_and(|found| found.subscription.schedule_obstacle(today).is_none());
        let account = accounts::find_account(tx, &account).await?.ok_or(Refusal::NotFound)?;
        Ok::<_, Refusal>(RequestView { account, request, messages, can_schedule })
    }));
    let view: RequestView = view.await?;
    note_look(backend, member, &view.account.id, LookedAt::Request, id.as_str()).await?;
    Ok(view)
}
