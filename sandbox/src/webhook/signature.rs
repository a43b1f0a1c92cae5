//! How an event is signed, as `docs/gateway.md` has it; it must not send.

use std::fmt::Write;

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The header that carries the signature.
pub(super) const HEADER: &str = "Kontor-Signature";

/// The header's value for a body that is sent at that time, in seconds since 1970.
pub(super) fn sign(secret: &str, time: i64, body: &str) -> String {
    let mut value = format!("t={time},v1=");
    // HMAC takes a key of any length, so that this never fails.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) {
        mac.update(format!("{time}.{body}").as_bytes());
        for byte in mac.finalize().into_bytes() {
            // Writing to a text cannot fail.
            let _written = write!(value, "{byte:02x}");
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_description_is_right() {
        let signature = sign("whsec", 1_795_318_800, r#"{"id":"ev_1"}"#);
        assert_eq!(signature, "t=1795318800,v1=5b9e63cedbdd6ed69576fbb5f037c3fa6a6d763215c9521387364b20c1bb3aab");
    }
}
