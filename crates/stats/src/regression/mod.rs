//! Least squares by Householder QR, and trend tests that outliers do not move.
//!
//! The columns are centred near the middle of their range and scaled by powers of two first, which makes epoch
//! milliseconds as harmless as day numbers; a polynomial is fitted in powers of the centred, scaled variable. Up to
//! [`REFINED_ROWS`] rows, the solution is then improved with residuals in double-double arithmetic, which brings the
//! digits of NIST's hardest sets; where columns almost make each other up, it is found anew in that arithmetic. Coefficients are transformed back in double-double as well, for a polynomial's are
//! small differences of large numbers there.
//!
//! Sources: G. H. Golub & C. F. Van Loan, *Matrix Computations*, 4th ed. (2013), 5.2 (Householder QR), 5.3.8 (refinement);
//! J. Demmel, L. Grigori, M. Hoemmen & J. Langou, *SIAM J. Sci. Comput.* 34 (2012) A206–A239 (QR of row blocks);
//! Å. Björck, *Linear Algebra Appl.* 88/89 (1987) 31–48 (corrected seminormal equations).

mod basis;
mod double_double;
mod line;
mod normal;
mod qr;
mod refine;
mod slopes;
mod trend;

pub use trend::{MannKendall, TheilSen, mann_kendall, theil_sen};

use crate::Error;
use crate::distribution;
use basis::Basis;
use double_double::Double;
use qr::Triangle;

/// Up to how many rows the solution is refined in double-double; beyond, that would cost more than the fit.
pub const REFINED_ROWS: usize = 1000;

/// What is to be fitted: `y` by the columns, or by the powers of one.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    /// The predictors, one column of `y.len()` values after the other.
    pub columns: &'a [f64],
    /// The response.
    pub y: &'a [f64],
    /// How much each row counts, above 0: the inverse of its variance.
    pub weights: Option<&'a [f64]>,
    /// The highest power of the predictor; above 1, there must be just one column.
    pub degree: usize,
    /// Whether there is a constant term.
    pub intercept: bool,
}

/// A least squares fit. Coefficients are in the order intercept, columns or rising powers.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The coefficients.
    pub coefficients: Vec<f64>,
    /// Their standard errors over [`Self::residual_sd`]: the roots of the diagonal of `(XᵀWX)⁻¹`.
    pub unscaled_errors: Vec<f64>,
    /// The weighted sum of squared residuals, of `y / y_scale`.
    pub rss: f64,
    /// The weighted sum of squares of `y / y_scale` about its weighted mean, or, without an intercept, about 0.
    pub tss: f64,
    /// A power of two, so that the squares of small and of large `y` stay in the range of double precision.
    pub y_scale: f64,
    /// Rows less coefficients.
    pub degrees_of_freedom: usize,
    /// The coefficients in the centred, scaled columns, for predictions: `y = Σ γⱼ ((x − cⱼ)/sⱼ)`, or with powers.
    pub scaled: Vec<f64>,
    /// The centres *c* of the columns.
    pub centres: Vec<f64>,
    /// The scales *s* of the columns.
    pub scales: Vec<f64>,
    /// The inverse of the triangular factor in the centred, scaled columns, row by row.
    pub inverse: Vec<f64>,
}

impl Fit {
    /// The standard deviation of the residuals; NaN where no degree of freedom is left.
    #[must_use]
    pub fn residual_sd(&self) -> f64 {
        if self.degrees_of_freedom == 0 {
            f64::NAN
        } else {
            (self.rss / self.degrees_of_freedom as f64).sqrt() * self.y_scale
        }
    }

    /// The two-sided p values of the coefficients, by Student's t.
    #[must_use]
    pub fn p_values(&self) -> Vec<f64> {
        let (sd, df) = (self.residual_sd(), self.degrees_of_freedom as f64);
        let p = |(b, e): (&f64, &f64)| 2.0 * distribution::student_t_sf((b / (e * sd)).abs(), df);
        self.coefficients.iter().zip(&self.unscaled_errors).map(p).collect()
    }
}

/// Where [`fit_into`] writes, each as long as `y` or empty.
#[derive(Debug)]
pub struct Rows<'a> {
    /// The fitted values.
    pub fitted: &'a mut [f64],
    /// `y` less the fitted values.
    pub residuals: &'a mut [f64],
}

