//! The columns that are fitted: the caller's, centred and scaled, or the powers of one.

use super::double_double::Double;
use super::{Model, Rows};
use crate::Error;

/// Rows predicted at once.
const STRIP: usize = 128;

/// A column as `(x − centre) / scale`, within −1 and 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<'a> {
    values: &'a [f64],
    pub(super) centre: f64,
    /// A power of two: scaling by it is exact.
    pub(super) scale: f64,
}

impl<'a> Column<'a> {
    fn new(values: &'a [f64], centred: bool) -> Result<Self, Error> {
        let (low, high) = range(values).ok_or(Error::OutOfRange)?;
        let (mut centre, mut reach) = (0.0, low.abs().max(high.abs()));
        if centred {
            reach = high / 2.0 - low / 2.0;
            if reach > 0.0 {
                // A round number, so that x − centre is, as a rule, exact.
                let grid = power_of_two(reach) / 1_048_576.0;
                centre = ((low / 2.0 + high / 2.0) / grid).round() * grid;
            } else {
                centre = low;
            }
        }
        let column = Self { values, centre, scale: if reach > 0.0 { power_of_two(reach) } else { 1.0 } };
        if column.centre.is_finite() && column.scale.is_finite() && column.scale > 1e-290 {
            Ok(column)
        } else {
            Err(Error::OutOfRange)
        }
    }

    fn at(&self, row: usize) -> f64 {
        (self.values[row] - self.centre) / self.scale
    }

    fn exactly_at(&self, row: usize) -> Double {
        Double::from(self.values[row]).plus((-self.centre).into()).times(1.0 / self.scale)
    }
}

/// The power of two from `value` up to twice it.
pub(super) fn power_of_two(value: f64) -> f64 {
    value.log2().ceil().exp2()
}

/// The smallest and the largest value; nothing where one is not finite.
fn range(values: &[f64]) -> Option<(f64, f64)> {
    let (mut low, mut high, mut bad) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4], [0.0; 4]);
    let chunks = values.chunks_exact(4);
    let rest = chunks.remainder();
    let mut take = |lane: usize, value: f64| {
        low[lane] = if value < low[lane] { value } else { low[lane] };
        high[lane] = if value > high[lane] { value } else { high[lane] };
        bad[lane] += value * 0.0;
    };
    for chunk in chunks {
        for (lane, &value) in chunk.iter().enumerate() {
            take(lane, value);
        }
    }
    for &value in rest {
        take(0, value);
    }
    let finite = bad.iter().sum::<f64>() == 0.0;
    finite.then(|| {
        (low.into_iter().fold(f64::INFINITY, f64::min), high.into_iter().fold(f64::NEG_INFINITY, f64::max))
    })
}

/// The model's matrix, made as it is read.
pub(super) struct Basis<'a> {
    model: Model<'a>,
    predictors: Vec<Column<'a>>,
    response: Column<'a>,
}

impl<'a> Basis<'a> {
    pub(super) fn new(model: Model<'a>) -> Result<Self, Error> {
        let rows = model.y.len();
        let invalid = |name| Err(Error::InvalidParameter { name });
        if rows == 0 {
            return Err(Error::InsufficientData { required: 1, given: 0 });
        }
        let count = model.columns.len() / rows;
        if model.columns.len() != count * rows || count == 0 {
            return invalid("columns");
        }
        if model.degree == 0 || (model.degree > 1 && count > 1) {
            return invalid("degree");
        }
        if let Some(weights) = model.weights {
            let (low, _) = range(weights).ok_or(Error::OutOfRange)?;
            if weights.len() != rows || low <= 0.0 {
                return invalid("weights");
            }
        }
        let required = count * model.degree + usize::from(model.intercept);
        if rows < required {
            return Err(Error::InsufficientData { required, given: rows });
        }
        let column = |values| Column::new(values, model.intercept);
        let predictors = model.columns.chunks_exact(rows).map(column).collect::<Result<_, _>>()?;
        Ok(Self { model, predictors, response: column(model.y)? })
    }

    pub(super) fn rows(&self) -> usize {
        self.model.y.len()
    }

    pub(super) fn terms(&self) -> usize {
        self.predictors.len() * self.model.degree + usize::from(self.model.intercept)
    }

    /// Whether the model is a straight line, all points of which count the same.
    pub(super) fn is_line(&self) -> bool {
        self.model.intercept && self.terms() == 2 && self.model.weights.is_none()
    }

    pub(super) fn intercept(&self) -> bool {
        self.model.intercept
    }

    pub(super) fn predictors(&self) -> &[Column<'a>] {
        &self.predictors
    }

