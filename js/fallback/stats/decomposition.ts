import type { DecompositionBackend } from '../../contract/stats/decomposition';
import { enqueue } from '../queue';
import { classicalDecomposition } from './decomposition/classical';
import { interpolate } from './decomposition/interpolate';
import { mstl, strength } from './decomposition/stl';
import { paced } from './steps';

/** Decomposition in JavaScript. */
export const decomposition: DecompositionBackend = {
  classicalDecomposition,
  mstl(values, seasons, iterations, job) {
    const copy = values.slice();
    const total = iterations * seasons.length;
    let done = 0;
    const onStl = () => {
      done++;
    };
    return enqueue(job, async (running) => {
      const steps = mstl(copy, seasons, iterations, onStl);
      const { trend, seasonal, remainder, weights } = await paced(steps, running, () => [done, total]);
      const components = [trend, ...seasonal];
      const n = copy.length;
      const flat = new Float64Array((3 + seasons.length) * n + components.length);
      [trend, remainder, weights, ...seasonal].forEach((column, i) => {
        flat.set(column, i * n);
      });
      flat.set(
        components.map((component) => strength(component, remainder)),
        flat.length - components.length,
      );
      return flat;
    });
  },
  interpolate(values, seasonLength, job) {
    const copy = values.slice();
    return enqueue(job, (running) => paced(interpolate(copy, [seasonLength]), running, () => [0, 1]));
  },
};
