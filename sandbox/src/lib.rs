//! The sandbox payment gateway: its HTTP interface, its pages, its charges and its faults; it must not know anything of the portal.
//!
//! It behaves like a real gateway towards whoever speaks HTTP to it: a charge happens at most once per
//! idempotency key, what was answered has reached the disk before, and a cancelled key is never charged.
//! It takes test data only and moves no money. `docs/gateway.md` describes the calls.

mod charge;
mod event;
mod fault;
mod journal;
mod ledger;
mod method;
mod moment;
mod notice;
mod options;
mod pages;
mod refund;
mod routes;
mod server;
mod session;
mod state;
mod store;
mod test_data;
mod webhook;

pub use options::{FaultControl, Options, SandboxError, Webhook};
pub use routes::router;
pub use server::serve;
pub use state::Sandbox;
