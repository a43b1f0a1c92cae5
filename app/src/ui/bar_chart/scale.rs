//! Where things stand on a chart: whole steps on the axis, places as decimal texts. Integers only, so that server and
//! browser write the same digits.

/// An axis from `low` to `high` in equal steps; zero is always on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The lowest line.
    pub low: i64,
    /// The highest line.
    pub high: i64,
    /// From one line to the next.
    pub step: i64,
}

/// How many steps there are at most.
const MOST_STEPS: i64 = 4;

impl Scale {
    /// The axis that holds all values, with a line at each whole multiple of 1, 2 or 5 times a power of ten of `unit`.
    pub fn of(values: impl Iterator<Item = i64>, unit: i64) -> Self {
        let (least, most) = values.fold((0, 0), |(least, most): (i64, i64), value| (least.min(value), most.max(value)));
        let step = step_for(most.saturating_sub(least), unit);
        let low = least.div_euclid(step).saturating_mul(step);
        // Rounded up: the negative of the negative, rounded down.
        let high = most.saturating_neg().div_euclid(step).saturating_mul(step).saturating_neg();
        Self { low, high: if high == low { low.saturating_add(step) } else { high }, step }
    }

    /// The lines, from the highest down.
    pub fn lines(self) -> Vec<i64> {
        let steps = self.high.saturating_sub(self.low) / self.step;
        (0..=steps).map(|line| self.high.saturating_sub(line.saturating_mul(self.step))).collect()
    }

    /// Where a value stands, in thousandths of the height from the top.
    pub fn place(self, value: i64) -> i64 {
        let (from_top, all) = (i128::from(self.high) - i128::from(value), i128::from(self.high) - i128::from(self.low));
        i64::try_from(from_top * 1000 / all.max(1)).unwrap_or_default().clamp(0, 1000)
    }
}

fn step_for(span: i64, unit: i64) -> i64 {
    let mut power = unit.max(1);
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            // Two more, for the ends that are rounded outwards.
            if span <= step.saturating_mul(MOST_STEPS) {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// A number of thousandths as a decimal text: `12.345`.
pub fn decimal(thousandths: i64) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

#[cfg(test)]
mod tests {
    use super::{Scale, decimal};

    #[test]
    fn the_axis_has_whole_steps_and_holds_all_values() {
        for (values, expected) in [
            (&[16_660, 18_960, 140][..], (0, 20_000, 5_000)),
            (&[189_600, 14_000], (0, 200_000, 50_000)),
            (&[-6_108, 17_056], (-10_000, 20_000, 10_000)),
            (&[-5_000], (-6_000, 0, 2_000)),
            (&[1], (0, 100, 100)),
            (&[0, 0], (0, 100, 100)),
            (&[], (0, 100, 100)),
        ] {
            let Scale { low, high, step } = Scale::of(values.iter().copied(), 100);
            assert_eq!((low, high, step), expected, "{values:?}");
        }
    }

    #[test]
    fn lines_run_from_the_highest_down_to_the_lowest() {
        assert_eq!(Scale::of([-6_108, 17_056].into_iter(), 100).lines(), [20_000, 10_000, 0, -10_000]);
    }

    #[test]
    fn values_stand_between_top_and_bottom() {
        let scale = Scale::of([0, 20_000].into_iter(), 100);
        assert_eq!((scale.place(20_000), scale.place(5_000), scale.place(0)), (0, 750, 1000));
    }

    #[test]
    fn the_largest_amounts_have_an_axis_too() {
        let scale = Scale::of([i64::MIN, i64::MAX].into_iter(), 100);
        assert!(scale.lines().len() <= 7, "{scale:?}");
        assert!((0..=1000).contains(&scale.place(i64::MAX)));
    }

    #[test]
    fn places_are_decimal_texts() {
        assert_eq!((decimal(12_345), decimal(5), decimal(0)), ("12.345".to_owned(), "0.005".to_owned(), "0.000".to_owned()));
    }
}
