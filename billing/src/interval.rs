//! How often a subscription is billed.

use serde::{Deserialize, Serialize};

/// Billing frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingInterval {
    /// Every month.
    Monthly,
    /// Every year.
    Annual,
}

impl BillingInterval {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Monthly, Self::Annual];

    /// Length in months.
    pub const fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Annual => 12,
        }
    }

    /// The word of the interval in files, addresses and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Annual => "annual",
        }
    }

    /// The interval of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|interval| interval.code() == code)
    }
}
