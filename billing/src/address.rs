//! Postal addresses: which fields a country's address has and in which order, how its postal codes look, and the lines
//! on an envelope. Whether a town exists, nobody here knows.
//!
//! Source: the Universal Postal Union's "Postal addressing systems in member countries".

use crate::input::{InputFault, read_text};
use crate::invoice::Party;

/// A field of an address, below the name and above the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressField {
    /// Street and number.
    Street,
    /// Postal code.
    PostalCode,
    /// Town.
    City,
    /// State of a federation, where mail needs it.
    Region,
}

impl AddressField {
    /// Its name in forms and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::Region => "region",
        }
    }
}

/// The fields of a country's address, in the order in which people there write them.
pub fn fields_of(country: &str) -> &'static [AddressField] {
    use AddressField::{City, PostalCode, Region, Street};
    match country {
        "US" => &[Street, City, Region, PostalCode],
        "GB" | "IE" | "LV" => &[Street, City, PostalCode],
        _ => &[Street, PostalCode, City],
    }
}

/// Street and town as lines of their own, without the name above and the country below.
///
/// ```
/// use billing::address::lines;
/// use billing::invoice::Party;
/// let mut party = Party { name: "Nordlicht GmbH".into(), street: "Hafenstraße 12".into(), postal_code: "20457".into(), city: "Hamburg".into(),
///     region: None, country: "DE".into(), vat_id: None };
/// assert_eq!(lines(&party), ["Hafenstraße 12", "20457 Hamburg"]);
/// party = Party { street: "1 Market St".into(), postal_code: "94105".into(), city: "San Francisco".into(), region: Some("CA".into()), country: "US".into(), ..party };
/// assert_eq!(lines(&party), ["1 Market St", "San Francisco, CA 94105"]);
/// ```
pub fn lines(party: &Party) -> Vec<String> {
    let Party { street, postal_code, city, region, .. } = party;
    match party.country.as_str() {
        "US" => match region {
            Some(region) => vec![street.clone(), format!("{city}, {region} {postal_code}")],
            None => vec![street.clone(), format!("{city} {postal_code}")],
        },
        "GB" | "IE" => vec![street.clone(), city.clone(), postal_code.clone()],
        "LV" => vec![street.clone(), format!("{city}, {postal_code}")],
        _ => vec![street.clone(), format!("{postal_code} {city}")],
    }
}

/// How a country's postal codes look. In a form `#` is a digit, `@` a letter, `?` either, all else stands for itself;
/// blanks and hyphens may be left out when typing, and are written as the form has them.
struct PostalCodes {
    country: &'static str,
    /// The forms, with `|` between them.
    forms: &'static str,
    /// A code as it is written.
    example: &'static str,
}

const fn codes(country: &'static str, forms: &'static str, example: &'static str) -> PostalCodes {
    PostalCodes { country, forms, example }
}

const POSTAL_CODES: [PostalCodes; 32] = [
    codes("AT", "####", "1010"),
    codes("BE", "####", "1000"),
    codes("BG", "####", "1000"),
    codes("CH", "####", "8001"),
    codes("CY", "####", "1010"),
    codes("CZ", "### ##", "110 00"),
    codes("DE", "#####", "20457"),
    codes("DK", "####", "1050"),
    codes("EE", "#####", "10111"),
    codes("ES", "#####", "28001"),
    codes("FI", "#####", "00100"),
    codes("FR", "#####", "75001"),
    codes("GB", "@# #@@|@## #@@|@@# #@@|@@## #@@|@#@ #@@|@@#@ #@@", "SW1A 1AA"),
    codes("GR", "### ##", "105 57"),
    codes("HR", "#####", "10000"),
    codes("HU", "####", "1011"),
    codes("IE", "@## ????|D6W ????", "D02 X285"),
    codes("IT", "#####", "00184"),
    codes("LI", "####", "9490"),
    codes("LT", "LT-#####|#####", "LT-01103"),
    codes("LU", "####|L-####", "1009"),
    codes("LV", "LV-####|####", "LV-1050"),
    codes("MT", "@@@ ####", "VLT 1117"),
    codes("NL", "#### @@", "1012 AB"),
    codes("NO", "####", "0150"),
    codes("PL", "##-###", "00-001"),
    codes("PT", "####-###", "1000-001"),
    codes("RO", "######", "010011"),
    codes("SE", "### ##", "111 20"),
    codes("SI", "####", "1000"),
    codes("SK", "### ##", "811 01"),
    codes("US", "#####|#####-####", "94105"),
];

