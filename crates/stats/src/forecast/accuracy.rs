//! How far forecasts were from what came.
//!
//! Sources: R. J. Hyndman & A. B. Koehler, *Int. J. Forecasting* 22 (2006) 679–688 (MASE, RMSSE); S. Makridakis et al.,
//! *Int. J. Forecasting* 36 (2020) 54–74 (sMAPE as in M4); R. Koenker & G. Bassett, *Econometrica* 46 (1978) 33–50
//! (pinball); R. L. Winkler, *J. American Statistical Association* 67 (1972) 187–191.

use crate::Error;

/// What forecasts are measured by besides the values themselves. Slices are empty where there is nothing.
#[derive(Clone, Copy, Debug)]
pub struct Yardstick<'a> {
    /// The history, for the scaled errors: those of the seasonal naive method on it.
    pub training: &'a [f64],
    /// Observations in a season of the history.
    pub season_length: usize,
    /// Lower bounds of an interval.
    pub lower: &'a [f64],
    /// Upper bounds.
    pub upper: &'a [f64],
    /// The probability that the interval was to hold the value.
    pub level: f64,
    /// Quantile forecasts, one after the other, each as long as the values.
    pub quantiles: &'a [f64],
    /// Their probabilities.
    pub probabilities: &'a [f64],
}

/// Measures of error, with e = actual − predicted; NaN where one is not defined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Mean error.
    pub me: f64,
    /// Mean absolute error.
    pub mae: f64,
    /// Root mean squared error.
    pub rmse: f64,
    /// Mean of |e / actual|, a fraction; NaN if a value is 0.
    pub mape: f64,
    /// Mean of 2|e| / (|actual| + |predicted|), a fraction from 0 to 2; 0 where both are 0.
    pub smape: f64,
    /// Σ|e| / Σ|actual|, a fraction; NaN if all values are 0.
    pub wape: f64,
    /// MAE over that of the seasonal naive method on the history.
    pub mase: f64,
    /// RMSE over that of the seasonal naive method on the history.
    pub rmsse: f64,
    /// Mean of τe where e ≥ 0 and (τ − 1)e elsewhere, over all quantiles τ.
    pub pinball: f64,
    /// The share of values within the interval.
    pub coverage: f64,
    /// The interval's mean width, and 2/(1 − level) times how far values were outside.
    pub winkler: f64,
    /// Pairs measured: those of which neither is missing.
    pub count: usize,
}

/// Measures `predicted` against `actual`; pairs with a NaN are left out. Of no pair at all every mean is NaN.
///
/// # Errors
/// [`Error::InvalidParameter`] (lengths that differ, a level or probability not between 0 and 1), [`Error::OutOfRange`].
pub fn accuracy(actual: &[f64], predicted: &[f64], yardstick: &Yardstick<'_>) -> Result<Accuracy, Error> {
    let Yardstick { training, season_length, lower, upper, level, quantiles, probabilities } = *yardstick;
    let n = actual.len();
    let interval = !lower.is_empty() || !upper.is_empty();
    for (name, sound) in [
        ("predicted", predicted.len() == n),
        ("season_length", season_length >= 1),
        ("lower", !interval || lower.len() == n),
        ("upper", !interval || upper.len() == n),
        ("level", !interval || level > 0.0 && level < 1.0),
        ("quantiles", quantiles.len() == n * probabilities.len()),
        ("probabilities", probabilities.iter().all(|&p| p > 0.0 && p < 1.0)),
    ] {
        if !sound {
            return Err(Error::InvalidParameter { name });
        }
    }
    let pairs: Vec<(f64, f64)> =
        actual.iter().copied().zip(predicted.iter().copied()).filter(|(y, f)| !(y - f).is_nan()).collect();
    let count = pairs.len();
    let over = |measure: &dyn Fn(f64, f64) -> f64| mean(pairs.iter().map(|&(y, f)| measure(y, f)));
    let mae = over(&|y, f| (y - f).abs());
    let rmse = over(&|y, f| (y - f) * (y - f)).sqrt();
    let size = over(&|y, _| y.abs());
    let seasonal = || {
        let later = training.get(season_length..).unwrap_or_default();
        later.iter().zip(training).map(|(y, before)| y - before).filter(|change| !change.is_nan())
    };
    let has_zero = pairs.iter().any(|&(y, _)| y == 0.0);

    let bounded =
        || actual.iter().zip(lower.iter().zip(upper)).filter(|(y, (l, u))| !(*y + *l + *u).is_nan());
    let held = |y: f64, l: f64, u: f64| if l <= y && y <= u { 1.0 } else { 0.0 };
    let score =
        |y: f64, l: f64, u: f64| (u - l) + 2.0 / (1.0 - level) * ((l - y).max(0.0) + (y - u).max(0.0));
    let losses = probabilities.iter().zip(quantiles.chunks(n.max(1))).flat_map(|(&p, forecast)| {
        actual.iter().zip(forecast).map(move |(y, q)| (y - q) * if y >= q { p } else { p - 1.0 })
    });

    let accuracy = Accuracy {
        me: over(&|y, f| y - f),
        mae,
        rmse,
        mape: if has_zero { f64::NAN } else { over(&|y, f| ((y - f) / y).abs()) },
        smape: over(&|y, f| {
            if y.abs() + f.abs() == 0.0 { 0.0 } else { 2.0 * (y - f).abs() / (y.abs() + f.abs()) }
        }),
        wape: ratio(mae, size),
        mase: ratio(mae, mean(seasonal().map(f64::abs))),
        rmsse: ratio(rmse, mean(seasonal().map(|change| change * change)).sqrt()),
        pinball: mean(losses.filter(|loss| !loss.is_nan())),
        coverage: mean(bounded().map(|(&y, (&l, &u))| held(y, l, u))),
        winkler: mean(bounded().map(|(&y, (&l, &u))| score(y, l, u))),
        count,
    };
    if accuracy.values().iter().any(|value| value.is_infinite()) {
        return Err(Error::OutOfRange);
    }
    Ok(accuracy)
}

impl Accuracy {
    /// The measures in the order of the fields, the count last.
    #[must_use]
    pub fn values(&self) -> [f64; 12] {
        let Self { me, mae, rmse, mape, smape, wape, mase, rmsse, pinball, coverage, winkler, count } = *self;
        [me, mae, rmse, mape, smape, wape, mase, rmsse, pinball, coverage, winkler, count as f64]
    }
}

/// NaN for a denominator of 0.
fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator == 0.0 { f64::NAN } else { numerator / denominator }
}

/// NaN of nothing.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    sum / count
}