/// Fits a model.
///
/// # Errors
/// [`Error::InsufficientData`] (fewer rows than coefficients), [`Error::Dependent`] (a column that the ones before it
/// make up), [`Error::OutOfRange`] (a value that is not finite, or a result that is not), [`Error::InvalidParameter`].
pub fn fit(model: Model<'_>) -> Result<Fit, Error> {
    fit_into(model, Rows { fitted: &mut [], residuals: &mut [] })
}

/// As [`fit`], with the fitted values and the residuals.
///
/// # Errors
/// As [`fit`].
///
/// # Panics
/// When a slice to fill is neither empty nor as long as `y`.
pub fn fit_into(model: Model<'_>, mut rows: Rows<'_>) -> Result<Fit, Error> {
    let basis = Basis::new(model)?;
    if basis.rows() > REFINED_ROWS
        && basis.is_line()
        && let Some(fit) = line::line(model.columns, model.y, &mut rows)
    {
        return Ok(fit);
    }
    let triangle = Triangle::of(&basis);
    if let Some(term) = triangle.dependent() {
        return Err(Error::Dependent { term });
    }
    let mut scaled: Vec<Double> = triangle.solve().into_iter().map(Double::from).collect();
    let inverse = triangle.inverse();
    let mut rss = triangle.rss();
    let tss = triangle.regression_squares() + rss;
    let mut exact = None;
    let mut exact_inverse: Vec<Double> = inverse.iter().map(|&x| x.into()).collect();
    if basis.rows() <= REFINED_ROWS {
        if triangle.is_well_conditioned(&inverse) {
            rss = refine::refine(&basis, &inverse, &mut scaled);
        } else {
            exact = normal::solve(&basis);
        }
    }
    if let Some(solution) = exact {
        basis.rows_of(&solution.residuals, &mut rows);
        rss = (0..).zip(&solution.residuals).map(|(i, r)| basis.weight(i) * r * r).sum();
        (scaled, exact_inverse) = (solution.coefficients, solution.inverse);
    } else {
        basis.residuals(&scaled, &mut rows);
    }

    let terms = basis.terms();
    let y = basis.response();
    let mut coefficients = basis.raw(&scaled);
    for b in &mut coefficients {
        *b = b.times(y.scale);
    }
    let mut rows_of_inverse = vec![Vec::with_capacity(terms); terms];
    for column in 0..terms {
        let vector: Vec<Double> = (0..terms).map(|row| exact_inverse[row * terms + column]).collect();
        for (row, part) in rows_of_inverse.iter_mut().zip(basis.raw(&vector)) {
            row.push(part.value());
        }
    }
    let mut scaled: Vec<f64> = scaled.iter().map(|g| g.value() * y.scale).collect();
    if model.intercept {
        coefficients[0] = coefficients[0].plus(y.centre.into());
        scaled[0] += y.centre;
    }
    let fit = Fit {
        coefficients: coefficients.into_iter().map(Double::value).collect(),
        unscaled_errors: rows_of_inverse.iter().map(|row| norm(row)).collect(),
        rss,
        tss,
        y_scale: y.scale,
        degrees_of_freedom: basis.rows() - terms,
        scaled,
        centres: basis.predictors().iter().map(|x| x.centre).collect(),
        scales: basis.predictors().iter().map(|x| x.scale).collect(),
        inverse: exact_inverse.into_iter().map(Double::value).collect(),
    };
    let sums = fit.coefficients.iter().chain(&fit.unscaled_errors).sum::<f64>() + fit.rss + fit.tss;
    let size = fit.rss.sqrt() * fit.y_scale;
    let vanishes =
        |error: &f64| *error < f64::MIN_POSITIVE || (size > 0.0 && error * size < f64::MIN_POSITIVE);
    let sound = sums.is_finite() && !fit.unscaled_errors.iter().any(vanishes);
    if sound { Ok(fit) } else { Err(Error::OutOfRange) }
}

/// The root of the sum of squares, which are taken of scaled values: of the values' own they could underflow.
fn norm(values: &[f64]) -> f64 {
    let scale = basis::power_of_two(values.iter().fold(f64::MIN_POSITIVE, |most, x| most.max(x.abs())));
    values.iter().map(|x| (x / scale) * (x / scale)).sum::<f64>().sqrt() * scale
}