/// Reads a postal code of a country and writes it as that country does. Where its codes are not known, any text will do.
///
/// # Errors
/// [`InputFault::Missing`], [`InputFault::TooLong`], and [`InputFault::PostalCode`] where the country's codes are known.
///
/// ```
/// use billing::address::read_postal_code;
/// assert_eq!(read_postal_code("sw1a1aa", "GB").as_deref(), Ok("SW1A 1AA"));
/// assert!(read_postal_code("1010", "DE").is_err());
/// ```
pub fn read_postal_code(text: &str, country: &str) -> Result<String, InputFault> {
    let text = read_text(text)?;
    let Some(known) = POSTAL_CODES.iter().find(|codes| codes.country == country) else { return Ok(text.to_owned()) };
    let compact: String = text.chars().filter(|letter| !is_separator(*letter)).map(|letter| letter.to_ascii_uppercase()).collect();
    let written = known.forms.split('|').find_map(|form| write_as(&compact, form));
    written.ok_or_else(|| InputFault::PostalCode { example: known.example.to_owned() })
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2013}')
}

/// The code in that form, if it has it.
fn write_as(compact: &str, form: &str) -> Option<String> {
    let mut letters = compact.chars();
    let mut written = String::with_capacity(form.len());
    for place in form.chars() {
        let letter = if is_separator(place) { place } else { letters.next().filter(|letter| fits(place, *letter))? };
        written.push(letter);
    }
    letters.next().is_none().then_some(written)
}

fn fits(place: char, letter: char) -> bool {
    match place {
        '#' => letter.is_ascii_digit(),
        '@' => letter.is_ascii_uppercase(),
        '?' => letter.is_ascii_digit() || letter.is_ascii_uppercase(),
        _ => place == letter,
    }
}

/// The states of the United States with the letters that stand in addresses (USPS Publication 28, appendix B).
#[rustfmt::skip]
const STATES: [(&str, &str); 51] = [
    ("AL", "Alabama"), ("AK", "Alaska"), ("AZ", "Arizona"), ("AR", "Arkansas"), ("CA", "California"), ("CO", "Colorado"),
    ("CT", "Connecticut"), ("DE", "Delaware"), ("DC", "District of Columbia"), ("FL", "Florida"), ("GA", "Georgia"), ("HI", "Hawaii"),
    ("ID", "Idaho"), ("IL", "Illinois"), ("IN", "Indiana"), ("IA", "Iowa"), ("KS", "Kansas"), ("KY", "Kentucky"),
    ("LA", "Louisiana"), ("ME", "Maine"), ("MD", "Maryland"), ("MA", "Massachusetts"), ("MI", "Michigan"), ("MN", "Minnesota"),
    ("MS", "Mississippi"), ("MO", "Missouri"), ("MT", "Montana"), ("NE", "Nebraska"), ("NV", "Nevada"), ("NH", "New Hampshire"),
    ("NJ", "New Jersey"), ("NM", "New Mexico"), ("NY", "New York"), ("NC", "North Carolina"), ("ND", "North Dakota"), ("OH", "Ohio"),
    ("OK", "Oklahoma"), ("OR", "Oregon"), ("PA", "Pennsylvania"), ("RI", "Rhode Island"), ("SC", "South Carolina"), ("SD", "South Dakota"),
    ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"), ("VT", "Vermont"), ("VA", "Virginia"), ("WA", "Washington"),
    ("WV", "West Virginia"), ("WI", "Wisconsin"), ("WY", "Wyoming"),
];

/// The regions of a country whose addresses need one: letters and name. Empty where they need none.
pub fn regions_of(country: &str) -> &'static [(&'static str, &'static str)] {
    if country == "US" { &STATES } else { &[] }
}

