//! Words of accounts that work with a representative: how they pay, who of them may do what, and why seats cannot be added.
//! Prices nothing.

use serde::{Deserialize, Serialize};

/// How a corporate account pays what is due. What is charged by itself is the first two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentProfile {
    /// A card, charged by itself.
    Card,
    /// A SEPA direct debit, submitted by itself.
    SepaDebit,
    /// The customer transfers within the terms of the invoice.
    BankTransfer,
    /// The customer sends a check within the terms of the invoice; in the United States alone.
    Check,
}

impl PaymentProfile {
    /// All profiles.
    pub const ALL: [Self; 4] = [Self::Card, Self::SepaDebit, Self::BankTransfer, Self::Check];

    /// The word of the profile in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::SepaDebit => "sepa_debit",
            Self::BankTransfer => "bank_transfer",
            Self::Check => "check",
        }
    }

    /// The profile of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.code() == code)
    }

    /// Whether invoices are charged by themselves; else the customer pays within the terms.
    pub const fn is_automatic(self) -> bool {
        matches!(self, Self::Card | Self::SepaDebit)
    }

    /// What an account in a country with a currency may choose: checks in the United States alone, debits in euros.
    ///
    /// ```
    /// use billing::Currency;
    /// use billing::corporate::PaymentProfile;
    /// assert!(!PaymentProfile::offered("DE", Currency::EUR).contains(&PaymentProfile::Check));
    /// ```
    pub fn offered(country: &str, currency: crate::Currency) -> Vec<Self> {
        let fits = |profile: &Self| match profile {
            Self::Card | Self::BankTransfer => true,
            Self::SepaDebit => currency == crate::Currency::EUR,
            Self::Check => country == "US",
        };
        Self::ALL.into_iter().filter(fits).collect()
    }
}

/// Whether an account may add seats to its contracts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelfService {
    /// It may, for products that allow it.
    Eligible,
    /// Its representative does that.
    NotEligible,
}

impl SelfService {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Eligible, Self::NotEligible];

    /// The word in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::NotEligible => "not_eligible",
        }
    }

    /// What a [`code`](Self::code) says.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// The most days that a corporate account may be given to pay an invoice.
pub const MOST_TERMS_DAYS: u32 = 120;

/// What a person may do for a corporate account. Each includes those after it: who orders binds the account to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRight {
    /// Look at everything.
    Read,
    /// Pay invoices, and choose how they are paid.
    Pay,
    /// Accept quotes, add seats, decide about contacts.
    Order,
}

impl ContactRight {
    /// All rights, the least first.
    pub const ALL: [Self; 3] = [Self::Read, Self::Pay, Self::Order];

    /// The word of the right in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Pay => "pay",
            Self::Order => "order",
        }
    }

    /// The right of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.code() == code)
    }
}

/// What a billing contact may do once their place has changed hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiverAfter {
    /// Look at everything.
    Read,
    /// Nothing: they leave the account.
    Leave,
}

impl GiverAfter {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Read, Self::Leave];

    /// The word in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Leave => "leave",
        }
    }

    /// What a [`code`](Self::code) says.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|after| after.code() == code)
    }
}

/// Why seats cannot be added to a contract here; Corporate Account Services helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatsBlocked {
    /// The account does not add seats by itself.
    Account,
    /// The product does not allow it.
    Product,
    /// The contract does not run, rests, or is to end.
    NotRunning,
    /// Something is being processed for it.
    Busy,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn a_right_includes_those_below_it() {
        assert!(ContactRight::Order > ContactRight::Pay && ContactRight::Pay > ContactRight::Read);
        for right in ContactRight::ALL {
            assert_eq!(ContactRight::parse(right.code()), Some(right));
        }
    }

    #[test]
    fn checks_are_americas_and_debits_europes() {
        use PaymentProfile::{BankTransfer, Card, Check, SepaDebit};
        assert_eq!(PaymentProfile::offered("DE", Currency::EUR), [Card, SepaDebit, BankTransfer]);
        assert_eq!(PaymentProfile::offered("US", Currency::parse("USD").unwrap()), [Card, BankTransfer, Check]);
        assert_eq!(PaymentProfile::offered("CH", Currency::parse("CHF").unwrap()), [Card, BankTransfer]);
        for profile in PaymentProfile::ALL {
            assert_eq!(PaymentProfile::parse(profile.code()), Some(profile));
        }
        assert_eq!(PaymentProfile::ALL.map(PaymentProfile::is_automatic), [true, true, false, false]);
    }
}
