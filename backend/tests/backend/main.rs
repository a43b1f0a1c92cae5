//! All tests on real databases, as one program: linking is most of what a test program costs.

#[macro_use]
mod common;

mod backlog;
mod backup;
mod billing_details;
mod cancellations;
mod copy;
mod corporate;
mod demo;
mod history;
mod invitations;
mod invoice_search;
mod new_subscriptions;
mod open_invoices;
mod orders;
mod orders_at_once;
mod orders_credit;
mod orders_recovered;
mod orders_refused;
mod outbox;
mod payment_methods;
mod payments_confirmed;
mod payments_contradicted;
mod payments_debited;
mod payments_gateway;
mod payments_schema;
mod people;
mod proposals;
mod requests;
mod scheduled_changes;
mod schema;
mod sign_in;
mod storage;
mod time_calendar;
mod time_catching_up;
mod time_changes;
mod time_collections;
mod time_failures;
mod time_histories;
mod time_moved;
mod time_prices;
mod time_renewals;
mod trials;
mod vat_ids;
mod worker;
