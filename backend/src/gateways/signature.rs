//! Proves that a message comes from the gateway: a keyed hash over its bytes and its time. Reads nothing of it.

use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The header that carries the signature: `t=SECONDS,v1=HEXADECIMAL`.
pub const HEADER: &str = "Kontor-Signature";

/// How old a message may be, and how far in the future by another clock, in seconds.
const TOLERANCE_SECONDS: i64 = 300;

/// Whether `header` signs this very body with the secret, now. The comparison takes the same time wherever it fails.
pub fn is_authentic(secret: &SecretString, header: &str, body: &[u8], now_seconds: i64) -> bool {
    let part = |name: &str| header.split(',').filter_map(|part| part.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value);
    let (Some(time), Some(signature)) = (part("t"), part("v1").and_then(read_hexadecimal)) else { return false };
    let Ok(seconds) = time.parse::<i64>() else { return false };
    if now_seconds.saturating_sub(seconds).saturating_abs() > TOLERANCE_SECONDS {
        return false;
    }
    let Ok(mut hash) = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()) else { return false };
    hash.update(time.as_bytes());
    hash.update(b".");
    hash.update(body);
    hash.verify_slice(&signature).is_ok()
}

fn read_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).filter_map(|pair| if let [high, low] = pair { Some(high * 16 + low) } else { None }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2: key "Jefe".
    const SECRET: &str = "Jefe";
    const NOW: i64 = 1_800_000_000;

    fn sign(secret: &str, time: i64, body: &str) -> String {
        let mut hash = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        hash.update(format!("{time}.{body}").as_bytes());
        let hexadecimal: String = hash.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("t={time},v1={hexadecimal}")
    }

    fn accepts(header: &str, body: &str) -> bool {
        is_authentic(&SecretString::from(SECRET), header, body.as_bytes(), NOW)
    }

    #[test]
    fn the_hash_is_that_of_the_standard() {
        let mut hash = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        hash.update(b"what do ya want for nothing?");
        let expected = read_hexadecimal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843").unwrap();
        assert!(hash.verify_slice(&expected).is_ok());
    }

    #[test]
    fn the_example_of_the_gateways_documentation_is_authentic() {
        let header = "t=1795318800,v1=5b9e63cedbdd6ed69576fbb5f037c3fa6a6d763215c9521387364b20c1bb3aab";
        assert!(is_authentic(&SecretString::from("whsec"), header, br#"{"id":"ev_1"}"#, 1_795_318_800));
    }

    #[test]
    fn what_was_signed_with_the_secret_is_accepted_for_five_minutes() {
        for (age, expected) in [(0, true), (300, true), (-300, true), (301, false), (-301, false)] {
            assert_eq!(accepts(&sign(SECRET, NOW - age, "{}"), "{}"), expected, "{age}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let good = sign(SECRET, NOW, "{}");
        assert!(!accepts(&good, "{} "), "another body");
        assert!(!accepts(&sign("other", NOW, "{}"), "{}"), "another secret");
        assert!(!accepts(&good.replace(&NOW.to_string(), &(NOW - 1).to_string()), "{}"), "another time");
        let half: String = good.chars().take(40).collect();
        for bad in ["", "t=1", "v1=00", "t=x,v1=00", &half, "t=1800000000,v1=zz", "t=1800000000,v1=", "t=1800000000,v1=é"] {
            assert!(!accepts(bad, "{}"), "{bad:?}");
        }
    }
}
