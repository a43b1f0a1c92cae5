//! Which fault is on, where and how often; it must not carry faults out.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The longest delay that can be asked for, in milliseconds.
pub(crate) const DELAY_MS_MAX: u64 = 600_000;

/// A way to misbehave.
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
    RegisterSilent,
    RegisterDown,
    WebhookTwice,
    WebhookLate,
    WebhookReversed,
    WebhookLost,
}

/// Where a fault applies: what kind of request, or the events that are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    #[default]
    Charge,
    Capture,
    Void,
    Refund,
    Session,
    Register,
    Webhook,
}

impl Fault {
    /// The one place where it makes sense, or `None` where it does at every request.
    fn own_place(self) -> Option<Place> {
        match self {
            Self::Decline => Some(Place::Charge),
            Self::RegisterSilent | Self::RegisterDown => Some(Place::Register),
            Self::WebhookTwice | Self::WebhookLate | Self::WebhookReversed | Self::WebhookLost => Some(Place::Webhook),
            Self::None
            | Self::SilentBeforeCharge
            | Self::SilentAfterCharge
            | Self::Slow
            | Self::ErrorBeforeCharge
            | Self::ErrorAfterCharge
            | Self::DropAfterCharge => None,
        }
    }

    /// The place where it applies when that place was asked for, or `None` where it cannot.
    pub(crate) fn place(self, asked: Option<Place>) -> Option<Place> {
        match (self.own_place(), asked) {
            (Some(own), None) => Some(own),
            (Some(own), Some(asked)) => (own == asked).then_some(own),
            (None, asked) => Some(asked.unwrap_or_default()).filter(|place| *place != Place::Webhook),
        }
    }
}

/// A fault, where, how long and how often it applies: what `/control/fault` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FaultPlan {
    pub(crate) fault: Fault,
    pub(crate) on: Place,
    /// For the faults that wait.
    pub(crate) delay_ms: u64,
    /// Requests or events to come; `None` until changed.
    pub(crate) times: Option<u32>,
}

impl FaultPlan {
    /// How long a request or event waits.
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

    /// The plan for one request or event there, which uses up one of its times.
    pub(crate) fn take(&self, place: Place) -> FaultPlan {
        let mut plan = self.lock();
        if plan.on != place {
            return FaultPlan::default();
        }
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
