//! What a person typed into the plan editor, read the same way by browser and server.

use crate::ids::PlanId;
use crate::{BillingInterval, Plan, Product, RunningSubscription};
use serde::{Deserialize, Serialize};

/// The editor's fields as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanInput {
    /// Chosen plan's id.
    pub plan: String,
    /// Seats as text.
    pub seats: String,
    /// Chosen interval's code.
    pub interval: String,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanInputError {
    /// No plan, or one that the product lacks.
    PlanMissing,
    /// The number of seats is empty.
    SeatsMissing,
    /// It is not a whole number.
    SeatsNotWhole,
    /// It is not between the plan's least and most.
    SeatsOutOfRange {
        /// Fewest seats of the plan.
        least: i64,
        /// Most seats of the plan.
        most: i64,
    },
    /// Neither monthly nor annual.
    IntervalMissing,
}

/// A readable choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChoice {
    /// The plan.
    pub plan: PlanId,
    /// Seats, within the plan's range.
    pub seats: i64,
    /// Billing frequency.
    pub interval: BillingInterval,
}

impl From<&RunningSubscription> for PlanChoice {
    fn from(running: &RunningSubscription) -> Self {
        Self { plan: running.plan.clone(), seats: running.seats, interval: running.interval }
    }
}

impl PlanInput {
    /// The fields filled with what runs today.
    pub fn from_running(running: &RunningSubscription) -> Self {
        Self { plan: running.plan.0.clone(), seats: running.seats.to_string(), interval: running.interval.code().to_owned() }
    }

    /// The fields filled with an earlier choice.
    pub fn from_choice(choice: &PlanChoice) -> Self {
        Self { plan: choice.plan.0.clone(), seats: choice.seats.to_string(), interval: choice.interval.code().to_owned() }
    }

    /// Reads the fields for a product.
    ///
    /// # Errors
    /// The first [`PlanInputError`] in the order of the form.
    pub fn read(&self, product: &Product) -> Result<PlanChoice, PlanInputError> {
        let wanted = PlanId(self.plan.clone());
        let (_, plan) = product.plan(&wanted).ok_or(PlanInputError::PlanMissing)?;
        let seats = read_seats(&self.seats, plan)?;
        let interval = BillingInterval::parse(&self.interval).ok_or(PlanInputError::IntervalMissing)?;
        Ok(PlanChoice { plan: wanted, seats, interval })
    }
}

/// A number of seats as people type it: digits, with blanks around them.
fn read_seats(text: &str, plan: &Plan) -> Result<i64, PlanInputError> {
    let text = text.trim();
    let (least, most) = plan.seats_range();
    let out_of_range = PlanInputError::SeatsOutOfRange { least, most };
    if text.is_empty() {
        return Err(PlanInputError::SeatsMissing);
    }
    let digits = text.strip_prefix(['-', '−']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PlanInputError::SeatsNotWhole);
    }
    // A minus sign, and a number too long for 64 bits, are out of any range.
    let count = text.parse::<i64>().map_err(|_| out_of_range)?;
    if count < least || count > most { Err(out_of_range) } else { Ok(count) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue_file::parse_catalogue;
    use crate::ids::ProductId;

    #[test]
    fn seats_are_whole_numbers_within_the_plan() {
        let catalogue = parse_catalogue(include_str!("../../catalogue.toml")).unwrap();
        let product = catalogue.product(&ProductId("goto-meeting".to_owned())).unwrap();
        let range = PlanInputError::SeatsOutOfRange { least: 1, most: 10_000 };
        for (typed, expected) in [
            ("10", Ok(10)),
            (" 7 ", Ok(7)),
            ("007", Ok(7)),
            ("10000", Ok(10_000)),
            ("0", Err(range)),
            ("-1", Err(range)),
            ("−1", Err(range)),
            ("10001", Err(range)),
            ("1000000000", Err(range)),
            ("99999999999999999999999", Err(range)),
            ("", Err(PlanInputError::SeatsMissing)),
            ("  ", Err(PlanInputError::SeatsMissing)),
            ("1.5", Err(PlanInputError::SeatsNotWhole)),
            ("1,5", Err(PlanInputError::SeatsNotWhole)),
            ("ten", Err(PlanInputError::SeatsNotWhole)),
            ("-", Err(PlanInputError::SeatsNotWhole)),
            ("+3", Err(PlanInputError::SeatsNotWhole)),
            ("1e3", Err(PlanInputError::SeatsNotWhole)),
            ("<b>3</b>", Err(PlanInputError::SeatsNotWhole)),
        ] {
            let input = PlanInput { plan: "business".to_owned(), seats: typed.to_owned(), interval: "monthly".to_owned() };
            assert_eq!(input.read(product).map(|choice| choice.seats), expected, "{typed:?}");
        }
    }
}
