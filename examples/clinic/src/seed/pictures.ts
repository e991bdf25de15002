/** Pictures of eyes that do not exist, drawn number by number: the same ones every time. */
import type { Random } from './random.js';

const clamp = (value: number, max: number): number => Math.min(max, Math.max(0, Math.round(value)));

/** How strongly something at a distance shows, from 1 in the middle towards 0. */
const glow = (distance: number, size: number): number => Math.exp(-((distance / size) ** 2));

/** Smooth random heights in [0, 1), for a texture: corners of a grid at random, what is between them in between. */
function texture(random: Random, cells: number): (x: number, y: number) => number {
  const corners = Array.from({ length: (cells + 2) ** 2 }, () => random.next());
  const smooth = (t: number) => t * t * (3 - 2 * t);
  return (x, y) => {
    const [column, row] = [Math.floor(x * cells), Math.floor(y * cells)];
    const [across, down] = [smooth(x * cells - column), smooth(y * cells - row)];
    const corner = (dx: number, dy: number) => corners[(row + dy) * (cells + 2) + column + dx] as number;
    const top = corner(0, 0) * (1 - across) + corner(1, 0) * across;
    return top * (1 - down) + (corner(0, 1) * (1 - across) + corner(1, 1) * across) * down;
  };
}

/**
 * A photograph of the fundus in RGB: the disc on the nose's side with its cup, the macula in the middle, and the arcades
 * of vessels between them.
 *
 * @param size its width and height
 * @param nasal where the nose is: 1 to the right of the picture, as in a right eye, -1 to the left
 */
export function fundus(random: Random, size: number, nasal: 1 | -1): Buffer {
  const pixels = Buffer.alloc(3 * size * size);
  const darkness = vessels(random, size, nasal);
  const [coarse, fine] = [texture(random, 9), texture(random, 70)];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [(2 * column) / size - 1, (2 * row) / size - 1];
      const radius = Math.hypot(x, y);
      if (radius > 0.97) continue;
      const light = (1.02 - 0.42 * radius ** 2) * Math.min(1, (0.97 - radius) * 40);
      const disc = Math.hypot((x - nasal * DISC) * 1.08, y);
      const isDisc = 1 / (1 + Math.exp((disc - 0.15) * 90));
      const cup = glow(disc, 0.075);
      const macula = glow(Math.hypot(x + nasal * 0.06, y - 0.03), 0.2);
      const vessel = darkness[row * size + column] as number;
      const grain = 0.86 + 0.16 * coarse(column / size, row / size) + 0.1 * fine(column / size, row / size);
      const mix = (retina: number, head: number, center: number) =>
        (retina * grain * (1 - isDisc) + (head + (center - head) * cup) * isDisc) * light;
      const at = 3 * (row * size + column);
      pixels[at] = clamp(mix(206 - 62 * macula, 248, 255) * (1 - 0.42 * vessel), 255);
      pixels[at + 1] = clamp(mix(96 - 46 * macula, 188, 238) * (1 - 0.68 * vessel), 255);
      pixels[at + 2] = clamp(mix(44 - 26 * macula, 118, 196) * (1 - 0.6 * vessel), 255);
    }
  }
  return pixels;
}

/** Where the disc is, from the middle towards the nose. */
const DISC = 0.42;

