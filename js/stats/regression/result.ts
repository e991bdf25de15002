import { outOfRange } from '../../errors';
import { named, showAs } from '../../inspect';
import { series } from '../../series';
import { runSync } from '../../task';
import { invalid, items, oneOf, probability, record } from '../../validate';

/** Options of {@link Regression.predict}. */
export interface PredictOptions {
  /**
   * What the interval is to hold: `'confidence'`, the mean of `y` at this `x`; `'prediction'`, a single new `y` (of weight
   * 1), which is wider.
   */
  interval: 'confidence' | 'prediction';
  /** How probably it holds it, between 0 and 1. Default 0.95. */
  level?: number | undefined;
}

/** Predictions with their interval, each as long as the `x` that were asked for. */
export interface Band {
  /** The predictions. */
  fit: Float64Array;
  /** The lower ends; NaN where no degree of freedom is left to estimate them with. */
  lower: Float64Array;
  /** The upper ends. */
  upper: Float64Array;
}

/**
 * A least squares fit. Arrays by coefficient are in the order intercept (unless there is none), then columns or rising
 * powers. With *n* rows and *p* coefficients there are *n − p* degrees of freedom; where that is 0, what needs them is NaN.
 *
 * @typeParam X what a prediction is asked for: one list of `x`, or one for each column
 */
export interface Regression<X> {
  /** The coefficients. */
  readonly coefficients: number[];
  /** Their standard errors. */
  readonly standardErrors: number[];
  /** Coefficients over their standard errors. */
  readonly tValues: number[];
  /** Probability of a |t| this large were the coefficient 0 (two-sided, Student's t). */
  readonly pValues: number[];
  /** *R²*, the share of the variance explained: of `y` about its mean or, without an intercept, about 0. NaN for a constant `y`. */
  readonly rSquared: number;
  /** *R²* less what the number of coefficients alone brings. */
  readonly adjustedRSquared: number;
  /** The standard deviation of the residuals, in the unit of `y`. */
  readonly residualStandardDeviation: number;
  /** Rows that were used. */
  readonly count: number;
  /** Rows less coefficients. */
  readonly degreesOfFreedom: number;
  /** The *F* statistic of the regression: that all coefficients but the intercept are 0. */
  readonly fStatistic: number;
  /** Probability of an *F* this large, were they. */
  readonly fPValue: number;
  /** The fitted `y` of each row, NaN for one left out; empty unless the option `residuals` asked for it. */
  readonly fitted: Float64Array;
  /** `y` less {@link fitted}. */
  readonly residuals: Float64Array;
  /**
   * Predicts `y`.
   *
   * @param x where: finite numbers
   * @returns a prediction for each
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  predict(x: X): Float64Array;
  /**
   * Predicts `y` with an interval, as R's `predict.lm` does.
   *
   * @param x where: finite numbers
   * @param options which interval, and its level
   * @returns a prediction for each, with its ends
   * @throws ClinicoreError `ERR_INVALID_ARGUMENT`
   */
  predict(x: X, options: PredictOptions): Band;
  /** The numbers above, without the rows, for `JSON.stringify`. */
  toJSON(): RegressionJson;
}

/** What a {@link Regression} is in JSON, where NaN becomes `null`. */
export type RegressionJson = Omit<Regression<unknown>, 'fitted' | 'residuals' | 'predict' | 'toJSON'>;

/** The shape of a fit: how many columns or powers, and whether there is an intercept. */
export interface Shape {
  /** A single predictor is given as one list, several as a list of lists. */
  readonly columns: number;
  readonly single: boolean;
  readonly degree: number;
  readonly intercept: boolean;
}

/** Residual and total sum of squares, and the scale of `y` they are of. */
const FACTS = 3;

/** What a call of `leastSquares` needs to hold, for `terms` coefficients and `columns` predictors. */
export const fitLength = (terms: number, columns: number): number => FACTS + 3 * terms + 2 * columns + terms * terms;

/** How many coefficients a shape has. */
export const termsOf = ({ columns, degree, intercept }: Shape): number => columns * degree + (intercept ? 1 : 0);

const NO_ROWS = new Float64Array(0);

/** A {@link Regression} over what a backend filled; the statistics are computed when they are asked for. */
export class LeastSquaresFit implements Regression<unknown> {
  readonly count: number;
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
  readonly #fit: ArrayLike<number>;
  readonly #shape: Shape;

  constructor(
    fit: ArrayLike<number>,
    shape: Shape,
    count: number,
    fitted: Float64Array = NO_ROWS,
    residuals: Float64Array = NO_ROWS,
  ) {
    this.#fit = fit;
    this.#shape = shape;
    this.count = count;
    this.fitted = fitted;
    this.residuals = residuals;
  }

  get coefficients(): number[] {
    return this.#part(FACTS, this.#terms);
  }

  get standardErrors(): number[] {
    const sd = this.residualStandardDeviation;
    return this.#part(FACTS + this.#terms, this.#terms).map((error) => error * sd);
  }

  get tValues(): number[] {
    const errors = this.standardErrors;
    return this.coefficients.map((value, j) => value / (errors[j] as number));
  }

  get pValues(): number[] {
    const df = this.degreesOfFreedom;
    return this.tValues.map((t) => runSync(({ stats }) => 2 * stats.studentTSf(Math.abs(t), df)));
  }

  get rSquared(): number {
    return 1 - this.#rss / this.#tss;
  }

