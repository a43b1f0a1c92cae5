//! The two doors of customers, for pages that stand behind both: where their addresses lie, and what their forms say of it.

use super::FormPage;
use crate::api::contacts::{ChangeContact, InviteContact, OfferPlace, RemoveContact, SaveRecipients, SettleInvitation, SettleOffer};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The door that a page stands behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CustomerDoor {
    /// Accounts that buy online.
    #[default]
    BillingCenter,
    /// Accounts that work with a representative.
    Corporate,
}

impl CustomerDoor {
    /// The word of the door in forms and questions.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BillingCenter => "billing_center",
            Self::Corporate => "corporate",
        }
    }

    /// The door of a [`code`](Self::code); what is none is the Billing Center.
    pub fn of(code: &str) -> Self {
        if code == Self::Corporate.code() { Self::Corporate } else { Self::BillingCenter }
    }

    /// Where its pages lie.
    pub const fn home(self) -> &'static str {
        match self {
            Self::BillingCenter => "/billing",
            Self::Corporate => "/corporate",
        }
    }

    /// The address of a page behind it: `/billing/profile`.
    pub fn page(self, name: &str) -> String {
        format!("{}/{name}", self.home())
    }

    /// Where one signs in.
    pub const fn sign_in(self) -> &'static str {
        match self {
            Self::BillingCenter => "/sign-in",
            Self::Corporate => "/corporate/sign-in",
        }
    }
}

/// The door that this page stands behind, as its address says.
pub fn use_customer_door() -> CustomerDoor {
    let pathname = use_location().pathname;
    let is_corporate = pathname.with_untracked(|path| path.strip_prefix("/corporate").is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if is_corporate { CustomerDoor::Corporate } else { CustomerDoor::BillingCenter }
}

/// The hidden field by which a function knows at which door its form was filled in.
#[component]
pub fn DoorField() -> impl IntoView {
    view! { <input type="hidden" name="door" value=use_customer_door().code()/> }
}

/// The forms of the page of the account's contacts, at its address behind either door.
pub fn contacts_forms(path: &'static str) -> FormPage {
    FormPage::with::<InviteContact>(path)
        .and::<SettleInvitation>()
        .and::<ChangeContact>()
        .and::<RemoveContact>()
        .and::<OfferPlace>()
        .and::<SettleOffer>()
        .and::<SaveRecipients>()
}

/// A page of the corporate door to come back to, as a form or an address names it; anything else is none.
pub fn corporate_address(text: &str) -> Option<&str> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.contains("..") && !text.contains('\\');
    (is_plain && text.starts_with("/corporate/")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_come_back_to_pages_of_the_corporate_door_alone() {
        for good in ["/corporate/quotes/AN-2026-00001/payment", "/corporate/seats?subscription=1"] {
            assert_eq!(corporate_address(good), Some(good));
        }
        for bad in
            ["", "/corporate", "/billing", "/corporation/x", "//corporate/x", "/corporate/../billing", "https://evil.example/corporate/", "/corporate/a b"]
        {
            assert_eq!(corporate_address(bad), None, "{bad:?}");
        }
    }
}
