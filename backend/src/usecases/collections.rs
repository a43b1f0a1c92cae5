//! How an invoice that nobody ordered gets paid: charged by itself, paid by its account, or overdue.

pub mod charge;
pub(crate) mod overdue;
pub mod pay;
pub(crate) mod reopen;
pub(crate) mod settle;
