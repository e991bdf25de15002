/**
 * Least squares, row by row: each row of the model is turned into the triangular factor by Givens rotations, so that the
 * matrix is never formed. Columns are centred and scaled first; up to {@link REFINED_ROWS} rows, the solution is then
 * improved with residuals in double-double, and where columns almost make each other up, found anew in it.
 *
 * Sources: W. M. Gentleman, "Least squares computations by Givens transformations without square roots", *J. Inst. Math.
 * Appl.* 12 (1973) 329–336 (the method; the rotations here have their roots); Å. Björck, *Linear Algebra Appl.* 88/89
 * (1987) 31–48 (corrected seminormal equations).
 */
import { Double, product } from './double-double';
import { line } from './line';
import { solveExactly } from './normal';

/** Up to how many rows the solution is refined; beyond, that would cost more than the fit. */
const REFINED_ROWS = 1000;

/** A pivot this small beside its column is rounding: the column depends on those before it. */
const DEPENDENT = 1e-10;

/** See the contract for what is filled and returned. */
export function leastSquares(
  columns: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  degree: number,
  intercept: boolean,
  fit: Float64Array,
  fitted: Float64Array,
  residuals: Float64Array,
): number {
  if (y.length > REFINED_ROWS && columns.length === y.length && degree === 1 && intercept && weights.length === 0) {
    // Long lines are what a service has most of, and the closed form takes a tenth of the time.
    const closed = line(columns, y);
    if (closed && fitted.length > 0) lineRows(columns, y, closed, fitted, residuals);
    if (closed) fit.set(closed);
    if (closed) return -1;
  }
  const model = new Model(columns, y, weights, degree, intercept);
  const { terms, rows, first } = model;
  if (!model.finite) return Number.NaN;
  const { r, rss: left } = triangle(model);
  for (let j = 0; j < terms; j++) {
    if (Math.abs(at(r, j, j)) <= DEPENDENT * columnNorm(r, j)) return j;
  }

  const inverse = invert(r, terms);
  let scaled = multiply(
    inverse,
    r.map((row) => row[terms] as number),
  ).map((value) => new Double(value));
  const explained = r.slice(first).reduce((sum, row) => sum + (row[terms] as number) ** 2, 0);
  let rss = left;
  const isHard = conditionBound(r, inverse) >= 1e6;
  const exact = rows <= REFINED_ROWS && isHard ? solveExactly(model) : undefined;
  if (exact) {
    scaled = exact.coefficients;
    rss = 0;
    for (const [i, residual] of exact.residuals.entries()) rss += model.weight(i) * residual ** 2;
    for (let i = 0; i < fitted.length; i++) {
      residuals[i] = (exact.residuals[i] as number) * model.response.scale;
      fitted[i] = (y[i] as number) - (residuals[i] as number);
    }
  } else {
    if (rows <= REFINED_ROWS && !isHard) {
      scaled = refined(model, inverse, scaled);
      rss = 0;
      for (let i = 0; i < rows; i++) rss += model.weight(i) * model.exactResidual(i, scaled).value ** 2;
    }
    if (fitted.length > 0) model.predictRows(scaled, fitted, residuals);
  }

  const { centre, scale } = model.response;
  const coefficients = model.raw(scaled).map((value) => value.times(scale));
  const predicting = scaled.map((value) => value.value * scale);
  if (intercept) {
    coefficients[0] = (coefficients[0] as Double).plus(new Double(centre));
    predicting[0] = (predicting[0] as number) + centre;
  }
  const exactInverse = exact?.inverse ?? inverse.map((row) => row.map((value) => new Double(value)));
  const rawInverse = inverse.map((_, j) => model.raw(exactInverse.map((row) => row[j] as Double)));
  const errors = coefficients.map((_, i) => norm(rawInverse.map((column) => (column[i] as Double).value)));
  const facts = [
    rss,
    explained + left,
    scale,
    ...coefficients.map((value) => value.value),
    ...errors,
    ...predicting,
    ...model.predictors.map((x) => x.centre),
    ...model.predictors.map((x) => x.scale),
    ...exactInverse.flat().map((value) => value.value),
  ];
  fit.set(facts);
  const size = Math.sqrt(rss) * scale;
  const vanishes = (error: number) => error < SMALLEST || (size > 0 && error * size < SMALLEST);
  return facts.every(Number.isFinite) && !errors.some(vanishes) ? -1 : Number.NaN;
}

/** The smallest number of full precision. */
const SMALLEST = 2 ** -1022;

/** The root of the sum of squares, which are taken of scaled values: of the values' own they could underflow. */
function norm(values: number[]): number {
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), SMALLEST);
  const scale = 2 ** Math.ceil(Math.log2(largest));
  return Math.sqrt(values.reduce((sum, x) => sum + (x / scale) ** 2, 0)) * scale;
}

