//! A customer's purchase order: what their purchasing has approved, what invoices have taken of it, and until when it is valid.
//! Knows no documents and no storage.
//!
//! Two ways were weighed for its amount. Gross is what leaves the bank, but then another tax would change what is left of an
//! approval. Net is what purchasing departments approve, and a reissued invoice takes the same again. The amount is net of VAT.

use crate::Currency;
use crate::ids::PurchaseOrderId;
use crate::input::InputFault;
use crate::invoice::DocumentKind;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Below this share of its amount, in per cent, a purchase order runs out soon.
pub const SCARCE_PER_CENT: i64 = 20;

/// Within so many days before its last one, it runs out soon as well.
pub const SOON_DAYS: i64 = 30;

/// The largest document that is kept with one, in bytes: 5 MB.
pub const LARGEST_DOCUMENT: i64 = 5_000_000;

/// Longest name of its file that is kept, in characters.
const LONGEST_FILE_NAME: usize = 100;

/// Where the end of a PDF has to say so: within the last bytes, after which programs may append little.
const END_WITHIN: usize = 1_024;

/// Whether it may be drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseOrderState {
    /// It may, while it is valid.
    Open,
    /// Its account has closed it.
    Closed,
}

impl PurchaseOrderState {
    /// Both states.
    pub const ALL: [Self; 2] = [Self::Open, Self::Closed];

    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How a purchase order stands. The later ones are the graver ones, as far as their account is told of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseOrderLevel {
    /// Its first day has not come.
    Upcoming,
    /// There is enough of it, and time.
    Fine,
    /// Little of it is left, or its last day is near.
    RunsOutSoon,
    /// Nothing is left.
    UsedUp,
    /// Invoices have taken more than there was.
    Exceeded,
    /// Its last day is over.
    Expired,
    /// Its account has closed it.
    Closed,
}

impl PurchaseOrderLevel {
    /// All levels.
    pub const ALL: [Self; 7] = [Self::Upcoming, Self::Fine, Self::RunsOutSoon, Self::UsedUp, Self::Exceeded, Self::Expired, Self::Closed];

    /// The word of the level, in the database too.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Fine => "fine",
            Self::RunsOutSoon => "runs_out_soon",
            Self::UsedUp => "used_up",
            Self::Exceeded => "exceeded",
            Self::Expired => "expired",
            Self::Closed => "closed",
        }
    }

    /// The level of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// What an account is told of, as it is remembered: before the first day and after closing there is nothing to tell.
    pub const fn told(self) -> Self {
        match self {
            Self::Upcoming | Self::Closed => Self::Fine,
            other => other,
        }
    }
}

/// Why a purchase order does not cover what is to be ordered under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shortfall {
    /// Too little is left.
    TooLittle {
        /// So much is missing, net, minor units.
        missing_minor: i64,
    },
    /// Its first day has not come, or its last one is over.
    NotValid,
    /// It was closed.
    Closed,
}

/// A purchase order with what was used of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrder {
    /// Identifier.
    pub id: PurchaseOrderId,
    /// The customer's number of it.
    pub number: String,
    /// Currency of its amounts: that of the account.
    pub currency: Currency,
    /// What was approved, net of VAT, minor units.
    pub amount_minor: i64,
    /// What invoices have taken, less what credit notes gave back, net, minor units.
    pub used_minor: i64,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
    /// Whether it may be drawn on.
    pub state: PurchaseOrderState,
    /// Grows with every change of what its account entered.
    pub version: i64,
    /// Name of its document's file, if there is one.
    pub file_name: Option<String>,
}

/// An invoice or credit note that took of a purchase order, or gave back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrderUse {
    /// Number of the document.
    pub document: String,
    /// Which document.
    pub kind: DocumentKind,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Names of its products.
    pub products: String,
    /// What it took, net, minor units; below zero for what it gave back.
    pub amount_minor: i64,
}

impl PurchaseOrder {
    /// What is left, net, minor units; below zero where invoices have taken more.
    pub const fn remaining_minor(&self) -> i64 {
        self.amount_minor.saturating_sub(self.used_minor)
    }

