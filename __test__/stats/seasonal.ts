const SEASONAL: readonly string[] = ['seasonal-naive', 'theta', 'holt-winters', 'ets', 'auto'];

/** A method of forecasting, with a season where it takes one. */
export const withSeason = <M extends string>(method: M, seasonLength: number) =>
  SEASONAL.includes(method) ? { method, seasonLength } : { method };
