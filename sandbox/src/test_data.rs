//! The numbers that the sandbox takes, and how charges on them end; no others are taken, so that nobody leaves a real one.

use crate::method::{Behaviour, Brand, DeclineCode, Face, FailureCode, Kind};

/// A card or account of the tests.
pub(crate) struct TestMethod {
    /// The card number or IBAN without blanks.
    pub(crate) number: &'static str,
    /// The token with which it can be charged without a page.
    pub(crate) token: Option<&'static str>,
    pub(crate) brand: Brand,
    pub(crate) behaviour: Behaviour,
}

/// A method of the table below.
const fn method(number: &'static str, token: Option<&'static str>, brand: Brand, behaviour: Behaviour) -> TestMethod {
    TestMethod { number, token, brand, behaviour }
}

/// All of them, in the order in which the page lists them.
pub(crate) const TEST_METHODS: [TestMethod; 10] = [
    method("4242424242424242", Some("tok_visa_4242"), Brand::Visa, Behaviour::Succeeds),
    method("5555555555554444", Some("tok_mastercard_4444"), Brand::Mastercard, Behaviour::Succeeds),
    method("4000000000003220", Some("tok_3ds_3220"), Brand::Visa, Behaviour::Challenges),
    method("4000000000000002", Some("tok_declined_0002"), Brand::Visa, Behaviour::Declines(DeclineCode::CardDeclined)),
    method("4000000000009995", Some("tok_insufficient_9995"), Brand::Visa, Behaviour::Declines(DeclineCode::InsufficientFunds)),
    method("4000000000000069", Some("tok_expired_0069"), Brand::Visa, Behaviour::Declines(DeclineCode::ExpiredCard)),
    method("DE89370400440532013000", Some("tok_sepa_3000"), Brand::Sepa, Behaviour::Settles),
    method("AT611904300234573201", None, Brand::Sepa, Behaviour::Settles),
    method("DE62370400440532013001", Some("tok_sepa_3001"), Brand::Sepa, Behaviour::Returns(FailureCode::InsufficientFunds)),
    method("DE35370400440532013002", Some("tok_sepa_3002"), Brand::Sepa, Behaviour::Returns(FailureCode::AccountClosed)),
];

impl TestMethod {
    pub(crate) fn kind(&self) -> Kind {
        match self.brand {
            Brand::Sepa => Kind::SepaDebit,
            Brand::Visa | Brand::Mastercard => Kind::Card,
        }
    }

    /// What may be shown of it.
    pub(crate) fn face(&self) -> Face {
        Face { kind: self.kind(), brand: self.brand, last4: self.last4().to_owned() }
    }

    pub(crate) fn last4(&self) -> &'static str {
        let start = self.number.len().saturating_sub(4);
        self.number.get(start..).unwrap_or_default()
    }

    /// The country of an IBAN.
    pub(crate) fn country(&self) -> Option<&'static str> {
        (self.kind() == Kind::SepaDebit).then(|| self.number.get(..2)).flatten()
    }

    /// The number in groups of four, as people read it.
    pub(crate) fn grouped(&self) -> String {
        let mut grouped = String::new();
        for (position, character) in self.number.chars().enumerate() {
            if position > 0 && position.is_multiple_of(4) {
                grouped.push(' ');
            }
            grouped.push(character);
        }
        grouped
    }
}

/// The method with that token.
pub(crate) fn find_token(token: &str) -> Option<&'static TestMethod> {
    TEST_METHODS.iter().find(|method| method.token == Some(token))
}

/// The method with that number, of that kind.
pub(crate) fn find_number(kind: Kind, number: &str) -> Option<&'static TestMethod> {
    TEST_METHODS.iter().find(|method| method.kind() == kind && method.number == number)
}