/** The fitted values and the residuals of a closed form. */
function lineRows(x: Float64Array, y: Float64Array, closed: number[], fitted: Float64Array, residuals: Float64Array) {
  const [, , , , slope, , , meanY, , meanX] = closed as [0, 0, 0, 0, number, 0, 0, number, 0, number];
  for (let i = 0; i < y.length; i++) {
    residuals[i] = (y[i] as number) - meanY - slope * ((x[i] as number) - meanX);
    fitted[i] = (y[i] as number) - (residuals[i] as number);
  }
}

type Matrix = number[][];

const at = (matrix: Matrix, i: number, j: number): number => (matrix[i] as number[])[j] as number;

/** The triangular factor with the rotated `y` as its last column, and the sum of squares that is left of `y`. */
function triangle(model: Model): { r: Matrix; rss: number } {
  const { terms, rows } = model;
  const r: Matrix = Array.from({ length: terms }, () => new Array<number>(terms + 1).fill(0));
  const row = new Array<number>(terms + 1).fill(0);
  let rss = 0;
  for (let i = 0; i < rows; i++) {
    model.row(i, row);
    row[terms] = model.response.at(i);
    const root = Math.sqrt(model.weight(i));
    for (let j = 0; j <= terms; j++) row[j] = (row[j] as number) * root;
    for (let j = 0; j < terms; j++) {
      const pivot = r[j] as number[];
      const [top, below] = [pivot[j] as number, row[j] as number];
      if (below === 0) continue;
      const norm = Math.sqrt(top * top + below * below);
      const [cosine, sine] = [top / norm, below / norm];
      for (let l = j; l <= terms; l++) {
        const [a, b] = [pivot[l] as number, row[l] as number];
        pivot[l] = cosine * a + sine * b;
        row[l] = cosine * b - sine * a;
      }
    }
    rss += (row[terms] as number) ** 2;
  }
  return { r, rss };
}

/** The norm of a column of the triangle. */
function columnNorm(r: Matrix, column: number): number {
  let sum = 0;
  for (let i = 0; i <= column; i++) sum += at(r, i, column) ** 2;
  return Math.sqrt(sum);
}

/** The inverse of the upper triangle. */
function invert(r: Matrix, n: number): Matrix {
  const inverse: Matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let column = 0; column < n; column++) {
    (inverse[column] as number[])[column] = 1 / at(r, column, column);
    for (let row = column - 1; row >= 0; row--) {
      let sum = 0;
      for (let j = row + 1; j <= column; j++) sum += at(r, row, j) * at(inverse, j, column);
      (inverse[row] as number[])[column] = -sum / at(r, row, row);
    }
  }
  return inverse;
}

const multiply = (matrix: Matrix, vector: number[]): number[] =>
  matrix.map((row) => row.reduce((sum, value, j) => sum + value * (vector[j] as number), 0));

/** A bound of the condition number, for columns scaled to the same norm. */
function conditionBound(r: Matrix, inverse: Matrix): number {
  let sum = 0;
  for (const [i, row] of inverse.entries()) {
    for (const value of row) sum += (value * columnNorm(r, i)) ** 2;
  }
  return Math.sqrt(r.length * sum);
}

/** One step of (RᵀR)⁻¹ times the gradient that the residuals in double-double give. */
function refined(model: Model, inverse: Matrix, scaled: Double[]): Double[] {
  const gradient = scaled.map(() => Double.ZERO);
  const row = scaled.map(() => 0);
  for (let i = 0; i < model.rows; i++) {
    const residual = model.exactResidual(i, scaled).times(model.weight(i));
    model.row(i, row);
    for (let j = 0; j < row.length; j++) {
      gradient[j] = (gradient[j] as Double).plus(residual.times(row[j] as number));
    }
  }
  const half = inverse.map((_, j) =>
    inverse.reduce((sum, r, i) => sum + (r[j] as number) * (gradient[i] as Double).value, 0),
  );
  const step = multiply(inverse, half);
  return scaled.map((value, j) => value.plus(new Double(step[j] as number)));
}

/** A column as `(x − centre) / scale`, within −1 and 1. */
class Column {
  readonly centre: number = 0;
  /** A power of two: scaling by it is exact. */
  readonly scale: number = 1;
  readonly finite: boolean;

