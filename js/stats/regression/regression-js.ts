import { array, integer, invalid, items, oneOf, optionalRecord, readable } from '../../validate';
import { requireCount } from '../descriptive/sample';

/** The curves of the package regression. */
export type RegressionJsKind = 'linear' | 'exponential' | 'logarithmic' | 'power' | 'polynomial';

/** Options of {@link regressionJs}, as that package names them. */
export interface RegressionJsOptions {
  /** Decimals that everything is rounded to. Default 2. */
  precision?: number | undefined;
  /** The highest power of a polynomial, 1 to 20. Default 2. */
  order?: number | undefined;
}

/** What {@link regressionJs} returns, as that package names it. */
export interface RegressionJs {
  /** The coefficients, rounded: `[slope, intercept]`; `[a, b]`; of a polynomial the highest power first. */
  equation: number[];
  /** The formula as text. */
  string: string;
  /** `[x, prediction]` for each point, rounded. */
  points: [number, number][];
  /** *R²* of the rounded predictions, rounded. */
  r2: number;
  /**
   * The curve at a place: `[x, prediction]`, rounded.
   *
   * @param x the place
   */
  predict: (x: number) => [number, number];
}

/**
 * What regression@2.0.1 gives, digit for digit, for services that move from it: coefficients are rounded before anything is
 * computed with them, and a polynomial comes from normal equations. {@link linearRegression} and its neighbours are what to
 * move to. It runs in JavaScript on every backend, for V8's `exp` and `pow` are part of the answer.
 *
 * @param kind which of that package's functions
 * @param data points `[x, y]`; one whose `y` is `null` is predicted but not fitted
 * @param options precision and order
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a point that is not two finite numbers, with its path),
 *   `ERR_INSUFFICIENT_DATA` (no points), `ERR_LIMIT_EXCEEDED` (more than 1,000,000 points, or for a polynomial more than
 *   20,000,000 divided by the square of its order)
 *
 * @example
 * const { equation, r2 } = stats.regressionJs('linear', [[0, 1], [32, 67], [12, 79]]);
 * equation; // [1.79, 22.75]
 */
export function regressionJs(
  kind: RegressionJsKind,
  data: readonly (readonly [number, number | null])[],
  options?: RegressionJsOptions,
): RegressionJs {
  const curve = CURVES[oneOf(kind, 'kind', ['linear', 'exponential', 'logarithmic', 'power', 'polynomial'])];
  const fields = optionalRecord(options, 'options').only(['precision', 'order']);
  const precision = fields.optional('precision', 2, integer, -300, 300);
  const order = fields.optional('order', 2, integer, 1, 20);
  const most = kind === 'polynomial' ? Math.floor(MAX_POWERS / order ** 2) : MAX_POINTS;
  const points =
    quickPoints(data, Math.min(most, MAX_POINTS)) ?? items(data, 'data', Math.min(most, MAX_POINTS), point);
  requireCount(points.length, 1, 'data');

  const round = (value: number) => {
    const factor = 10 ** precision;
    return Math.round(value * factor) / factor;
  };
  const known = points.filter((p): p is Point<number> => p[1] !== null);
  const { equation, string, at } = curve(known, points.length, round, order);
  const predict = (x: number): [number, number] => [round(x), round(at(x))];
  const predictions = points.map(([x]) => predict(x));
  const fitted = predictions.filter((_, i) => points[i]?.[1] !== null);
  return { equation, string, points: predictions, r2: round(determination(known, fitted)), predict };
}

const MAX_POINTS = 1_000_000;

/** Points times the square of the order: about a second's work. */
const MAX_POWERS = 20_000_000;

type Point<Y> = [x: number, y: Y];

function point(value: unknown, path: string): Point<number | null> {
  const pair = array(value, path, 2);
  if (pair.length !== 2) invalid(path, 'a pair of x and y', value);
  const [x, y] = readable(path, () => [pair[0], pair[1]]);
  if (typeof x !== 'number' || !Number.isFinite(x)) invalid(`${path}[0]`, 'a finite number', x);
  if (y !== null && (typeof y !== 'number' || !Number.isFinite(y))) invalid(`${path}[1]`, 'a finite number or null', y);
  return [x, y];
}

/** The points in one pass; nothing where something is wrong with them: {@link point} then says what. */
function quickPoints(data: unknown, most: number): Point<number | null>[] | undefined {
  const points: Point<number | null>[] = [];
  try {
    if (!Array.isArray(data) || data.length > most) return undefined;
    for (let i = 0; i < data.length; i++) {
      const pair: unknown = data[i];
      if (!Array.isArray(pair) || pair.length !== 2) return undefined;
      const [x, y]: unknown[] = pair;
      if (!isFiniteNumber(x) || !(y === null || isFiniteNumber(y))) return undefined;
      points.push([x, y]);
    }
    return points;
  } catch {
    return undefined;
  }
}

const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** A fit: its rounded coefficients, its text, and its prediction before that is rounded. */
interface Fitted {
  equation: number[];
  string: string;
  at: (x: number) => number;
}

/** Fits the points whose `y` is known; `count` counts all, as two of the curves do by mistake. */
type Fitter = (known: Point<number>[], count: number, round: (value: number) => number, order: number) => Fitted;

