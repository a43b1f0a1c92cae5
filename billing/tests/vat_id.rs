//! VAT identification numbers as people type them, against what an independent library says of them.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is the test's message, in helpers too")]

use billing::country::Country;
use billing::tax::member_state;
use billing::{VatId, VatIdError};
use std::collections::BTreeMap;

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

fn parse(text: &str, of: &str) -> Result<String, VatIdError> {
    VatId::parse(text, country(of)).map(|number| number.as_str().to_owned())
}

/// A number for each member state, by its country.
const ONE_EACH: [(&str, &str); 27] = [
    ("AT", "ATU12345675"),
    ("BE", "BE0123456749"),
    ("BG", "BG123456786"),
    ("CY", "CY10345678D"),
    ("CZ", "CZ12345679"),
    ("DE", "DE123456788"),
    ("DK", "DK12345674"),
    ("EE", "EE123456780"),
    ("ES", "ESB12345674"),
    ("FI", "FI12345671"),
    ("FR", "FR11123456782"),
    ("GR", "EL123456783"),
    ("HR", "HR12345678903"),
    ("HU", "HU12345676"),
    ("IE", "IE1234567T"),
    ("IT", "IT12345670017"),
    ("LT", "LT123456715"),
    ("LU", "LU12345613"),
    ("LV", "LV40123456783"),
    ("MT", "MT12345634"),
    ("NL", "NL123456782B01"),
    ("PL", "PL1234560898"),
    ("PT", "PT123456789"),
    ("RO", "RO1234567897"),
    ("SE", "SE123456789701"),
    ("SI", "SI12345679"),
    ("SK", "SK2021234567"),
];

#[test]
fn every_member_state_agrees_with_python_stdnum() {
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for line in include_str!("vat_id/numbers.txt").lines().filter(|line| !line.starts_with('#')) {
        let (number, verdict) = line.split_once(' ').unwrap();
        let of = if number.starts_with("EL") { "GR" } else { number.get(..2).unwrap() };
        let found = parse(number, of);
        match verdict {
            "valid" => assert_eq!(found.as_deref(), Ok(number)),
            "wrong" => assert!(matches!(found, Err(VatIdError::CheckDigits | VatIdError::Format { .. })), "{number}: {found:?}"),
            other => panic!("{other}"),
        }
        *counts.entry((of, verdict)).or_default() += 1;
    }
    assert_eq!(counts.len(), 54, "{counts:?}");
    assert!(counts.values().all(|count| *count >= 4), "{counts:?}");
}

#[test]
fn a_slip_of_one_digit_is_seen() {
    // The last digits of Dutch and Swedish numbers count branches; nothing checks them.
    for (of, number) in ONE_EACH.into_iter().filter(|(of, _)| !["NL", "SE"].contains(of)) {
        assert_eq!(parse(number, of).as_deref(), Ok(number));
        let last_digit = number.rfind(|letter: char| letter.is_ascii_digit()).unwrap();
        for digit in '0'..='9' {
            let mut slipped = number.to_owned();
            slipped.replace_range(last_digit..=last_digit, &digit.to_string());
            assert_eq!(parse(&slipped, of).is_ok(), slipped == number, "{slipped}");
        }
    }
}

#[test]
fn one_number_has_one_spelling() {
    for (typed, of, expected) in [
        ("DE123456788", "DE", "DE123456788"),
        ("de123456788", "DE", "DE123456788"),
        ("  DE 123 456 788  ", "DE", "DE123456788"),
        ("DE 123.456.788", "DE", "DE123456788"),
        ("DE-123-456-788", "DE", "DE123456788"),
        ("DE\u{a0}123\u{202f}456\u{2009}788", "DE", "DE123456788"),
        ("DE\u{2011}123\u{2013}456788\u{200b}", "DE", "DE123456788"),
        ("123456788", "DE", "DE123456788"),
        ("U12345675", "AT", "ATU12345675"),
        ("atu 1234 5675", "AT", "ATU12345675"),
        ("EL 123456783", "GR", "EL123456783"),
        ("GR123456783", "GR", "EL123456783"),
        ("123456783", "GR", "EL123456783"),
        ("EL23456780", "GR", "EL023456780"),
        ("BE 0123.456.749", "BE", "BE0123456749"),
        ("BE 123.456.749", "BE", "BE0123456749"),
        ("NL 1234.56.782.b01", "NL", "NL123456782B01"),
        ("b-12345674", "ES", "ESB12345674"),
        // Monaco has French numbers.
        ("FR 11 123 456 782", "MC", "FR11123456782"),
    ] {
        assert_eq!(parse(typed, of).as_deref(), Ok(expected), "{typed:?}");
    }
}

