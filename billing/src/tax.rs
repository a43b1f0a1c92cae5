//! Value added tax of a seller in Germany: which category and rate a customer gets, and the tax on a sum.
//!
//! Rules: Directive 2006/112/EC, articles 44 and 196 (services to businesses), 58 (electronic services to
//! others) and 59; rates: the European Commission's "VAT rates applied in the Member States" and the
//! national acts named beside a change.

use crate::country::Country;
use crate::money::{AmountOverflow, divide_rounded};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Category of a tax, by its UNTDID 5305 letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TaxCategory {
    /// Standard rate: VAT is charged.
    S,
    /// Reverse charge: the customer owes it.
    AE,
    /// Outside the scope: a customer outside the European Union.
    O,
}

impl TaxCategory {
    /// The letters, as they stand in invoices and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::AE => "AE",
            Self::O => "O",
        }
    }

    /// The category of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        [Self::S, Self::AE, Self::O].into_iter().find(|category| category.code() == code)
    }
}

/// A rate in per cent, from 0 to 100 with at most four decimals; text in JSON, as in `"25.5"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct TaxRate(Decimal);

impl TaxRate {
    /// No tax.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// A rate of that many per cent, if it lies in the range.
    pub fn from_percent(percent: Decimal) -> Option<Self> {
        let percent = percent.normalize();
        (percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED && percent.scale() <= 4).then_some(Self(percent))
    }

    /// The rate of digits such as `19` or `25.5`; no sign, no exponent.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = !text.is_empty()
            && text.len() <= 8
            && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !text.starts_with('.')
            && !text.ends_with('.');
        plain.then(|| text.parse().ok()).flatten().and_then(Self::from_percent)
    }

    /// The rate in per cent.
    pub const fn percent(self) -> Decimal {
        self.0
    }

    /// The tax on `base_minor`, rounded half away from zero.
    ///
    /// # Errors
    /// [`AmountOverflow`] when it does not fit.
    pub fn of(self, base_minor: i64) -> Result<i64, AmountOverflow> {
        // At most 10^6 by construction, so the product fits i128 and 10^scale is small.
        let numerator = i128::from(base_minor) * self.0.mantissa();
        divide_rounded(numerator, 100 * 10_i128.pow(self.0.scale()))
    }
}

impl fmt::Display for TaxRate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<'de> Deserialize<'de> for TaxRate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected a rate in per cent as text, such as \"19\""))
    }
}

/// What is known of a customer's VAT number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatIdState {
    /// None, or one that the register denies.
    None,
    /// Confirmed by the register of the customer's own member state.
    Valid,
    /// The register did not answer: charged like none, corrected once proven.
    Unverified,
}

impl VatIdState {
    /// The word of the state in files and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Valid => "valid",
            Self::Unverified => "unverified",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        [Self::None, Self::Valid, Self::Unverified].into_iter().find(|state| state.code() == code)
    }
}

/// Standard rates of the member states by first day, newest last within a country. Per cent, in text.
#[rustfmt::skip]
const STANDARD_RATES: &[(&str, &str, &str)] = &[
    ("AT", "1984-01-01", "20"), ("BE", "1996-01-01", "21"), ("BG", "1999-01-01", "20"), ("CY", "2014-01-13", "19"),
    ("CZ", "2013-01-01", "21"), ("DK", "1992-01-01", "25"), ("ES", "2012-09-01", "21"), ("FR", "2014-01-01", "20"),
    ("HR", "2012-03-01", "25"), ("HU", "2012-01-01", "27"), ("IT", "2013-10-01", "22"), ("LT", "2009-09-01", "21"),
    ("LV", "2012-07-01", "21"), ("MT", "2004-01-01", "18"), ("NL", "2012-10-01", "21"), ("PL", "2011-01-01", "23"),
    ("PT", "2011-01-01", "23"), ("SE", "1990-07-01", "25"), ("SI", "2013-07-01", "22"), ("GR", "2016-06-01", "24"),
    // Zweites Corona-Steuerhilfegesetz, § 28 UStG: 16 % in the second half of 2020.
    ("DE", "2007-01-01", "19"), ("DE", "2020-07-01", "16"), ("DE", "2021-01-01", "19"),
    // Käibemaksuseadus, changes of 2023 and 2024.
    ("EE", "2009-07-01", "20"), ("EE", "2024-01-01", "22"), ("EE", "2025-07-01", "24"),
    // Arvonlisäverolaki 84 §, as changed in 2024.
    ("FI", "2013-01-01", "24"), ("FI", "2024-09-01", "25.5"),
    // Financial Provisions (Covid-19) (No. 2) Act 2020.
    ("IE", "2012-01-01", "23"), ("IE", "2020-09-01", "21"), ("IE", "2021-03-01", "23"),
    // Luxembourg lowered its rate for 2023 alone.
    ("LU", "2015-01-01", "17"), ("LU", "2023-01-01", "16"), ("LU", "2024-01-01", "17"),
    // Legea 141/2025.
    ("RO", "2017-01-01", "19"), ("RO", "2025-08-01", "21"),
    // Zákon č. 278/2024 Z. z.
    ("SK", "2011-01-01", "20"), ("SK", "2025-01-01", "23"),
];

