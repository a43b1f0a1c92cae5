//! Which form of a text a number takes. It stands in for the library's rules, which know all languages of the world
//! and weigh a thirtieth of the bundle; ours have two forms alike, "1 Tag" and "2 Tage", "1 day" and "0 days".

use super::generated::i18n::Locale;
use leptos_i18n::reexports::icu::plurals::{PluralCategory, PluralOperands, PluralRuleType};

/// The forms of a language.
#[derive(Clone, Copy, Debug)]
pub struct Plurals;

/// The forms of a language, by the name that generated code asks for.
pub const fn get_plural_rules(locale: Locale, _: PluralRuleType) -> Plurals {
    match locale {
        Locale::de | Locale::en => Plurals,
    }
}

impl Plurals {
    /// The form that a number takes.
    pub fn category_for(self, count: impl Into<PluralOperands>) -> PluralCategory {
        if count.into() == PluralOperands::from(1_u64) { PluralCategory::One } else { PluralCategory::Other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos_i18n::Locale as _;
    use leptos_i18n::reexports::icu::plurals::PluralRules;

    #[test]
    fn the_forms_are_those_of_the_library() -> Result<(), Box<dyn std::error::Error>> {
        for locale in [Locale::de, Locale::en] {
            let theirs = PluralRules::try_new_cardinal(locale.as_icu_locale().into())?;
            let ours = get_plural_rules(locale, PluralRuleType::Cardinal);
            for count in [i64::MIN, -2, -1, 0, 1, 2, 10, 11, 21, 100, 101, 1_000_000, i64::MAX] {
                assert_eq!(ours.category_for(count), theirs.category_for(count), "{locale:?} {count}");
            }
        }
        Ok(())
    }
}
