/** Regression against the packages regression and simple-statistics, each given the points as its functions take them. */

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

const incumbent = (kind, options) => async () => {
  const { default: regression } = await import('regression');
  return prepared((points) => regression[kind](points, { precision: 12, ...options }).equation);
};
const clinicore = (compute) => async () => {
  const { stats } = await import('clinicore');
  return (input) => compute(stats, input);
};

const lines = [
  ['10 points, arrays', () => arrays(10)],
  ['50 points, arrays', () => arrays(50)],
  ['1,000,000 points', () => columns(1_000_000)],
].map(([name, input]) => ({
  name: `linearRegression, ${name}`,
  input,
  contenders: {
    clinicore: clinicore((stats, { x, y }) => stats.linearRegression(x, y).coefficients),
    'simple-statistics': async () => {
      const { linearRegression } = await import('simple-statistics');
      return prepared((points) => {
        const { b, m } = linearRegression(points);
        return [b, m];
      });
    },
    'simple-statistics, from columns': async () => {
      const { linearRegression } = await import('simple-statistics');
      return (input) => {
        const { b, m } = linearRegression(pairs(input));
        return [b, m];
      };
    },
    regression: async () => {
      const theirs = await incumbent('linear')();
      return (input) => theirs(input).reverse();
    },
  },
  summary: (coefficients) => Array.from(coefficients),
  agree: near(1e-8),
}));

const cubics = [
  ['10 points, arrays', () => arrays(10)],
  ['50 points, arrays', () => arrays(50)],
  ['100,000 points', () => columns(100_000)],
].map(([name, input]) => ({
  name: `polynomialRegression of degree 3 with fitted values, ${name}`,
  input,
  contenders: {
    clinicore: clinicore(
      (stats, { x, y }) => stats.polynomialRegression(x, y, { degree: 3, residuals: true }).coefficients,
    ),
    regression: async () => {
      const theirs = await incumbent('polynomial', { order: 3 })();
      return (input) => theirs(input).reverse();
    },
  },
  summary: (coefficients) => Array.from(coefficients),
  agree: near(1e-6),
}));

const curves = ['logarithmic', 'power'].map((kind) => ({
  name: `${kind}Regression, 10 points, arrays`,
  input: () => arrays(10),
  contenders: {
    clinicore: clinicore((stats, { x, y }) => stats[`${kind}Regression`](x, y).coefficients),
    regression: incumbent(kind),
  },
  summary: (coefficients) => Array.from(coefficients),
  agree: near(1e-8),
}));

export const cases = [...lines, ...cubics, ...curves];
