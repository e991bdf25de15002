//! Values that stand out of a series, and the places where it changes.
//!
//! Every method but the two ESD tests says what it expects at each place, takes the differences from that, and flags
//! what lies further from their centre than `threshold` times their dispersion:
//!
//! | method | expected | dispersion |
//! |---|---|---|
//! | [`Method::ZScore`] | mean | sample standard deviation |
//! | [`Method::RobustZScore`] | median | MAD / Φ⁻¹(3/4) |
//! | [`Method::Iqr`] | median, but distances are from the nearer quartile | interquartile range (type 7) |
//! | [`Method::MovingAverage`] | mean of the values before | MAD / Φ⁻¹(3/4) of the differences, as in the next two |
//! | [`Method::Ewma`] | their exponentially weighted mean | " |
//! | [`Method::Stl`] | trend + season of a robust STL, its season periodic | " |
//!
//! Where a MAD is 0, √(π/2) times the mean absolute deviation takes its place. A dispersion of no more than 10⁻¹⁴ of the
//! largest absolute value is rounding: it counts as 0, and where it is 0 nothing stands out.
//!
//! A NaN is a missing value: left out, bridged for the seasonal methods, never flagged.
//!
//! Sources: B. Iglewicz & D. C. Hoaglin, *How to Detect and Handle Outliers* (1993); J. W. Tukey, *Exploratory Data
//! Analysis* (1977); B. Rosner, "Percentage points for a generalized ESD many-outlier procedure", *Technometrics* 25
//! (1983) 165–172; J. Hochenbaum, O. S. Vallis & A. Kejariwal, arXiv:1704.07706 (2017).

mod changepoint;
mod esd;
mod spread;

pub use changepoint::{Cost, Penalty, Segment, changepoints};
pub use esd::{Dispersion, Step, esd};

use std::borrow::Cow;

use crate::Error;
use crate::decomposition::{Checkpoint, Convention, Decomposition, Sliding, Stl, Window, check_values, stl};
use spread::Spread;

/// How values are judged; the module's documentation says how each does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Standard deviations from the mean.
    ZScore,
    /// The same with median and MAD, which outliers do not move (Iglewicz & Hoaglin's modified z-score).
    RobustZScore,
    /// Interquartile ranges beyond the quartiles (Tukey's fences).
    Iqr,
    /// The difference from the mean of the `window` values before.
    MovingAverage {
        /// At least 1.
        window: usize,
    },
    /// The difference from the exponentially weighted mean of the values before, the first one first:
    /// `l += 2 / (window + 1) × (y − l)`.
    Ewma {
        /// At least 1.
        window: usize,
    },
    /// The remainder of a robust [`stl`] with a periodic season.
    Stl {
        /// At least 2.
        season_length: usize,
    },
    /// Rosner's generalized ESD test, on mean and standard deviation.
    GeneralizedEsd,
    /// The same on median and MAD of the values without the season of such an STL.
    SeasonalHybridEsd {
        /// At least 2.
        season_length: usize,
    },
}

/// On which side values may stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// On either.
    Both,
    /// Above what is expected.
    Above,
    /// Below.
    Below,
}

/// What to look for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detector {
    /// How values are judged.
    pub method: Method,
    /// On which side.
    pub direction: Direction,
    /// How many dispersions away is too far, above 0. Of no account for the ESD tests.
    pub threshold: f64,
    /// ESD tests: how many values are tested, less than half of them; 0 for a tenth, at least one.
    pub max_anomalies: usize,
    /// ESD tests: the probability of any false alarm in a series of normal values, above 0 and at most ½.
    pub significance: f64,
}

/// A value that stands out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anomaly {
    /// Its place in the series.
    pub index: usize,
    /// The value there.
    pub value: f64,
    /// What was expected there.
    pub expected: f64,
    /// How far away it is, in dispersions, on the scale of the threshold; below 0 if it lies below.
    pub score: f64,
    /// The value that would just have been accepted below, whatever the direction.
    pub lower: f64,
    /// And above.
    pub upper: f64,
}

impl Method {
    /// Values needed that are not missing.
    fn required(self) -> usize {
        match self {
            Self::ZScore | Self::RobustZScore | Self::Iqr => 2,
            Self::Ewma { .. } => 3,
            Self::MovingAverage { window } => window + 2,
            // What they need depends on more than this, and they check it themselves.
            Self::GeneralizedEsd | Self::Stl { .. } | Self::SeasonalHybridEsd { .. } => 1,
        }
    }
}

