import { Double, product, quotient } from './double-double';

/** A model whose numbers are known beyond double precision. */
export interface ExactModel {
  readonly rows: number;
  readonly terms: number;
  readonly response: { exactlyAt(row: number): Double };
  exactRow(row: number): Double[];
  weight(row: number): number;
}

/**
 * The normal equations in double-double, for columns that almost make each other up: they square the condition number, of
 * which the rank test leaves some 1e10, and of 32 digits then keep twelve. Gives the coefficients, the inverse of the
 * triangular factor, and the residuals of the scaled response; nothing where rounding has made a pivot 0 or less.
 */
export function solveExactly(model: ExactModel) {
  const n = model.terms;
  const rows = Array.from({ length: model.rows }, (_, i) => [...model.exactRow(i), model.response.exactlyAt(i)]);
  const u: Double[][] = Array.from({ length: n }, () => new Array<Double>(n + 1).fill(Double.ZERO));
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j < n; j++) {
      const weighted = (row[j] as Double).times(model.weight(i));
      for (let k = j; k <= n; k++) add(u, j, k, product(weighted, row[k] as Double));
    }
  }
  for (let pivot = 0; pivot < n; pivot++) {
    const top = at(u, pivot, pivot);
    if (!(top.value > 0)) return undefined;
    for (let j = pivot + 1; j < n; j++) {
      const factor = quotient(at(u, pivot, j), top).times(-1);
      for (let k = j; k <= n; k++) add(u, j, k, product(factor, at(u, pivot, k)));
    }
  }

  const solve = (right: (i: number) => Double): Double[] => {
    const x = new Array<Double>(n).fill(Double.ZERO);
    for (let i = n - 1; i >= 0; i--) {
      let rest = right(i);
      for (let j = i + 1; j < n; j++) rest = rest.plus(product(at(u, i, j), x[j] as Double).times(-1));
      x[i] = quotient(rest, at(u, i, i));
    }
    return x;
  };
  const coefficients = solve((i) => at(u, i, n));
  // What is left of the equations is DLᵀ of LDLᵀ; R is D^½ Lᵀ.
  const columns = u.map((_, column) => {
    const root = Math.sqrt(at(u, column, column).value);
    return solve((i) => (i === column ? new Double(1) : Double.ZERO)).map((x) => x.times(root));
  });
  const inverse = u.map((_, i) => columns.map((column) => column[i] as Double));
  const residuals = rows.map((row) =>
    coefficients.reduce((rest, b, j) => rest.plus(product(b, row[j] as Double).times(-1)), row[n] as Double),
  );
  return { coefficients, inverse, residuals: residuals.map((residual) => residual.value) };
}

const at = (matrix: Double[][], i: number, j: number): Double => (matrix[i] as Double[])[j] as Double;

function add(matrix: Double[][], i: number, j: number, what: Double): void {
  (matrix[i] as Double[])[j] = at(matrix, i, j).plus(what);
}
