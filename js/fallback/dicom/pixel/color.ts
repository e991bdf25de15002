/** Colours: YBR to RGB, palettes. */
import type { DicomLookup } from '../../../contract/dicom';
import { cutShort, described, unsupported } from './fault';
import { inBlocks, type Work } from './progress';
import { mapped, type Samples, sizeOf, words } from './samples';

/**
 * YBR_FULL to RGB in place (PS3.3 C.7.6.3.1.2), the inverse of the matrix of ITU-R BT.601 in double precision, rounded half
 * up. For samples of n bits, chroma is zero at 2^(n-1).
 */
export function* ybrToRgb({ bytes, kind }: Samples, stored: number): Work<void> {
  if (stored > 16) throw unsupported('YBR of more than 16 bits');
  if (kind !== 'u8' && kind !== 'u16') throw unsupported('YBR of other than 8 or 16 unsigned bits');
  const top = 2 ** stored - 1;
  const middle = 2 ** (stored - 1);
  const samples = words(bytes, sizeOf(kind));
  const clamped = (value: number) => Math.min(Math.max(value, 0), top);
  yield* inBlocks(samples.length / 3, (from, to) => {
    for (let at = 3 * from; at < 3 * to; at += 3) {
      const y = samples[at] as number;
      const b = (samples[at + 1] as number) - middle;
      const r = (samples[at + 2] as number) - middle;
      samples[at] = clamped(y + 1.402 * r + 0.5);
      samples[at + 1] = clamped(y - ((0.114 * 1.772) / 0.587) * b - ((0.299 * 1.402) / 0.587) * r + 0.5);
      samples[at + 2] = clamped(y + 1.772 * b + 0.5);
    }
  });
}

/** The colours of indexes (PS3.3 C.7.6.3.1.5, C.7.9), in a byte each if the palette's entries fit, else in two. */
export function* applyPalette(indexes: Samples, palette: DicomLookup, tables: Uint8Array): Work<Samples> {
  const { entries, first, bits } = palette;
  if (!(entries >= 1 && entries <= 65_536 && bits >= 1 && bits <= 16)) {
    throw described('its palette has no entries, or none of 1 to 16 bits');
  }
  const colors = numbers(tables, palette.at, 3 * entries);
  const count = indexes.bytes.length / sizeOf(indexes.kind);
  const at = (index: number) => Math.min(Math.max((Math.trunc(index) || 0) - first, 0), entries - 1);
  const places = yield* mapped(indexes, at, new Uint16Array(count));
  const kind = bits > 8 ? 'u16' : 'u8';
  const bytes = new Uint8Array(3 * count * sizeOf(kind));
  const pixels = words(bytes, sizeOf(kind));
  yield* inBlocks(count, (from, to) => {
    for (let pixel = from; pixel < to; pixel++) {
      const place = places[pixel] as number;
      pixels[3 * pixel] = colors[place] as number;
      pixels[3 * pixel + 1] = colors[place + entries] as number;
      pixels[3 * pixel + 2] = colors[place + 2 * entries] as number;
    }
  });
  return { bytes, kind };
}

/** `count` numbers of 16 bits from the byte `at` on. */
export function numbers(tables: Uint8Array, at: number, count: number): Uint16Array {
  const required = at + 2 * count;
  if (required > tables.length) throw cutShort(required, tables.length);
  return new Uint16Array(tables.slice(at, required).buffer);
}

/** Colours of `stored` bits as 8: `value * 255 / greatest`, rounded half up. */
export function* to8Bits(samples: Samples, stored: number): Work<Uint8Array<ArrayBuffer>> {
  const greatest = 2 ** stored - 1;
  const scaled = (value: number) => Math.min(Math.floor((value * 510 + greatest) / (2 * greatest)), 255);
  return yield* mapped(samples, scaled, new Uint8Array(samples.bytes.length / sizeOf(samples.kind)));
}
