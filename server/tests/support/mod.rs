//! What all tests of the running program share: processes, databases, a browser without script, and the books
//! that they are checked against. It asserts nothing that only one test means.

#![allow(dead_code, reason = "every test program uses a part of it")]

pub mod books;
pub mod browser;
pub mod corporate;
pub mod database;
pub mod gateway;
pub mod ground;
pub mod html;
pub mod orders;
pub mod program;
pub mod proxy;
pub mod texts;

use std::future::Future;
use std::time::Duration;

/// After this a wait has failed, however busy the machine.
pub const LIMIT: Duration = Duration::from_secs(90);

/// The password of everybody in the demonstration.
pub const PASSWORD: &str = backend::demo::PASSWORD;
/// Billing contact of Nordlicht GmbH.
pub const ANNA: &str = "anna@nordlicht.example";
/// Her colleague, who may look and not order.
pub const BEN: &str = "ben@nordlicht.example";
/// Billing contact of another account.
pub const DORA: &str = "dora@leer.example";

/// User ID of the billing contact of Alpenwerk AG, at the corporate door.
pub const ALPENWERK: &str = "KD-20417";
/// The same of Hafenbau SE, who pays by bank transfer.
pub const HAFENBAU: &str = "KD-20418";

/// Representative of the seller.
pub const RITA: &str = "rita@kontor.example";
/// Operator of the seller.
pub const OMAR: &str = "omar@kontor.example";

/// Asks again and again until there is an answer.
pub async fn wait_for<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    wait_at_most(LIMIT, what, ask).await
}

/// The same with a limit of its own.
pub async fn wait_at_most<T>(limit: Duration, what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    in_time(limit, what, asking).await
}

/// Awaits something that must not take for ever.
pub async fn in_time<T>(limit: Duration, what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| panic!("waited {} s for {what}", limit.as_secs()))
}
