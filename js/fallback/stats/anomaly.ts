import { type AnomalyBackend, ROW } from '../../contract/stats/anomaly';
import { enqueue } from '../queue';
import { changepoints } from './anomaly/changepoints';
import { detect } from './anomaly/detect';
import { atOnce, paced, type Steps } from './steps';

/** Anomalies in JavaScript. */
export const anomaly: AnomalyBackend = {
  findAnomalies: (values, settings) => Float64Array.from(atOnce(detect(values, settings))),
  detectAnomalies(values, offsets, settings, job) {
    const count = offsets.length - 1;
    const counts: number[] = [];
    function* all(): Steps<number[][]> {
      const found: number[][] = [];
      for (let i = 0; i < count; i++) {
        const series = values.subarray(offsets[i], offsets[i + 1]);
        const rows = series.length === 0 ? [] : yield* detect(series, settings);
        counts.push(rows.length / ROW);
        found.push(rows);
      }
      return found;
    }
    return enqueue(job, async (running) => {
      const found = await paced(all(), running, () => [counts.length, count]);
      const flat = new Float64Array(found.reduce((length, rows) => length + rows.length, count));
      flat.set(counts);
      let at = count;
      for (const rows of found) {
        flat.set(rows, at);
        at += rows.length;
      }
      return flat;
    });
  },
  changepoints(values, cost, penalty, by, minSegment, job) {
    const copy = values.slice();
    let place = 0;
    const onPlace = (t: number) => {
      place = t;
    };
    return enqueue(job, (running) =>
      paced(changepoints(copy, cost, penalty, by, minSegment, onPlace), running, () => [place, copy.length]),
    );
  },
};
