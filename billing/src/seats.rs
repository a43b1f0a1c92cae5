//! The number of licences that a subscription has.

use serde::{Deserialize, Serialize};

/// A number of seats, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64")]
pub struct Seats(i64);

/// The least and the greatest number of seats of a plan that names none.
pub const DEFAULT_RANGE: (i64, i64) = (1, 10_000);

/// A number of seats below one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected at least one seat")]
pub struct NoSeats;

impl TryFrom<i64> for Seats {
    type Error = NoSeats;

    fn try_from(count: i64) -> Result<Self, NoSeats> {
        if count < 1 { Err(NoSeats) } else { Ok(Self(count)) }
    }
}

impl Seats {
    /// Seats of a count that lies in `range` (both ends included).
    pub fn within(count: i64, range: (i64, i64)) -> Option<Self> {
        (count >= 1 && count >= range.0 && count <= range.1).then_some(Self(count))
    }

    /// The count.
    pub const fn count(self) -> i64 {
        self.0
    }
}