/// The values of a series that stand out, in its order.
///
/// # Errors
/// [`Error::InsufficientData`], [`Error::NotFinite`] (an infinity), [`Error::OutOfRange`], [`Error::InvalidParameter`],
/// [`Error::Cancelled`].
///
/// ```
/// use clinicore_stats::anomaly::{Detector, Direction, Method, detect};
/// use std::ops::ControlFlow;
///
/// let detector = Detector {
///     method: Method::RobustZScore,
///     direction: Direction::Both,
///     threshold: 3.5,
///     max_anomalies: 0,
///     significance: 0.05,
/// };
/// let found = detect(&[5.0, 6.0, 5.0, 4.0, 50.0, 5.5], &detector, &mut |_, _| ControlFlow::Continue(()))?;
/// assert_eq!(found[0].index, 4);
/// # Ok::<(), clinicore_stats::Error>(())
/// ```
pub fn detect(
    values: &[f64],
    detector: &Detector,
    checkpoint: Checkpoint<'_>,
) -> Result<Vec<Anomaly>, Error> {
    if !(detector.threshold > 0.0 && detector.threshold.is_finite()) {
        return Err(Error::InvalidParameter { name: "threshold" });
    }
    let n_known = check_values(values)?;
    let required = detector.method.required();
    if n_known < required {
        return Err(Error::InsufficientData { required, given: n_known });
    }
    let x: Cow<'_, [f64]> = if n_known == values.len() {
        Cow::Borrowed(values)
    } else {
        Cow::Owned(values.iter().copied().filter(|value| !value.is_nan()).collect())
    };
    let mut found = match detector.method {
        Method::ZScore => beyond(&x, |_| 0.0, &x, Spread::moments(&x), detector),
        Method::RobustZScore => beyond(&x, |_| 0.0, &x, Spread::robust(&x, spread::floor(&x))?, detector),
        Method::Iqr => beyond(&x, |_| 0.0, &x, Spread::quartiles(&x)?, detector),
        Method::MovingAverage { window } => {
            differences(&x, &moving_averages(&x, window)?, spread::floor(&x), detector)?
        }
        Method::Ewma { window } => {
            differences(&x, &weighted_averages(&x, window)?, spread::floor(&x), detector)?
        }
        Method::Stl { season_length } => {
            let parts = periodic(values, season_length, checkpoint)?;
            let base = |t: usize| parts.trend[t] + parts.seasonal[0][t];
            let expected: Vec<f64> = known(values).map(base).collect();
            differences(&x, &expected, spread::floor_of_remainder(&x), detector)?
        }
        Method::GeneralizedEsd => {
            esd::flagged(&x, |_| 0.0, Dispersion::StandardDeviation, spread::floor(&x), detector, checkpoint)?
        }
        Method::SeasonalHybridEsd { season_length } => {
            let parts = periodic(values, season_length, checkpoint)?;
            let season: Vec<f64> = known(values).map(|t| parts.seasonal[0][t]).collect();
            esd::flagged(
                &x,
                |i| season[i],
                Dispersion::Mad,
                spread::floor_of_remainder(&x),
                detector,
                checkpoint,
            )?
        }
    };
    if n_known < values.len() {
        let places: Vec<usize> = known(values).collect();
        for anomaly in &mut found {
            anomaly.index = places[anomaly.index];
        }
    }
    Ok(found)
}

/// The places that are not missing.
fn known(values: &[f64]) -> impl Iterator<Item = usize> {
    (0..values.len()).filter(|&t| !values[t].is_nan())
}

fn periodic(
    values: &[f64],
    season_length: usize,
    checkpoint: Checkpoint<'_>,
) -> Result<Decomposition, Error> {
    stl(values, Stl::new(Convention::R, values.len(), season_length, Window::Periodic, true), checkpoint)
}

/// Flags by how far the last values of `x` are from as many that were expected, all before them being unjudged.
fn differences(x: &[f64], expected: &[f64], floor: f64, detector: &Detector) -> Result<Vec<Anomaly>, Error> {
    let first = x.len() - expected.len();
    let difference: Vec<f64> = x[first..].iter().zip(expected).map(|(x, e)| x - e).collect();
    let spread = Spread::robust(&difference, floor)?;
    let mut found = beyond(&x[first..], |i| expected[i], &difference, spread, detector);
    for anomaly in &mut found {
        anomaly.index += first;
    }
    Ok(found)
}

/// Flags what of `x` lies beyond `threshold` dispersions; `difference` is `x − base`.
fn beyond(
    x: &[f64],
    base: impl Fn(usize) -> f64,
    difference: &[f64],
    spread: Option<Spread>,
    detector: &Detector,
) -> Vec<Anomaly> {
    let Some(spread) = spread else { return Vec::new() };
    let Detector { threshold, direction, .. } = *detector;
    let (low, high) = (spread.below(threshold), spread.above(threshold));
    let mut found = Vec::new();
    for (index, (&value, &difference)) in x.iter().zip(difference).enumerate() {
        let base = base(index);
        let (lower, upper) = (base + low, base + high);
        let above = value > upper && direction != Direction::Below;
        if above || (value < lower && direction != Direction::Above) {
            let (expected, score) = (base + spread.centre(), spread.score(difference));
            found.push(Anomaly { index, value, expected, score, lower, upper });
        }
    }
    found
}

/// The means of `window` values, each for the value after them.
fn moving_averages(x: &[f64], window: usize) -> Result<Vec<f64>, Error> {
    if window == 0 {
        return Err(Error::InvalidParameter { name: "window" });
    }
    let mut sum = Sliding::default();
    let mut averages = Vec::with_capacity(x.len() - window);
    for (t, &value) in x.iter().enumerate() {
        if t >= window {
            averages.push(sum.mean(window));
            sum.remove(x[t - window]);
        }
        sum.add(value);
    }
    Ok(averages)
}

/// The exponentially weighted means of all values before each but the first.
fn weighted_averages(x: &[f64], window: usize) -> Result<Vec<f64>, Error> {
    if window == 0 {
        return Err(Error::InvalidParameter { name: "window" });
    }
    let weight = 2.0 / (window as f64 + 1.0);
    let before = |level: &mut f64, &value: &f64| {
        let was = *level;
        *level += weight * (value - *level);
        Some(was)
    };
    Ok(x[1..].iter().scan(x[0], before).collect())
}
