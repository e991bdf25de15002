//! Mean and central moments, of a whole series or of one that keeps growing.

use super::{in_range, lanes, require_count};
use crate::Error;

/// The arithmetic mean: the sum over *n*, mended by the mean of what is left, as R does it.
///
/// # Errors
/// [`Error::InsufficientData`] without values, [`Error::NotFinite`], [`Error::OutOfRange`] where the sum overflows.
pub fn mean(values: &[f64]) -> Result<f64, Error> {
    require_count(values, 1)?;
    let n = values.len() as f64;
    let [sum] = lanes::sums::<1, 8>(values, |x| [x]);
    let about = sum / n;
    let [rest] = lanes::sums::<1, 8>(values, |x| [x - about]);
    let mean = about + rest / n;
    in_range(values, mean.is_finite(), mean)
}

/// The mean and `Σ(x − mean)²`, at less cost than [`Moments::of`].
///
/// # Errors
/// [`Error::InsufficientData`] without values, [`Error::NotFinite`], [`Error::OutOfRange`] where the squares overflow, or
/// underflow though the values differ.
pub fn mean_and_squares(values: &[f64]) -> Result<(f64, f64), Error> {
    require_count(values, 1)?;
    let n = values.len() as f64;
    let [sum] = lanes::sums::<1, 8>(values, |x| [x]);
    let about = sum / n;
    let [squares] = lanes::sums::<1, 8>(values, |x| [(x - about) * (x - about)]);
    // The mean is off by some 20 units in its last place at most; what that adds, n·(20ε·mean)², is nothing to these.
    if squares > n * (1e-6 * about) * (1e-6 * about) && squares < f64::INFINITY {
        return in_range(values, squares >= SMALLEST, (about, squares));
    }
    let [rest, squares] = lanes::sums::<2, 4>(values, |x| [x - about, (x - about) * (x - about)]);
    let mean = about + rest / n;
    let corrected = (squares - rest * (rest / n)).max(0.0);
    let sound = (mean + squares + rest).is_finite() && is_precise(values, corrected, SMALLEST);
    in_range(values, sound, (mean, corrected))
}

/// Writes `(x − centre) / scale` of each value into `out`, which is as long; a NaN stays one.
///
/// # Panics
/// If `out` is of another length.
pub fn standardise(values: &[f64], centre: f64, scale: f64, out: &mut [f64]) {
    assert_eq!(values.len(), out.len(), "one score a value");
    for (score, x) in out.iter_mut().zip(values) {
        *score = (x - centre) / scale;
    }
}

/// A sum of squares below this has lost digits to underflow.
pub(super) const SMALLEST: f64 = 1e-290;
/// Or its square has, in the sum of fourth powers.
const SMALLEST_FOR_FOURTH: f64 = 1e-140;

/// Whether a sum of squared deviations is no artefact of underflow. Of values that are all the same it is 0 by right.
pub(super) fn is_precise(values: &[f64], squares: f64, smallest: f64) -> bool {
    squares >= smallest || values.iter().all(|x| *x == values[0])
}

/// Count, mean and sums of powers of deviations of a sample, from which its moments follow.
///
/// Samples can be taken apart and [merged](Self::merge) again: Chan, Golub & `LeVeque` (1979) for the second sum,
/// Pébay (2008), *Formulas for robust, one-pass parallel computation of covariances and arbitrary-order statistical
/// moments*, equations 3.1 for the third and fourth.
///
/// ```
/// use clinicore_stats::descriptive::Moments;
///
/// let mut week = Moments::of(&[20.0, 22.0, 25.0])?;
/// week.merge(&Moments::of(&[24.0, 30.0])?);
/// assert_eq!(week.mean, 24.2);
/// assert_eq!(week.count, 5);
/// # Ok::<(), clinicore_stats::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// How many values.
    pub count: usize,
    /// Their mean; 0 without values.
    pub mean: f64,
    /// `Σ(x − mean)²`.
    pub m2: f64,
    /// `Σ(x − mean)³`.
    pub m3: f64,
    /// `Σ(x − mean)⁴`.
    pub m4: f64,
}

impl Moments {
    /// Of a whole sample, in two passes: the mean, then the deviations from it.
    ///
    /// # Errors
    /// [`Error::NotFinite`], [`Error::OutOfRange`] where a sum overflows, or underflows though the values differ.
    pub fn of(values: &[f64]) -> Result<Self, Error> {
        if values.is_empty() {
            return Ok(Self::default());
        }
        let n = values.len() as f64;
        let about = mean(values)?;
        let [s1, s2, s3, s4] = lanes::sums::<4, 4>(values, |x| {
            let d = x - about;
            let square = d * d;
            [d, square, square * d, square * square]
        });
        // The mean is rounded: from sums about it to sums about the exact one.
        let shift = s1 / n;
        let moments = Self {
            count: values.len(),
            mean: about,
            m2: (s2 - n * shift * shift).max(0.0),
            m3: s3 - 3.0 * shift * s2 + 2.0 * n * shift * shift * shift,
            m4: (s4 - 4.0 * shift * s3 + 6.0 * shift * shift * s2 - 3.0 * n * shift * shift * shift * shift)
                .max(0.0),
        };
        let sound = (s2 + s4).is_finite();
        in_range(values, sound && is_precise(values, moments.m2, SMALLEST_FOR_FOURTH), moments)
    }

    /// Adds one value (Welford 1962). Of deviations below 1e-70, fourth powers underflow; below 1e-145, squares.
    pub fn push(&mut self, value: f64) {
        self.merge(&Self { count: 1, mean: value, ..Self::default() });
    }

    /// Adds another sample, as if its values had been in this one.
    pub fn merge(&mut self, other: &Self) {
        if self.count == 0 || other.count == 0 {
            if self.count == 0 {
                *self = *other;
            }
            return;
        }
        let (a, b) = (self.count as f64, other.count as f64);
        let n = a + b;
        let delta = other.mean - self.mean;
        let part = delta / n;
        let square = delta * part * a * b;
        *self = Self {
            count: self.count + other.count,
            mean: self.mean + part * b,
            m2: self.m2 + other.m2 + square,
            m3: self.m3 + other.m3 + square * part * (a - b) + 3.0 * part * (a * other.m2 - b * self.m2),
            m4: self.m4
                + other.m4
                + square * part * part * (a * a - a * b + b * b)
                + 6.0 * part * part * (a * a * other.m2 + b * b * self.m2)
                + 4.0 * part * (a * other.m3 - b * self.m3),
        };
    }

    /// Variance of the sample the values are, with `n − 1` below (`ddof` 1), or of the population they are (`ddof` 0).
    /// NaN where there are too few values.
    #[must_use]
    pub fn variance(&self, ddof: usize) -> f64 {
        if self.count <= ddof { f64::NAN } else { self.m2 / (self.count - ddof) as f64 }
    }
}
