//! The normal equations in double-double, for columns that almost make each other up: they square the condition number,
//! of which the rank test leaves some 1e10, and of 32 digits then keep twelve.

use super::basis::Basis;
use super::double_double::Double;

/// What the equations give, in the centred, scaled columns.
pub(super) struct Solution {
    pub(super) coefficients: Vec<Double>,
    /// The inverse of the triangular factor, row by row.
    pub(super) inverse: Vec<Double>,
    /// The scaled response less what the coefficients give.
    pub(super) residuals: Vec<f64>,
}

/// Solves them; nothing where rounding has made a pivot of theirs 0 or less.
pub(super) fn solve(basis: &Basis<'_>) -> Option<Solution> {
    let n = basis.terms();
    let width = n + 1;
    let mut row = vec![Double::default(); width];
    // `AᵀWA`, its upper triangle, and `AᵀWy` as the last column.
    let mut equations = vec![Double::default(); n * width];
    for i in 0..basis.rows() {
        basis.exact_row(i, &mut row);
        for j in 0..n {
            let weighted = row[j].times(basis.weight(i));
            for k in j..width {
                let sum = &mut equations[j * width + k];
                *sum = sum.plus(weighted.by(row[k]));
            }
        }
    }
    // Elimination leaves `DLᵀ` of `LDLᵀ`, and only ever needs the upper triangle.
    for pivot in 0..n {
        let (done, below) = equations.split_at_mut((pivot + 1) * width);
        let top = &done[pivot * width..];
        if top[pivot].value() <= 0.0 {
            return None;
        }
        for (j, other) in (pivot + 1..n).zip(below.chunks_exact_mut(width)) {
            let factor = top[j].over(top[pivot]).times(-1.0);
            for k in j..width {
                other[k] = other[k].plus(factor.by(top[k]));
            }
        }
    }
    let substitute = |right: &dyn Fn(usize) -> Double| {
        let mut x = vec![Double::default(); n];
        for i in (0..n).rev() {
            let known =
                (i + 1..n).fold(Double::default(), |sum, j| sum.plus(equations[i * width + j].by(x[j])));
            x[i] = right(i).plus(known.times(-1.0)).over(equations[i * width + i]);
        }
        x
    };
    let coefficients = substitute(&|i| equations[i * width + n]);
    // R = D^½ Lᵀ, so that R⁻¹ = (DLᵀ)⁻¹ D^½.
    let mut inverse = vec![Double::default(); n * n];
    for column in 0..n {
        let unit = |i: usize| Double::from(f64::from(u8::from(i == column)));
        let root = equations[column * width + column].value().sqrt();
        for (i, x) in substitute(&unit).into_iter().enumerate() {
            inverse[i * n + column] = x.times(root);
        }
    }
    let residual = |i: usize| {
        basis.exact_row(i, &mut row);
        let terms = row.iter().zip(&coefficients);
        let fitted = terms.fold(Double::default(), |sum, (&x, &b)| sum.plus(x.by(b)));
        row[n].plus(fitted.times(-1.0)).value()
    };
    let residuals = (0..basis.rows()).map(residual).collect();
    Some(Solution { coefficients, inverse, residuals })
}
