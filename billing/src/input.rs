//! What can be wrong with a field that people fill in, as a code that a page puts into words.

use crate::Currency;
use crate::people::PasswordFault;
use crate::vat_id::VatIdError;
use serde::{Deserialize, Serialize};

/// Longest text of a field, in characters: what fits an address on an envelope, with room.
pub const LONGEST_TEXT: i64 = 120;

/// Longest text of a field for several lines, in characters.
pub const LONGEST_NOTE: i64 = 1000;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputFault {
    /// Nothing was typed or chosen.
    Missing,
    /// Longer than fits.
    TooLong {
        /// So many characters fit.
        most: i64,
    },
    /// No mail can be sent there.
    NotMailAddress,
    /// One of several entries is no mail address.
    NoMailAddress {
        /// The entry.
        text: String,
    },
    /// More entries than can be taken.
    TooMany {
        /// So many can.
        most: i64,
    },
    /// None of the choices.
    NotOffered,
    /// It stands on an earlier line already.
    NamedTwice,
    /// What was chosen to go is in use.
    StillNeeded {
        /// Its name.
        text: String,
    },
    /// There is the number of a card in it, which belongs on the payment service's page and nowhere else.
    CardNumber,
    /// As much as may wait for an answer waits already.
    TooMuchWaiting {
        /// So many at once.
        most: i64,
    },
    /// Not a date.
    NotDate,
    /// A day that is not ahead, or too far.
    DayNotAhead {
        /// How many days ahead it may be.
        most_days: u32,
    },
    /// A postal code of that country looks otherwise.
    PostalCode {
        /// How one looks there.
        example: String,
    },
    /// A VAT number that cannot be.
    VatId(VatIdError),
    /// A new password that does not do.
    Password(PasswordFault),
    /// The password is not the one that is in force.
    WrongPassword,
    /// No amount above zero, or more than is open.
    AmountNotDue,
    /// Not an amount of money above zero.
    NoAmount,
    /// More than is left.
    MoreThanLeft,
    /// A day that has not come yet.
    DayToCome,
    /// The day lies too far back for what is recorded now.
    DayTooOld {
        /// How many days back it may lie.
        most_days: u32,
    },
    /// More money than anybody transfers: a slip of the finger.
    AmountTooLarge,
    /// The same money was recorded before.
    RecordedBefore,
    /// Less than was used of it already.
    BelowUsed {
        /// What was used, minor units.
        used_minor: i64,
        /// Of this currency.
        currency: Currency,
    },
    /// A number that is there already.
    NumberTaken,
    /// A last day before the first one.
    EndsBeforeStart,
    /// A file that is no PDF, whatever its name says.
    NotPdf,
    /// A file that is larger than can be taken.
    FileTooLarge {
        /// So many bytes can.
        most_bytes: i64,
    },
    /// It is not the code of the second factor.
    CodeWrong,
    /// It was the code, and has been used.
    CodeUsed,
    /// Nobody who may order would be left.
    LastOrderer,
    /// Somebody with that mail address belongs to the account.
    BelongsAlready,
    /// An invitation to that mail address waits to be accepted.
    InvitedAlready,
    /// Not a User ID that one can choose.
    NotUserId,
    /// A User ID that somebody has, or is promised.
    UserIdTaken,
    /// Not a whole number, or not one of these.
    NotBetween {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
}

/// Reads a text of one line that must be there.
///
/// # Errors
/// [`InputFault::Missing`] and [`InputFault::TooLong`].
pub fn read_text(text: &str) -> Result<&str, InputFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InputFault::Missing);
    }
    fitting(text, LONGEST_TEXT)
}

fn fitting(text: &str, most: i64) -> Result<&str, InputFault> {
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if length > most { Err(InputFault::TooLong { most }) } else { Ok(text) }
}

/// Reads a text of several lines that may be empty.
///
/// # Errors
/// [`InputFault::TooLong`] beyond [`LONGEST_NOTE`].
pub fn read_note(text: &str) -> Result<&str, InputFault> {
    fitting(text.trim(), LONGEST_NOTE)
}

/// Reads a message to somebody, of so many characters at most.
///
/// # Errors
/// [`InputFault::Missing`], [`InputFault::TooLong`], and [`InputFault::CardNumber`]: messages are kept and mailed.
pub fn read_message(text: &str, most: i64) -> Result<&str, InputFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InputFault::Missing);
    }
    let text = fitting(text, most)?;
    if has_card_number(text) { Err(InputFault::CardNumber) } else { Ok(text) }
}

/// Whether 13 to 19 digits follow each other, with single blanks or hyphens between at most, whose check digit is that of a
/// card (ISO/IEC 7812-1). Digits right after a letter belong to something else, such as an IBAN.
fn has_card_number(text: &str) -> bool {
    let mut digits: Vec<u32> = Vec::new();
    let (mut before, mut is_bound) = (' ', false);
    for character in text.chars().chain(['.', ' ']) {
        if let Some(digit) = character.to_digit(10) {
            is_bound |= digits.is_empty() && before.is_alphabetic();
            digits.push(digit);
        } else if !(matches!(character, ' ' | '-' | '\u{a0}') && before.is_ascii_digit()) {
            if !is_bound && (13..=19).contains(&digits.len()) && has_check_digit(&digits) {
                return true;
            }
            digits.clear();
            is_bound = false;
        }
        before = character;
    }
    false
}

/// The sum by Luhn: every second digit from the right counts twice, its own digits added.
fn has_check_digit(digits: &[u32]) -> bool {
    let weighed = digits.iter().rev().enumerate().map(|(place, digit)| match (place % 2, digit * 2) {
        (0, _) => *digit,
        (_, twice @ 0..=9) => twice,
        (_, twice) => twice.saturating_sub(9),
    });
    weighed.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_takes_everything_but_the_number_of_a_card() {
        let message = |text| read_message(text, 200);
        for good in [
            "Bitte wechseln Sie uns zum kleineren Plan.",
            "Rechnung RE-2026-00013 vom 01.12.2026 über 166,60 €",
            "Meine Karte endet auf 4242.",
            "+49 40 1234567, werktags von 9 bis 17 Uhr",
            // Another digit, so that it is no card's.
            "4242 4242 4242 4241",
            "DE02 1203 0000 0000 2020 51",
            "AT611904300234573201",
            "42424242424242424242424242424242",
        ] {
            assert_eq!(message(good), Ok(good), "{good}");
        }
        for card in [
            "4242424242424242",
            "Meine Karte: 4242 4242 4242 4242, bitte.",
            "4242-4242-4242-4242",
            "(378282246310005)",
            "zuerst 12, dann\n5555\u{a0}5555 5555 4444\ngültig bis 12/29",
            "6011 0009 9013 9424",
        ] {
            assert_eq!(message(card), Err(InputFault::CardNumber), "{card}");
        }
        let (too_long, full) = ("x".repeat(201), "ä".repeat(200));
        assert_eq!((message(" \n"), message(&too_long)), (Err(InputFault::Missing), Err(InputFault::TooLong { most: 200 })));
        assert_eq!(message(&full).map(str::len), Ok(400));
    }

    #[test]
    fn a_text_has_an_end() {
        assert_eq!(read_text("  Nordlicht GmbH "), Ok("Nordlicht GmbH"));
        assert_eq!(read_text(" \t"), Err(InputFault::Missing));
        assert_eq!(read_text(&"ä".repeat(120)), Ok("ä".repeat(120).as_str()));
        assert_eq!(read_text(&"ä".repeat(121)), Err(InputFault::TooLong { most: 120 }));
    }
}
