//! What people type about themselves: mail addresses and new passwords. The browser checks both at once, the server
//! again. Hashes nothing and stores nothing.

use serde::{Deserialize, Serialize};

/// The shortest password that anybody may choose, in characters.
pub const SHORTEST_PASSWORD: usize = 12;

/// The password of all demo sign-ins; everybody knows it.
pub const DEMO_PASSWORD: &str = "kontor-demo-2026";

/// No mail address is longer, in characters (RFC 5321, 4.5.3.1.3).
pub const LONGEST_MAIL_ADDRESS: usize = 254;

/// Why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordFault {
    /// Shorter than [`SHORTEST_PASSWORD`].
    TooShort,
    /// It is the mail address of its owner.
    IsMailAddress,
    /// It stands on the sign-in page of every demonstration.
    IsPublic,
}

/// Looks at a new password of the person with that mail address.
///
/// # Errors
/// The first [`PasswordFault`].
///
/// ```
/// use billing::people::{PasswordFault, check_password};
/// assert_eq!(check_password("korrekt pferd", "eva@example.com"), Ok(()));
/// assert_eq!(check_password("zu kurz", "eva@example.com"), Err(PasswordFault::TooShort));
/// ```
pub fn check_password(password: &str, email: &str) -> Result<(), PasswordFault> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(PasswordFault::TooShort);
    }
    let folded = password.trim().to_lowercase();
    if folded == email.trim().to_lowercase() {
        return Err(PasswordFault::IsMailAddress);
    }
    if folded == DEMO_PASSWORD {
        return Err(PasswordFault::IsPublic);
    }
    Ok(())
}

/// Whether mail can be sent there, as far as its form tells: two parts around one `@`, a domain of several labels,
/// nothing that ends an address in a mail's head.
///
/// ```
/// use billing::people::is_mail_address;
/// assert!(is_mail_address("eva.muster+kontor@example.com"));
/// assert!(!is_mail_address("eva@example") && !is_mail_address("eva example.com"));
/// ```
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let fits = |character: char| !character.is_whitespace() && !character.is_control() && !"@<>()[],;:\\\"".contains(character);
    let has_labels = domain.contains('.') && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let has_local = !local.is_empty() && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    text.chars().count() <= LONGEST_MAIL_ADDRESS
        && text.chars().filter(|character| *character != '@').all(fits)
        && !domain.contains('@')
        && has_labels
        && has_local
}

/// Fewest and most characters of a User ID that is no mail address.
const USER_ID_LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

/// Whether a text can be a User ID of the form of a user name: letters of ASCII, digits, points, hyphens and underscores, with a letter
/// or digit first. It has no `@`, so that it is nobody's mail address.
///
/// ```
/// use billing::people::is_user_name;
/// assert!(is_user_name("KD-20417") && is_user_name("eva.muster"));
/// assert!(!is_user_name("KD 20417") && !is_user_name("eva@example.com") && !is_user_name("ab"));
/// ```
pub fn is_user_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    USER_ID_LENGTH.contains(&text.len()) && text.bytes().all(fits) && text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_private_and_not_the_address() {
        let email = "eva.muster@example.com";
        for (password, expected) in [
            ("", Err(PasswordFault::TooShort)),
            ("elf Zeichen", Err(PasswordFault::TooShort)),
            ("zwölf Zeiche", Ok(())),
            ("äöüäöüäöüäöü", Ok(())),
            ("Eva.Muster@Example.COM", Err(PasswordFault::IsMailAddress)),
            (" eva.muster@example.com ", Err(PasswordFault::IsMailAddress)),
            ("kontor-demo-2026", Err(PasswordFault::IsPublic)),
            ("Kontor-Demo-2026 ", Err(PasswordFault::IsPublic)),
            ("kontor-demo-2027", Ok(())),
        ] {
            assert_eq!(check_password(password, email), expected, "{password:?}");
        }
    }

    #[test]
    fn addresses_are_told_from_what_cannot_be_one() {
        for good in ["a@b.example", "eva.muster+x@mail.example.com", "o'neil@example.com", "eva@müller.example", "1@2.example"] {
            assert!(is_mail_address(good), "{good:?}");
        }
        let long = format!("{}@example.com", "a".repeat(LONGEST_MAIL_ADDRESS));
        for bad in [
            "",
            "@",
            "a@",
            "@b.example",
            "a@b",
            "a@b.",
            "a@.example",
            "a@@b.example",
            "a@b@c.example",
            "a b@c.example",
            "a@b c.example",
            "a@b.example\r\nBcc: x",
            "<a@b.example>",
            "a@b.example,c@d.example",
            ".a@b.example",
            "a.@b.example",
            "a..b@c.example",
            "a@-b.example",
            "a@b-.example",
            "a\0@b.example",
            &long,
        ] {
            assert!(!is_mail_address(bad), "{bad:?}");
        }
    }
}