  constructor(
    readonly values: Float64Array,
    centred: boolean,
  ) {
    let [low, high, sum] = [Infinity, -Infinity, 0];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value * 0;
    }
    const reach = centred ? high / 2 - low / 2 : Math.max(Math.abs(low), Math.abs(high));
    const scale = reach > 0 ? 2 ** Math.ceil(Math.log2(reach)) : 1;
    if (centred) {
      // A round number, so that x − centre is, as a rule, exact.
      const grid = scale / 2 ** 20;
      this.centre = reach > 0 ? Math.round((low / 2 + high / 2) / grid) * grid : low;
    }
    this.scale = scale;
    this.finite = sum === 0 && Number.isFinite(this.centre) && scale < Infinity && scale > 1e-290;
  }

  at(row: number): number {
    return ((this.values[row] as number) - this.centre) / this.scale;
  }

  exactlyAt(row: number): Double {
    return new Double(this.values[row] as number).plus(new Double(-this.centre)).times(1 / this.scale);
  }
}

/** The model's matrix, made as it is read. */
class Model {
  readonly rows: number;
  readonly terms: number;
  /** Where the coefficients of the columns begin: after the intercept. */
  readonly first: number;
  readonly predictors: Column[];
  readonly response: Column;
  readonly finite: boolean;

  constructor(
    columns: Float64Array,
    y: Float64Array,
    readonly weights: Float64Array,
    readonly degree: number,
    intercept: boolean,
  ) {
    this.rows = y.length;
    this.first = intercept ? 1 : 0;
    this.response = new Column(y, intercept);
    this.predictors = Array.from(
      { length: columns.length / y.length },
      (_, j) => new Column(columns.subarray(j * y.length, (j + 1) * y.length), intercept),
    );
    this.terms = this.first + this.predictors.length * degree;
    this.finite =
      [this.response, ...this.predictors].every((column) => column.finite) && weights.every(Number.isFinite);
  }

  weight(row: number): number {
    return this.weights.length === 0 ? 1 : (this.weights[row] as number);
  }

  /** Writes the terms of one row, not weighted. */
  row(row: number, terms: number[]): void {
    let j = 0;
    if (this.first === 1) terms[j++] = 1;
    for (const column of this.predictors) {
      const x = column.at(row);
      for (let power = x, d = 0; d < this.degree; d++, power *= x) terms[j++] = power;
    }
  }

  /** The terms of one row, not weighted and not rounded. */
  exactRow(row: number): Double[] {
    const terms = this.first === 1 ? [new Double(1)] : [];
    for (const column of this.predictors) {
      const x = column.exactlyAt(row);
      for (let power = x, d = 0; d < this.degree; d++, power = product(power, x)) terms.push(power);
    }
    return terms;
  }

  /** The scaled response less what the coefficients give, in double-double. */
  exactResidual(row: number, scaled: Double[]): Double {
    let fitted = this.first === 1 ? (scaled[0] as Double) : Double.ZERO;
    let from = this.first;
    for (const column of this.predictors) {
      const x = column.at(row);
      let powers = Double.ZERO;
      for (let d = this.degree - 1; d >= 0; d--) powers = powers.plus(scaled[from + d] as Double).times(x);
      fitted = fitted.plus(powers);
      from += this.degree;
    }
    return new Double(this.response.at(row)).plus(fitted.times(-1));
  }

  /** Writes the fitted values and the residuals. */
  predictRows(scaled: Double[], fitted: Float64Array, residuals: Float64Array): void {
    const slopes = scaled.map((value) => value.value);
    const { values, centre, scale } = this.response;
    const row = new Array<number>(this.terms).fill(0);
    for (let i = 0; i < this.rows; i++) {
      this.row(i, row);
      let sum = 0;
      for (let j = 0; j < row.length; j++) sum += (row[j] as number) * (slopes[j] as number);
      const value = values[i] as number;
      residuals[i] = value - centre - sum * scale;
      fitted[i] = value - (residuals[i] as number);
    }
  }

  /** Coefficients of the caller's columns or powers, from those of the centred, scaled ones. */
  raw(scaled: Double[]): Double[] {
    const raw = [...scaled];
    const get = (j: number): Double => raw[j] as Double;
    if (this.degree === 1) {
      for (const [i, { centre, scale }] of this.predictors.entries()) {
        const j = this.first + i;
        raw[j] = get(j).times(1 / scale);
        if (this.first === 1) raw[0] = get(0).plus(get(j).times(-centre));
      }
      return raw;
    }
    const { centre, scale } = this.predictors[0] as Column;
    for (let j = this.first, power = 1 / scale; j < raw.length; j++, power /= scale) raw[j] = get(j).times(power);
    // A polynomial in x − centre, by Horner's scheme over and over.
    for (let from = 0; from < raw.length; from++) {
      for (let j = raw.length - 1; j > from; j--) raw[j - 1] = get(j - 1).plus(get(j).times(-centre));
    }
    return raw;
  }
}
