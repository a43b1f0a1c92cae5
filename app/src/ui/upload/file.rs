//! Which files a place takes, and what is said of the others. A check for the reader's sake: the server looks for itself.

use crate::texts::{locale_of, td_string};
use billing::Language;
use web_sys::File;

/// Which files are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadRules {
    /// Endings for the browser's own dialog and for our check, in small letters: `.pdf,.png,.jpg`.
    pub accept: &'static str,
    /// The largest size in bytes.
    pub limit_bytes: u64,
}

impl UploadRules {
    /// "PDF, PNG, JPG; höchstens 5 MB"
    pub fn text(self, language: Language) -> String {
        td_string!(locale_of(language), parts.upload_rules, kinds = self.kinds(), size = size_text(self.limit_bytes, language)).to_string()
    }

    fn kinds(self) -> String {
        self.accept.split(',').map(|ending| ending.trim_start_matches('.').to_uppercase()).collect::<Vec<_>>().join(", ")
    }

    fn takes_name(self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.accept.split(',').any(|ending| name.ends_with(ending))
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// Its ending is none of those.
    Kind,
    /// It is larger than the limit.
    Size,
    /// There is nothing in it.
    Empty,
}

impl FileFault {
    /// What is said at the field.
    pub fn text(self, rules: UploadRules, language: Language) -> String {
        let locale = locale_of(language);
        match self {
            Self::Kind => td_string!(locale, parts.upload_kind, kinds = rules.kinds()).to_string(),
            Self::Size => td_string!(locale, parts.upload_size, size = size_text(rules.limit_bytes, language)).to_string(),
            Self::Empty => td_string!(locale, parts.upload_empty).to_owned(),
        }
    }
}

/// Whether a file keeps to the rules.
pub fn check(file: &File, rules: UploadRules) -> Result<(), FileFault> {
    judge(&file.name(), size_of(file), rules)
}

fn judge(name: &str, size_bytes: u64, rules: UploadRules) -> Result<(), FileFault> {
    if !rules.takes_name(name) {
        return Err(FileFault::Kind);
    }
    match size_bytes {
        0 => Err(FileFault::Empty),
        size if size > rules.limit_bytes => Err(FileFault::Size),
        _ => Ok(()),
    }
}

/// The size of a file in bytes.
#[expect(clippy::as_conversions, reason = "browsers give sizes as floating numbers, whole and below 2^53; the cast saturates")]
pub fn size_of(file: &File) -> u64 {
    file.size() as u64
}

/// A size as people say it: `820 kB`, `1,4 MB`.
pub fn size_text(size_bytes: u64, language: Language) -> String {
    let point = match language {
        Language::De => ',',
        Language::En => '.',
    };
    match size_bytes {
        0..1_000 => format!("{size_bytes}\u{a0}B"),
        1_000..1_000_000 => format!("{}\u{a0}kB", size_bytes / 1_000),
        _ => {
            let tenths = size_bytes / 100_000;
            let fraction = if tenths.is_multiple_of(10) { String::new() } else { format!("{point}{}", tenths % 10) };
            format!("{}{fraction}\u{a0}MB", tenths / 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: UploadRules = UploadRules { accept: ".pdf,.png,.jpg", limit_bytes: 5_000_000 };

    #[test]
    fn a_file_is_judged_by_its_ending_and_its_size() {
        for (name, size_bytes, expected) in [
            ("PO-2026.pdf", 5_000_000, Ok(())),
            ("SCAN.PDF", 1, Ok(())),
            ("a.pdf", 5_000_001, Err(FileFault::Size)),
            ("a.pdf", 0, Err(FileFault::Empty)),
            ("a.pdf.exe", 10, Err(FileFault::Kind)),
            ("pdf", 10, Err(FileFault::Kind)),
            ("", 10, Err(FileFault::Kind)),
        ] {
            assert_eq!(judge(name, size_bytes, RULES), expected, "{name} {size_bytes}");
        }
    }

    #[test]
    fn sizes_and_rules_are_said_in_the_readers_form() {
        for (size_bytes, de, en) in [
            (0, "0\u{a0}B", "0\u{a0}B"),
            (820_499, "820\u{a0}kB", "820\u{a0}kB"),
            (1_449_000, "1,4\u{a0}MB", "1.4\u{a0}MB"),
            (5_000_000, "5\u{a0}MB", "5\u{a0}MB"),
        ] {
            assert_eq!((size_text(size_bytes, Language::De), size_text(size_bytes, Language::En)), (de.to_owned(), en.to_owned()));
        }
        assert_eq!(RULES.text(Language::De), "PDF, PNG, JPG, höchstens 5\u{a0}MB");
    }
}
