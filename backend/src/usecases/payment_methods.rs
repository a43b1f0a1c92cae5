//! The account's payment method: entered on the gateway's hosted page, never on ours.

pub mod adopt;
pub mod load;
pub mod open;

/// What a visit to the hosted page is for: where it begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To order what is in the cart.
    Checkout,
    /// To have another method on file.
    PaymentMethod,
}

impl Purpose {
    /// The word of the purpose in addresses and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Checkout => "checkout",
            Self::PaymentMethod => "payment_method",
        }
    }

    /// The purpose of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Checkout, Self::PaymentMethod].into_iter().find(|purpose| purpose.code() == code)
    }

    /// The page that the visit begins at and leads back to.
    pub const fn page(self) -> &'static str {
        match self {
            Self::Checkout => "/billing/checkout",
            Self::PaymentMethod => "/billing/payment-method",
        }
    }
}
