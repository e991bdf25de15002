/** Regression against the packages regression and simple-statistics, each given the points as its functions take them. */
import { both } from '../clinicore.mjs';

const columns = (length) => {
  const x = Float64Array.from({ length }, (_, i) => (10 * (i + 1)) / length);
  return { x, y: x.map((v, i) => 5 + 2 * v - 0.3 * v * v + 0.05 * v ** 3 + Math.sin(i)) };
};
const arrays = (length) => {
  const { x, y } = columns(length);
  return { x: Array.from(x), y: Array.from(y) };
};
const pairs = ({ x, y }) => Array.from(x, (v, i) => [v, y[i]]);

/** Contenders that are given pairs have them made beforehand; that is none of their work. */
const prepared = (compute) => {
  const made = new WeakMap();
  return (input) => {
    if (!made.has(input)) made.set(input, pairs(input));
    return compute(made.get(input));
  };
};

const near = (tolerance) => (a, b) =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= tolerance * Math.max(1, Math.abs(b[i])));
const summary = (numbers) => Array.from(numbers);
const points = (length) => `${length.toLocaleString('en')} points${length < 1000 ? ', arrays' : ''}`;
const input = (length) => () => (length < 1000 ? arrays(length) : columns(length));

const regression = (kind, options, read = ({ equation }) => equation) => ({
  regression: async () => {
    const { default: library } = await import('regression');
    return prepared((points) => read(library[kind](points, { precision: 12, ...options })));
  },
});
const simple = (compute) => async () => {
  const library = await import('simple-statistics');
  return prepared((points) => compute(library, points));
};
const reversed = ({ equation }) => equation.toReversed?.() ?? [...equation].reverse();

const lines = [10, 50, 1000, 100_000, 1_000_000].map((length) => ({
  name: `linearRegression, ${points(length)}`,
  of: ['stats.linearRegression'],
  growth: { family: 'linearRegression', n: length, unit: 'points' },
  input: input(length),
  contenders: {
    ...both(({ stats }, { x, y }) => stats.linearRegression(x, y).coefficients),
    'simple-statistics': simple(({ linearRegression }, points) => {
      const { b, m } = linearRegression(points);
      return [b, m];
    }),
    'simple-statistics, from columns': async () => {
      const { linearRegression } = await import('simple-statistics');
      return (input) => {
        const { b, m } = linearRegression(pairs(input));
        return [b, m];
      };
    },
    ...regression('linear', {}, reversed),
  },
  summary,
  agree: near(1e-8),
}));

/** What is asked of a line besides its coefficients. */
const ofLines = [30, 100_000].flatMap((length) => [
  {
    name: `linearRegression, predict and rSquared, ${points(length)}`,
    of: ['stats.linearRegression'],
    input: input(length),
    contenders: {
      ...both(({ stats }, { x, y }) => {
        const line = stats.linearRegression(x, y);
        return [line.predict([11])[0], line.rSquared];
      }),
      'simple-statistics': simple(({ linearRegression, linearRegressionLine, rSquared }, points) => {
        const line = linearRegressionLine(linearRegression(points));
        return [line(11), rSquared(points, line)];
      }),
      ...regression('linear', {}, ({ predict, r2 }) => [predict(11)[1], r2]),
    },
    summary,
    agree: near(1e-8),
  },
  {
    name: `linearRegression, weighted, ${points(length)}`,
    of: ['stats.linearRegression'],
    input: input(length),
    contenders: {
      ...both(({ stats }, { x, y }) => stats.linearRegression(x, y, { weights: x }).coefficients),
      'simple-statistics': simple(({ weightedLinearRegression }, points) => {
        const { b, m } = weightedLinearRegression(
          points,
          points.map(([weight]) => weight),
        );
        return [b, m];
      }),
    },
    summary,
    agree: near(1e-8),
  },
]);

const cubics = [10, 50, 1000, 100_000].map((length) => ({
  name: `polynomialRegression of degree 3 with fitted values, ${points(length)}`,
  of: ['stats.polynomialRegression'],
  growth: { family: 'polynomialRegression, cubic', n: length, unit: 'points' },
  input: input(length),
  contenders: {
    ...both(({ stats }, { x, y }) => stats.polynomialRegression(x, y, { degree: 3, residuals: true }).coefficients),
    ...regression('polynomial', { order: 3 }, reversed),
  },
  summary,
  agree: near(1e-6),
}));

const curves = [
  { kind: 'exponential', options: ({ y }) => ({ weights: y }) },
  { kind: 'logarithmic' },
  { kind: 'power' },
].flatMap(({ kind, options = () => undefined }) =>
  [10, 10_000].map((length) => ({
    name: `${kind}Regression, ${points(length)}`,
    of: [`stats.${kind}Regression`],
    input: input(length),
    contenders: {
      ...both(({ stats }, given) => stats[`${kind}Regression`](given.x, given.y, options(given)).coefficients),
      ...regression(kind),
    },
    summary,
    agree: near(1e-8),
  })),
);

/** The same digits, which neither backend computes faster than they are. */
const digits = [10, 10_000].map((length) => ({
  name: `regressionJs, polynomial of order 2, ${points(length)}`,
  of: ['stats.regressionJs'],
  input: () => pairs(arrays(length)),
  contenders: {
    ...both(({ stats }, points) => stats.regressionJs('polynomial', points, { order: 2, precision: 4 }).equation),
    regression: async () => {
      const { default: library } = await import('regression');
      return (points) => library.polynomial(points, { order: 2, precision: 4 }).equation;
    },
  },
  summary,
  agree: (a, b) => JSON.stringify(a) === JSON.stringify(b),
}));

export const cases = [...lines, ...ofLines, ...cubics, ...curves, ...digits];
