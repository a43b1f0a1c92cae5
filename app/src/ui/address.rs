//! Postal addresses as they are written on an envelope.

use billing::Language;
use billing::address::lines;
use billing::invoice::Party;
use leptos::prelude::*;

/// Name and address, a line each, with the country's name in `language`.
#[component]
pub fn Address(party: Party, language: Language) -> impl IntoView {
    let country = country_name(&party.country, language).to_owned();
    let lines: Vec<_> = lines(&party).into_iter().map(|line| view! { <br/>{line} }).collect();
    view! { <address>{party.name}{lines}<br/>{country}</address> }
}

/// The address in one line, without the name: `Speicherstadt 12, 20457 Hamburg, Deutschland`. Postal code and town stay together.
pub fn address_line(party: &Party, language: Language) -> String {
    let mut lines = lines(party);
    if let Some(town) = lines.get_mut(1) {
        *town = town.replacen(' ', "\u{a0}", 1);
    }
    lines.push(country_name(&party.country, language).to_owned());
    lines.join(", ")
}

/// Where customers come from. Other countries are shown by their code, which the post understands.
#[rustfmt::skip]
const COUNTRY_NAMES: &[(&str, &str, &str)] = &[
    ("AT", "Österreich", "Austria"), ("BE", "Belgien", "Belgium"), ("BG", "Bulgarien", "Bulgaria"), ("CH", "Schweiz", "Switzerland"),
    ("CY", "Zypern", "Cyprus"), ("CZ", "Tschechien", "Czechia"), ("DE", "Deutschland", "Germany"), ("DK", "Dänemark", "Denmark"),
    ("EE", "Estland", "Estonia"), ("ES", "Spanien", "Spain"), ("FI", "Finnland", "Finland"), ("FR", "Frankreich", "France"),
    ("GB", "Vereinigtes Königreich", "United Kingdom"), ("GR", "Griechenland", "Greece"), ("HR", "Kroatien", "Croatia"), ("HU", "Ungarn", "Hungary"),
    ("IE", "Irland", "Ireland"), ("IT", "Italien", "Italy"), ("LI", "Liechtenstein", "Liechtenstein"), ("LT", "Litauen", "Lithuania"),
    ("LU", "Luxemburg", "Luxembourg"), ("LV", "Lettland", "Latvia"), ("MT", "Malta", "Malta"), ("NL", "Niederlande", "Netherlands"),
    ("NO", "Norwegen", "Norway"), ("PL", "Polen", "Poland"), ("PT", "Portugal", "Portugal"), ("RO", "Rumänien", "Romania"),
    ("SE", "Schweden", "Sweden"), ("SI", "Slowenien", "Slovenia"), ("SK", "Slowakei", "Slovakia"), ("US", "Vereinigte Staaten", "United States"),
];

/// The name of an ISO 3166 code.
pub fn country_name(code: &str, language: Language) -> &str {
    let found = COUNTRY_NAMES.iter().find(|(known, ..)| *known == code);
    found.map_or(code, |(_, german, english)| match language {
        Language::De => german,
        Language::En => english,
    })
}

/// Code and name of every country that customers come from, in the order in which readers look for them.
pub fn countries(language: Language) -> Vec<(&'static str, &'static str)> {
    let mut found: Vec<_> = COUNTRY_NAMES.iter().map(|(code, ..)| (*code, country_name(code, language))).collect();
    // Austria, in German, stands among the countries with O.
    found.sort_unstable_by_key(|(_, name)| name.replace('Ö', "O").replace('ä', "a"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_named_in_both_languages() {
        assert_eq!((country_name("AT", Language::De), country_name("AT", Language::En)), ("Österreich", "Austria"));
        assert_eq!(country_name("JP", Language::De), "JP");
    }
}
