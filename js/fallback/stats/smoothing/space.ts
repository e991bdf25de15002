/**
 * The coordinates an optimiser moves in: a box for the smoothing parameters, where β = α^p v and γ = (1 − α)^r w, and the
 * start states.
 */
import type { Sums } from './gauss-newton';
import type { Model } from './model';
import { ADDED, type Kind, MULTIPLIED, MULTIPLIED_BY_NEW_LEVEL, NO_SEASON, type Point } from './recursion';

/** The recursion, and what its parameters mean; see `HoltWintersOptions.convention`. */
export type Convention = 'r' | 'statsmodels' | 'ets';

/** Smoothing parameters: held, or estimated; `undefined` where there is none or it is to be estimated. */
export interface Parameters {
  alpha: number | undefined;
  beta: number | undefined;
  gamma: number | undefined;
  phi: number | undefined;
}

/** Level, trend and season at one time; the season begins with that of the next value. */
export interface States {
  level: number;
  trend: number | undefined;
  seasonal: Float64Array;
}

/** α, v, w and φ. */
export type Sides = [number, number, number, number];

/** A coordinate of the box: where it may be, or where it is held. */
export interface Side {
  low: number;
  high: number;
  held: number | undefined;
}

/** The recursion of a model. */
export function kindOf(model: Model, convention: Convention, m: number): Kind {
  const multiplied = convention === 'r' ? MULTIPLIED_BY_NEW_LEVEL : MULTIPLIED;
  const season = { N: NO_SEASON, A: ADDED, M: multiplied }[model.season];
  return { multipliedTrend: model.trend === 'M', season, m: season === NO_SEASON ? 0 : m };
}

/** A convention's parameters in the state-space form, and states. */
export function pointOf(model: Model, convention: Convention, parameters: Parameters, states: States): Point {
  const { alpha = 0, beta = 0, gamma = 0, phi = 1 } = parameters;
  return {
    alpha,
    beta: convention === 'ets' ? beta : alpha * beta,
    gamma: convention === 'r' && model.season === 'A' ? gamma * (1 - alpha) : gamma,
    phi,
    level: states.level,
    trend: states.trend ?? 0,
    seasonal: states.seasonal.slice(),
  };
}

/** The space of one model. */
export class Space {
  readonly kind: Kind;
  readonly sides: readonly [Side, Side, Side, Side];
  readonly #betaPower: number;
  readonly #gammaPower: number;
  readonly freeSides: number;
  readonly freeStates: boolean;
  readonly hasTrend: boolean;
  /** Which places of the season are ever observed. */
  readonly phases: readonly number[];

  constructor(
    model: Model,
    m: number,
    convention: Convention,
    parameters: Parameters,
    freeStates: boolean,
    phases: readonly number[],
  ) {
    this.kind = kindOf(model, convention, m);
    const { season } = this.kind;
    this.hasTrend = model.trend !== 'N';
    this.freeStates = freeStates;
    this.phases = season === NO_SEASON ? [] : phases;
    const [low, high] = convention === 'ets' ? [1e-4, 0.9999] : [0, 1];
    const side = (held: number | undefined, least = low, most = high): Side => ({ low: least, high: most, held });
    const absent = (value: number) => side(value, value, value);
    const alpha = side(parameters.alpha);
    let betaPower = convention === 'statsmodels' ? 2 : 1;
    let gammaPower = season === MULTIPLIED_BY_NEW_LEVEL ? 0 : 1;
    if (convention !== 'r') {
      // What is held is β itself, and bounds α.
      if (this.hasTrend && parameters.beta !== undefined) {
        betaPower--;
        alpha.low = Math.max(alpha.low, parameters.beta);
      }
      if (season !== NO_SEASON && parameters.gamma !== undefined) {
        gammaPower = 0;
        alpha.high = Math.min(alpha.high, 1 - parameters.gamma);
      }
    }
    this.#betaPower = betaPower;
    this.#gammaPower = gammaPower;
    this.sides = [
      alpha,
      this.hasTrend ? side(parameters.beta) : absent(0),
      season === NO_SEASON ? absent(0) : side(parameters.gamma),
      model.damped ? side(parameters.phi, 0.8, convention === 'statsmodels' ? 0.995 : 0.98) : absent(1),
    ];
    this.freeSides = this.sides.filter(({ held }) => held === undefined).length;
  }

  /** Coordinates an optimiser moves. */
  get dimension(): number {
    return this.freeSides + (this.freeStates ? 1 + (this.hasTrend ? 1 : 0) + this.phases.length : 0);
  }