#[test]
fn each_fault_has_its_error() {
    let wrong_country = |expected: &str| VatIdError::WrongCountry { expected: expected.to_owned() };
    let format = |example: &str| VatIdError::Format { example: example.to_owned() };
    for (typed, of, expected) in [
        ("", "DE", VatIdError::Missing),
        (" .- \u{a0}", "AT", VatIdError::Missing),
        ("", "CH", VatIdError::Missing),
        ("CHE-116.281.710", "CH", VatIdError::NoMemberState),
        ("XI123456789", "GB", VatIdError::NoMemberState),
        ("FI12345671", "AX", VatIdError::NoMemberState),
        ("DE123456788", "AT", wrong_country("AT")),
        ("ATU12345675", "DE", wrong_country("DE")),
        ("EL123456783", "DE", wrong_country("DE")),
        ("DE123456788", "GR", wrong_country("EL")),
        ("DE123456788", "FR", wrong_country("FR")),
        ("XX123456788", "DE", wrong_country("DE")),
        ("DE", "DE", format("DE123456788")),
        ("DE12345678", "DE", format("DE123456788")),
        ("DE1234567888", "DE", format("DE123456788")),
        ("DE023456789", "DE", format("DE123456788")),
        ("DE12345678O", "DE", format("DE123456788")),
        ("DE１23456788", "DE", format("DE123456788")),
        ("DE123456788 GmbH", "DE", format("DE123456788")),
        ("27/123/45678", "DE", format("DE123456788")),
        ("DE12345678\u{0}", "DE", format("DE123456788")),
        ("AT12345675", "AT", format("ATU12345675")),
        ("EL1234567", "GR", format("EL123456783")),
        ("BE2123456749", "BE", format("BE0123456749")),
        ("NL123456782A01", "NL", format("NL123456782B01")),
        ("SE123456789700", "SE", VatIdError::CheckDigits),
        ("DE123456789", "DE", VatIdError::CheckDigits),
        ("ATU12345678", "AT", VatIdError::CheckDigits),
        ("GR123456789", "GR", VatIdError::CheckDigits),
    ] {
        assert_eq!(parse(typed, of), Err(expected), "{typed:?} in {of}");
    }
}

#[test]
fn the_example_of_every_error_is_itself_a_number() {
    for (of, number) in ONE_EACH {
        let Err(VatIdError::Format { example }) = parse("1", of) else { panic!("{of}") };
        assert_eq!((example.as_str(), parse(&example, of)), (number, Ok(number.to_owned())));
        assert_eq!(member_state(country(of)), Some(country(of)));
    }
}

#[test]
fn groups_of_swedish_companies_have_other_last_digits() {
    for (block, good) in [("01", true), ("02", true), ("94", true), ("95", false), ("00", false)] {
        assert_eq!(parse(&format!("SE1234567897{block}"), "SE").is_ok(), good, "{block}");
    }
}

#[test]
fn the_sellers_number_of_the_configuration_is_valid() {
    let configuration = include_str!("../../Leptos.toml");
    let line = configuration.lines().find(|line| line.starts_with("vat_id = ")).unwrap();
    let number = line.split('"').nth(1).unwrap();
    assert_eq!(parse(number, "DE").as_deref(), Ok(number));
}

#[test]
fn a_number_is_kept_as_text_and_read_strictly() {
    let number = VatId::parse("gr 123 456 783", country("GR")).unwrap();
    let text = serde_json::to_string(&number).unwrap();
    assert_eq!((text.as_str(), serde_json::from_str::<VatId>(&text).unwrap()), ("\"EL123456783\"", number));
    for wrong in ["\"\"", "\"123456783\"", "\"EL123456789\"", "\"EL 123456783\"", "\"CHE116281710\"", "5", "null"] {
        assert!(serde_json::from_str::<VatId>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn any_text_is_read_or_refused() {
    let mut seed = 20_261_121_u64;
    let letters: Vec<char> = "0123456789ABCDEFGRLUXYZ+*. -é€\u{1F600}".chars().collect();
    for _ in 0..2_000 {
        let mut text = String::new();
        for _ in 0..14 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = usize::try_from(seed >> 33).unwrap() % letters.len();
            text.push(letters.get(place).copied().unwrap());
        }
        for (of, number) in ONE_EACH {
            let _ = (parse(&text, of), parse(&format!("{}{text}", number.get(..2).unwrap()), of));
        }
    }
}
