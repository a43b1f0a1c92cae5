//! The portal's doors: each is a root component with its own routes, and a bundle of its own in the browser.

pub mod billing_center;
pub mod staff;
pub mod styleguide;

use leptos::server_fn::ServerFn;

/// A door, by the part of the site that it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// Accounts that buy online.
    BillingCenter,
    /// Those who stand behind the portal.
    Staff,
    /// All parts of the screens, each in every state; only in the demonstration.
    Styleguide,
}

impl Bundle {
    /// All doors.
    pub const ALL: [Self; 3] = [Self::BillingCenter, Self::Staff, Self::Styleguide];

    /// The name of the browser's files and of the feature of `frontend` that builds them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BillingCenter => "billing-center",
            Self::Staff => "staff",
            Self::Styleguide => "styleguide",
        }
    }

    /// The door that an address belongs to; what belongs to none is answered by the Billing Center.
    pub fn of_path(path: &str) -> Self {
        let lies_below = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if lies_below("/staff") {
            Self::Staff
        } else if lies_below("/styleguide") {
            Self::Styleguide
        } else {
            Self::BillingCenter
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

impl FormPage {
    /// A page with one form.
    pub fn with<F: ServerFn>(path: &'static str) -> Self {
        Self { path, functions: vec![F::PATH] }
    }

    /// Another form on the same page.
    #[must_use]
    pub fn and<F: ServerFn>(mut self) -> Self {
        self.functions.push(F::PATH);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_one_door() {
        for (path, bundle) in [
            ("/billing", Bundle::BillingCenter),
            ("/sign-in", Bundle::BillingCenter),
            ("/staff", Bundle::Staff),
            ("/staff/sign-in", Bundle::Staff),
            ("/staffing", Bundle::BillingCenter),
            ("/styleguide", Bundle::Styleguide),
        ] {
            assert_eq!(Bundle::of_path(path), bundle, "{path}");
        }
    }
}
