/**
 * Descriptive statistics against simple-statistics, of a Float64Array and of a plain array, short and long. Short series are
 * measured a thousand at a time.
 */
const MILLION = 1_000_000;

/** Both packages' names for the same number; `compat` where the conventions differ. */
const compat = { compat: 'simple-statistics@7.8.9' };
const statistics = {
  sum: [(s, x) => s.sum(x), (s, x) => s.sum(x)],
  mean: [(s, x) => s.mean(x), (s, x) => s.mean(x)],
  'standard deviation': [(s, x) => s.standardDeviation(x), (s, x) => s.sampleStandardDeviation(x)],
  max: [(s, x) => s.max(x), (s, x) => s.max(x)],
  median: [(s, x) => s.median(x), (s, x) => s.median(x)],
  'quantile .95': [(s, x) => s.quantile(x, 0.95), (s, x) => s.quantile(x, 0.95)],
  'three quartiles': [(s, x) => s.quantile(x, [0.25, 0.5, 0.75]), (s, x) => s.quantile(x, [0.25, 0.5, 0.75])],
  MAD: [(s, x) => s.medianAbsoluteDeviation(x, compat), (s, x) => s.medianAbsoluteDeviation(x)],
  skewness: [(s, x) => s.skewness(x), (s, x) => s.sampleSkewness(x)],
  kurtosis: [(s, x) => s.kurtosis(x), (s, x) => s.sampleKurtosis(x)],
  'z-scores': [
    (s, x) => s.zScores(x, compat),
    (s, x) => {
      const mean = s.mean(x);
      const deviation = s.standardDeviation(x);
      return x.map((value) => s.zScore(value, mean, deviation));
    },
  ],
};

const near = (a, b) => a.length === b.length && a.every((x, i) => Math.abs(x - b[i]) <= 1e-9 * (1 + Math.abs(b[i])));

/** A weekly swing with noise. */
function series(length, seed) {
  let state = seed + 1;
  return Float64Array.from({ length }, (_, i) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return 40 + 12 * Math.sin(i / 7) + (state / 2147483648) * 25;
  });
}

/** Every length for those that are called most; for the others a short one, and the one the targets are set at. */
const lengths = [5, 10, 30, 100, 300, 1000, 10_000, MILLION];
const often = ['mean', 'standard deviation', 'median', 'quantile .95', 'z-scores'];

const against = Object.keys(statistics).flatMap((name) => [
  ...(often.includes(name) ? lengths : [30, MILLION]).map((length) => contest(name, 'Array', length)),
  contest(name, 'Float64Array', MILLION),
]);

function contest(name, form, length) {
  const [ours, theirs] = statistics[name];
  const calls = Math.min(1000, MILLION / length);
  const each = (library, call) => (inputs) => {
    let last;
    for (const input of inputs) last = call(library, input);
    return last;
  };
  return {
    name: `${name}, ${form} of ${length.toLocaleString('en')}${calls > 1 ? `, ${calls} calls` : ''}`,
    input: () => {
      // Each its own: the processor learns where the branches of a few go.
      const inputs = Array.from({ length: calls }, (_, seed) => series(length, seed));
      return form === 'Array' ? inputs.map((x) => Array.from(x)) : inputs;
    },
    contenders: {
      clinicore: async () => each((await import('clinicore')).stats, ours),
      'simple-statistics': async () => each(await import('simple-statistics'), theirs),
    },
    summary: (answer) => (typeof answer === 'number' ? [answer] : Array.from(answer)),
    agree: near,
  };
}

/** What a service has written by hand: each window copied and sorted. */
const rolling = [7, 30, 365].map((window) => ({
  name: `rolling median of 100,000, window ${window}`,
  input: () => series(100_000, 1),
  contenders: {
    clinicore: async () => {
      const { stats } = await import('clinicore');
      return (x) => stats.rollingMedian(x, window);
    },
    'plain JavaScript': async () => (x) =>
      x.map((_, i) => {
        if (i + 1 < window) return Number.NaN;
        const sorted = x.slice(i + 1 - window, i + 1).sort();
        return (sorted[(window - 1) >> 1] + sorted[window >> 1]) / 2;
      }),
  },
  summary: (medians) => Array.from(medians.subarray(window - 1)),
  agree: near,
}));

export const cases = [...against, ...rolling];
