//! Today, in the seller's time zone, and now, in microseconds. The only place that reads the system's clock.

use crate::settings::Demo;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeZone};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The seller's calendar. Its clones share how far the demo's was moved.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: chrono_tz::Tz,
    demo_date: Option<NaiveDate>,
    days_moved: Arc<AtomicU64>,
    /// Held by who moves the demo's calendar, and shared by who must not be moved meanwhile.
    moving: Arc<RwLock<()>>,
}

impl Clock {
    /// A calendar in a time zone; in the demo it may stand on a chosen day.
    pub fn new(zone: chrono_tz::Tz, demo: &Demo) -> Self {
        let demo_date = match demo {
            Demo::On { start_date } => *start_date,
            Demo::Off => None,
        };
        Self { zone, demo_date, days_moved: Arc::default(), moving: Arc::default() }
    }

    /// The date.
    pub fn today(&self) -> NaiveDate {
        let unmoved = self.unmoved_today();
        unmoved.checked_add_days(Days::new(self.days_moved.load(Ordering::Relaxed))).unwrap_or(unmoved)
    }

    /// The date without what the demo's calendar was moved.
    pub fn unmoved_today(&self) -> NaiveDate {
        self.demo_date.unwrap_or_else(|| self.date_of(now_micros()))
    }

    /// How many days the demo's calendar was moved forward. Nothing but `usecases/demo_clock` calls it, in demo mode alone.
    pub(crate) fn set_days_moved(&self, days: u64) {
        self.days_moved.store(days, Ordering::Relaxed);
    }

    /// Keeps the demo's calendar where it is until the guard is dropped; none while somebody moves it.
    pub(crate) fn hold_still(&self) -> Option<RwLockReadGuard<'_, ()>> {
        self.moving.try_read().ok()
    }

    /// Waits until whoever needs the calendar to stand still is done, and lets nobody else begin.
    pub(crate) async fn begin_moving(&self) -> RwLockWriteGuard<'_, ()> {
        self.moving.write().await
    }

    /// The seller's date at an instant of wall time, in microseconds.
    pub fn date_of(&self, micros: i64) -> NaiveDate {
        self.local_time(micros).date()
    }

    /// The instant at which a date begins by the seller's clock, in microseconds of wall time.
    pub fn start_of(&self, day: NaiveDate) -> i64 {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        // Where the clock jumps over midnight, the day begins when it lands.
        let found = (0..24).find_map(|hour| self.zone.from_local_datetime(&(midnight + chrono::Duration::hours(hour))).earliest());
        found.map_or_else(|| midnight.and_utc().timestamp_micros(), |start| start.timestamp_micros())
    }

    /// Date and time of day at an instant of wall time, in microseconds, as the seller's clock shows them.
    pub fn local_time(&self, micros: i64) -> NaiveDateTime {
        DateTime::from_timestamp_micros(micros).unwrap_or_default().with_timezone(&self.zone).naive_local()
    }
}

/// Wall time, microseconds since 1970 in UTC.
pub fn now_micros() -> i64 {
    // Before 1970 and after the year 294000 no portal runs.
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_micros()).ok()).unwrap_or_default()
}

/// Seconds as microseconds.
pub const fn seconds(count: i64) -> i64 {
    count.saturating_mul(1_000_000)
}
