//! Who acts, for which account, and in which role.

use crate::db::people::Door;
use crate::refusal::Refusal;
use billing::corporate::{ContactRight, PaymentProfile, SelfService};
use billing::ids::{AccountId, PersonId};
use billing::invoice::Party;
use billing::price::Customer;
use billing::{Currency, Language};

/// What a person may do for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Orders and pays.
    BillingContact,
    /// Sees the state, and asks the billing contact.
    Member,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 2] = [Self::BillingContact, Self::Member];

    /// The word of the role in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BillingContact => "billing_contact",
            Self::Member => "member",
        }
    }

    /// The role of a word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The role that goes with a right.
    pub const fn of_right(right: ContactRight) -> Self {
        match right {
            ContactRight::Order => Self::BillingContact,
            ContactRight::Pay | ContactRight::Read => Self::Member,
        }
    }
}

/// How to reach a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// A signed-in person and the account that they see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// Full name.
    pub person_name: String,
    /// Mail address.
    pub email: String,
    /// The language that the person chose for their screens, if they did.
    pub own_language: Option<Language>,
    /// The language of the account's mails and invoices.
    pub account_language: Language,
    /// The account.
    pub account: AccountId,
    /// Its customer number.
    pub account_number: String,
    /// Its name.
    pub account_name: String,
    /// How many accounts the person belongs to.
    pub account_count: i64,
    /// The door that the account is looked at through.
    pub door: Door,
    /// The person's role in it.
    pub role: Role,
    /// What they may do.
    pub right: ContactRight,
    /// Who orders for the account.
    pub billing_contact: Contact,
}

impl Actor {
    /// Whether this person may order and pay.
    ///
    /// # Errors
    /// [`Refusal::NotBillingContact`] with the one who may.
    pub fn must_be_billing_contact(&self) -> Result<(), Refusal> {
        match self.role {
            Role::BillingContact => Ok(()),
            Role::Member => Err(Refusal::NotBillingContact(self.billing_contact.clone())),
        }
    }

    /// Whether this person may pay: the billing contact, and whoever was allowed to.
    ///
    /// # Errors
    /// [`Refusal::NotBillingContact`] with the one who may.
    pub fn must_be_allowed_to_pay(&self) -> Result<(), Refusal> {
        if self.right >= ContactRight::Pay { Ok(()) } else { Err(Refusal::NotBillingContact(self.billing_contact.clone())) }
    }
}

/// An account as orders and invoices need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: AccountId,
    /// Customer number.
    pub number: String,
    /// Name and billing address.
    pub party: Party,
    /// Fixed currency.
    pub currency: Currency,
    /// Language of its mails and invoices.
    pub language: Language,
    /// What its prices depend on.
    pub customer: Customer,
    /// What was agreed with an account that works with a representative; none of one that buys online.
    pub terms: Option<CorporateTerms>,
}

impl Account {
    /// The account's home in the portal: every address that a mail to it names lies below.
    pub const fn home(&self) -> &'static str {
        if self.terms.is_some() { "/corporate" } else { "/billing" }
    }

    /// The page on which it changes how it pays.
    pub const fn payment_page(&self) -> &'static str {
        if self.terms.is_some() { "/corporate/payment-profile" } else { "/billing/payment-method" }
    }
}

/// What was agreed with a corporate account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorporateTerms {
    /// Whether it adds seats by itself.
    pub self_service: SelfService,
    /// Within how many days it pays what is not charged by itself.
    pub days: u32,
    /// How it pays.
    pub profile: PaymentProfile,
}
