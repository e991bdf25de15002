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
