//! Licences in the hands of people: who they are, and how a list of them is typed or pasted. Who may give them, and how many
//! there are, the backend knows.

use crate::input::{InputFault, LONGEST_TEXT};
use crate::people::is_mail_address;
use serde::{Deserialize, Serialize};

/// As many people at once as a reader can look over.
pub const MOST_AT_ONCE: i64 = 200;

/// Longest list that is read, in characters: as many people, with room.
pub const LONGEST_LIST: i64 = 20_000;

/// Somebody of an account, whether they sign in to the portal or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    /// Name; empty where nobody has said.
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// Somebody who holds a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Who.
    pub person: Person,
    /// Whether they lose theirs first when there are fewer.
    pub is_marked: bool,
}

/// Reads a list of people: one a line, or parted by commas or semicolons; `eva@example.com`, `Eva Muster <eva@example.com>` or
/// `Eva Muster eva@example.com`, as mail programs and tables write them. Whoever is named twice counts once.
///
/// # Errors
/// [`InputFault::NoMailAddress`] with the first entry that has none, [`InputFault::TooMany`], [`InputFault::TooLong`].
///
/// ```
/// use billing::licences::read_people;
/// let people = read_people("Eva Muster <eva@example.com>; otto@example.com").unwrap();
/// assert_eq!((people[0].name.as_str(), people[1].email.as_str()), ("Eva Muster", "otto@example.com"));
/// ```
pub fn read_people(text: &str) -> Result<Vec<Person>, InputFault> {
    if i64::try_from(text.chars().count()).unwrap_or(i64::MAX) > LONGEST_LIST {
        return Err(InputFault::TooLong { most: LONGEST_LIST });
    }
    let mut found: Vec<Person> = Vec::new();
    for entry in text.split(['\n', '\r', ',', ';']).map(str::trim).filter(|entry| !entry.is_empty()) {
        let person = read_person(entry).ok_or_else(|| InputFault::NoMailAddress { text: entry.chars().take(80).collect() })?;
        if !found.iter().any(|known| known.email.to_lowercase() == person.email.to_lowercase()) {
            found.push(person);
        }
    }
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    if count > MOST_AT_ONCE { Err(InputFault::TooMany { most: MOST_AT_ONCE }) } else { Ok(found) }
}

fn read_person(entry: &str) -> Option<Person> {
    let (name, email) = match entry.strip_suffix('>').and_then(|entry| entry.rsplit_once('<')) {
        Some((name, email)) => (name, email),
        None => entry.rsplit_once(char::is_whitespace).unwrap_or(("", entry)),
    };
    let name: String = name.trim().trim_matches('"').split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = name.chars().count() <= usize::try_from(LONGEST_TEXT).unwrap_or(usize::MAX);
    let plain = !name.chars().any(|letter| letter.is_control() || matches!(letter, '<' | '>' | '@'));
    let email = email.trim();
    (fits && plain && is_mail_address(email)).then(|| Person { name, email: email.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, InputFault> {
        read_people(text).map(|people| people.into_iter().map(|person| (person.name, person.email)).collect())
    }

    #[test]
    fn a_pasted_list_is_read_as_programs_write_it() {
        let expected = [("", "eva@example.com"), ("Otto Öl", "otto@example.com"), ("Ida Ix", "ida@example.com"), ("Uwe", "uwe@example.com")];
        let expected = expected.map(|(name, email)| (name.to_owned(), email.to_owned())).to_vec();
        assert_eq!(read("eva@example.com\nOtto Öl <otto@example.com>\r\n\"Ida  Ix\" <ida@example.com>;Uwe\tuwe@example.com,EVA@example.com\n"), Ok(expected));
        assert_eq!(read(" \n;, "), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_address_is_named() {
        for (typed, named) in [
            ("eva@example.com, otto", "otto"),
            ("Eva <eva>", "Eva <eva>"),
            ("<a@b.example> x", "<a@b.example> x"),
            ("a@b.example c@d.example", "a@b.example c@d.example"),
        ] {
            assert_eq!(read(typed), Err(InputFault::NoMailAddress { text: named.to_owned() }), "{typed}");
        }
        let many: String = (0..=MOST_AT_ONCE).map(|number| format!("eva{number}@example.com\n")).collect();
        assert_eq!(read(&many), Err(InputFault::TooMany { most: MOST_AT_ONCE }));
        assert_eq!(read(&"x".repeat(20_001)), Err(InputFault::TooLong { most: LONGEST_LIST }));
    }
}