/// Reads the region of an address; none where the country's addresses have none, whatever was typed.
///
/// # Errors
/// [`InputFault::Missing`] and [`InputFault::NotOffered`].
pub fn read_region(text: &str, country: &str) -> Result<Option<String>, InputFault> {
    let regions = regions_of(country);
    let text = text.trim();
    if regions.is_empty() {
        return Ok(None);
    }
    if text.is_empty() {
        return Err(InputFault::Missing);
    }
    let found = regions.iter().find(|(code, _)| *code == text);
    found.map(|(code, _)| Some((*code).to_owned())).ok_or(InputFault::NotOffered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written_and_without_its_separators() {
        for PostalCodes { country, example, .. } in &POSTAL_CODES {
            assert_eq!(read_postal_code(example, country).as_deref(), Ok(*example), "{country}");
            let bare = format!(" {} ", example.replace([' ', '-'], "").to_lowercase());
            assert_eq!(read_postal_code(&bare, country).as_deref(), Ok(*example), "{country}");
        }
        for (typed, country, written) in [
            ("m1 1ae", "GB", "M1 1AE"),
            ("cr26xh", "GB", "CR2 6XH"),
            ("DN55 1PT", "GB", "DN55 1PT"),
            ("W1A1HQ", "GB", "W1A 1HQ"),
            ("a65 f4e2", "IE", "A65 F4E2"),
            ("D6WXY00", "IE", "D6W XY00"),
            ("100200300", "US", "10020-0300"),
            ("SW1A 1AA", "JP", "SW1A 1AA"),
        ] {
            assert_eq!(read_postal_code(typed, country).as_deref(), Ok(written), "{typed}");
        }
    }

    #[test]
    fn a_code_of_another_country_is_refused_with_an_example() {
        for (typed, country) in [("1010", "DE"), ("2045a", "DE"), ("20457", "CH"), ("20457", "GB"), ("SW1A 1AA", "IE"), ("9410", "US"), ("٢٠٤٥٧", "DE")] {
            let example = POSTAL_CODES.iter().find(|codes| codes.country == country).unwrap().example.to_owned();
            assert_eq!(read_postal_code(typed, country), Err(InputFault::PostalCode { example }), "{typed} in {country}");
        }
        assert_eq!(read_postal_code("", "GB"), Err(InputFault::Missing));
    }

    #[test]
    fn every_address_has_street_town_and_code_and_a_state_where_it_needs_one() {
        for country in POSTAL_CODES.iter().map(|codes| codes.country).chain(["JP"]) {
            let fields = fields_of(country);
            for field in [AddressField::Street, AddressField::City, AddressField::PostalCode] {
                assert_eq!(fields.iter().filter(|found| **found == field).count(), 1, "{country}");
            }
            assert_eq!(fields.contains(&AddressField::Region), !regions_of(country).is_empty(), "{country}");
        }
        assert_eq!(read_region("CA", "US"), Ok(Some("CA".to_owned())));
        assert_eq!(
            (read_region("", "US"), read_region("XX", "US"), read_region("CA", "DE")),
            (Err(InputFault::Missing), Err(InputFault::NotOffered), Ok(None))
        );
    }

    #[test]
    fn the_lines_are_those_of_the_country() {
        let party = |country: &str, postal_code: &str, city: &str| Party {
            name: "A".to_owned(),
            street: "1 High Street".to_owned(),
            postal_code: postal_code.to_owned(),
            city: city.to_owned(),
            region: None,
            country: country.to_owned(),
            vat_id: None,
        };
        for (country, postal_code, city, town) in [
            ("AT", "1070", "Wien", vec!["1070 Wien"]),
            ("CH", "8001", "Zürich", vec!["8001 Zürich"]),
            ("FR", "75001", "Paris", vec!["75001 Paris"]),
            ("GB", "SW1A 1AA", "London", vec!["London", "SW1A 1AA"]),
            ("IE", "D02 X285", "Dublin", vec!["Dublin", "D02 X285"]),
            ("US", "94105", "San Francisco", vec!["San Francisco 94105"]),
        ] {
            assert_eq!(lines(&party(country, postal_code, city))[1..], town, "{country}");
        }
    }
}
