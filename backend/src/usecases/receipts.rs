//! Money that arrives by bank transfer or check, recorded by finance. There are two ways to keep what pays no invoice: as
//! account credit, which the next order or renewal uses by itself, or as unallocated money of the account, which waits for
//! somebody to say what it pays. Accountants do the latter, and so does this: what a payer meant is not guessed twice, and a
//! check that bounces must not have paid for a renewal meanwhile. Credit comes from credit notes alone.

pub mod allocate;
pub mod find;
pub mod record;
pub mod reverse;

use crate::Refusal;
use billing::input::{InputFault, read_message};
use billing::receipt::LONGEST_REASON;

/// Why something is taken back, credited or given back: those who are concerned read it.
pub(crate) fn read_reason(text: &str) -> Result<&str, Refusal> {
    read_message(text, LONGEST_REASON).map_err(|fault| Refusal::Input { field: "reason", fault })
}

/// The key of a form, which makes a second click the first one's: 32 hexadecimal digits.
pub(crate) fn read_form_key(key: &str) -> Result<&str, Refusal> {
    let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_key { Ok(key) } else { Err(Refusal::Input { field: "form_key", fault: InputFault::Missing }) }
}
