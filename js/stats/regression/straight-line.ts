import { line } from '../../fallback/stats/regression/line';
import { isReadable } from '../descriptive/sample';
import { type Choices, choices, fitColumns, isPlain } from './input';
import { LeastSquaresFit, type Shape } from './result';

/** From how many points on a native call, with its arrays, is the quicker one: measured at 1 µs and 1.5 ns a point, to 3 ns here. */
const NATIVE_FROM = 1001;

/** One predictor and an intercept. */
export const LINE: Shape = { columns: 1, single: true, degree: 1, intercept: true };

/** What the options of a line, or of columns, come to. */
export interface LinearChoices extends Choices {
  readonly intercept: boolean;
}

/** Without any options. */
export const PLAIN: LinearChoices = { ...choices(undefined), intercept: true };

/** The line through points; a short one in JavaScript, in place. */
export function straightLine(x: unknown, y: unknown, own: LinearChoices): LeastSquaresFit {
  const { intercept } = own;
  const closed = intercept && isPlain(own) ? shortLine(x, y, own.weights) : undefined;
  if (closed) return new LeastSquaresFit(closed, LINE, (y as ArrayLike<number>).length);
  return fitColumns([x], ['x'], y, intercept ? LINE : { ...LINE, intercept }, own);
}

/** Nothing where something is wrong with the points: the front door then says so. */
function shortLine(x: unknown, y: unknown, weights: unknown): number[] | undefined {
  try {
    if (!isReadable(x) || !isReadable(y) || x.length !== y.length) return undefined;
    if (weights !== undefined && !(isReadable(weights) && weights.length === y.length)) return undefined;
    return y.length >= 2 && y.length < NATIVE_FROM ? line(x, y, weights) : undefined;
  } catch {
    return undefined;
  }
}
