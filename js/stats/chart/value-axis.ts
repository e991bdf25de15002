/** The axis of the values: where its ticks stand, and what they say. Nothing here asks the locale. */

/** A mark on an axis. */
export interface Tick {
  /** The value, or the index of the observation, it stands at. */
  at: number;
  label: string;
}

/** The axis of the values. */
export interface ValueAxis {
  /** What stands at its lower end. */
  low: number;
  /** What stands at its upper end. */
  high: number;
  ticks: Tick[];
  /** Writes a value as the ticks are written. */
  label: (value: number) => string;
}

/** A number that is easy to count in: `digit` × 10^`exponent`, where the digit is 1, 2, 5 or 10. */
interface Nice {
  digit: number;
  exponent: number;
}

/** An end that is less than this part of a step beyond a tick gets none of its own. */
const OVERHANG = 0.3;

/**
 * An axis that encloses `low` to `high`, with about `count` ticks at multiples of 1, 2 or 5 times a power of ten.
 *
 * @see Heckbert (1990), "Nice numbers for graph labels", *Graphics Gems*, 61–63
 */
export function valueAxis(low: number, high: number, count: number, format?: (value: number) => string): ValueAxis {
  const range = nice(high - low, CEILING);
  const step = nice(scaled(range.digit / (count - 1), range.exponent), NEAREST);
  const size = scaled(step.digit, step.exponent);
  const first = Math.floor(low / size + OVERHANG);
  const last = Math.ceil(high / size - OVERHANG);
  const values = Array.from({ length: last - first + 1 }, (_, i) => scaled((first + i) * step.digit, step.exponent));
  const label = format ?? plainFormat(values, step);
  const [bottom, top] = [values[0] as number, values.at(-1) as number];
  const room = size / 20;
  return {
    low: low < bottom ? low - room : bottom,
    high: high > top ? high + room : top,
    ticks: values.map((at) => ({ at, label: label(at) })),
    label,
  };
}

/** Below which fraction a digit is taken: the next one up, or the nearest. */
const CEILING = [1, 2, 5, 10] as const;
const NEAREST = [1.5, 3, 7, 10] as const;

function nice(size: number, below: typeof CEILING | typeof NEAREST): Nice {
  // Printing tells the power of ten exactly; a logarithm rounds.
  const [digits, exponent] = size.toExponential().split('e').map(Number) as [number, number];
  // A difference that rounding left just above a bound is meant to be at it.
  const index = below.findIndex((bound) => digits * (1 - 1e-9) <= bound);
  return { digit: CEILING[index] as number, exponent };
}

/** `value` × 10^`power`, rounded once. */
function scaled(value: number, power: number): number {
  const [digits, exponent = '0'] = String(value).split('e') as [string, string?];
  return Number(`${digits}e${Number(exponent) + power}`);
}

/** Numbers with a decimal point and just the decimals the step needs; very large and small ones as a power of ten. */
function plainFormat(values: readonly number[], step: Nice): (value: number) => string {
  const largest = Math.max(...values.map(Math.abs));
  const smallest = step.exponent + (step.digit === 10 ? 1 : 0);
  const exponent = Number(largest.toExponential().split('e')[1]);
  if (exponent >= -4 && exponent < 7) return (value) => grouped(value.toFixed(Math.max(0, -smallest)));
  const decimals = Math.max(0, exponent - smallest);
  const power = `\u00a0×\u00a010${[...String(exponent)].map((sign) => SUPERSCRIPT[sign]).join('')}`;
  return (value) => (value === 0 ? '0' : `${grouped(scaled(value, -exponent).toFixed(decimals))}${power}`);
}

const SUPERSCRIPT: Readonly<Record<string, string>> = Object.fromEntries(
  [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'].map((raised, i) => [i === 0 ? '-' : String(i - 1), raised]),
);

/** A true minus, and a no-break space between thousands from 10 000 on (ISO 80000-1). */
export function grouped(number: string): string {
  const [whole, fraction] = number.replace('-', '').split('.') as [string, string?];
  const digits = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0') : whole;
  const isZero = !/[1-9]/.test(number);
  return `${number.startsWith('-') && !isZero ? '−' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
}
