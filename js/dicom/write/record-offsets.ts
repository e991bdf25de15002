/** The bytes by which the records of a DICOMDIR refer to each other (PS3.3 F.3.2.2), in a changed file. */
import { find } from '../data-set';
import { BIG_ENDIAN } from '../element-index';
import { entriesIn, type Part } from '../item';
import { PREAMBLE } from './file-meta';
import { growthOf, type Plan, type Splice } from './plan';

const DIRECTORY_RECORD_SEQUENCE = 0x0004_1220;

/** The first and last root record; of a record the next one, the first below it, and the retired one of a multi-reference. */
const OFFSETS = new Set([0x0004_1200, 0x0004_1202, 0x0004_1400, 0x0004_1420, 0x0004_1504]);

/** What must change besides in the data set of a DICOMDIR, whose records stand elsewhere after a change. */
export function movedRecords(file: Part, plan: Plan): Splice[] {
  const { set } = file;
  const { index } = set;
  if (find(index, entriesIn(file), DIRECTORY_RECORD_SEQUENCE) === undefined) return [];
  const moves = new Moves(plan);
  const splices: Splice[] = [];
  for (let at = file.from; at < file.end; at++) {
    if (!OFFSETS.has(index.tags[at] as number) || index.lengths[at] !== 4) continue;
    const bytes = set.bytes(at);
    const start = index.offsets[at] as number;
    if (!bytes || moves.isReplaced(start)) continue;
    const isBig = ((index.flags[at] as number) & BIG_ENDIAN) !== 0;
    const before = isBig ? bytes.readUInt32BE() : bytes.readUInt32LE();
    const after = Math.min(moves.placeOf(before), 0xffff_ffff);
    // 0 stands for none.
    if (before === 0 || after === before) continue;
    const moved = Buffer.alloc(4);
    if (isBig) moved.writeUInt32BE(after);
    else moved.writeUInt32LE(after);
    splices.push({ start, end: start + 4, bytes: [moved] });
  }
  return splices;
}

/** Where the bytes of a file will be. */
class Moves {
  readonly #splices: readonly Splice[];
  /** By how much what follows each splice moves. */
  readonly #growths: Float64Array;
  readonly #preamble: number;

  constructor({ head, meta, dataSet }: Plan) {
    this.#splices = [...meta, ...dataSet];
    this.#preamble = head === 0 ? PREAMBLE.length : 0;
    this.#growths = new Float64Array(this.#splices.length);
    let growth = 0;
    for (const [at, splice] of this.#splices.entries()) {
      growth += growthOf([splice]);
      this.#growths[at] = growth;
    }
  }

  placeOf(offset: number): number {
    const before = this.#before(offset);
    return offset + this.#preamble + (before > 0 ? (this.#growths[before - 1] as number) : 0);
  }

  isReplaced(offset: number): boolean {
    const splice = this.#splices[this.#before(offset)];
    return splice !== undefined && splice.start <= offset && offset < splice.end;
  }

  /** How many splices end at or before a byte. */
  #before(offset: number): number {
    let [low, high] = [0, this.#splices.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#splices[middle] as Splice).end <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
