//! In which language a request is answered.

use app::identity::{Identity, StaffIdentity};
use billing::Language;
use http::HeaderMap;
use http::header::{ACCEPT_LANGUAGE, COOKIE};

/// The cookie of a language that was chosen on this device.
pub const LANGUAGE_COOKIE: &str = "kontor_language";

/// The person's choice, else this device's, else the browser's, else that of the account's mails. Whoever is signed in
/// at two doors reads each in their language there.
pub fn language_of(path: &str, identity: &Identity, staff: &StaffIdentity, headers: &HeaderMap) -> Language {
    let (persons, accounts) = match (identity, staff) {
        (_, StaffIdentity::SignedIn(member)) if path.starts_with("/staff") => (member.own_language, None),
        (Identity::SignedIn(actor), _) if !path.starts_with("/staff") => (actor.own_language, Some(actor.account_language)),
        _ => (None, None),
    };
    let browsers = || headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(Language::from_accept_language);
    persons.or_else(|| cookie_language(headers)).or_else(browsers).or(accounts).unwrap_or_default()
}

fn cookie_language(headers: &HeaderMap) -> Option<Language> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == LANGUAGE_COOKIE).and_then(|(_, value)| Language::parse(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_device_comes_before_the_browser() {
        let mut headers = HeaderMap::new();
        let of = |headers: &HeaderMap| language_of("/billing", &Identity::SignedOut, &StaffIdentity::SignedOut, headers);
        assert_eq!(of(&headers), Language::De);
        headers.insert(ACCEPT_LANGUAGE, "en-GB,en;q=0.9".parse().unwrap());
        assert_eq!(of(&headers), Language::En);
        headers.insert(COOKIE, "other=1; kontor_language=de".parse().unwrap());
        assert_eq!(of(&headers), Language::De);
    }
}
