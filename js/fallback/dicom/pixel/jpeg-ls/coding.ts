import { corrupt, unsupported } from '../fault';

/** Preset coding parameters (T.87 C.2.4.1.1); 0 stands for the default. */
export interface Preset {
  /** MAXVAL. */
  greatest: number;
  thresholds: number[];
  /** RESET. */
  reset: number;
}

export const DEFAULTS: Preset = { greatest: 0, thresholds: [0, 0, 0], reset: 0 };

/** What an LSE segment says. */
export function presetOf(segment: Uint8Array): Preset {
  if (segment.length === 0) throw corrupt();
  if (segment[0] !== 1) throw unsupported('JPEG-LS with mapping tables or more than 65,535 rows or columns');
  if (segment.length < 11 || segment.length > 12) throw corrupt();
  const [greatest = 0, t1 = 0, t2 = 0, t3 = 0, reset = 0] = [1, 3, 5, 7, 9].map(
    (at) => ((segment[at] as number) << 8) | (segment[at + 1] as number),
  );
  return { greatest, thresholds: [t1, t2, t3], reset };
}

/** The parameters a scan is decoded by, in T.87's names where it has them. */
export interface Coding {
  /** MAXVAL. */
  greatest: number;
  /** NEAR. */
  near: number;
  /** RANGE. */
  range: number;
  /** Bits of a prediction error that is written plainly. */
  qbpp: number;
  /** The longest code. */
  limit: number;
  /** RESET. */
  reset: number;
  /** Whether it is lossless, of as many values as there are patterns of bits: errors then wrap around by themselves. */
  isPlain: boolean;
  /** Steps between reconstructed values: 2 NEAR + 1. */
  step: number;
  /** The regions, -4 to 4, of gradients from -MAXVAL to MAXVAL (A.3.3). */
  regions: Int8Array;
}

export function codingOf(precision: number, near: number, preset: Preset): Coding {
  const most = 2 ** precision - 1;
  const greatest = preset.greatest || most;
  if (greatest > most || near > Math.floor(greatest / 2)) throw corrupt();
  const step = 2 * near + 1;
  const range = Math.floor((greatest + 2 * near) / step) + 1;
  const defaults = defaultThresholds(greatest, near);
  const [t1 = 0, t2 = 0, t3 = 0] = defaults.map((threshold, at) => preset.thresholds[at] || threshold);
  const reset = preset.reset || 64;
  if (!(near < t1 && t1 <= t2 && t2 <= t3 && t3 <= greatest && reset >= 3)) throw corrupt();
  const bpp = Math.max(bitsFor(greatest + 1), 2);
  const regions = new Int8Array(2 * greatest + 1);
  for (let gradient = -greatest; gradient <= greatest; gradient++) {
    const size = Math.abs(gradient);
    const region = size <= near ? 0 : 1 + Number(size >= t1) + Number(size >= t2) + Number(size >= t3);
    regions[gradient + greatest] = gradient < 0 ? -region : region;
  }
  return {
    greatest,
    near,
    range,
    qbpp: bitsFor(range),
    limit: 2 * (bpp + Math.max(bpp, 8)),
    reset,
    isPlain: near === 0 && (greatest & (greatest + 1)) === 0,
    step,
    regions,
  };
}

/** The bits that tell so many values apart. */
const bitsFor = (values: number): number => 32 - Math.clz32(values - 1);

/** C.2.4.1.1.1. */
function defaultThresholds(greatest: number, near: number): number[] {
  const clamp = (threshold: number, least: number) => (threshold > greatest || threshold < least ? least : threshold);
  const isWide = greatest >= 128;
  const factor = Math.floor(isWide ? (Math.min(greatest, 4095) + 128) / 256 : 256 / (greatest + 1));
  const basic = isWide ? [factor + 2, factor * 4 + 3, factor * 17 + 4] : [3, 7, 21].map((t) => Math.floor(t / factor));
  const [b1 = 0, b2 = 0, b3 = 0] = basic.map((threshold, at) =>
    Math.max(threshold + (3 + 2 * at) * near, isWide ? 0 : 2 + at),
  );
  const t1 = clamp(b1, near + 1);
  const t2 = clamp(b2, t1);
  const t3 = clamp(b3, t2);
  return [t1, t2, t3];
}
