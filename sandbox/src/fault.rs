//! Which fault is on and for how many charge requests more; it must not carry faults out.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The longest delay that can be asked for, in milliseconds.
pub(crate) const DELAY_MS_MAX: u64 = 600_000;

/// A way to misbehave on a charge request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    #[default]
    None,
    SilentBeforeCharge,
    SilentAfterCharge,
    Slow,
    ErrorBeforeCharge,
    ErrorAfterCharge,
    DropAfterCharge,
    Decline,
}

/// A fault, and how long and how often it applies: the body of `/control/fault`.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultPlan {
    pub(crate) fault: Fault,
    /// For the silent and slow faults.
    #[serde(default = "default_delay_ms")]
    pub(crate) delay_ms: u64,
    /// Charge requests to come; `None` until changed.
    #[serde(default)]
    pub(crate) times: Option<u32>,
}

fn default_delay_ms() -> u64 {
    30_000
}

impl FaultPlan {
    /// How long a silent or slow request waits.
    pub(crate) fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms)
    }
}

/// The plan in force. It lives in memory: a restart begins without faults.
#[derive(Default)]
pub(crate) struct FaultSwitch {
    plan: Mutex<FaultPlan>,
}

impl FaultSwitch {
    /// Replaces the plan in force.
    pub(crate) fn set(&self, plan: FaultPlan) {
        let plan = if plan.fault == Fault::None { FaultPlan::default() } else { plan };
        *self.lock() = plan;
    }

    /// The plan in force, with the times that are left.
    pub(crate) fn current(&self) -> FaultPlan {
        *self.lock()
    }

    /// The plan for one charge request, which uses up one of its times.
    pub(crate) fn take(&self) -> FaultPlan {
        let mut plan = self.lock();
        let taken = *plan;
        match taken.times.map(|times| times.saturating_sub(1)) {
            None => {}
            Some(0) => *plan = FaultPlan::default(),
            Some(left) => plan.times = Some(left),
        }
        taken
    }

    fn lock(&self) -> MutexGuard<'_, FaultPlan> {
        // A plan is replaced in one step, so a panic elsewhere cannot leave half of one.
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
