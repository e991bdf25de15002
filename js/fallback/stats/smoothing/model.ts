/** The taxonomy of exponential smoothing, as in `ETS(M,Ad,M)`: Hyndman et al. (2008), chapter 2. */

/** How a component joins the others: not there, added, multiplied. */
export type Component = 'N' | 'A' | 'M';

/** One of the 30 ETS models. */
export interface Model {
  readonly error: Component;
  readonly trend: Component;
  readonly damped: boolean;
  readonly season: Component;
}

/** The letters without separators: `MAdM`. */
export const nameOf = ({ error, trend, damped, season }: Model): string =>
  `${error}${trend}${damped ? 'd' : ''}${season}`;

/** Every model, in R's order: errors, then trends, seasons, and the undamped before the damped. */
export const MODELS: readonly Model[] = (['A', 'M'] as const).flatMap((error) =>
  (['N', 'A', 'M'] as const).flatMap((trend) =>
    (['N', 'A', 'M'] as const).flatMap((season) =>
      (trend === 'N' ? [false] : [false, true]).map((damped) => ({ error, trend, damped, season })),
    ),
  ),
);

/** Whether some component is multiplicative, so that values must be above 0. */
export const isMultiplicative = ({ error, trend, season }: Model): boolean => [error, trend, season].includes('M');

/** Whether R leaves it out of automatic choice. */
export const isUnstable = ({ error, trend, season }: Model): boolean =>
  error === 'A' ? trend === 'M' || season === 'M' : trend === 'M' && season === 'A';

/** The models of a choice that have every parameter that is held; `refuse` throws for one that none of them has. */
export function asked(
  models: readonly Model[],
  held: { readonly beta?: number; readonly gamma?: number; readonly phi?: number },
  refuse: (name: string) => never,
): readonly Model[] {
  const has = {
    beta: ({ trend }: Model) => trend !== 'N',
    gamma: ({ season }: Model) => season !== 'N',
    phi: ({ damped }: Model) => damped,
  };
  let left = models;
  for (const name of ['beta', 'gamma', 'phi'] as const) {
    if (held[name] === undefined) continue;
    left = left.filter(has[name]);
    if (left.length === 0) refuse(name);
  }
  return left;
}

/** The model of a least-squares fit. */
export const leastSquaresModel = ({ season, trend, damped }: LeastSquares): Model => ({
  error: 'A',
  trend: trend ? 'A' : 'N',
  damped: trend && damped === true,
  season: season as Component,
});

/** What says which model least squares fit. */
type LeastSquares = { readonly season: string; readonly trend: boolean; readonly damped?: boolean };

/** The models of the ETS family that letters and restrictions leave, whatever the data. */
export function etsModels({
  model: pattern,
  damped,
  seasonLength,
  allowUnstable,
  allowMultiplicativeTrend,
}: EtsChoice): readonly Model[] {
  return MODELS.filter(
    (model) =>
      matches(pattern, damped, model) &&
      (seasonLength > 1 || model.season === 'N') &&
      (allowUnstable || !isUnstable(model)) &&
      (model.trend !== 'M' || allowMultiplicativeTrend || pattern[1] === 'M'),
  );
}

/** What says which models of the ETS family are asked for. */
interface EtsChoice {
  readonly model: string;
  readonly damped?: boolean;
  readonly seasonLength: number;
  readonly allowUnstable: boolean;
  readonly allowMultiplicativeTrend: boolean;
}

/** Whether a model has the letters of a pattern such as `ZAdM`; `damped` counts where the pattern has no `d`. */
export function matches(pattern: string, damped: boolean | undefined, model: Model): boolean {
  const [error, trend, season] = pattern.replace('d', '') as unknown as [string, string, string];
  const wanted = pattern.includes('d') ? true : damped;
  return (
    (error === 'Z' || error === model.error) &&
    (trend === 'Z' || trend === model.trend) &&
    (season === 'Z' || season === model.season) &&
    (model.trend === 'N' || wanted === undefined || wanted === model.damped)
  );
}
