import type { DicomJsonPiece } from '../backend';
import type { DicomJson } from '../dicom';
import { abortError } from '../errors';

/** How long the event loop may be held. */
const TURN_MS = 4;

/**
 * Makes the objects of a data set piece by piece, letting the event loop turn in between: parsing half a million elements
 * takes a few tenths of a second.
 */
export async function assemble(pieces: DicomJsonPiece[], signal: AbortSignal | undefined): Promise<DicomJson> {
  const whole: DicomJson = {};
  let turn = performance.now();
  for (const [at, { json, path }] of pieces.entries()) {
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resume) => setImmediate(resume));
      if (signal?.aborted) throw abortError(signal.reason);
      turn = performance.now();
    }
    const opening = at === 0 ? '' : `{${path.map((tag) => `"${tag}":{"Value":[{`).join('')}`;
    const next = pieces[at + 1];
    const closing = next ? `}${']}}'.repeat(next.path.length)}` : '';
    append(whole, JSON.parse(opening + json + closing), path);
  }
  return whole;
}

/** Adds a part to the end of a data set; along `path` its first items go on where the data set's last ones ended. */
function append(whole: DicomJson, part: DicomJson, path: readonly string[]): void {
  const [continued, ...deeper] = path;
  for (const [tag, element] of Object.entries(part)) {
    if (tag !== continued) {
      whole[tag] = element;
      continue;
    }
    const items = whole[tag]?.Value as DicomJson[];
    const [first, ...others] = element.Value as [DicomJson, ...DicomJson[]];
    append(items[items.length - 1] as DicomJson, first, deeper);
    for (const other of others) items.push(other);
  }
}
