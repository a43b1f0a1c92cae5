//! What a refund is; whether a charge has that much to give back is not decided here.

use serde::{Deserialize, Serialize};

/// What a caller asks to have given back; two requests are the same when all fields are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundRequest {
    pub(crate) charge_key: String,
    /// Above zero, in minor units of the charge's currency.
    pub(crate) amount_minor: i64,
    pub(crate) reference: String,
}

/// Money given back.
#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) request: RefundRequest,
}

impl Refund {
    /// What a caller gets to see of it.
    pub(crate) fn answer(&self) -> RefundAnswer<'_> {
        let RefundRequest { charge_key, amount_minor, reference } = &self.request;
        RefundAnswer { id: &self.id, status: "succeeded", charge_key, amount_minor: *amount_minor, reference }
    }
}

/// A refund as the HTTP interface shows it.
#[derive(Debug, Serialize)]
pub(crate) struct RefundAnswer<'a> {
    id: &'a str,
    status: &'static str,
    charge_key: &'a str,
    amount_minor: i64,
    reference: &'a str,
}
