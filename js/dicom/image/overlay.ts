/** Overlay planes (PS3.3 C.9.2). */
import type { PixelMessage } from '../../contract/dicom';
import { find } from '../data-set';
import { BIG_ENDIAN } from '../element-index';
import { frameTooLarge, malformed } from '../errors';
import { entriesIn, type Part } from '../item';
import { hex8 } from '../tag';
import { littleEndian } from '../value';
import { OW } from '../vr';
import { integerAt, numbersAt } from './description';
import type { Tables } from './lookup';
import { run } from './stored';

/** The planes that lie over a frame. */
export async function overlays(
  part: Part,
  frame: number,
  maxBytes: number,
  tables: Tables,
): Promise<PixelMessage['overlays']> {
  const planes: PixelMessage['overlays'] = [];
  for (let group = 0x6000_0000; group <= 0x601e_0000; group += 0x2_0000) {
    const plane = await overlay(part, group, frame, maxBytes, tables);
    if (plane) planes.push(plane);
  }
  return planes;
}

async function overlay(part: Part, group: number, frame: number, maxBytes: number, tables: Tables) {
  const { index, storage } = part.set;
  const data = find(index, entriesIn(part), group + 0x3000);
  if (data === undefined) return undefined;
  const number = (element: number) => integerAt(part, hex8(group + element));
  const rows = number(0x0010) ?? 0;
  const columns = number(0x0011) ?? 0;
  if (rows < 1 || columns < 1) return undefined;
  // A plane of several frames starts at one of the image's; one of a single frame lies over all of them.
  const planes = number(0x0015);
  const plane = planes === undefined ? 0 : frame + 1 - (number(0x0051) ?? 1);
  if (plane < 0 || plane >= (planes ?? 1)) return undefined;
  const bits = rows * columns;
  const length = index.lengths[data] as number;
  if ((plane + 1) * bits > length * 8) {
    throw malformed(`An overlay has ${length} bytes, too few for its size`, index.start(data), {
      required: Math.ceil(((plane + 1) * bits) / 8),
      given: length,
    });
  }
  // Words of two bytes, which may have to be swapped, from the first to the last that the plane has bits in.
  const start = Math.floor((plane * bits) / 16) * 2;
  const end = Math.min(Math.ceil(((plane + 1) * bits) / 16) * 2, length);
  if (end - start > maxBytes) throw frameTooLarge(frame, end - start, maxBytes);
  const offset = (index.offsets[data] as number) + start;
  const bytes = await storage.read(index.tags[data] as number, offset, end - start);
  const bigEndian = ((index.flags[data] as number) & BIG_ENDIAN) !== 0;
  const words = littleEndian({ bytes, bigEndian, charset: 'iso-8859-1' }, index.vrs[data] === OW ? 2 : 1);
  const [top, left] = numbersAt(part, hex8(group + 0x0050));
  return { rows, columns, x: origin(left), y: origin(top), at: tables.add(run(words, plane * bits - start * 8, bits)) };
}

/** Overlay Origin from 0. It counts from 1, which is also where an overlay starts whose origin the VR, SS, cannot hold. */
const origin = (place = 1): number => (Number.isInteger(place) && Math.abs(place) <= 0x8000 ? place - 1 : 0);