const total = (known: Point<number>[], of: (x: number, y: number) => number): number =>
  known.reduce((sum, [x, y]) => sum + of(x, y), 0);

const CURVES: Record<RegressionJsKind, Fitter> = {
  linear(known, _, round) {
    const n = known.length;
    const sx = total(known, (x) => x);
    const sy = total(known, (_, y) => y);
    const run = n * total(known, (x) => x * x) - sx * sx;
    const rise = n * total(known, (x, y) => x * y) - sx * sy;
    const slope = run === 0 ? 0 : round(rise / run);
    const intercept = round(sy / n - (slope * sx) / n);
    return {
      equation: [slope, intercept],
      string: intercept === 0 ? `y = ${slope}x` : `y = ${slope}x + ${intercept}`,
      at: (x) => slope * x + intercept,
    };
  },

  exponential(known, _, round) {
    // Each point is weighed by its y.
    const sy = total(known, (_, y) => y);
    const sxy = total(known, (x, y) => x * y);
    const sxxy = total(known, (x, y) => x * x * y);
    const slog = total(known, (_, y) => y * Math.log(y));
    const sxlog = total(known, (x, y) => x * y * Math.log(y));
    const determinant = sy * sxxy - sxy * sxy;
    const a = round(Math.exp((sxxy * slog - sxy * sxlog) / determinant));
    const b = round((sy * sxlog - sxy * slog) / determinant);
    return { equation: [a, b], string: `y = ${a}e^(${b}x)`, at: (x) => a * Math.exp(b * x) };
  },

  logarithmic(known, count, round) {
    const sx = total(known, (x) => Math.log(x));
    const sxy = total(known, (x, y) => y * Math.log(x));
    const sy = total(known, (_, y) => y);
    const sxx = total(known, (x) => Math.log(x) ** 2);
    const b = round((count * sxy - sy * sx) / (count * sxx - sx * sx));
    const a = round((sy - b * sx) / count);
    return { equation: [a, b], string: `y = ${a} + ${b} ln(x)`, at: (x) => round(a + b * Math.log(x)) };
  },

  power(known, count, round) {
    const sx = total(known, (x) => Math.log(x));
    const sxy = total(known, (x, y) => Math.log(y) * Math.log(x));
    const sy = total(known, (_, y) => Math.log(y));
    const sxx = total(known, (x) => Math.log(x) ** 2);
    const exponent = (count * sxy - sx * sy) / (count * sxx - sx ** 2);
    const a = round(Math.exp((sy - exponent * sx) / count));
    const b = round(exponent);
    return { equation: [a, b], string: `y = ${a}x^${b}`, at: (x) => round(a * x ** b) };
  },

  polynomial(known, _, round, order) {
    const powers = Array.from({ length: order + 1 }, (_, i) => i);
    const sums = new Array<number>(2 * order + 1).fill(0);
    const moments = new Array<number>(order + 1).fill(0);
    for (const [x, y] of known) {
      for (let power = 0; power <= 2 * order; power++) {
        const raised = x ** power;
        sums[power] = (sums[power] as number) + raised;
        if (power <= order) moments[power] = (moments[power] as number) + raised * y;
      }
    }
    const system = powers.map((i) => [...sums.slice(i, i + order + 1), moments[i] as number]);
    const coefficients = eliminate(system).map(round);
    const term = (value: number, power: number) =>
      power > 1 ? `${value}x^${power}` : power === 1 ? `${value}x` : `${value}`;
    return {
      equation: [...coefficients].reverse(),
      string: `y = ${coefficients.map(term).reverse().join(' + ')}`,
      at: (x) => coefficients.reduce((sum, value, power) => sum + value * x ** power, 0),
    };
  },
};

/** Gaussian elimination of a symmetric system, each row of it with its right-hand side, with partial pivoting. */
function eliminate(system: number[][]): number[] {
  const n = system.length;
  const get = (row: number, column: number) => (system[row] as number[])[column] as number;
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let row = i + 1; row < n; row++) if (Math.abs(get(row, i)) > Math.abs(get(pivot, i))) pivot = row;
    [system[i], system[pivot]] = [system[pivot] as number[], system[i] as number[]];
    for (let row = i + 1; row < n; row++) {
      // From the right, for the factor's own column is the last to change.
      for (let column = n; column >= i; column--) {
        (system[row] as number[])[column] = get(row, column) - (get(i, column) * get(row, i)) / get(i, i);
      }
    }
  }
  const solution = new Array<number>(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = 0;
    for (let column = i + 1; column < n; column++) sum += get(i, column) * (solution[column] as number);
    solution[i] = (get(i, n) - sum) / get(i, i);
  }
  return solution;
}

/** 1 less the squares that are left over the squares about the mean. */
function determination(known: Point<number>[], fitted: [number, number][]): number {
  const mean = total(known, (_, y) => y) / known.length;
  const squares = known.reduce((sum, [, y]) => sum + (y - mean) * (y - mean), 0);
  const left = known.reduce((sum, [, y], i) => {
    const residual = y - (fitted[i] as [number, number])[1];
    return sum + residual * residual;
  }, 0);
  return 1 - left / squares;
}
