/** A sound call of each exported function of `clinicore/stats`, for `front-door.test.ts` to spoil. */
import { anomalyCalls } from './anomaly.calls';
import { chartCalls } from './chart.calls';
import { decompositionCalls } from './decomposition.calls';
import { descriptiveCalls } from './descriptive.calls';
import { forecastCalls } from './forecast.calls';
import { regressionCalls } from './regression.calls';
import { smoothingCalls } from './smoothing.calls';

export const statsCalls: Record<string, () => unknown[]> = {
  ...anomalyCalls,
  ...chartCalls,
  ...decompositionCalls,
  ...forecastCalls,
  ...descriptiveCalls,
  ...regressionCalls,
  ...smoothingCalls,
};
