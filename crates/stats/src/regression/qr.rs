//! The triangular factor of a tall matrix, block of rows by block of rows: each is stacked under the triangle so far and
//! reduced by Householder reflections, which leave the triangle's zeros alone. The matrix itself is never formed.

use super::basis::Basis;

/// The most rows taken at once: a few columns of this length stay in the fastest cache.
const BLOCK: usize = 128;

/// A pivot this small beside its column is rounding: the column depends on those before it.
const DEPENDENT: f64 = 1e-10;

/// `R` of the columns and, last, of `y`: `R₁ γ = z` solves, and the last diagonal element is the residuals' norm.
pub(super) struct Triangle {
    /// Row by row, `size × size`.
    r: Vec<f64>,
    size: usize,
    intercept: bool,
}

impl Triangle {
    /// Reduces all rows of the model.
    pub(super) fn of(basis: &Basis<'_>) -> Self {
        let size = basis.terms() + 1;
        let mut triangle = Self { r: vec![0.0; size * size], size, intercept: basis.intercept() };
        let height = BLOCK.min(basis.rows().next_multiple_of(LANES));
        let mut block = vec![0.0; size * height];
        for first in (0..basis.rows()).step_by(height) {
            basis.block(first, height, &mut block);
            triangle.absorb(height, &mut block);
        }
        triangle
    }

    /// Reduces a block of columns of this height.
    fn absorb(&mut self, height: usize, block: &mut [f64]) {
        let size = self.size;
        for j in 0..size {
            let (done, rest) = block.split_at_mut((j + 1) * height);
            let column = &mut done[j * height..];
            let below = dot(column, column);
            if below == 0.0 {
                continue;
            }
            let top = self.r[j * size + j];
            let norm = (top * top + below).sqrt();
            // The sign that adds: nothing cancels.
            let pivot = if top > 0.0 { -norm } else { norm };
            let scale = 1.0 / (top - pivot);
            for value in &mut *column {
                *value *= scale;
            }
            let tau = (pivot - top) / pivot;
            self.r[j * size + j] = pivot;
            for (l, other) in (j + 1..).zip(rest.chunks_exact_mut(height)) {
                let head = &mut self.r[j * size + l];
                let along = tau * (*head + dot(column, other));
                *head -= along;
                subtract(other, along, column);
            }
        }
    }

    fn terms(&self) -> usize {
        self.size - 1
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.r[row * self.size + column]
    }

    /// The first term that the ones before it make up.
    pub(super) fn dependent(&self) -> Option<usize> {
        (0..self.terms()).find(|&j| self.at(j, j).abs() <= DEPENDENT * self.norm(j))
    }

    /// The norm of a column.
    fn norm(&self, column: usize) -> f64 {
        (0..=column).map(|row| self.at(row, column).powi(2)).sum::<f64>().sqrt()
    }

    /// The coefficients, by back substitution.
    pub(super) fn solve(&self) -> Vec<f64> {
        let terms = self.terms();
        let mut x: Vec<f64> = (0..terms).map(|i| self.at(i, terms)).collect();
        for i in (0..terms).rev() {
            x[i] = (x[i] - (i + 1..terms).map(|j| self.at(i, j) * x[j]).sum::<f64>()) / self.at(i, i);
        }
        x
    }

    /// The inverse of the terms' triangle, row by row.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let n = self.terms();
        let mut inverse = vec![0.0; n * n];
        for column in 0..n {
            inverse[column * n + column] = 1.0 / self.at(column, column);
            for row in (0..column).rev() {
                let sum: f64 = (row + 1..=column).map(|j| self.at(row, j) * inverse[j * n + column]).sum();
                inverse[row * n + column] = -sum / self.at(row, row);
            }
        }
        inverse
    }

    /// The squares that the fit explains: about the mean, where there is an intercept.
    pub(super) fn regression_squares(&self) -> f64 {
        (usize::from(self.intercept)..self.terms()).map(|i| self.at(i, self.terms()).powi(2)).sum()
    }

    /// The squares that it leaves.
    pub(super) fn rss(&self) -> f64 {
        self.at(self.terms(), self.terms()).powi(2)
    }

    /// Whether the seminormal equations, whose error grows with the square of the condition number, can refine a solution.
    pub(super) fn is_well_conditioned(&self, inverse: &[f64]) -> bool {
        let n = self.terms();
        // Columns scaled to the same norm, as the QR factorisation does not mind their scale.
        let row = |i: usize| inverse[i * n..][..n].iter().map(|x| (x * self.norm(i)).powi(2)).sum::<f64>();
        let squares: f64 = (0..n).map(row).sum();
        (n as f64 * squares).sqrt() < 1e6
    }
}

/// Sums kept side by side: they do not wait for one another, and fill the machine's vectors.
const LANES: usize = 8;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}

fn subtract(from: &mut [f64], factor: f64, what: &[f64]) {
    for (a, b) in from.iter_mut().zip(what) {
        *a -= factor * b;
    }
}
