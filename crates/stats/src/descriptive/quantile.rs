//! Quantiles by any of the definitions in use, and what is made of them.

use super::select::order_statistics;
use super::{in_range, lanes, require_count, require_finite};
use crate::Error;

/// How a quantile is read off the order statistics: the nine types of Hyndman & Fan (1996), *American Statistician* 50,
/// 361–365, numbered as there and in R.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuantileType {
    /// 1: inverse of the empirical distribution function.
    InvertedCdf,
    /// 2: as 1, averaged at its steps.
    AveragedInvertedCdf,
    /// 3: the nearest order statistic, the even one of two.
    ClosestObservation,
    /// 4: linear interpolation of the empirical distribution function.
    InterpolatedInvertedCdf,
    /// 5: midway through the steps; hydrology's.
    Hazen,
    /// 6: the expected order statistic of a uniform distribution; SPSS and Minitab.
    Weibull,
    /// 7: the mode of that; R, S, `NumPy` and Excel.
    #[default]
    Linear,
    /// 8: its median, for any distribution; what Hyndman & Fan recommend.
    MedianUnbiased,
    /// 9: unbiased for a normal distribution.
    NormalUnbiased,
    /// The JavaScript package simple-statistics up to 7.8.8: type 2 for an even number of values; for an odd one the upper
    /// value at a step.
    SimpleStatistics788,
}

/// Where a quantile lies: `fraction` of the way from the order statistic of rank `lower` (from 0) to the next.
struct Position {
    lower: usize,
    fraction: f64,
}

impl QuantileType {
    fn position(self, n: usize, p: f64) -> Position {
        let count = n as f64;
        // The plotting positions `a + p·(n + 1 − a − b)` of the continuous types.
        let between = |a: f64, b: f64| a + p * (count + 1.0 - a - b) - 1.0;
        let step = snapped(count * p);
        let rank = match self {
            Self::AveragedInvertedCdf if step.fract() == 0.0 => step - 0.5,
            Self::InvertedCdf | Self::AveragedInvertedCdf => step.ceil() - 1.0,
            Self::ClosestObservation => {
                // A whole number is midway between two ranks, counted from 1: the even one is meant.
                let middle = snapped(count * p - 0.5);
                let j = middle.floor();
                if middle == j && j % 2.0 == 0.0 { j - 1.0 } else { j }
            }
            Self::InterpolatedInvertedCdf => between(0.0, 1.0),
            Self::Hazen => between(0.5, 0.5),
            Self::Weibull => between(0.0, 0.0),
            Self::Linear => (count - 1.0) * p,
            Self::MedianUnbiased => between(1.0 / 3.0, 1.0 / 3.0),
            Self::NormalUnbiased => between(0.375, 0.375),
            Self::SimpleStatistics788 => {
                let index = count * p;
                match (index.fract() == 0.0, n.is_multiple_of(2)) {
                    (false, _) => index.ceil() - 1.0,
                    (true, true) => index - 0.5,
                    (true, false) => index,
                }
            }
        };
        let rank = rank.clamp(0.0, count - 1.0);
        Position { lower: rank as usize, fraction: rank.fract() }
    }
}

/// `n·p` without the rounding error of a `p` such as 0.07, which would make a step of it that is none.
fn snapped(np: f64) -> f64 {
    let whole = np.round();
    if (np - whole).abs() <= 4.0 * f64::EPSILON * whole { whole } else { np }
}

/// The quantiles at the probabilities `p`, in their order.
///
/// # Errors
/// [`Error::InsufficientData`] without values, [`Error::NotFinite`], [`Error::InvalidParameter`] for a probability outside
/// 0 to 1.
pub fn quantiles(values: &[f64], p: &[f64], kind: QuantileType) -> Result<Vec<f64>, Error> {
    require_count(values, 1)?;
    require_finite(values)?;
    if p.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return Err(Error::InvalidParameter { name: "p" });
    }
    Ok(at(values, &p.iter().map(|&p| kind.position(values.len(), p)).collect::<Vec<_>>(), |x| x))
}

fn at(values: &[f64], positions: &[Position], key: impl Fn(f64) -> f64 + Copy) -> Vec<f64> {
    let mut ranks: Vec<usize> =
        positions.iter().flat_map(|p| [p.lower, p.lower + usize::from(p.fraction > 0.0)]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let statistics = order_statistics(values, &ranks, key);
    let statistic = |rank| statistics[ranks.partition_point(|&r| r < rank)];
    positions
        .iter()
        .map(|&Position { lower, fraction }| {
            let low = statistic(lower);
            if fraction == 0.0 {
                return low + 0.0; // no negative zero, which sorts before the other
            }
            let high = statistic(lower + 1);
            let gap = high - low;
            // Rounding must not carry it past the upper value.
            if gap.is_finite() {
                (low + fraction * gap).min(high) + 0.0
            } else {
                (1.0 - fraction) * low + fraction * high
            }
        })
        .collect()
}

fn median(values: &[f64], key: impl Fn(f64) -> f64 + Copy) -> f64 {
    at(values, &[QuantileType::Linear.position(values.len(), 0.5)], key)[0]
}

/// The smallest and the largest value.
///
/// # Errors
/// [`Error::InsufficientData`] without values, [`Error::NotFinite`].
pub fn extremes(values: &[f64]) -> Result<(f64, f64), Error> {
    require_count(values, 1)?;
    require_finite(values)?;
    let (rows, rest) = values.as_chunks::<8>();
    let (mut low, mut high) = ([values[0]; 8], [values[0]; 8]);
    let mut take = |lane: usize, x: f64| {
        low[lane] = if x < low[lane] { x } else { low[lane] };
        high[lane] = if x > high[lane] { x } else { high[lane] };
    };
    for row in rows {
        for (lane, &x) in row.iter().enumerate() {
            take(lane, x);
        }
    }
    for &x in rest {
        take(0, x);
    }
    Ok((low.into_iter().fold(low[0], f64::min) + 0.0, high.into_iter().fold(high[0], f64::max) + 0.0))
}

/// The median, and the median distance from it (not scaled).
///
/// # Errors
/// [`Error::InsufficientData`] without values, [`Error::NotFinite`], [`Error::OutOfRange`] where a distance overflows.
pub fn median_absolute_deviation(values: &[f64]) -> Result<(f64, f64), Error> {
    require_count(values, 1)?;
    require_finite(values)?;
    let centre = median(values, |x| x);
    let deviation = median(values, |x| (x - centre).abs());
    in_range(values, deviation.is_finite(), (centre, deviation))
}

/// The mean distance from `centre`.
///
/// # Errors
/// [`Error::InsufficientData`] without values, [`Error::NotFinite`], [`Error::OutOfRange`] where it overflows.
pub fn mean_absolute_deviation(values: &[f64], centre: f64) -> Result<f64, Error> {
    require_count(values, 1)?;
    let [sum] = lanes::sums::<1, 8>(values, |x| [(x - centre).abs()]);
    let mean = sum / values.len() as f64;
    in_range(values, mean.is_finite(), mean)
}
