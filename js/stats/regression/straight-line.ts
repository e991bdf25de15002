import { line } from '../../fallback/stats/regression/line';
import { isReadable } from '../descriptive/sample';
import { type Choices, fitColumns, isPlain } from './input';
import { LeastSquaresFit, type Shape } from './result';

/** Up to how many points a line is fitted in JavaScript: a native call with its arrays was measured at 0.9 µs, a point at 4 ns. */
const NATIVE_FROM = 200;

/** One predictor and an intercept. */
export const LINE: Shape = { columns: 1, single: true, degree: 1, intercept: true };

/** What the options of a line, or of columns, come to. */
export interface LinearChoices extends Choices {
  readonly intercept: boolean;
}

/** The line through points; a short one in JavaScript, in place. */
export function straightLine(x: unknown, y: unknown, choices: LinearChoices): LeastSquaresFit {
  const { intercept } = choices;
  const closed = intercept && isPlain(choices) ? shortLine(x, y) : undefined;
  if (closed) return new LeastSquaresFit(closed, LINE, (y as ArrayLike<number>).length);
  return fitColumns([x], ['x'], y, intercept ? LINE : { ...LINE, intercept }, choices);
}

/** Nothing where something is wrong with the points: the front door then says so. */
function shortLine(x: unknown, y: unknown): number[] | undefined {
  try {
    if (!isReadable(x) || !isReadable(y) || x.length !== y.length) return undefined;
    return y.length >= 2 && y.length < NATIVE_FROM ? line(x, y) : undefined;
  } catch {
    return undefined;
  }
}