    /// Days until the last one: 0 on that day itself, below zero afterwards.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        self.valid_until.signed_duration_since(today).num_days()
    }

    /// How much of it was used, in per cent, 0 to 100.
    pub fn used_per_cent(&self) -> u8 {
        let share = i128::from(self.used_minor.max(0)).saturating_mul(100) / i128::from(self.amount_minor.max(1));
        u8::try_from(share).unwrap_or(100).min(100)
    }

    /// How it stands.
    pub fn level(&self, today: NaiveDate) -> PurchaseOrderLevel {
        let remaining = self.remaining_minor();
        if self.state == PurchaseOrderState::Closed {
            PurchaseOrderLevel::Closed
        } else if today > self.valid_until {
            PurchaseOrderLevel::Expired
        } else if remaining < 0 {
            PurchaseOrderLevel::Exceeded
        } else if remaining == 0 {
            PurchaseOrderLevel::UsedUp
        } else if today < self.valid_from {
            PurchaseOrderLevel::Upcoming
        } else if self.is_scarce() || self.days_left(today) <= SOON_DAYS {
            PurchaseOrderLevel::RunsOutSoon
        } else {
            PurchaseOrderLevel::Fine
        }
    }

    /// Whether little of it is left, whatever day it is.
    pub fn is_scarce(&self) -> bool {
        i128::from(self.remaining_minor()) * 100 < i128::from(self.amount_minor) * i128::from(SCARCE_PER_CENT)
    }

    /// Whether it may be drawn on: open, and on a day of its validity. Nobody asks whether enough is left.
    pub fn can_draw(&self, today: NaiveDate) -> bool {
        self.state == PurchaseOrderState::Open && (self.valid_from..=self.valid_until).contains(&today)
    }

    /// Why it does not cover so much, net, minor units; none where it does.
    pub fn shortfall(&self, net_minor: i64, today: NaiveDate) -> Option<Shortfall> {
        if self.state == PurchaseOrderState::Closed {
            return Some(Shortfall::Closed);
        }
        if !self.can_draw(today) {
            return Some(Shortfall::NotValid);
        }
        let missing_minor = net_minor.saturating_sub(self.remaining_minor());
        (missing_minor > 0).then_some(Shortfall::TooLittle { missing_minor })
    }

    /// The next day after this one on which time alone changes how it stands.
    pub fn next_look(&self, today: NaiveDate) -> Option<NaiveDate> {
        let soon = self.valid_until.checked_sub_days(chrono::Days::new(SOON_DAYS.unsigned_abs()));
        let over = self.valid_until.succ_opt();
        [soon, over].into_iter().flatten().find(|day| *day > today).filter(|_| self.state == PurchaseOrderState::Open)
    }
}

/// Reads a file as the document of a purchase order: its beginning and its end say that it is a PDF (ISO 32000-1, 7.5), however
/// it is named.
///
/// # Errors
/// [`InputFault::Missing`] for an empty one, [`InputFault::FileTooLarge`], [`InputFault::NotPdf`].
pub fn check_document(bytes: &[u8]) -> Result<(), InputFault> {
    if bytes.is_empty() {
        return Err(InputFault::Missing);
    }
    if i64::try_from(bytes.len()).unwrap_or(i64::MAX) > LARGEST_DOCUMENT {
        return Err(InputFault::FileTooLarge { most_bytes: LARGEST_DOCUMENT });
    }
    let (_, tail) = bytes.split_at(bytes.len().saturating_sub(END_WITHIN));
    let has_end = tail.windows(b"%%EOF".len()).any(|window| window == b"%%EOF");
    if bytes.starts_with(b"%PDF-") && has_end { Ok(()) } else { Err(InputFault::NotPdf) }
}

/// A file's name as it is kept: no folders, no signs that a header, an address or a file system takes for something else, and
/// with its ending, since its content is one.
pub fn clean_file_name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let harmless = |letter: char| if letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '.' | ',') { letter } else { '_' };
    let cleaned: String = last.chars().filter(|letter| !letter.is_control()).map(harmless).collect();
    let stem = cleaned.trim().trim_matches('.').trim();
    let is_named = stem.len() >= 4 && stem.is_char_boundary(stem.len() - 4) && stem.split_at(stem.len() - 4).1.eq_ignore_ascii_case(".pdf");
    let stem = if is_named { stem.split_at(stem.len() - 4).0 } else { stem };
    let stem: String = stem.trim().trim_matches('.').chars().take(LONGEST_FILE_NAME).collect();
    if stem.is_empty() { "dokument.pdf".to_owned() } else { format!("{stem}.pdf") }
}

#[cfg(test)]
mod tests {
    use super::PurchaseOrderLevel::{Closed, Exceeded, Expired, Fine, RunsOutSoon, Upcoming, UsedUp};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn order(used_minor: i64) -> PurchaseOrder {
        PurchaseOrder {
            id: PurchaseOrderId("1".to_owned()),
            number: "4500-17".to_owned(),
            currency: Currency::EUR,
            amount_minor: 100_000,
            used_minor,
            valid_from: day("2026-01-01"),
            valid_until: day("2026-12-31"),
            state: PurchaseOrderState::Open,
            version: 0,
            file_name: None,
        }
    }

