//! An answer that several share for a moment: however many ask at once, one asks.

use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// The last answer, and how long it will do.
pub struct Fresh<T> {
    keeps: Duration,
    last: Mutex<Option<(Instant, T)>>,
}

impl<T: Clone> Fresh<T> {
    /// Nothing was asked yet.
    pub fn new(keeps: Duration) -> Self {
        Self { keeps, last: Mutex::new(None) }
    }

    /// The last answer while it will do, else that of `asking`. Who comes while it is asked waits for it, and asks nothing.
    pub async fn get(&self, asking: impl Future<Output = T>) -> T {
        let came = Instant::now();
        let mut last = self.last.lock().await;
        if let Some((answered, answer)) = &*last
            && came.saturating_duration_since(*answered) <= self.keeps
        {
            return answer.clone();
        }
        let answer = asking.await;
        *last = Some((Instant::now(), answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn an_answer_that_is_not_kept_is_shared_by_those_who_waited_for_it_alone() {
        let fresh = Fresh::new(Duration::ZERO);
        let asked = AtomicU32::new(0);
        let ask = || {
            fresh.get(async {
                tokio::time::sleep(Duration::from_millis(20)).await;
                asked.fetch_add(1, Ordering::SeqCst) + 1
            })
        };
        assert_eq!(tokio::join!(ask(), ask(), ask()), (1, 1, 1));
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(ask().await, 2);
    }

    #[tokio::test]
    async fn a_hundred_at_once_ask_once_and_later_ones_ask_again() {
        let fresh = Arc::new(Fresh::new(Duration::from_millis(200)));
        let asked = Arc::new(AtomicU32::new(0));
        let ask = || {
            let (fresh, asked) = (fresh.clone(), asked.clone());
            let asking = async move {
                tokio::time::sleep(Duration::from_millis(5)).await;
                asked.fetch_add(1, Ordering::SeqCst) + 1
            };
            tokio::spawn(async move { fresh.get(asking).await })
        };
        let storm: Vec<_> = (0..100).map(|_| ask()).collect();
        for answer in storm {
            assert_eq!(answer.await.unwrap(), 1);
        }
        tokio::time::sleep(Duration::from_millis(220)).await;
        assert_eq!(ask().await.unwrap(), 2);
    }
}
