//! An order from placing to its end: what was ordered, at which pinned price, and what became of it.

use crate::OrderPrice;
use crate::RunningSubscription;
use crate::editor::PlanChoice;
use crate::ids::{OrderId, ProductId, SubscriptionId};
use crate::invoice::DocumentKind;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Written; the gateway's answer is not known yet.
    Placed,
    /// Paid, invoiced, in force.
    Completed,
    /// The payment was declined; nothing changed.
    Declined,
    /// Given up before anything was charged; nothing changed.
    Cancelled,
}

impl OrderState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Placed, Self::Completed, Self::Declined, Self::Cancelled];

    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One thing that was ordered, with the names it had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderItem {
    /// The subscription that changes, or the one that the order begins.
    pub subscription: SubscriptionId,
    /// The product; empty in orders that were stored before they named it.
    #[serde(default)]
    pub product: ProductId,
    /// What ran when the order was placed; none where the order begins the subscription.
    pub before: Option<RunningSubscription>,
    /// What was ordered.
    pub after: PlanChoice,
    /// Name of the product.
    pub product_name: String,
    /// Name of the plan before; empty where there was none.
    pub plan_name_before: String,
    /// Name of the plan ordered.
    pub plan_name: String,
}

impl OrderItem {
    /// Seats that were not there before; none when they stay or become fewer.
    pub fn added_seats(&self) -> Option<i64> {
        let before = self.before.as_ref().map_or(0, |before| before.seats);
        Some(self.after.seats.saturating_sub(before)).filter(|added| *added > 0)
    }
}

/// What is shown of a payment method: never more than its last digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodOnFile {
    /// A card.
    Card(CardOnFile),
    /// A bank account that is debited.
    SepaDebit(DebitOnFile),
}

impl MethodOnFile {
    /// Whether it can still be charged on a day; a card until the last day of its month, a bank account always.
    pub fn validity(&self, today: NaiveDate) -> Validity {
        let Self::Card(card) = self else { return Validity::Valid };
        let Some(last_day) = card.last_day() else { return Validity::Valid };
        match (last_day - today).num_days() {
            ..0 => Validity::Expired,
            0..=30 => Validity::ExpiresSoon,
            _ => Validity::Valid,
        }
    }
}

/// Whether a payment method can still be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// It can.
    Valid,
    /// It can, for 30 days more at most.
    ExpiresSoon,
    /// It no longer can.
    Expired,
}

/// A bank account, and the mandate by which it is debited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebitOnFile {
    /// Last four digits of the IBAN.
    pub last4: String,
    /// Country of the bank, two letters.
    pub country: String,
    /// Holder of the bank account.
    pub holder: String,
    /// Reference of the mandate.
    pub mandate_reference: String,
    /// The day on which the mandate was given.
    pub mandate_signed_on: NaiveDate,
}

/// A card, by what may be shown of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOnFile {
    /// Brand in small letters, for example `visa`.
    pub brand: String,
    /// Last four digits.
    pub last4: String,
    /// Month and year until which it is valid, `2028-04`.
    pub expires: String,
}

impl CardOnFile {
    /// The last day on which it can be charged, if `expires` can be read.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let first = crate::period::parse_iso_date(&format!("{}-01", self.expires))?;
        first.checked_add_months(chrono::Months::new(1))?.pred_opt()
    }
}

/// A document that an order issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDocument {
    /// Invoice or credit note.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Identifier.
    pub id: OrderId,
    /// What people call it, for example `B-2026-00012`.
    pub number: String,
    /// Where it is.
    pub state: OrderState,
    /// What was ordered.
    pub items: Vec<OrderItem>,
    /// The price that was shown and pinned.
    pub price: OrderPrice,
    /// What pays, where something is due.
    pub method: Option<MethodOnFile>,
    /// Where the holder of the card confirms the payment, while the gateway waits for that.
    pub action_url: Option<String>,
    /// Why the gateway declined, in its words' code.
    pub decline_code: Option<String>,
    /// What it issued.
    pub documents: Vec<IssuedDocument>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_good_until_the_last_day_of_its_month() {
        let card = MethodOnFile::Card(CardOnFile { brand: "visa".to_owned(), last4: "4242".to_owned(), expires: "2028-02".to_owned() });
        for (today, expected) in
            [("2028-01-29", Validity::Valid), ("2028-01-30", Validity::ExpiresSoon), ("2028-02-29", Validity::ExpiresSoon), ("2028-03-01", Validity::Expired)]
        {
            assert_eq!(card.validity(today.parse().unwrap()), expected, "{today}");
        }
    }
}
