//! What can be wrong with a field that people fill in, as a code that a page puts into words.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_an_end() {
        assert_eq!(read_text("  Nordlicht GmbH "), Ok("Nordlicht GmbH"));
        assert_eq!(read_text(" \t"), Err(InputFault::Missing));
        assert_eq!(read_text(&"ä".repeat(120)), Ok("ä".repeat(120).as_str()));
        assert_eq!(read_text(&"ä".repeat(121)), Err(InputFault::TooLong { most: 120 }));
    }
}
