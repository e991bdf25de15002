/** STL's parameters and their defaults by convention, as `decomposition::Stl` in the Rust crate has them. */
import type { StlSettings } from '../../contract/stats/decomposition';

/** Whose defaults are taken: those of R's `stats::stl` or of statsmodels' `STL`. */
export type StlConvention = 'r' | 'statsmodels';

/** What a caller may set of {@link StlSettings}. */
export interface StlParameters {
  seasonalWindow?: number | 'periodic' | undefined;
  trendWindow?: number | undefined;
  lowPassWindow?: number | undefined;
  degrees?: { seasonal?: 0 | 1 | undefined; trend?: 0 | 1 | undefined; lowPass?: 0 | 1 | undefined } | undefined;
  jumps?: { seasonal?: number | undefined; trend?: number | undefined; lowPass?: number | undefined } | undefined;
  innerIterations?: number | undefined;
  outerIterations?: number | undefined;
  robust?: boolean | undefined;
}

/** The settings of an STL of `n` values: what is given, and the convention's defaults. */
export function stlSettings(
  convention: StlConvention,
  n: number,
  seasonLength: number,
  given: StlParameters,
): StlSettings {
  const r = convention === 'r';
  const { seasonalWindow = r ? 11 : 7, degrees = {}, jumps = {}, robust = false } = given;
  const periodic = seasonalWindow === 'periodic';
  const seasonal = periodic ? 10 * n + 1 : seasonalWindow;
  const trend = given.trendWindow ?? nextOdd(Math.ceil((1.5 * seasonLength) / (1 - 1.5 / seasonal)));
  const lowPass = given.lowPassWindow ?? nextOdd(r ? seasonLength : seasonLength + 1);
  const jump = (window: number) => (r ? Math.ceil(window / 10) : 1);
  const trendDegree = degrees.trend ?? 1;
  return {
    seasonLength,
    periodic,
    seasonalWindow: seasonal,
    seasonalDegree: degrees.seasonal ?? (r || periodic ? 0 : 1),
    seasonalJump: jumps.seasonal ?? jump(seasonal),
    trendWindow: trend,
    trendDegree,
    trendJump: jumps.trend ?? jump(trend),
    lowPassWindow: lowPass,
    lowPassDegree: degrees.lowPass ?? (r ? trendDegree : 1),
    lowPassJump: jumps.lowPass ?? jump(lowPass),
    innerIterations: given.innerIterations ?? (r ? (robust ? 1 : 2) : robust ? 2 : 5),
    outerIterations: given.outerIterations ?? (robust ? 15 : 0),
  };
}

/** The seasonal window MSTL takes for its `i`-th season, from 0 and the shortest: 11, 15, 19, … */
export const mstlWindow = (i: number): number => 11 + 4 * i;

const nextOdd = (n: number) => n + 1 - (n % 2);
