import { oneOf } from '../../validate';

/** How the season joins the level: `'additive'` (a swing of the same size) or `'multiplicative'` (in proportion). */
export type Seasonal = 'additive' | 'multiplicative';

export const seasonalKind = (value: unknown, path: string): Seasonal =>
  oneOf(value, path, ['additive', 'multiplicative']);
