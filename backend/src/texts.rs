//! Sentences of mails and invoices, in the language of their reader. Screens have their own.

pub mod invoice;
pub mod order_mail;
pub mod payment_mail;
pub mod people_mail;
pub mod trial_mail;
pub mod vat_mail;