/// The standard rate of the member state that a country belongs to, on a day; `None` outside the European Union.
pub fn standard_rate(country: Country, on: NaiveDate) -> Option<TaxRate> {
    let state = member_state(country)?;
    let mut rate = None;
    let mut first = None;
    for (_, from, percent) in STANDARD_RATES.iter().filter(|(code, ..)| *code == state.code()) {
        first = first.or(Some(percent));
        if from.parse::<NaiveDate>().is_ok_and(|from| from <= on) {
            rate = Some(percent);
        }
    }
    // Days before the table begins take its oldest rate: the portal sells nothing in the past.
    rate.or(first).and_then(|percent| TaxRate::parse(percent))
}

/// The member state whose VAT law holds in a country: the country itself, France for Monaco (article 7 of the
/// directive); `None` outside the Union's VAT territory. That is so for parts of member states that ISO 3166 gives
/// codes of their own: Åland, the French overseas departments (article 6), and for the Isle of Man and Northern
/// Ireland, whose "XI" counts for goods alone.
pub fn member_state(country: Country) -> Option<Country> {
    let state = if country == Country::MONACO { Country::FRANCE } else { country };
    STANDARD_RATES.iter().any(|(code, ..)| *code == state.code()).then_some(state)
}

/// Category and rate for a customer of `country` on a day.
pub fn tax_for(country: Country, vat_id: VatIdState, on: NaiveDate) -> (TaxCategory, TaxRate) {
    match standard_rate(country, on) {
        None => (TaxCategory::O, TaxRate::ZERO),
        // The business has to be in another member state than the seller: article 196.
        Some(_) if country != Country::DE && vat_id == VatIdState::Valid => (TaxCategory::AE, TaxRate::ZERO),
        Some(rate) => (TaxCategory::S, rate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(country: &str, on: &str) -> Option<String> {
        standard_rate(Country::parse(country).unwrap(), on.parse().unwrap()).map(|rate| rate.to_string())
    }

    /// What held on 1 January 2020 in every member state.
    const IN_2020: &str = "AT 20 BE 21 BG 20 CY 19 CZ 21 DE 19 DK 25 EE 20 ES 21 FI 24 FR 20 GR 24 HR 25 HU 27 IE 23 IT 22 LT 21 LU 17 LV 21 MT 18 NL 21 PL 23 PT 23 RO 19 SE 25 SI 22 SK 20";

    /// Every change since: the first day of the new rate.
    const CHANGES: [(&str, &str, &str); 11] = [
        ("2020-07-01", "DE", "16"),
        ("2020-09-01", "IE", "21"),
        ("2021-01-01", "DE", "19"),
        ("2021-03-01", "IE", "23"),
        ("2023-01-01", "LU", "16"),
        ("2024-01-01", "EE", "22"),
        ("2024-01-01", "LU", "17"),
        ("2024-09-01", "FI", "25.5"),
        ("2025-01-01", "SK", "23"),
        ("2025-07-01", "EE", "24"),
        ("2025-08-01", "RO", "21"),
    ];

    #[test]
    fn every_member_state_has_its_rate_on_every_day_since_2020() {
        let words: Vec<&str> = IN_2020.split(' ').collect();
        let mut rates: std::collections::BTreeMap<&str, &str> = words.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        assert_eq!(rates.len(), 27);
        let mut day: NaiveDate = "2020-01-01".parse().unwrap();
        let end: NaiveDate = "2027-01-01".parse().unwrap();
        while day < end {
            let today = day.to_string();
            for (_, country, changed) in CHANGES.iter().filter(|(from, ..)| *from == today) {
                rates.insert(country, changed);
            }
            for (country, expected) in &rates {
                assert_eq!(rate(country, &today).as_deref(), Some(*expected), "{country} on {today}");
            }
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn monaco_is_taxed_like_france_and_far_parts_of_the_union_are_outside() {
        for (country, expected) in [
            ("MC", Some("20")),
            // Åland; Guadeloupe, Martinique, Réunion, French Guiana, Mayotte, Saint Martin and the other French territories.
            ("AX", None),
            ("GP", None),
            ("MQ", None),
            ("RE", None),
            ("GF", None),
            ("YT", None),
            ("MF", None),
            ("BL", None),
            ("PM", None),
            ("NC", None),
            ("PF", None),
            ("WF", None),
            // Faroe Islands, Greenland; the Caribbean Netherlands.
            ("FO", None),
            ("GL", None),
            ("BQ", None),
            ("AW", None),
            ("CW", None),
            ("SX", None),
            // The United Kingdom and its islands, Gibraltar.
            ("GB", None),
            ("IM", None),
            ("JE", None),
            ("GG", None),
            ("GI", None),
            // Neighbours that are in no one's territory.
            ("CH", None),
            ("LI", None),
            ("NO", None),
            ("IS", None),
            ("SM", None),
            ("VA", None),
            ("AD", None),
        ] {
            assert_eq!(rate(country, "2026-11-21").as_deref(), expected, "{country}");
        }
        let monaco = Country::parse("MC").unwrap();
        let on = "2026-11-21".parse().unwrap();
        assert_eq!(tax_for(monaco, VatIdState::Valid, on), (TaxCategory::AE, TaxRate::ZERO));
        assert_eq!((member_state(monaco), member_state(Country::DE)), (Country::parse("FR"), Some(Country::DE)));
    }

    #[test]
    fn rates_follow_their_dates() {
        for (country, on, expected) in [
            ("DE", "2020-06-30", "19"),
            ("DE", "2020-07-01", "16"),
            ("DE", "2020-12-31", "16"),
            ("DE", "2021-01-01", "19"),
            ("FI", "2024-08-31", "24"),
            ("FI", "2024-09-01", "25.5"),
            ("EE", "2025-06-30", "22"),
            ("EE", "2025-07-01", "24"),
            ("LU", "2023-12-31", "16"),
            ("LU", "2024-01-01", "17"),
            ("RO", "2025-08-01", "21"),
            ("SK", "2024-12-31", "20"),
            ("IE", "2021-02-28", "21"),
            ("IE", "2021-03-01", "23"),
            ("AT", "1990-01-01", "20"),
        ] {
            assert_eq!(rate(country, on).as_deref(), Some(expected), "{country} on {on}");
        }
        assert_eq!(rate("CH", "2026-01-01"), None);
    }

    #[test]
    fn there_are_twenty_seven_member_states_in_order_of_dates() {
        let codes: std::collections::BTreeSet<_> = STANDARD_RATES.iter().map(|(code, ..)| code).collect();
        assert_eq!(codes.len(), 27);
        for pair in STANDARD_RATES.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            assert!(pair[0].1 < pair[1].1, "{pair:?}");
        }
    }

    #[test]
    fn the_customer_decides_the_category() {
        let on: NaiveDate = "2026-11-21".parse().unwrap();
        for (country, vat_id, expected) in [
            ("DE", VatIdState::None, (TaxCategory::S, "19")),
            ("DE", VatIdState::Valid, (TaxCategory::S, "19")),
            ("AT", VatIdState::None, (TaxCategory::S, "20")),
            ("AT", VatIdState::Unverified, (TaxCategory::S, "20")),
            ("AT", VatIdState::Valid, (TaxCategory::AE, "0")),
            ("CH", VatIdState::Valid, (TaxCategory::O, "0")),
        ] {
            let (category, rate) = tax_for(Country::parse(country).unwrap(), vat_id, on);
            assert_eq!((category, rate.to_string().as_str()), expected, "{country} {vat_id:?}");
        }
    }

    #[test]
    fn a_rate_is_plain_digits() {
        for wrong in ["", "-1", "+1", "1e1", ".5", "5.", "101", "1.23456", "1.2.3", " 19", "１９"] {
            assert_eq!(TaxRate::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(TaxRate::parse("19.0"), TaxRate::parse("19"));
        assert_eq!(TaxRate::parse("25.5").unwrap().of(-5133), Ok(-1309));
    }
}
