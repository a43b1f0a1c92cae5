//! What the portal says, in the reader's language. The words stand in `locales/`; nothing in here decides anything.

mod errors;
mod plurals;

/// The library as generated code sees it: with plural rules of our own.
mod library {
    pub use leptos_i18n::*;

    pub mod __private {
        pub use crate::texts::plurals::get_plural_rules;
        pub use leptos_i18n::__private::*;
    }
}

#[allow(clippy::expect_used, clippy::new_ret_no_self, clippy::wrong_self_convention, reason = "generated; methods are named like our keys")]
#[expect(unused_imports, dead_code, reason = "written for every way to use it; we use one")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}

pub use errors::{error_text, error_title, obstacle_text, password_text};
pub use generated::i18n::{Locale, td_string};

use billing::Language;
use leptos::prelude::*;

/// The generated twin of a language, which [`td_string!`] wants.
pub const fn locale_of(language: Language) -> Locale {
    match language {
        Language::De => Locale::de,
        Language::En => Locale::en,
    }
}

/// The reader's language. It is chosen once a page load, so texts need no signals.
pub fn use_language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

/// The reader's language for [`td_string!`].
pub fn use_locale() -> Locale {
    locale_of(use_language())
}

/// Makes the language known to all components: the server has chosen it, the browser reads it from `<html lang>`.
pub fn provide_language() {
    provide_context(chosen_language());
}

#[cfg(feature = "ssr")]
pub(crate) fn chosen_language() -> Language {
    use_context::<http::request::Parts>().and_then(|parts| parts.extensions.get::<Language>().copied()).unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn chosen_language() -> Language {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("lang")).and_then(|tag| Language::parse(&tag)).unwrap_or_default()
}

impl Locale {
    /// The language that the locale stands for.
    pub const fn language(self) -> Language {
        match self {
            Self::de => Language::De,
            Self::en => Language::En,
        }
    }
}