/** How dark vessels make each pixel: they leave the disc up and down, bend round the macula, and branch. */
function vessels(random: Random, size: number, nasal: 1 | -1): Float32Array {
  const darkness = new Float32Array(size * size);
  const draw = (x: number, y: number, width: number) => {
    const [column, row, reach] = [((x + 1) / 2) * size, ((y + 1) / 2) * size, Math.ceil(width * size)];
    for (let r = Math.max(0, Math.floor(row) - reach); r <= Math.min(size - 1, row + reach); r++) {
      for (let c = Math.max(0, Math.floor(column) - reach); c <= Math.min(size - 1, column + reach); c++) {
        const dark = 0.9 * glow(Math.hypot(c - column, r - row), Math.max(0.8, width * size * 0.55));
        if (dark > (darkness[r * size + c] as number)) darkness[r * size + c] = dark;
      }
    }
  };
  const grow = (x: number, y: number, heading: number, bend: number, width: number, length: number) => {
    let [atX, atY, angle, left] = [x, y, heading, length];
    for (let step = 0; left > 0 && Math.hypot(atX, atY) < 1; step++) {
      draw(atX, atY, width * (0.45 + (0.55 * left) / length));
      angle += bend + (random.next() - 0.5) * 0.09;
      atX += Math.cos(angle) * 0.006;
      atY += Math.sin(angle) * 0.006;
      left -= 0.006;
      if (width > 0.004 && step > 12 && random.chance(0.02)) {
        grow(atX, atY, angle + (random.chance(0.5) ? 0.6 : -0.6), -bend * 0.5, width * 0.6, left * 0.6);
      }
    }
  };
  for (const down of [1, -1]) {
    for (const [tilt, width] of [
      [1.25, 0.012],
      [1.45, 0.009],
      [1.9, 0.007],
    ] as const) {
      // Towards the temple and round the macula; the last one towards the nose.
      const away = nasal * (tilt > 1.6 ? 0.35 : -1);
      const heading = Math.atan2(down * Math.sin(tilt), away * Math.abs(Math.cos(tilt)) - nasal * 0.05);
      const bend = (tilt > 1.6 ? 0.2 : 1) * nasal * down * 0.0095;
      grow(nasal * DISC, down * 0.02, heading, bend, width, 1.55);
    }
  }
  return darkness;
}

/** The layers of a retina from the vitreous outwards: how thick, in parts of the picture's height, and how bright. */
const LAYERS = [
  { thick: 0.05, bright: 0.74 },
  { thick: 0.075, bright: 0.44 },
  { thick: 0.045, bright: 0.27 },
  { thick: 0.035, bright: 0.4 },
  { thick: 0.085, bright: 0.2 },
  { thick: 0.018, bright: 0.66 },
  { thick: 0.03, bright: 0.3 },
  { thick: 0.035, bright: 0.95 },
] as const;

const MOST = 4095;

/**
 * Sections of a macula as an optical coherence tomograph takes them: 12 bits in 16, one section a frame, with the pit of
 * the fovea deepest in the middle one.
 */
export function tomogram(random: Random, frames: number, rows: number, columns: number): Buffer {
  const pixels = Buffer.alloc(2 * frames * rows * columns);
  const choroid = texture(random, 26);
  for (let frame = 0; frame < frames; frame++) {
    const across = (2 * frame) / (frames - 1) - 1;
    const wave = random.next() * 0.012;
    for (let column = 0; column < columns; column++) {
      const x = (2 * column) / columns - 1;
      const pit = glow(Math.hypot(x, across), 0.28);
      const rim = glow(Math.hypot(x, across) - 0.42, 0.22);
      const base = 0.66 + 0.07 * x * x + 0.03 * across * across + wave * Math.sin(3 * x);
      const bounds = boundaries(base, pit, rim);
      const shadow = 0.8 + 0.2 * Math.cos(x * 37 + frame);
      for (let row = 0; row < rows; row++) {
        const value = brightness(row / rows, bounds, choroid(column / columns, row / rows)) * (0.93 + 0.07 * shadow);
        // Speckle multiplies (its strength is spread exponentially), noise adds.
        const speckle = 0.55 + 0.45 * -Math.log(1 - random.next());
        const level = MOST * (0.62 * value * speckle + 0.045 * random.next());
        pixels.writeUInt16LE(clamp(level, MOST), 2 * ((frame * rows + row) * columns + column));
      }
    }
  }
  return pixels;
}

/** Where each layer starts; in the fovea the inner ones give way. */
function boundaries(base: number, pit: number, rim: number): number[] {
  const thick = LAYERS.map(
    (layer, at) => layer.thick * (at < 4 ? (1 - 0.9 * pit) * (1 + 0.3 * rim) : 1 + 0.25 * pit * Number(at === 4)),
  );
  let at = base - thick.reduce((sum, part) => sum + part, 0);
  return [
    ...thick.map((part) => {
      const start = at;
      at += part;
      return start;
    }),
    base,
  ];
}

function brightness(y: number, bounds: number[], choroid: number): number {
  const deepest = bounds.at(-1) as number;
  if (y < (bounds[0] as number)) return 0.02;
  if (y >= deepest) return (0.22 + 0.4 * choroid) * Math.exp(-(y - deepest) * 7);
  let layer = 0;
  while (y >= (bounds[layer + 1] as number)) layer++;
  return LAYERS[layer]?.bright ?? 0;
}
