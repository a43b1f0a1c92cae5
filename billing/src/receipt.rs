//! Money that arrives without a charge of ours, by bank transfer or check: its words, and which open invoices it may pay.
//! Moves no money.

use serde::{Deserialize, Serialize};

/// Longest reference of a payer, in characters: what SEPA transfers have room for.
pub const LONGEST_REFERENCE: i64 = 140;

/// Longest reason for a reversal, a credit note or a refund, in characters.
pub const LONGEST_REASON: i64 = 200;

/// How money arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// A transfer to the seller's bank account.
    BankTransfer,
    /// A check, which the bank may still dishonour.
    Check,
}

impl ReceiptKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::BankTransfer, Self::Check];

    /// The word of the kind in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BankTransfer => "bank_transfer",
            Self::Check => "check",
        }
    }

    /// The kind of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What is open of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAmount<'a> {
    /// The invoice's number.
    pub number: &'a str,
    /// Still to be paid, minor units.
    pub open_minor: i64,
}

/// By what a suggestion was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestedBy {
    /// The payer's reference names the invoices.
    Reference,
    /// One invoice has exactly this amount open.
    ExactAmount,
    /// The oldest invoices come first.
    OldestFirst,
}

/// What money may be allocated to: for each invoice of `open`, in its order, an amount of minor units, zero for none. Never
/// more than there is, nor more than is open.
///
/// Invoices whose number stands in the reference come first, whatever is typed between its parts; what is left beyond them
/// stays unallocated, since the payer has said what it is for. Without any, the oldest of exactly that amount; else the
/// oldest first. `open` is in that order.
///
/// ```
/// use billing::receipt::{OpenAmount, SuggestedBy, suggest};
/// let open = [OpenAmount { number: "RU-2026-00001", open_minor: 5_000 }, OpenAmount { number: "RU-2026-00002", open_minor: 8_000 }];
/// assert_eq!(suggest(8_000, "Rg. RU 2026 00001", &open), (SuggestedBy::Reference, vec![5_000, 0]));
/// assert_eq!(suggest(8_000, "", &open), (SuggestedBy::ExactAmount, vec![0, 8_000]));
/// assert_eq!(suggest(9_000, "", &open), (SuggestedBy::OldestFirst, vec![5_000, 4_000]));
/// ```
pub fn suggest(amount_minor: i64, reference: &str, open: &[OpenAmount<'_>]) -> (SuggestedBy, Vec<i64>) {
    let named: Vec<bool> = open.iter().map(|invoice| names(reference, invoice.number)).collect();
    if named.contains(&true) {
        return (SuggestedBy::Reference, poured(amount_minor, open, |place| named.get(place).copied().unwrap_or(false)));
    }
    if let Some(exact) = open.iter().position(|invoice| invoice.open_minor == amount_minor) {
        return (SuggestedBy::ExactAmount, poured(amount_minor, open, |place| place == exact));
    }
    (SuggestedBy::OldestFirst, poured(amount_minor, open, |_| true))
}

/// Fills one invoice after the other, of those that are `wanted`.
fn poured(amount_minor: i64, open: &[OpenAmount<'_>], wanted: impl Fn(usize) -> bool) -> Vec<i64> {
    let mut rest = amount_minor.max(0);
    let pour = |(place, invoice): (usize, &OpenAmount<'_>)| {
        let share = if wanted(place) { rest.min(invoice.open_minor.max(0)) } else { 0 };
        rest -= share;
        share
    };
    open.iter().enumerate().map(pour).collect()
}

/// Whether a number stands in a reference: its letters and digits in their order, with anything but those between them. A
/// digit right after it makes it another number.
fn names(reference: &str, number: &str) -> bool {
    let wanted: Vec<char> = number.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
    let starts = reference.char_indices().map(|(start, _)| reference.get(start..).unwrap_or_default());
    !wanted.is_empty() && starts.into_iter().any(|text| begins_with(text, &wanted))
}

fn begins_with(text: &str, wanted: &[char]) -> bool {
    let mut letters = text.chars();
    for (place, next) in wanted.iter().enumerate() {
        let found = if place == 0 { letters.next() } else { letters.find(|letter| letter.is_alphanumeric()) };
        if !found.is_some_and(|letter| letter.eq_ignore_ascii_case(next)) {
            return false;
        }
    }
    !letters.next().is_some_and(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_found_however_it_was_typed() {
        for good in ["RU-2026-00017", "ru 2026 00017", "Rechnung RU202600017.", "RU-2026-00016/RU-2026-00017 22.11.2026", "RU-2026-\n00017"] {
            assert!(names(good, "RU-2026-00017"), "{good}");
        }
        for other in ["", "RU-2026-0001", "RU-2026-000170", "RE-2026-00017", "2026-00017", "KD-20417"] {
            assert!(!names(other, "RU-2026-00017"), "{other}");
        }
    }

    #[test]
    fn what_goes_beyond_the_invoices_that_are_named_stays() {
        let open = [OpenAmount { number: "RU-2026-00001", open_minor: 5_000 }, OpenAmount { number: "RU-2026-00002", open_minor: 8_000 }];
        assert_eq!(suggest(9_000, "RU-2026-00002", &open), (SuggestedBy::Reference, vec![0, 8_000]));
        assert_eq!(suggest(9_000, "RU-2026-00002 und RU-2026-00001", &open), (SuggestedBy::Reference, vec![5_000, 4_000]));
        assert_eq!(suggest(20_000, "", &open), (SuggestedBy::OldestFirst, vec![5_000, 8_000]));
        assert_eq!(suggest(20_000, "", &[]), (SuggestedBy::OldestFirst, vec![]));
    }

    proptest! {
        #[test]
        fn no_suggestion_gives_more_than_there_is(amount in 1_i64..100_000, reference in "[A-Z0-9 -]{0,30}", open in prop::collection::vec(0_i64..50_000, 0..6)) {
            let numbers: Vec<String> = (0..open.len()).map(|place| format!("RU-2026-{place:05}")).collect();
            let invoices: Vec<_> = numbers.iter().zip(&open).map(|(number, open_minor)| OpenAmount { number, open_minor: *open_minor }).collect();
            let (_, shares) = suggest(amount, &reference, &invoices);
            prop_assert_eq!(shares.len(), open.len());
            prop_assert!(shares.iter().zip(&open).all(|(share, open)| (0..=*open).contains(share)));
            prop_assert!(shares.iter().sum::<i64>() <= amount);
        }
    }
}
