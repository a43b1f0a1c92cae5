//! The running server, asked over HTTP: what it lets in, what it refuses, and how it stops.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "in tests a failed unwrap is the message, in their helpers too")]

mod health;
mod language;
mod protection;
mod sign_in;
mod support;
