//! A window that slides along a series, O(1) a step.

/// The sum of a window's values, with what rounding lost of it (Neumaier 1974), and how many of them are missing.
#[derive(Default)]
pub struct Sliding {
    sum: f64,
    lost: f64,
    missing: usize,
}

impl Sliding {
    /// Lets a value in.
    pub fn add(&mut self, value: f64) {
        if value.is_nan() {
            self.missing += 1;
        } else {
            self.shift(value);
        }
    }

    /// Lets a value out that was let in.
    pub fn remove(&mut self, value: f64) {
        if value.is_nan() {
            self.missing -= 1;
        } else {
            self.shift(-value);
        }
    }

    fn shift(&mut self, by: f64) {
        let sum = self.sum + by;
        self.lost += if self.sum.abs() >= by.abs() { (self.sum - sum) + by } else { (by - sum) + self.sum };
        self.sum = sum;
    }

    /// The mean of the `m` values that are in; NaN if one is missing.
    pub fn mean(&self, m: usize) -> f64 {
        if self.missing > 0 { f64::NAN } else { (self.sum + self.lost) / m as f64 }
    }
}
