//! What happens to every request before and after its matter, a file each; `routes` says in which order.

pub mod body_limit;
pub mod cross_site;
pub mod headers;
pub mod identify;
pub mod rate_limit;
pub mod record;
pub mod reference;
