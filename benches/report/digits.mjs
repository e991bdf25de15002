/** Numbers as they are read. */

const UNITS = [
  [1000, 's', 1000],
  [1, 'ms', 1],
  [1e-3, 'µs', 1e-3],
  [0, 'ns', 1e-6],
];

/** A time in its unit: two digits, or three where two would say less than the spread. */
export function time(ms) {
  const [, unit, per] = UNITS.find(([least]) => ms >= least);
  return `${digits(ms / per)} ${unit}`;
}

export function times(ratio) {
  return `${digits(ratio)}×`;
}

export function digits(value) {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1).replace(/\.0$/, '') : value.toPrecision(2);
}