    pub(super) fn response(&self) -> Column<'a> {
        self.response
    }

    /// Writes the terms and `y` of the rows from `first`, in columns of this height, weighted; zeros where the rows have ended.
    pub(super) fn block(&self, first: usize, height: usize, block: &mut [f64]) {
        let count = height.min(self.rows() - first);
        if count < height {
            block.fill(0.0);
        }
        let copy = |to: &mut [f64], column: &Column<'_>| {
            let inverse = 1.0 / column.scale;
            for (to, value) in to.iter_mut().zip(&column.values[first..first + count]) {
                *to = (value - column.centre) * inverse;
            }
        };
        let (columns, y) = block.split_at_mut(self.terms() * height);
        let (constant, terms) = columns.split_at_mut(if self.model.intercept { height } else { 0 });
        constant.iter_mut().take(count).for_each(|one| *one = 1.0);
        for (to, column) in terms.chunks_exact_mut(height * self.model.degree).zip(&self.predictors) {
            copy(to, column);
            for power in 1..self.model.degree {
                let (lower, upper) = to.split_at_mut(power * height);
                let (x, last) = (&lower[..height], &lower[(power - 1) * height..]);
                for ((to, last), x) in upper.iter_mut().zip(last).zip(x) {
                    *to = last * x;
                }
            }
        }
        copy(y, &self.response);
        if let Some(weights) = self.model.weights {
            for column in block.chunks_exact_mut(height) {
                for (value, weight) in column.iter_mut().zip(&weights[first..first + count]) {
                    *value *= weight.sqrt();
                }
            }
        }
    }

    /// The terms of one row, not weighted.
    pub(super) fn row(&self, row: usize, terms: &mut [f64]) {
        let (constant, terms) = terms.split_at_mut(usize::from(self.model.intercept));
        constant.fill(1.0);
        for (to, column) in terms.chunks_exact_mut(self.model.degree).zip(&self.predictors) {
            let x = column.at(row);
            let mut power = 1.0;
            for to in to {
                power *= x;
                *to = power;
            }
        }
    }

    /// The terms of one row and, last, its response, not weighted and not rounded.
    pub(super) fn exact_row(&self, row: usize, terms: &mut [Double]) {
        let (constant, terms) = terms.split_at_mut(usize::from(self.model.intercept));
        let (terms, response) = terms.split_at_mut(terms.len() - 1);
        constant.fill(1.0.into());
        for (to, column) in terms.chunks_exact_mut(self.model.degree).zip(&self.predictors) {
            let x = column.exactly_at(row);
            let mut power = Double::from(1.0);
            for to in to {
                power = power.by(x);
                *to = power;
            }
        }
        response.fill(self.response.exactly_at(row));
    }

    pub(super) fn weight(&self, row: usize) -> f64 {
        self.model.weights.map_or(1.0, |weights| weights[row])
    }

    /// The scaled response less what the coefficients give, in double-double.
    pub(super) fn exact_residual(&self, row: usize, scaled: &[Double]) -> Double {
        let mut fitted = Double::default();
        let (constant, slopes) = scaled.split_at(usize::from(self.model.intercept));
        for (slopes, column) in slopes.chunks_exact(self.model.degree).zip(&self.predictors) {
            let x = column.at(row);
            let powers = slopes.iter().rev().fold(Double::default(), |sum, &b| sum.plus(b).times(x));
            fitted = fitted.plus(powers);
        }
        for &b in constant {
            fitted = fitted.plus(b);
        }
        Double::from(self.response.at(row)).plus(fitted.times(-1.0))
    }

    /// Writes the fitted values and the residuals.
    pub(super) fn residuals(&self, scaled: &[Double], rows: &mut Rows<'_>) {
        if rows.fitted.is_empty() && rows.residuals.is_empty() {
            return;
        }
        let (y, scaled) = (self.response, scaled.iter().map(|g| g.value()).collect::<Vec<_>>());
        let (constant, slopes) = scaled.split_at(usize::from(self.model.intercept));
        assert!(rows.fitted.len() == self.rows() && rows.residuals.len() == self.rows(), "one of each a row");
        let outputs = rows.fitted.chunks_mut(STRIP).zip(rows.residuals.chunks_mut(STRIP));
        let mut sum = [0.0; STRIP];
        for (first, (fitted, residuals)) in (0..).step_by(STRIP).zip(outputs) {
            sum.fill(constant.first().copied().unwrap_or_default());
            for (slopes, column) in slopes.chunks_exact(self.model.degree).zip(&self.predictors) {
                let inverse = 1.0 / column.scale;
                for (sum, value) in sum.iter_mut().zip(&column.values[first..first + fitted.len()]) {
                    let x = (value - column.centre) * inverse;
                    *sum += slopes.iter().rev().fold(0.0, |power, b| (power + b) * x);
                }
            }
            let values = &y.values[first..first + fitted.len()];
            for (((fitted, residual), value), sum) in fitted.iter_mut().zip(residuals).zip(values).zip(sum) {
                *residual = (value - y.centre) - sum * y.scale;
                *fitted = value - *residual;
            }
        }
    }

    /// Writes the rows of these residuals of the scaled response.
    pub(super) fn rows_of(&self, scaled: &[f64], rows: &mut Rows<'_>) {
        let y = self.response;
        let outputs = rows.fitted.iter_mut().zip(rows.residuals.iter_mut());
        for ((fitted, residual), (value, scaled)) in outputs.zip(y.values.iter().zip(scaled)) {
            *residual = scaled * y.scale;
            *fitted = value - *residual;
        }
    }

    /// Coefficients of the caller's columns or powers, from those of the centred, scaled ones.
    pub(super) fn raw(&self, scaled: &[Double]) -> Vec<Double> {
        let mut raw = scaled.to_vec();
        let first = usize::from(self.model.intercept);
        if self.model.degree == 1 {
            for (j, x) in (first..).zip(&self.predictors) {
                raw[j] = raw[j].times(1.0 / x.scale);
                if first == 1 {
                    raw[0] = raw[0].plus(raw[j].times(-x.centre));
                }
            }
            return raw;
        }
        let x = self.predictors[0];
        let mut power = 1.0;
        for b in &mut raw[first..] {
            power /= x.scale;
            *b = b.times(power);
        }
        // A polynomial in x − centre, by Horner's scheme over and over.
        for from in 0..raw.len() {
            for j in (from + 1..raw.len()).rev() {
                raw[j - 1] = raw[j - 1].plus(raw[j].times(-x.centre));
            }
        }
        raw
    }
}
