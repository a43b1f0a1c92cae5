//! What operators do and watch. Nothing here belongs to an account.

pub mod back_up;
pub mod backlog;
pub mod check_backup;
pub mod copy_to;
