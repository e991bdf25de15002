import type { DicomJsonPieces } from '../contract/dicom';
import { abortError } from '../errors';
import type { DicomJson, DicomValue } from './model';

/** How long the event loop may be held. */
const TURN_MS = 4;

/**
 * Makes the objects of a data set piece by piece, letting the event loop turn in between: parsing half a million elements
 * takes a few tenths of a second.
 */
export async function assemble(pieces: DicomJsonPieces, signal: AbortSignal | undefined): Promise<DicomJson> {
  const whole: DicomJson = {};
  let turn = performance.now();
  let opening = '';
  for (let piece = pieces.next(); piece; ) {
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resume) => setImmediate(resume));
      if (signal?.aborted) throw abortError(signal.reason);
      turn = performance.now();
    }
    const { json, path, inValue } = piece;
    piece = pieces.next();
    const closing = piece ? (piece.inValue ? '' : '}') + ']}}'.repeat(piece.path.length) : '';
    append(whole, JSON.parse(opening + json + closing), path, inValue);
    const lists = piece?.path.map((tag) => `"${tag}":{"Value":[`) ?? [];
    opening = ['', ...lists].join('{') + (piece?.inValue ? '' : '{');
  }
  return whole;
}

/**
 * Adds a part to the end of a data set; along `path` its first items go on where the data set's last ones ended, or, for
 * the last tag `inValue`, its values do.
 */
function append(whole: DicomJson, part: DicomJson, path: readonly string[], inValue: boolean): void {
  const [continued, ...deeper] = path;
  for (const [tag, element] of Object.entries(part)) {
    if (tag !== continued) {
      whole[tag] = element;
      continue;
    }
    const values = whole[tag]?.Value as DicomValue[];
    let others = element.Value as DicomValue[];
    if (deeper.length > 0 || !inValue) {
      append(values[values.length - 1] as DicomJson, others[0] as DicomJson, deeper, inValue);
      others = others.slice(1);
    }
    for (const other of others) values.push(other);
  }
}
