//! What happens when an invoice stays unpaid, and when: a plan of steps, counted from the day on which it became overdue.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DunningAction {
    /// The automatic payment method is charged again.
    Retry,
    /// A reminder is sent: the first is level 1.
    Remind {
        /// 1, 2, 3.
        level: u32,
    },
    /// The service rests until it is paid.
    Suspend,
    /// The subscription ends.
    End,
}

/// A step of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DunningStep {
    /// So many days after the invoice became overdue.
    pub after_days: u32,
    /// What is done then.
    pub action: DunningAction,
}

/// The steps, in the order of their days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DunningPlan {
    steps: Vec<DunningStep>,
}

/// Why steps are no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DunningPlanError {
    /// A step comes before the one ahead of it.
    #[error("the days of the steps must not go back")]
    OutOfOrder,
    /// Something follows the end of the subscription.
    #[error("nothing can follow the end of the subscription")]
    AfterEnd,
    /// A service that rests cannot be made to rest again.
    #[error("the service can be suspended once")]
    SuspendedTwice,
    /// The levels of reminders do not count up from 1.
    #[error("reminders count 1, 2, 3")]
    Levels,
    /// More steps, or later ones, than anybody wants.
    #[error("at most 30 steps within 365 days")]
    TooLong,
}

impl DunningPlan {
    /// A plan of these steps.
    ///
    /// # Errors
    /// [`DunningPlanError`] when they make no sense in this order.
    pub fn new(steps: Vec<DunningStep>) -> Result<Self, DunningPlanError> {
        if steps.len() > 30 || steps.iter().any(|step| step.after_days > 365) {
            return Err(DunningPlanError::TooLong);
        }
        if !steps.is_sorted_by_key(|step| step.after_days) {
            return Err(DunningPlanError::OutOfOrder);
        }
        let place_of = |action| steps.iter().position(|step| step.action == action);
        if place_of(DunningAction::End).is_some_and(|place| place + 1 < steps.len()) {
            return Err(DunningPlanError::AfterEnd);
        }
        if steps.iter().filter(|step| step.action == DunningAction::Suspend).count() > 1 {
            return Err(DunningPlanError::SuspendedTwice);
        }
        let levels = steps.iter().filter_map(|step| if let DunningAction::Remind { level } = step.action { Some(level) } else { None });
        if !levels.eq(1..=u32::try_from(steps.iter().filter(|step| matches!(step.action, DunningAction::Remind { .. })).count()).unwrap_or(0)) {
            return Err(DunningPlanError::Levels);
        }
        Ok(Self { steps })
    }

    /// All steps.
    pub fn steps(&self) -> &[DunningStep] {
        &self.steps
    }

    /// The step at a place, counted from 0.
    pub fn step(&self, place: i64) -> Option<DunningStep> {
        usize::try_from(place).ok().and_then(|place| self.steps.get(place)).copied()
    }

    /// The place of the suspension; one beyond all others where the plan has none.
    pub fn suspension(&self) -> i64 {
        let place = self.steps.iter().position(|step| step.action == DunningAction::Suspend);
        place.and_then(|place| i64::try_from(place).ok()).unwrap_or(i64::MAX)
    }

    /// The day of a step for what is overdue since a day. One that is worked off late keeps its distance to the step
    /// before it: our own delay takes no time away from the customer.
    pub fn day_of(&self, place: i64, overdue_since: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
        let step = self.step(place)?;
        let before = place.checked_sub(1).and_then(|before| self.step(before)).map_or(0, |before| before.after_days);
        let planned = overdue_since.checked_add_days(Days::new(u64::from(step.after_days)))?;
        let distance = today.checked_add_days(Days::new(u64::from(step.after_days.saturating_sub(before))))?;
        Some(planned.max(distance))
    }

    /// What happens when, from the step at a place on, each on its day if nothing is paid meanwhile.
    pub fn ahead(&self, place: i64, overdue_since: NaiveDate) -> Vec<(NaiveDate, DunningAction)> {
        let from = usize::try_from(place).unwrap_or(usize::MAX);
        let day = |step: &DunningStep| overdue_since.checked_add_days(Days::new(u64::from(step.after_days)));
        self.steps.iter().skip(from).filter_map(|step| Some((day(step)?, step.action))).collect()
    }
}

impl Default for DunningPlan {
    /// What is usual among companies in Germany: a failed charge is tried three times more, two reminders, three weeks until
    /// the service rests, six until the subscription ends.
    fn default() -> Self {
        use DunningAction::{End, Remind, Retry, Suspend};
        let step = |after_days, action| DunningStep { after_days, action };
        Self {
            steps: vec![
                step(3, Retry),
                step(7, Retry),
                step(7, Remind { level: 1 }),
                step(14, Retry),
                step(14, Remind { level: 2 }),
                step(21, Suspend),
                step(42, End),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_plan_of_nobody_s_choice_is_a_plan() {
        let plan = DunningPlan::default();
        assert_eq!(DunningPlan::new(plan.steps().to_vec()), Ok(plan.clone()));
        assert_eq!(plan.suspension(), 5);
    }

    #[test]
    fn steps_without_sense_are_refused() {
        use DunningAction::{End, Remind, Retry, Suspend};
        let plan = |steps: &[(u32, DunningAction)]| {
            DunningPlan::new(steps.iter().map(|(after_days, action)| DunningStep { after_days: *after_days, action: *action }).collect())
        };
        assert_eq!(plan(&[(7, Retry), (3, Retry)]), Err(DunningPlanError::OutOfOrder));
        assert_eq!(plan(&[(7, End), (9, Retry)]), Err(DunningPlanError::AfterEnd));
        assert_eq!(plan(&[(7, Suspend), (9, Suspend)]), Err(DunningPlanError::SuspendedTwice));
        assert_eq!(plan(&[(7, Remind { level: 2 })]), Err(DunningPlanError::Levels));
        assert_eq!(plan(&[(366, Retry)]), Err(DunningPlanError::TooLong));
        assert!(plan(&[]).is_ok());
    }

    #[test]
    fn our_own_delay_takes_no_time_away() {
        let plan = DunningPlan::default();
        assert_eq!(plan.day_of(0, day("2026-12-01"), day("2026-12-01")), Some(day("2026-12-04")));
        // In time: seven days after the first.
        assert_eq!(plan.day_of(1, day("2026-12-01"), day("2026-12-04")), Some(day("2026-12-08")));
        // Ten days late: the suspension still comes seven days after the second reminder.
        assert_eq!(plan.day_of(5, day("2026-12-01"), day("2026-12-25")), Some(day("2027-01-01")));
        assert_eq!(plan.day_of(7, day("2026-12-01"), day("2026-12-25")), None);
    }
}
