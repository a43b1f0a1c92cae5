//! One-time codes by the clock (RFC 6238: SHA-1, six digits, thirty seconds), and recovery codes. Pure: stores nothing.

use totp_rs::{Builder, Secret, Totp};

/// How long a code is the current one, in seconds.
pub const STEP_SECONDS: i64 = 30;

/// How many recovery codes somebody gets.
pub const RECOVERY_CODES: usize = 10;

/// Letters and digits that nobody takes for each other.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Characters of a recovery code: 80 random bits, so that their hash needs no salt.
const RECOVERY_LENGTH: usize = 16;

/// A new shared secret of 160 random bits (RFC 4226, section 4, R6), in base 32.
pub fn new_secret() -> String {
    Secret::new_stack(rand::random()).to_base32()
}

/// What an authenticator reads from the picture: the secret, whose it is, and who asks for it.
///
/// ```
/// use backend::one_time_code::key_address;
/// assert_eq!(
///     key_address("GEZDGNBV", "Nordwerk GmbH", "rita@kontor.example"),
///     "otpauth://totp/Nordwerk%20GmbH:rita%40kontor.example?secret=GEZDGNBV&issuer=Nordwerk%20GmbH"
/// );
/// ```
pub fn key_address(secret: &str, issuer: &str, login: &str) -> String {
    // A colon parts issuer and login, so that neither may hold one.
    let issuer = percent_encoded(&issuer.replace(':', " "));
    let login = percent_encoded(&login.replace(':', " "));
    format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}")
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(encode).collect()
}

/// The time step whose code this is: the current one, or the one before or after, since clocks differ. None of another
/// code. `now` is wall time in microseconds.
pub fn find_step(secret: &str, code: &str, now: i64) -> Option<i64> {
    let digits: String = code.chars().filter(|character| !character.is_whitespace()).collect();
    let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = u64::try_from(now / 1_000_000).ok()?;
    if !is_code {
        return None;
    }
    i64::try_from(clock_of(secret)?.check(&digits, seconds)?).ok()
}

/// The code of a time step. The portal never says one; tests stand in for an authenticator with it.
pub fn code_of(secret: &str, step: i64) -> Option<String> {
    let seconds = u64::try_from(step.checked_mul(STEP_SECONDS)?).ok()?;
    Some(clock_of(secret)?.generate(seconds).to_string())
}

fn clock_of(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new().with_secret(secret).build().ok()
}

/// New recovery codes, as people write them down: four groups of four.
pub fn new_recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| grouped(&random_characters())).collect()
}

fn random_characters() -> String {
    let random: [u8; RECOVERY_LENGTH] = rand::random();
    // 256 is a multiple of 32: every character is as likely as the others.
    random.iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32))).map(|byte| char::from(*byte)).collect()
}

/// A text in groups of four, to be read and typed.
pub fn grouped(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A recovery code as it is compared: without what groups it, in capital letters. None of what cannot be one.
pub fn fold_recovery_code(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|character| !character.is_whitespace() && *character != '-').collect();
    let plain = plain.to_ascii_uppercase();
    let fits = plain.len() == RECOVERY_LENGTH && plain.bytes().all(|byte| ALPHABET.contains(&byte));
    fits.then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the standard's own table, "12345678901234567890".
    const STANDARD: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1; its codes have eight digits, of which ours are the last six.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"), (2_000_000_000, "279037")] {
            assert_eq!(code_of(STANDARD, seconds / STEP_SECONDS).unwrap(), code, "{seconds}");
            assert_eq!(find_step(STANDARD, code, seconds * 1_000_000), Some(seconds / STEP_SECONDS), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_no_more() {
        let now = 1_800_000_000_i64;
        let step = now / STEP_SECONDS;
        for (away, is_taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = code_of(STANDARD, step + away).unwrap();
            assert_eq!(find_step(STANDARD, &code, now * 1_000_000), is_taken.then_some(step + away), "{away}");
        }
        let spaced = code_of(STANDARD, step).unwrap();
        let (left, right) = spaced.split_at(3);
        assert_eq!(find_step(STANDARD, &format!(" {left} {right} "), now * 1_000_000), Some(step));
        for nonsense in ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"] {
            assert_eq!(find_step(STANDARD, nonsense, now * 1_000_000), None, "{nonsense}");
        }
        assert_eq!(find_step("no base 32!", "123456", now * 1_000_000), None);
    }

    #[test]
    fn secrets_and_recovery_codes_are_long_and_new_each_time() {
        assert_eq!(new_secret().len(), 32);
        assert_ne!(new_secret(), new_secret());
        let codes = new_recovery_codes();
        assert_eq!(codes.len(), RECOVERY_CODES);
        for code in &codes {
            assert_eq!((code.len(), code.matches('-').count()), (19, 3), "{code}");
            let plain = fold_recovery_code(code).unwrap();
            assert_eq!(fold_recovery_code(&code.to_lowercase().replace('-', " ")), Some(plain));
        }
        assert_eq!(fold_recovery_code("123456"), None);
        assert_eq!(fold_recovery_code("OOOO-IIII-0000-1111"), None);
    }
}