  /** Parameters that are estimated, without the variance: the season's add up to a constant, so one less than it has. */
  get estimated(): number {
    return this.dimension - (this.freeStates && this.kind.season !== NO_SEASON ? 1 : 0);
  }

  sidesAt(x: Float64Array): Sides {
    let free = 0;
    return this.sides.map(({ held }) => held ?? (x[free++] as number)) as Sides;
  }

  setParameters([alpha, v, w, phi]: Sides, point: Point): void {
    point.alpha = alpha;
    point.beta = power(alpha, this.#betaPower) * v;
    point.gamma = power(1 - alpha, this.#gammaPower) * w;
    point.phi = phi;
  }

  /** The parameters in the convention's sense. */
  parameters(model: Model, convention: Convention, point: Point, [alpha, v, w, phi]: Sides): Parameters {
    const betas = { r: v, statsmodels: power(alpha, this.#betaPower - 1) * v, ets: point.beta };
    return {
      alpha,
      beta: this.hasTrend ? betas[convention] : undefined,
      gamma: model.season === 'N' ? undefined : convention === 'r' ? w : point.gamma,
      phi: model.damped ? phi : undefined,
    };
  }

  /** Sets a point from the coordinates; what is not free stays. */
  set(x: Float64Array, point: Point): void {
    this.setParameters(this.sidesAt(x), point);
    if (!this.freeStates) return;
    let at = this.freeSides;
    point.level = x[at++] as number;
    if (this.hasTrend) point.trend = x[at++] as number;
    for (const phase of this.phases) point.seasonal[phase] = x[at++] as number;
  }

  /** The free coordinates of α, v, w and φ and a point's states. */
  coordinates(sides: Sides, point: Point): Float64Array {
    const x = sides.filter((_, i) => this.sides[i]?.held === undefined);
    if (this.freeStates) {
      x.push(point.level);
      if (this.hasTrend) x.push(point.trend);
      for (const phase of this.phases) x.push(point.seasonal[phase] as number);
    }
    return Float64Array.from(x);
  }

  /** Sums whose derivatives are in α, v, w and φ from those in α, β, γ and φ, of whose matrix the upper triangle is known. */
  sums([alpha, v, w]: Sides, { sse, slopes: s, normal: n }: Sums): Sums {
    const [p, r] = [this.#betaPower, this.#gammaPower];
    const a = p > 0 ? p * power(alpha, p - 1) * v : 0;
    const c = r > 0 ? -w : 0;
    const b = power(alpha, p);
    const g = power(1 - alpha, r);
    const byAlpha = [
      n[0][0] + a * n[0][1] + c * n[0][2],
      n[0][1] + a * n[1][1] + c * n[1][2],
      n[0][2] + a * n[1][2] + c * n[2][2],
      n[0][3] + a * n[1][3] + c * n[2][3],
    ] as const;
    const own = byAlpha[0] + a * byAlpha[1] + c * byAlpha[2];
    const [av, aw, af] = [b * byAlpha[1], g * byAlpha[2], byAlpha[3]];
    const [vw, vf, wf] = [b * g * n[1][2], b * n[1][3], g * n[2][3]];
    return {
      sse,
      slopes: [s[0] + a * s[1] + c * s[2], b * s[1], g * s[2], s[3]],
      normal: [
        [own, av, aw, af],
        [av, b * b * n[1][1], vw, vf],
        [aw, vw, g * g * n[2][2], wf],
        [af, vf, wf, n[3][3]],
      ],
    };
  }

  /** The gradient in the coordinates from that in the point's numbers. */
  gradient(x: Float64Array, by: Point, gradient: Float64Array): void {
    const [alpha, v, w] = this.sidesAt(x);
    const [p, r] = [this.#betaPower, this.#gammaPower];
    let byAlpha = by.alpha;
    if (p > 0) byAlpha += by.beta * p * power(alpha, p - 1) * v;
    if (r > 0) byAlpha -= by.gamma * w;
    const bySides = [byAlpha, by.beta * power(alpha, p), by.gamma * power(1 - alpha, r), by.phi];
    let at = 0;
    for (let i = 0; i < 4; i++) {
      if (this.sides[i]?.held === undefined) gradient[at++] = bySides[i] as number;
    }
    if (!this.freeStates) return;
    gradient[at++] = by.level;
    if (this.hasTrend) gradient[at++] = by.trend;
    for (const phase of this.phases) gradient[at++] = by.seasonal[phase] as number;
  }
}

/** 1, x or x². */
const power = (x: number, exponent: number): number => (exponent === 0 ? 1 : exponent === 1 ? x : x * x);
