//! The bills that are to come, by the rules that renewals are computed with.

use crate::db::subscriptions::Versioned;
use crate::usecases::jobs::renewal::request_of;
use crate::{Account, Backend};
use billing::forecast::{Bill, bills_ahead, horizon};
use billing::subscription::SubscriptionState;

/// The coming bills of a subscription. What rests is not renewed until it is paid.
pub(super) fn bills_of(backend: &Backend, account: &Account, found: &Versioned) -> Vec<Bill> {
    if found.subscription.state != SubscriptionState::Active || found.subscription.suspended_on.is_some() {
        return Vec::new();
    }
    bills_ahead(&backend.catalogue, request_of(account, found), horizon(backend.today()))
}
