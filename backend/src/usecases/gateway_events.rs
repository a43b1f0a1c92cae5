//! What the gateway tells by itself: that something has changed. What it is, the gateway is asked.

pub mod handle;
pub mod receive;
