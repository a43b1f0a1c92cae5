//! Exact fractions by numbers of any length that are kept as digits of 32 bits: no `i128`, no division, nothing of the crate.

/// A number of zero or more, its lowest digit first, without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wide(Vec<u32>);

impl Wide {
    /// The product of the magnitudes of all factors.
    pub fn product(factors: &[i64]) -> Self {
        factors.iter().fold(Self(vec![1]), |product, factor| product.times(factor.unsigned_abs()))
    }

    fn times(self, factor: u64) -> Self {
        let (low, high) = (factor & u64::from(u32::MAX), factor >> 32);
        let mut shifted = vec![0];
        shifted.extend(self.times_digit(high).0);
        self.times_digit(low).plus(&Self(shifted))
    }

    /// Times a number below 2^32.
    fn times_digit(&self, digit: u64) -> Self {
        let mut carry = 0_u64;
        let mut digits = Vec::with_capacity(self.0.len() + 1);
        for own in &self.0 {
            carry += u64::from(*own) * digit;
            digits.push(low_digit(carry));
            carry >>= 32;
        }
        digits.push(low_digit(carry));
        Self(digits).trimmed()
    }

    pub fn plus(&self, other: &Self) -> Self {
        let mut carry = 0_u64;
        let mut digits = Vec::with_capacity(self.0.len().max(other.0.len()) + 1);
        for place in 0..self.0.len().max(other.0.len()) {
            carry += u64::from(self.0.get(place).copied().unwrap_or(0)) + u64::from(other.0.get(place).copied().unwrap_or(0));
            digits.push(low_digit(carry));
            carry >>= 32;
        }
        digits.push(low_digit(carry));
        Self(digits).trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    fn is_at_most(&self, other: &Self) -> bool {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())).is_le()
    }
}

fn low_digit(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// Whether `amount` is not the product of the factors over the denominator, rounded half away from zero. Without division:
/// the magnitude m is right if (2m − 1) × denominator ≤ 2 × product < (2m + 1) × denominator. No amount is right where
/// the rounded one needs more than 63 bits; an `i64::MIN` does not occur.
pub fn differs(amount: Option<i64>, factors: &[i64], denominator: i64) -> bool {
    let doubled = Wide::product(factors).times(2);
    let (denominator_wide, below_zero) = (Wide::product(&[denominator]), factors.iter().filter(|factor| **factor < 0).count() % 2 == 1);
    let bound = |magnitude: u64| denominator_wide.clone().times(magnitude).times(2);
    let Some(amount) = amount else {
        // (2 × i64::MAX + 1) × denominator ≤ 2 × product: it does not fit.
        return !bound(i64::MAX.unsigned_abs()).plus(&denominator_wide).is_at_most(&doubled);
    };
    let magnitude = amount.unsigned_abs();
    let lowest_is_right = bound(magnitude).is_at_most(&doubled.plus(&denominator_wide));
    let next_is_above = !bound(magnitude).plus(&denominator_wide).is_at_most(&doubled);
    let sign_is_right = amount == 0 || (amount < 0) == below_zero;
    !(lowest_is_right && next_is_above && sign_is_right)
}

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, both included and not below zero.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least) + 1;
        least + i64::try_from(self.roll() % span).unwrap_or(0)
    }

    /// An amount of zero or more, of any length: as many of one digit as of nineteen.
    pub fn amount(&mut self) -> i64 {
        let bits = self.between(0, 62);
        i64::try_from(self.roll() >> (63 - bits) >> 1).unwrap_or(0)
    }
}
