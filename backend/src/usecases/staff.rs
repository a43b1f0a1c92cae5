//! The seller's own people.

pub mod add;
