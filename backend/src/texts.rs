//! Sentences of mails and invoices, in the language of their reader. Screens have their own.

pub mod contact_mail;
pub mod credit_mail;
mod csv;
pub mod dunning_mail;
pub mod invoice;
pub mod invoice_csv;
pub mod letter;
pub mod licence_mail;
pub mod lifecycle_mail;
pub mod order_mail;
pub mod payment_mail;
pub mod people_mail;
pub mod proposal_mail;
pub mod purchase_order_mail;
pub mod quote_mail;
pub mod quote_staff_mail;
pub mod receipt_csv;
pub mod receipts_mail;
pub mod request_mail;
pub mod schedule_mail;
pub mod trial_mail;
pub mod vat_mail;
