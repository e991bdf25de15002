/** Against the libraries that forecasters use in Python, single-threaded, where there is a Python: see `python-peers.mjs`. */
import { pythonPeer } from './python-peers.mjs';

const close = (a, b) => a.every((value, i) => Math.abs(value - b[i]) <= 1e-6 * Math.abs(value));

/** Like the monthly CO2 record of Mauna Loa, which statsmodels is tested on: 29 years that rise and breathe. */
const co2Like = () => [
  Float64Array.from(
    { length: 348 },
    (_, t) => 315 + 0.1 * t + t ** 2 / 9000 + 3 * Math.sin((2 * Math.PI * t) / 12) + ((t * 7919) % 13) / 20,
  ),
];

export const cases = [false, true].map((robust) => ({
  name: `stl, ${robust ? 'robust, ' : ''}348 monthly values, as statsmodels computes it`,
  input: co2Like,
  contenders: {
    clinicore: async () => {
      const { stats } = await import('clinicore');
      const options = { seasonLength: 12, convention: 'statsmodels', robust };
      return ([values]) => stats.stl(values, options).then(({ trend }) => [trend]);
    },
    statsmodels: pythonPeer('statsmodels', robust ? 'robust_stl' : 'stl'),
  },
  summary: ([trend]) => Array.from(trend),
  agree: close,
}));
