//! One round of iterative refinement by the corrected seminormal equations, with residuals in double-double.

use super::basis::Basis;
use super::double_double::Double;

/// Improves the coefficients; returns the sum of squared residuals that they leave.
pub(super) fn refine(basis: &Basis<'_>, inverse: &[f64], scaled: &mut [Double]) -> f64 {
    let n = basis.terms();
    let mut row = vec![0.0; n];
    let mut gradient = vec![Double::default(); n];
    for i in 0..basis.rows() {
        let residual = basis.exact_residual(i, scaled).times(basis.weight(i));
        basis.row(i, &mut row);
        for (sum, x) in gradient.iter_mut().zip(&row) {
            *sum = sum.plus(residual.times(*x));
        }
    }
    // (RᵀR)⁻¹ = R⁻¹ R⁻ᵀ
    let half: Vec<f64> =
        (0..n).map(|j| (0..=j).map(|i| inverse[i * n + j] * gradient[i].value()).sum()).collect();
    for (i, b) in scaled.iter_mut().enumerate() {
        let step: f64 = (i..n).map(|j| inverse[i * n + j] * half[j]).sum();
        *b = b.plus(step.into());
    }
    let squares = (0..basis.rows()).map(|i| {
        let residual = basis.exact_residual(i, scaled).value();
        basis.weight(i) * residual * residual
    });
    squares.sum()
}
