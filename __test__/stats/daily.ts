/** Daily values with a weekly pattern, the same for the same seed. */
export function daily(seed: number, n = 90): number[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const week = Array.from({ length: 7 }, () => 0.5 + random());
  const level = 20 + 100 * random();
  return Array.from({ length: n }, (_, t) => (level + t / 5) * (week[t % 7] as number) * (0.9 + 0.2 * random()));
}
