/** Reducing an image by area averaging: each pixel of the result is the mean of the area it covers, rounded half up. */
import type { Size } from '../../../dicom/image/fitted';
import type { Work } from './progress';

/** Reduces an image of `samples` bytes a pixel to `to` columns and rows, neither of which is more than before. */
export function* reduce(
  image: Uint8Array<ArrayBuffer>,
  samples: number,
  from: Size,
  to: Size,
): Work<Uint8Array<ArrayBuffer>> {
  const area = from.columns * from.rows;
  const width = to.columns * samples;
  const across = shares(from.columns, to.columns);
  const sums = new Float64Array(width);
  const line = new Float64Array(width);
  const reduced = new Uint8Array(width * to.rows);
  let summed = -1;
  let target = 0;
  const finish = () => {
    const start = target * width;
    for (let at = 0; at < width; at++) {
      reduced[start + at] = Math.floor(((sums[at] as number) + Math.floor(area / 2)) / area);
    }
    sums.fill(0);
  };
  const down = shares(from.rows, to.rows);
  for (let share = 0; share < down.weights.length; share++) {
    const source = down.sources[share] as number;
    if (down.targets[share] !== target) {
      finish();
      target++;
    }
    if (source !== summed) {
      average(image, source * from.columns * samples, samples, across, line);
      summed = source;
    }
    const weight = down.weights[share] as number;
    for (let at = 0; at < width; at++) sums[at] = (sums[at] as number) + (line[at] as number) * weight;
    yield 0;
  }
  finish();
  return reduced;
}

/**
 * How much of a source pixel lies in a target pixel, in parts of which a source pixel has as many as there are target
 * pixels, so that all are whole.
 */
interface Shares {
  sources: Uint32Array;
  targets: Uint32Array;
  weights: Float64Array;
}

/** All shares along one side, ascending. */
function shares(from: number, to: number): Shares {
  const sources: number[] = [];
  const targets: number[] = [];
  const weights: number[] = [];
  let [source, target, at] = [0, 0, 0];
  while (source < from && target < to) {
    const [sourceEnd, targetEnd] = [(source + 1) * to, (target + 1) * from];
    const end = Math.min(sourceEnd, targetEnd);
    sources.push(source);
    targets.push(target);
    weights.push(end - at);
    at = end;
    if (sourceEnd === end) source++;
    if (targetEnd === end) target++;
  }
  return {
    sources: Uint32Array.from(sources),
    targets: Uint32Array.from(targets),
    weights: Float64Array.from(weights),
  };
}

/** The weighted sums of the row that starts at `start`. */
function average(image: Uint8Array, start: number, samples: number, across: Shares, line: Float64Array): void {
  const { sources, targets, weights } = across;
  line.fill(0);
  for (let share = 0; share < weights.length; share++) {
    const source = start + (sources[share] as number) * samples;
    const target = (targets[share] as number) * samples;
    const weight = weights[share] as number;
    for (let sample = 0; sample < samples; sample++) {
      line[target + sample] = (line[target + sample] as number) + (image[source + sample] as number) * weight;
    }
  }
}
