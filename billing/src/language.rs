//! The languages that the portal speaks.

use serde::{Deserialize, Serialize};

/// A language of screens, mails and invoices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German, the first language.
    #[default]
    De,
    /// English.
    En,
}

impl Language {
    /// All languages, German first.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// BCP 47 tag, as in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The language of a tag such as `de`, `de-AT` or `en-GB`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header that we speak, by the header's weights.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(language) = pieces.next().and_then(Self::parse) else { continue };
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(1000, weight_thousandths);
            if weight > 0 && best.is_none_or(|(other, _)| weight > other) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// `0.8` as 800; what cannot be read weighs nothing (RFC 9110, 12.4.2).
fn weight_thousandths(text: &str) -> u32 {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let padded = format!("{fraction:0<3}");
    let whole: u32 = whole.parse().unwrap_or(0);
    let fraction: u32 = padded.get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    whole.saturating_mul(1000).saturating_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_weights_decide() {
        assert_eq!(Language::from_accept_language("en-GB,en;q=0.9,de;q=0.8"), Some(Language::En));
        assert_eq!(Language::from_accept_language("fr, en;q=0.4, de-AT;q=0.7"), Some(Language::De));
        assert_eq!(Language::from_accept_language("fr"), None);
        assert_eq!(Language::from_accept_language("de;q=0, en;q=x"), None);
    }
}
