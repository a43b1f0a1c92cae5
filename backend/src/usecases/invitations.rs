//! Invitations of people into accounts: sent by the staff, accepted by a link that was mailed.

pub mod accept;
pub mod load;
pub mod send;
pub mod withdraw;
