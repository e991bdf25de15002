import type { RegressionBackend } from '../../contract/stats/regression';
import { enqueue } from '../queue';
import { fSf, studentTQuantile, studentTSf } from './distribution';
import { leastSquares } from './regression/least-squares';
import { mannKendall, pairs, theilSen } from './regression/trend';
import { paced } from './steps';

/** Regression in JavaScript. */
export const regression: RegressionBackend = {
  leastSquares,
  theilSen: (x, y, level, job) => {
    const count = counter(y.length);
    const steps = theilSen(x.slice(), y.slice(), level, count.onPairs);
    return enqueue(job, async (running) => Float64Array.from(await paced(steps, running, count.progress)));
  },
  mannKendall: (y, job) => {
    const count = counter(y.length);
    const steps = mannKendall(y.slice(), count.onPairs);
    return enqueue(job, async (running) => Float64Array.from(await paced(steps, running, count.progress)));
  },
  studentTSf,
  studentTQuantile,
  fSf,
};

/** How many of the pairs of `n` points have been looked at. */
function counter(n: number) {
  let done = 0;
  return {
    onPairs: (pairs: number) => {
      done = pairs;
    },
    progress: (): [done: number, total: number] => [done, pairs(n)],
  };
}
