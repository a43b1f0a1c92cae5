//! Single settings: how each is read from text, and what is expected where it cannot be read.

use crate::cli::LogFormat;
use backend::{Processor, SecondFactorRule};
use billing::country::Country;
use chrono::NaiveDate;
use clap::ValueEnum;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, de};
use std::net::SocketAddr;
use std::path::PathBuf;

/// A value that file and environment spell the same way.
pub trait Setting: Sized {
    /// Ends the sentence "expected …".
    const EXPECTED: &'static str;

    /// Reads the value.
    fn read(text: &str) -> Option<Self>;

    /// What to tell whoever wrote `text`.
    fn complaint(text: &str) -> String {
        format!("expected {}, found {text:?}", Self::EXPECTED)
    }
}

/// Declares a setting that is written as text in the file.
macro_rules! text_setting {
    ($(#[$doc:meta])* $name:ident($inner:ty), $expected:literal, $read:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub $inner);

        impl Setting for $name {
            const EXPECTED: &'static str = $expected;

            fn read(text: &str) -> Option<Self> {
                let read: fn(&str) -> Option<$inner> = $read;
                read(text).map(Self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::read(&text).ok_or_else(|| de::Error::custom(Self::complaint(&text)))
            }
        }
    };
}

text_setting!(
    /// A text that is not empty.
    Text(String), "a text that is not empty", |text| (!text.trim().is_empty()).then(|| text.trim().to_owned())
);
text_setting!(
    /// Where the database is.
    DatabaseUrl(String), "sqlite:FILE or postgres://USER@HOST/DATABASE", |text| {
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|start| text.len() > start.len() && text.starts_with(start));
        known.then(|| text.to_owned())
    }
);
text_setting!(
    /// Who processes service orders.
    ProcessorName(Processor), "\"staff\" or \"worker\"", |text| match text {
        "staff" => Some(Processor::Staff),
        "worker" => Some(Processor::Worker),
        _ => None,
    }
);
text_setting!(
    /// Whether the staff needs a second factor.
    FactorRule(SecondFactorRule), "\"required\" or \"optional\"", |text| match text {
        "required" => Some(SecondFactorRule::Required),
        "optional" => Some(SecondFactorRule::Optional),
        _ => None,
    }
);
text_setting!(
    /// A time zone by its name.
    TimeZone(chrono_tz::Tz), "a time zone such as \"Europe/Berlin\"", |text| text.parse().ok()
);
text_setting!(
    /// A file or folder.
    FilePath(PathBuf), "a path", |text| (!text.is_empty()).then(|| PathBuf::from(text))
);
text_setting!(
    /// Scheme, host and port, nothing after them.
    Origin(String), "an origin such as \"https://billing.example.com\", without a slash at its end", |text| {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let plain = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
        plain.then(|| text.to_ascii_lowercase())
    }
);
text_setting!(
    /// An address to listen at.
    Address(SocketAddr), "an address with a port such as \"127.0.0.1:3000\"", |text| text.parse().ok()
);
text_setting!(
    /// A country by its two letters.
    CountryCode(Country), "an ISO 3166 country code such as \"DE\"", Country::parse
);
text_setting!(
    /// Where a service is.
    WebAddress(String), "an address that starts with http:// or https://", |text| {
        let known = ["http://", "https://"].iter().any(|start| text.len() > start.len() && text.starts_with(start));
        known.then(|| text.trim_end_matches('/').to_owned())
    }
);
text_setting!(
    /// The start of document numbers.
    Series(String), "one to eight capital letters or digits", |text| {
        let fits = (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        fits.then(|| text.to_owned())
    }
);

text_setting!(
    /// How log lines are written.
    LogStyle(LogFormat), "text or json", |text| LogFormat::from_str(text, false).ok()
);

/// A secret; no message ever repeats it.
#[derive(Clone, Debug)]
pub struct Secret(pub SecretString);

impl Setting for Secret {
    const EXPECTED: &'static str = "a secret that is not empty";

    fn read(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.into()))
    }

    fn complaint(_: &str) -> String {
        format!("expected {}", Self::EXPECTED)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| de::Error::custom(Self::complaint(&text)))
    }
}

/// Yes or no.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(transparent)]
pub struct Switch(pub bool);

impl Setting for Switch {
    const EXPECTED: &'static str = "true or false";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// A number of seconds, minutes or hours, at least one and less than a century.
#[derive(Clone, Copy, Debug)]
pub struct Count(pub u64);

impl Setting for Count {
    const EXPECTED: &'static str = "a whole number from 1 to 876000";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|count| (1..=876_000).contains(count)).map(Self)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = i64::deserialize(deserializer)?.to_string();
        Self::read(&text).ok_or_else(|| de::Error::custom(Self::complaint(&text)))
    }
}

impl Setting for NaiveDate {
    const EXPECTED: &'static str = "a date such as \"2026-11-21\"";

    fn read(text: &str) -> Option<Self> {
        billing::period::parse_iso_date(text)
    }
}
