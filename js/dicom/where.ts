/** How an element is named: keyword, tag, path through sequences, or private creator. */
import { invalid, isRecord, readable, text } from '../validate';
import { tagOf } from './dictionary';
import { isPrivate } from './tag';

/** A private element (PS3.5 7.8.1): by what its creator reserved, not by the block it happens to have in a file. */
export interface PrivateElement {
  /** The odd group, such as `0x0009`. */
  group: number;
  /** The private creator, as it stands in an element from (gggg,0010) to (gggg,00FF). */
  creator: string;
  /** The element within the creator's block, 0 to 0xFF. */
  element: number;
}

/**
 * Which element: a keyword of PS3.6 (`'PatientName'`), a tag (`0x00100010`, `'00100010'`, `'(0010,0010)'`), a path of
 * these through sequences (`'RightLensSequence.CylinderSequence.CylinderPower'`; of several items the first, or the one
 * said: `'ReferencedSeriesSequence[1].SeriesInstanceUID'`, from 0), or a {@link PrivateElement}.
 */
export type Where = string | number | PrivateElement;

/** A sequence to go into, or, as the last one, the element itself. */
export interface Step {
  tag: number;
  /** The item of the sequence; none for the last step. */
  item: number;
}

const MUST =
  'a keyword of PS3.6, a tag (a number or 8 hexadecimal digits), a path of these, or { group, creator, element }';

const STEP = /^(?:([A-Za-z]\w*)|\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\))(?:\[(\d{1,9})\])?$/;
const HEX = /^([0-9A-Fa-f]{8})(?:\[(\d{1,9})\])?$/;

/** Paths that were read before: programs ask for the same few again and again. */
const known = new Map<string, readonly Step[]>();
const MOST_KNOWN = 1000;

/** Reads a path of keywords and tags, or a tag. */
export function steps(where: string | number): readonly Step[] {
  if (typeof where === 'number') {
    if (!Number.isInteger(where) || where < 0 || where > 0xffff_ffff) invalid('where', MUST, where);
    return [{ tag: where, item: 0 }];
  }
  const before = known.get(where);
  if (before) return before;
  const parts = text(where, 'where', 10_000).split('.');
  const path = parts.map(
    (part, at) => step(part, at < parts.length - 1) ?? invalid('where', MUST, where, { index: at }),
  );
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(where, path);
  return path;
}

function step(part: string, isSequence: boolean): Step | undefined {
  const [hex, digits, number] = HEX.exec(part) ?? [];
  const [word, keyword, group, element, item = number] = STEP.exec(part) ?? [];
  if (item !== undefined && !isSequence) return undefined;
  let tag: number | undefined;
  if (hex !== undefined) tag = Number.parseInt(digits as string, 16);
  else if (keyword !== undefined) tag = tagOf(keyword);
  else if (word !== undefined) tag = Number.parseInt(`${group}${element}`, 16);
  return tag === undefined ? undefined : { tag, item: Number(item ?? 0) };
}

/** Checks what is no string or number. */
export function privateElement(where: unknown, path = 'where'): PrivateElement {
  if (!isRecord(where)) invalid(path, MUST, where);
  return readable(path, () => {
    const { group, creator, element } = where;
    const isSound =
      typeof group === 'number' &&
      typeof element === 'number' &&
      typeof creator === 'string' &&
      Number.isInteger(group) &&
      Number.isInteger(element) &&
      group > 8 &&
      group <= 0xffff &&
      isPrivate(group * 0x1_0000) &&
      element >= 0 &&
      element <= 0xff;
    if (!isSound) invalid(path, '{ group: odd, creator: a string, element: 0 to 0xFF }', where);
    return { group, creator, element };
  });
}
