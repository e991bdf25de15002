/** One recursion, a step at a time: to read a fit's components off, and to go on beyond the series' end. */
import { power } from './elementary';
import { ADDED, type Kind, MULTIPLIED, NO_SEASON, type Point } from './recursion';

/** A recursion at some time; equations in the Rust crate's `smoothing/recursion.rs`. */
export class Walk {
  readonly #kind: Kind;
  /** The parameters, and the level and trend as they are now. */
  readonly at: Point;
  /** The place of the next value's season. */
  #place = 0;

  constructor(kind: Kind, start: Point) {
    this.#kind = kind;
    this.at = { ...start, seasonal: start.seasonal.slice() };
  }

  /** Another from the same states on, at the season's beginning. */
  copy(): Walk {
    return new Walk(this.#kind, this.at);
  }

  /** The season of the next value; 0 without one. */
  season(): number {
    return this.at.seasonal[this.#place] ?? 0;
  }

  /** The forecast of the next value. */
  forecast(): number {
    const { level, trend, phi, seasonal } = this.at;
    const q = this.#kind.multipliedTrend ? level * power(trend, phi) : level + phi * trend;
    const { season } = this.#kind;
    if (season === NO_SEASON) return q;
    const s = seasonal[this.#place] as number;
    return season === ADDED ? q + s : q * s;
  }

  /** Goes on by one value, or, where it is NaN, without. */
  step(value: number): void {
    const { at } = this;
    const { season, multipliedTrend, m } = this.#kind;
    const missing = Number.isNaN(value);
    const e = missing ? 0 : value - this.forecast();
    const kept = multipliedTrend ? power(at.trend, at.phi) : at.phi * at.trend;
    const q = multipliedTrend ? at.level * kept : at.level + kept;
    const s = season === NO_SEASON ? 0 : (at.seasonal[this.#place] as number);
    const d = season >= MULTIPLIED ? e * (1 / s) : e;
    at.trend = kept + at.beta * (multipliedTrend ? d / at.level : d);
    at.level = q + at.alpha * d;
    if (season === NO_SEASON) return;
    if (season === ADDED) at.seasonal[this.#place] = s + at.gamma * e;
    else if (season === MULTIPLIED) at.seasonal[this.#place] = s + at.gamma * (e * (1 / q));
    else if (!missing) at.seasonal[this.#place] = s + at.gamma * (value / at.level - s);
    this.#place = (this.#place + 1) % m;
  }

  /** The season from that of the next value on. */
  seasonsToCome(): Float64Array {
    const { seasonal } = this.at;
    return Float64Array.from(seasonal, (_, i) => seasonal[(this.#place + i) % seasonal.length] as number);
  }
}
