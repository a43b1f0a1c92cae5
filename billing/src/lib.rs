//! The rules of price, pure: no clock, no database, no network. Browser and server run this same code.
//!
//! Amounts are whole minor units ([`Money`], `i64`), days are calendar dates of the seller, and every
//! function answers a value or a typed error; nothing in here panics on any input.

pub mod address;
pub mod cart;
pub mod catalogue;
#[cfg(not(target_arch = "wasm32"))]
pub mod catalogue_file;
pub mod corporate;
pub mod country;
pub mod credit_note;
pub mod currency;
pub mod details;
#[cfg(not(target_arch = "wasm32"))]
pub mod document;
pub mod dunning;
pub mod editor;
pub mod fingerprint;
pub mod forecast;
pub mod format;
pub mod ids;
pub mod input;
pub mod interval;
pub mod invoice;
pub mod language;
pub mod late_payment;
pub mod licences;
pub mod money;
pub mod order;
pub mod people;
pub mod period;
pub mod price;
pub mod purchase_order;
pub mod quote;
pub mod receipt;
pub mod renewal;
pub mod request;
pub mod seats;
pub mod service_order;
pub mod standing;
pub mod subscription;
pub mod tax;
pub mod vat_id;

pub use catalogue::{Catalogue, Plan, Product};
pub use currency::Currency;
pub use interval::BillingInterval;
pub use language::Language;
pub use money::Money;
pub use period::BillingPeriod;
pub use price::{Item, OrderPrice, PriceError, PriceErrorCode, PriceRequest, price_order};
pub use seats::Seats;
pub use subscription::RunningSubscription;
pub use tax::{TaxCategory, TaxRate, VatIdState};
pub use vat_id::{VatId, VatIdError};
