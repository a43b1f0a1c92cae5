//! Reads JSON in the browser: a small tree, and every page's types out of it.
//!
//! `serde_json` makes code for each struct that looks its fields up by name, one by one. Here a struct's fields are
//! put into the order of its declaration by one piece of code for all, so that only the order is compiled for each.
//! What that means for types that travel: names may be changed (`rename`), not multiplied (`alias`); a field that
//! was left out (`skip_serializing_if`) has to be an `Option` or a list. Numbers are whole and fit 64 bits.

mod parse;
mod read;

pub use parse::{Json, parse};

use serde::de::{DeserializeOwned, Error};
use std::fmt::{Display, Formatter, Result as Written};

/// Reads a value.
///
/// # Errors
/// [`Unreadable`] when the text is no JSON, or not that of a `T`: browser and server are of different versions.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(&parse(text)?)
}

/// The text cannot be read. Why is told by debug builds alone: the sentences of all types are larger than this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    #[cfg(debug_assertions)]
    reason: String,
}

impl Unreadable {
    fn because(reason: impl Display) -> Self {
        #[cfg(not(debug_assertions))]
        let _ = reason;
        Self {
            #[cfg(debug_assertions)]
            reason: reason.to_string(),
        }
    }
}

impl Display for Unreadable {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str("the answer cannot be read")?;
        #[cfg(debug_assertions)]
        write!(formatter, ": {}", self.reason)?;
        Ok(())
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: Display>(message: T) -> Self {
        Self::because(message)
    }
}

#[cfg(test)]
mod tests;
