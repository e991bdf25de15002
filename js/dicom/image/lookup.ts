/** Lookup tables of an image as numbers (PS3.3 C.7.6.3.1.5, C.7.9, C.11). */
import type { DicomLookup } from '../../contract/dicom';
import { find } from '../data-set';
import { BIG_ENDIAN } from '../element-index';
import { malformed } from '../errors';
import { entriesIn, type Part } from '../item';
import { spell } from '../tag';
import { littleEndian } from '../value';
import { numbersAt } from './description';
import { expand } from './segmented';

/** The tables that a frame's message points into, one after the other. */
export class Tables {
  readonly #parts: Buffer[] = [];
  #length = 0;

  /** Adds a table; returns where it starts. */
  add(bytes: Buffer): number {
    const at = this.#length;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return at;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}

/** The table of a modality or VOI LUT item. */
export async function lookup(item: Part, tables: Tables): Promise<DicomLookup | null> {
  const descriptor = descriptorAt(item, 'LUTDescriptor');
  const bytes = await binary(item, 0x0028_3006);
  if (!descriptor || !bytes) return null;
  return { ...descriptor, at: tables.add(entries(bytes, descriptor, 0x0028_3006, item)) };
}

const COLORS = ['Red', 'Green', 'Blue'] as const;

/** The palette of a data set; `null` if it has none. */
export async function palette(part: Part, tables: Tables): Promise<DicomLookup | null> {
  const [red, green, blue] = COLORS.map((color) => descriptorAt(part, `${color}PaletteColorLookupTableDescriptor`));
  if (!red || !green || !blue) return null;
  if (green.entries !== red.entries || blue.entries !== red.entries) {
    throw malformed('The tables of the palette have different lengths', startOf(part, 0x0028_1101));
  }
  const parts: Buffer[] = [];
  for (let color = 0; color < 3; color++) {
    const plain = await binary(part, 0x0028_1201 + color);
    if (plain) {
      parts.push(entries(plain, red, 0x0028_1201 + color, part));
      continue;
    }
    const segmented = await binary(part, 0x0028_1221 + color);
    if (!segmented) return null;
    const fail = () =>
      malformed('A segmented palette does not follow PS3.3 C.7.9.2', startOf(part, 0x0028_1221 + color));
    parts.push(expand(segmented, red.entries, red.bits <= 8 ? 1 : 2, fail));
  }
  return { ...red, at: tables.add(Buffer.concat(parts)) };
}

/** What 65,536 entries of 16 bits take, segmented in the worst way: the rest of a longer table says nothing. */
const MOST = 4 * 65_536 * 2;

type Descriptor = Omit<DicomLookup, 'at'>;

function descriptorAt(part: Part, where: string): Descriptor | undefined {
  const [entries, first, bits] = numbersAt(part, where);
  if (entries === undefined || first === undefined || bits === undefined) return undefined;
  // What the standard's VRs, US and SS, cannot hold says nothing.
  if (![entries, first, bits].every((number) => Number.isInteger(number) && number >= -0x8000 && number <= 0xffff)) {
    return undefined;
  }
  // 65,536 does not fit: it is 0. A signed VR is the first value's, not the count's.
  return { entries: entries & 0xffff || 0x1_0000, first, bits: bits >= 1 && bits <= 16 ? bits : 16 };
}

/** The bytes of a table in little endian; `undefined` if there is none. */
async function binary(part: Part, tag: number): Promise<Buffer | undefined> {
  const { index, storage } = part.set;
  const at = find(index, entriesIn(part), tag);
  if (at === undefined || index.lengths[at] === 0) return undefined;
  const length = Math.min(index.lengths[at] as number, MOST);
  const bytes = await storage.read(tag, index.offsets[at] as number, length);
  const bigEndian = ((index.flags[at] as number) & BIG_ENDIAN) !== 0;
  return littleEndian({ bytes, bigEndian, charset: 'iso-8859-1' }, 2);
}

/** So many entries of 16 bits; those of 8 bits may be stored in a byte each. */
function entries(bytes: Buffer, { entries: count, bits }: Descriptor, tag: number, part: Part): Buffer {
  if (bytes.length >= 2 * count) return bytes.subarray(0, 2 * count);
  if (bits > 8 || bytes.length < count) {
    const start = startOf(part, tag);
    throw malformed(`The lookup table ${spell(tag)} has ${bytes.length} bytes, too few for ${count} entries`, start, {
      required: 2 * count,
      given: bytes.length,
    });
  }
  const wide = Buffer.alloc(2 * count);
  for (let entry = 0; entry < count; entry++) wide[2 * entry] = bytes[entry] as number;
  return wide;
}

function startOf(part: Part, tag: number): number {
  const at = find(part.set.index, entriesIn(part), tag);
  return at === undefined ? 0 : part.set.index.start(at);
}
