//! An amount of one currency in whole minor units, and the one way to round.

use crate::Currency;
use serde::{Deserialize, Serialize};

/// An amount in minor units (cents for EUR) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative for a credit.
    pub minor: i64,
    /// The currency that the minor units are of.
    pub currency: Currency,
}

impl Money {
    /// An amount of `minor` units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }
}

/// An amount that does not fit `i64` minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the amount does not fit 64 bits of minor units")]
pub struct AmountOverflow;

/// `numerator / denominator` as a whole number, rounded half away from zero.
///
/// # Errors
/// [`AmountOverflow`] when the denominator is not positive or the result leaves `i64`.
///
/// ```
/// use billing::money::divide_rounded;
/// assert_eq!(divide_rounded(1_400_000, 300), Ok(4_667)); // 4666.67
/// assert_eq!(divide_rounded(-5, 2), Ok(-3));
/// assert_eq!(divide_rounded(5, 2), Ok(3));
/// ```
pub fn divide_rounded(numerator: i128, denominator: i128) -> Result<i64, AmountOverflow> {
    if denominator <= 0 {
        return Err(AmountOverflow);
    }
    let quotient = numerator / denominator;
    let remainder = numerator % denominator;
    // `remainder * 2` could overflow for a huge denominator; comparing with the rest to the next whole number cannot.
    let away = remainder.unsigned_abs() >= denominator.unsigned_abs() - remainder.unsigned_abs();
    let rounded = if away { quotient.checked_add(numerator.signum()).ok_or(AmountOverflow)? } else { quotient };
    i64::try_from(rounded).map_err(|_| AmountOverflow)
}

/// `unit × seats × days / of_days`, the product taken in `i128`, rounded once.
///
/// # Errors
/// [`AmountOverflow`] when the product or the result does not fit.
pub fn prorate(unit_minor: i64, seats: i64, days: i64, of_days: i64) -> Result<i64, AmountOverflow> {
    // Two i64 always fit an i128; the third factor may not.
    let product = i128::from(unit_minor) * i128::from(seats);
    let numerator = product.checked_mul(i128::from(days)).ok_or(AmountOverflow)?;
    divide_rounded(numerator, i128::from(of_days))
}

/// The sum of amounts.
///
/// # Errors
/// [`AmountOverflow`] when it leaves `i64`.
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, AmountOverflow> {
    let mut total: i128 = 0;
    for amount in amounts {
        // 2^63 amounts would be needed to leave i128.
        total += i128::from(amount);
    }
    i64::try_from(total).map_err(|_| AmountOverflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (numerator, denominator, expected) in [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (0, 7, 0)] {
            assert_eq!(divide_rounded(numerator, denominator), Ok(expected), "{numerator}/{denominator}");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        assert_eq!(divide_rounded(i128::MAX, 1), Err(AmountOverflow));
        assert_eq!(divide_rounded(1, 0), Err(AmountOverflow));
        assert_eq!(prorate(i64::MAX, i64::MAX, 2, 1), Err(AmountOverflow));
        assert_eq!(prorate(i64::MAX, i64::MAX, i64::MAX, 1), Err(AmountOverflow));
        assert_eq!(sum([i64::MAX, 1]), Err(AmountOverflow));
        assert_eq!(sum([i64::MAX, 1, -1]), Ok(i64::MAX));
    }
}
