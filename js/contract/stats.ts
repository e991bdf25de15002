/** What a backend can do for `clinicore/stats`, one interface a concept. */
import type { AnomalyBackend } from './stats/anomaly';
import type { DecompositionBackend } from './stats/decomposition';
import type { DescriptiveBackend } from './stats/descriptive';
import type { ForecastBackend } from './stats/forecast';
import type { RegressionBackend } from './stats/regression';
import type { SmoothingBackend } from './stats/smoothing';

/** See {@link SmoothingBackend} and its neighbours. */
export interface StatsBackend
  extends AnomalyBackend,
    DecompositionBackend,
    ForecastBackend,
    DescriptiveBackend,
    RegressionBackend,
    SmoothingBackend {}
