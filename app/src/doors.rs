//! The portal's doors: each is a root component with its own routes, and a bundle of its own in the browser.

pub mod billing_center;

/// A door, by the part of the site that it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// Accounts that buy online.
    BillingCenter,
}

impl Bundle {
    /// The name of the browser's files and of the feature of `frontend` that builds them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BillingCenter => "billing-center",
        }
    }
}

/// A page whose forms are posted to its own address, with the server functions that they may call there.
pub struct FormPage {
    /// The address as the server's router writes it, for example `/billing/orders/{id}`.
    pub path: &'static str,
    /// Addresses of the server functions.
    pub functions: Vec<&'static str>,
}
