//! The portal's doors: each is a root component with its own routes, and a bundle of its own in the browser.

pub mod billing_center;
pub mod corporate;
pub mod customer;
mod links;
pub mod people;
pub mod staff;
pub mod styleguide;

use crate::forms::provide_posted;
use crate::texts::provide_language;
use crate::ui::page::{mark_hydrated, provide_first_page};
use leptos::server_fn::ServerFn;
use leptos_meta::provide_meta_context;
use links::leave_links_to_other_doors;

/// A door, by the part of the site that it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// Accounts that buy online.
    BillingCenter,
    /// People themselves, the account, and what they ask, behind both doors of customers: invitation, password, profile, choice of an account,
    /// invoices of online accounts, billing details, contacts, purchase orders, licences, history, customer care.
    People,
    /// Accounts that work with a representative.
    Corporate,
    /// Those who stand behind the portal.
    Staff,
    /// All parts of the screens, each in every state; only in the demonstration.
    Styleguide,
}

impl Bundle {
    /// All doors.
    pub const ALL: [Self; 5] = [Self::BillingCenter, Self::People, Self::Corporate, Self::Staff, Self::Styleguide];

    /// The name of the browser's files and of the feature of `frontend` that builds them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BillingCenter => "billing-center",
            Self::People => "people",
            Self::Corporate => "corporate",
            Self::Staff => "staff",
            Self::Styleguide => "styleguide",
        }
    }

    /// The door that an address belongs to; what belongs to none is answered by the Billing Center.
    pub fn of_path(path: &str) -> Self {
        let lies_below = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let is = |page: &str| path.strip_suffix('/').unwrap_or(path) == page;
        if lies_below("/staff") {
            Self::Staff
        } else if lies_below("/styleguide") {
            Self::Styleguide
        } else if BELOW_PEOPLE_PAGES.into_iter().any(lies_below) || PEOPLE_PAGES.into_iter().any(is) {
            Self::People
        } else if lies_below("/corporate") {
            Self::Corporate
        } else {
            Self::BillingCenter
        }
    }
}

/// Pages about people and the account among the addresses of both doors, and where who forgot their password begins.
const PEOPLE_PAGES: [&str; 11] = [
    "/billing/profile",
    "/billing/accounts",
    "/billing/contacts",
    "/billing/history",
    "/billing/details",
    "/billing/licences",
    "/forgot-password",
    "/corporate/profile",
    "/corporate/contacts",
    "/corporate/history",
    "/corporate/details",
];

/// Those with pages below them.
const BELOW_PEOPLE_PAGES: [&str; 8] = [
    "/invitation",
    "/set-password",
    "/billing/invoices",
    "/billing/customer-care",
    "/billing/proposals",
    "/corporate/invitation",
    "/corporate/purchase-orders",
    "/corporate/help",
];

/// What every door's root begins with, in this order on the server and in the browser.
fn provide_door(own: Bundle) {
    provide_meta_context();
    provide_language();
    provide_posted();
    provide_first_page();
    leave_links_to_other_doors(own);
    mark_hydrated();
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

/// What holds for the routes of every door, of which there are at least so many: each is this door's by its address and
/// renders in one piece, and forms are posted to pages and call functions that exist.
#[cfg(all(test, feature = "ssr"))]
fn check_routes<V: leptos::IntoView + 'static>(root: impl Fn() -> V + 'static + Send + Clone, own: Bundle, least: usize, forms: Vec<FormPage>) {
    let routes = leptos_axum::generate_route_list(root);
    assert!(routes.len() >= least);
    for route in &routes {
        assert_eq!(*route.mode(), leptos_router::SsrMode::Async, "{}", route.path());
        assert_eq!(Bundle::of_path(route.path()), own, "{}", route.path());
    }
    let functions: Vec<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    for page in forms {
        assert!(routes.iter().any(|route| route.path() == page.path), "{} is none of the routes", page.path);
        for function in page.functions {
            assert!(functions.contains(&function), "{function}");
        }
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
            ("/billing/profile", Bundle::People),
            ("/billing/profile/", Bundle::People),
            ("/billing/profile/more", Bundle::BillingCenter),
            ("/billing/accounts", Bundle::People),
            ("/billing/invoices", Bundle::People),
            ("/billing/invoices/RE-2026-00001", Bundle::People),
            ("/billing/details", Bundle::People),
            ("/billing/licences", Bundle::People),
            ("/billing/contacts", Bundle::People),
            ("/corporate/contacts", Bundle::People),
            ("/corporate/invitation/abc", Bundle::People),
            ("/corporate/history", Bundle::People),
            ("/corporate/help/abc", Bundle::People),
            ("/corporate/helpers", Bundle::Corporate),
            ("/corporate/quotes/AN-2026-00001", Bundle::Corporate),
            ("/invitation/abc", Bundle::People),
            ("/forgot-password", Bundle::People),
            ("/billing/customer-care", Bundle::People),
            ("/billing/customer-care/abc", Bundle::People),
            ("/billing/customer-cares", Bundle::BillingCenter),
            ("/billing/proposals/new", Bundle::People),
            ("/staff", Bundle::Staff),
            ("/staff/sign-in", Bundle::Staff),
            ("/staffing", Bundle::BillingCenter),
            ("/corporate", Bundle::Corporate),
            ("/corporate/sign-in", Bundle::Corporate),
            ("/corporation", Bundle::BillingCenter),
            ("/styleguide", Bundle::Styleguide),
        ] {
            assert_eq!(Bundle::of_path(path), bundle, "{path}");
        }
    }
}
