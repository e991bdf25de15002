/**
 * Numbers of twice double precision, as an unevaluated sum of two doubles.
 *
 * T. J. Dekker, "A floating-point technique for extending the available precision", *Numer. Math.* 18 (1971) 224–242.
 */
export class Double {
  static readonly ZERO = new Double(0);

  constructor(
    readonly high: number,
    readonly low = 0,
  ) {}

  get value(): number {
    return this.high + this.low;
  }

  plus(other: Double): Double {
    const high = this.high + other.high;
    const part = high - this.high;
    const rest = this.high - (high - part) + (other.high - part);
    return normal(high, rest + (this.low + other.low));
  }

  /** `factor` and the number may not be above 1e299. */
  times(factor: number): Double {
    const a = upperHalf(this.high);
    const b = upperHalf(factor);
    const [a2, b2] = [this.high - a, factor - b];
    const high = this.high * factor;
    return normal(high, a2 * b2 - (high - a * b - a2 * b - a * b2) + this.low * factor);
  }
}

/** The product of two of them. */
export function product(a: Double, b: Double): Double {
  const main = new Double(a.high).times(b.high);
  return main.plus(new Double(a.high * b.low + a.low * b.high));
}

/** The quotient of two of them. */
export function quotient(a: Double, b: Double): Double {
  const about = a.high / b.high;
  return new Double(about).plus(new Double(a.plus(b.times(-about)).value / b.high));
}

function normal(high: number, low: number): Double {
  const sum = high + low;
  return new Double(sum, low - (sum - high));
}

/** The upper 26 bits. */
function upperHalf(value: number): number {
  const shifted = 134217729 * value;
  return shifted - (shifted - value);
}
