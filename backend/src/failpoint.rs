//! Named places at which a test stops the process, to kill it there. Without `KONTOR_FAILPOINT` they do nothing.

use std::sync::OnceLock;

/// The places, in the order in which an order passes them.
pub const ORDER: [&str; 8] = [
    BEFORE_ORDER_WRITTEN,
    AFTER_ORDER_COMMITTED,
    AFTER_GATEWAY_ASKED,
    AFTER_GATEWAY_ANSWERED,
    AFTER_ACTION_STORED,
    BEFORE_COMPLETING_COMMIT,
    AFTER_COMPLETING_COMMIT,
    BEFORE_MAIL,
];

/// The places, in the order in which work passes them that is due by itself: a renewal, and the charge of its invoice.
pub const JOBS: [&str; 8] = [
    AFTER_JOBS_CLAIMED,
    BEFORE_JOBS_COMMIT,
    AFTER_JOBS_COMMITTED,
    AFTER_ORDER_COMMITTED,
    AFTER_GATEWAY_ASKED,
    AFTER_GATEWAY_ANSWERED,
    BEFORE_COMPLETING_COMMIT,
    BEFORE_MAIL,
];

/// The places, in the order in which a service order passes them that is done or refused.
pub const SERVICE_ORDERS: [&str; 4] = [AFTER_DECISION, AFTER_GATEWAY_ANSWERED, BEFORE_COMPLETING_COMMIT, AFTER_COMPLETING_COMMIT];

/// Nothing is written yet.
pub const BEFORE_ORDER_WRITTEN: &str = "before_order_written";
/// The order is durable, the gateway not asked.
pub const AFTER_ORDER_COMMITTED: &str = "after_order_committed";
/// The gateway has the request; its answer was not read.
pub const AFTER_GATEWAY_ASKED: &str = "after_gateway_asked";
/// The answer was read; nothing of it is stored.
pub const AFTER_GATEWAY_ANSWERED: &str = "after_gateway_answered";
/// Where the person confirms is durable; nobody was told.
pub const AFTER_ACTION_STORED: &str = "after_action_stored";
/// All of the completion is written, but not committed.
pub const BEFORE_COMPLETING_COMMIT: &str = "before_completing_commit";
/// The completion is durable; nobody was told.
pub const AFTER_COMPLETING_COMMIT: &str = "after_completing_commit";
/// A mail was claimed from the outbox, and not sent.
pub const BEFORE_MAIL: &str = "before_mail";

/// The intention to give money back is durable; the gateway was not asked.
pub const AFTER_REFUND_WRITTEN: &str = "after_refund_written";
/// The gateway gave it back; nothing of its answer is stored.
pub const AFTER_REFUND_ANSWERED: &str = "after_refund_answered";

/// What is to become of a service order is durable; the gateway was not asked.
pub const AFTER_DECISION: &str = "after_decision";

/// Due work was claimed, and nothing of it is written.
pub const AFTER_JOBS_CLAIMED: &str = "after_jobs_claimed";
/// All of a batch of due work is written, but not committed.
pub const BEFORE_JOBS_COMMIT: &str = "before_jobs_commit";
/// A batch is durable; the gateway was not asked for its charges.
pub const AFTER_JOBS_COMMITTED: &str = "after_jobs_committed";

/// Whether a test wants the process to stop at `name`.
pub fn is_armed(name: &str) -> bool {
    static ARMED: OnceLock<Option<String>> = OnceLock::new();
    ARMED.get_or_init(|| std::env::var("KONTOR_FAILPOINT").ok()).as_deref() == Some(name)
}

/// Goes on at once, unless a test armed `name`: then says so on standard error and waits to be killed.
pub async fn reach(name: &str) {
    if is_armed(name) {
        eprintln!("failpoint {name} reached");
        std::future::pending::<()>().await;
    }
}
