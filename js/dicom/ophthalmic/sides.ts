import type { Source } from './findings';
import { checkItem, checkSides } from './laterality';
import type { EyeSide } from './record';

/** What is known of the eyes, by sequence. */
export interface Sides<Eye, Both = Eye> {
  right: Eye | undefined;
  left: Eye | undefined;
  both: Both | undefined;
  unspecified: Eye | undefined;
}

/** The sequences of a class, each for an eye. */
export type SideSequences = Partial<Record<EyeSide, string>>;

/** Holds what else the file says of the eyes against the sequences that are there. */
export function checkSequences(file: Source, sequences: SideSequences): void {
  const present = (side: EyeSide) => sequences[side] !== undefined && file.item.items(sequences[side]).length > 0;
  checkSides(file, { right: present('right'), left: present('left'), both: present('both') });
}

/** Reads the sequences of a class, each with one item, and checks what else the file says of the eyes. */
export function readSides<Eye>(
  file: Source,
  sequences: SideSequences,
  read: (eye: Source) => Eye | undefined,
): Sides<Eye> {
  checkSequences(file, sequences);
  const of = (side: EyeSide): Eye | undefined => {
    const keyword = sequences[side];
    const eye = keyword === undefined ? undefined : file.for('', side).one(keyword, `${side}.`);
    if (!eye) return undefined;
    if (side !== 'unspecified') checkItem(eye);
    return read(eye);
  };
  const [right, left, both, unspecified] = [of('right'), of('left'), of('both'), of('unspecified')];
  return { right, left, both, unspecified };
}