    #[test]
    fn a_level_follows_from_what_is_left_and_from_the_day() {
        let table = [
            (0, "2025-12-31", Upcoming),
            (0, "2026-01-01", Fine),
            (80_000, "2026-06-01", Fine),
            (80_001, "2026-06-01", RunsOutSoon),
            (0, "2026-11-30", Fine),
            (0, "2026-12-01", RunsOutSoon),
            (0, "2026-12-31", RunsOutSoon),
            (100_000, "2026-06-01", UsedUp),
            (100_001, "2026-06-01", Exceeded),
            (100_001, "2027-01-01", Expired),
        ];
        for (used, today, expected) in table {
            assert_eq!(order(used).level(day(today)), expected, "{used} {today}");
        }
        let closed = PurchaseOrder { state: PurchaseOrderState::Closed, ..order(0) };
        assert_eq!((closed.level(day("2026-06-01")), closed.can_draw(day("2026-06-01"))), (Closed, false));
    }

    #[test]
    fn what_is_too_little_is_said_to_the_cent() {
        let today = day("2026-06-01");
        assert_eq!(order(40_000).shortfall(60_000, today), None);
        assert_eq!(order(40_000).shortfall(60_001, today), Some(Shortfall::TooLittle { missing_minor: 1 }));
        assert_eq!(order(110_000).shortfall(1, today), Some(Shortfall::TooLittle { missing_minor: 10_001 }));
        assert_eq!(order(0).shortfall(1, day("2027-01-01")), Some(Shortfall::NotValid));
        assert_eq!((order(0).used_per_cent(), order(99_999).used_per_cent(), order(250_000).used_per_cent()), (0, 99, 100));
        assert_eq!(order(-500).used_per_cent(), 0, "credit notes may give back more than was taken");
    }

    #[test]
    fn the_calendar_looks_when_time_alone_changes_something() {
        let looks = |today| order(0).next_look(day(today));
        assert_eq!(looks("2026-11-30"), Some(day("2026-12-01")));
        assert_eq!((looks("2026-12-01"), looks("2026-12-31")), (Some(day("2027-01-01")), Some(day("2027-01-01"))));
        assert_eq!(looks("2027-01-01"), None);
        assert_eq!(order(0).level(day("2026-11-30")), Fine);
        assert_eq!(PurchaseOrder { state: PurchaseOrderState::Closed, ..order(0) }.next_look(day("2026-06-01")), None);
    }

    #[test]
    fn a_document_is_judged_by_what_is_in_it() {
        let pdf = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n".to_vec();
        assert_eq!(check_document(&pdf), Ok(()));
        assert_eq!(check_document(b""), Err(InputFault::Missing));
        assert_eq!(check_document(b"\x89PNG\r\n\x1a\n%%EOF"), Err(InputFault::NotPdf));
        assert_eq!(check_document(b"%PDF-1.7 and no end"), Err(InputFault::NotPdf));
        let largest = usize::try_from(LARGEST_DOCUMENT).unwrap();
        let filled = |length: usize| [b"%PDF-1.7\n".to_vec(), vec![b' '; length - 14], b"%%EOF".to_vec()].concat();
        assert_eq!(check_document(&filled(largest)), Ok(()));
        assert_eq!(check_document(&filled(largest + 1)), Err(InputFault::FileTooLarge { most_bytes: LARGEST_DOCUMENT }));
        let late = [pdf, vec![b' '; END_WITHIN]].concat();
        assert_eq!(check_document(&late), Err(InputFault::NotPdf), "its end is not at the end");
    }

    #[test]
    fn a_file_name_keeps_what_is_harmless() {
        for (typed, kept) in [
            ("PO 4711.pdf", "PO 4711.pdf"),
            ("C:\\Users\\julia\\Bestellung.PDF", "Bestellung.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("Kaufauftrag „Süd“.pdf", "Kaufauftrag _Süd_.pdf"),
            ("a\"b\r\nc;d.pdf", "a_bc_d.pdf"),
            ("", "dokument.pdf"),
            (".pdf", "pdf.pdf"),
            ("ü", "ü.pdf"),
        ] {
            assert_eq!(clean_file_name(typed), kept, "{typed}");
        }
        assert_eq!(clean_file_name(&"x".repeat(300)).len(), 104);
    }

    #[test]
    fn a_word_names_one_level_and_one_state() {
        for level in PurchaseOrderLevel::ALL {
            assert_eq!(PurchaseOrderLevel::parse(level.code()), Some(level));
        }
        for state in PurchaseOrderState::ALL {
            assert_eq!(PurchaseOrderState::parse(state.code()), Some(state));
        }
        assert_eq!((PurchaseOrderLevel::parse("lost"), PurchaseOrderState::parse("lost")), (None, None));
    }
}