  get adjustedRSquared(): number {
    const total = this.count - (this.#shape.intercept ? 1 : 0);
    return 1 - (this.#variance * total) / this.#tss;
  }

  get residualStandardDeviation(): number {
    return Math.sqrt(this.#variance) * (this.#fit[2] as number);
  }

  get degreesOfFreedom(): number {
    return this.count - this.#terms;
  }

  get fStatistic(): number {
    return (this.#tss - this.#rss) / this.#regressors / this.#variance;
  }

  get fPValue(): number {
    const f = this.fStatistic;
    return runSync(({ stats }) => stats.fSf(f, this.#regressors, this.degreesOfFreedom));
  }

  toJSON(): RegressionJson {
    return {
      coefficients: this.coefficients,
      standardErrors: this.standardErrors,
      tValues: this.tValues,
      pValues: this.pValues,
      rSquared: this.rSquared,
      adjustedRSquared: this.adjustedRSquared,
      residualStandardDeviation: this.residualStandardDeviation,
      count: this.count,
      degreesOfFreedom: this.degreesOfFreedom,
      fStatistic: this.fStatistic,
      fPValue: this.fPValue,
    };
  }

  predict(x: unknown): Float64Array;
  predict(x: unknown, options: PredictOptions): Band;
  predict(x: unknown, options?: PredictOptions): Float64Array | Band {
    const choices = options === undefined ? undefined : predictOptions(options);
    const columns = this.#shape.single ? [series(x, 'x')] : columnsOf(x, this.#shape.columns);
    const rows = (columns[0] as Float64Array).length;
    const terms = new Array<number>(this.#terms).fill(1);
    const [fit, lower, upper] = [0, 0, 0].map(() => new Float64Array(choices ? rows : 0)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const values = choices ? fit : new Float64Array(rows);
    const reach = choices ? this.#reach(choices.level) : 0;
    for (let i = 0; i < rows; i++) {
      this.#row(columns, i, terms);
      const value = this.#at(terms);
      values[i] = value;
      if (choices) {
        const half = reach * Math.sqrt(this.#leverage(terms) + (choices.interval === 'prediction' ? 1 : 0));
        lower[i] = value - half;
        upper[i] = value + half;
      }
    }
    if (!values.every(Number.isFinite)) throw outOfRange('x');
    return choices ? { fit, lower, upper } : values;
  }

  get #terms(): number {
    return termsOf(this.#shape);
  }

  /** The coefficients that the *F* statistic is about. */
  get #regressors(): number {
    return this.#shape.columns * this.#shape.degree;
  }

  /** The variance of the residuals of the scaled `y`. */
  get #variance(): number {
    return this.degreesOfFreedom === 0 ? Number.NaN : this.#rss / this.degreesOfFreedom;
  }

  get #rss(): number {
    return this.#fit[0] as number;
  }

  get #tss(): number {
    return this.#fit[1] as number;
  }

  #part(from: number, length: number): number[] {
    const part: number[] = [];
    for (let i = from; i < from + length; i++) part.push(this.#fit[i] as number);
    return part;
  }

  /** Half the width of an interval of a term that has the residuals' variance. */
  #reach(level: number): number {
    const df = this.degreesOfFreedom;
    return this.residualStandardDeviation * runSync(({ stats }) => stats.studentTQuantile(0.5 + level / 2, df));
  }

  /** Writes the centred, scaled terms at one `x`. */
  #row(columns: Float64Array[], i: number, terms: number[]): void {
    const { degree, intercept } = this.#shape;
    const centres = FACTS + 3 * this.#terms;
    let at = intercept ? 1 : 0;
    for (let j = 0; j < columns.length; j++) {
      const centre = this.#fit[centres + j] as number;
      const x = ((columns[j] as Float64Array)[i] as number) - centre;
      const scaled = x / (this.#fit[centres + columns.length + j] as number);
      for (let power = scaled, d = 0; d < degree; d++, power *= scaled) terms[at++] = power;
    }
  }

  #at(terms: number[]): number {
    const scaled = FACTS + 2 * terms.length;
    let sum = 0;
    for (let j = terms.length - 1; j >= 0; j--) sum += (this.#fit[scaled + j] as number) * (terms[j] as number);
    return sum;
  }

  /** φᵀ(XᵀX)⁻¹φ: the squared length of R⁻ᵀφ. */
  #leverage(terms: number[]): number {
    const n = terms.length;
    const inverse = this.#fit.length - n * n;
    let squares = 0;
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let row = 0; row <= column; row++) {
        sum += (terms[row] as number) * (this.#fit[inverse + row * n + column] as number);
      }
      squares += sum * sum;
    }
    return squares;
  }
}

showAs(LeastSquaresFit, (fit) => {
  const { fitted, residuals } = fit;
  return named('Regression', { ...fit.toJSON(), ...(fitted.length > 0 && { fitted, residuals }) });
});

/** The checked options of a prediction. */
export function predictOptions(options: unknown): { interval: PredictOptions['interval']; level: number } {
  const fields = record(options, 'options').only(['interval', 'level']);
  return {
    interval: fields.get('interval', oneOf, ['confidence', 'prediction']) as PredictOptions['interval'],
    level: fields.optional('level', 0.95, probability),
  };
}

function columnsOf(x: unknown, count: number): Float64Array[] {
  const columns = items(x, 'x', count, (column, path) => series(column, path));
  if (columns.length !== count) invalid('x', `an array of ${count} columns`, x);
  const rows = (columns[0] as Float64Array).length;
  const odd = columns.findIndex((column) => column.length !== rows);
  if (odd >= 0) invalid(`x[${odd}]`, `as long as x[0], ${rows} items`, columns[odd]);
  return columns;
}
