/** The JSON of a file of few elements, made on the event loop: that takes less than the way to the pool and back. */
import type { DicomParsing } from '../contract/dicom';
import { indexBytes } from './index-bytes';
import { newPart, setOf } from './item';
import { jsonOf } from './json';
import type { DicomJson } from './model';
import { Memory } from './storage';
import { isPixelData } from './tag';
import { SQ } from './vr';

/** How many entries, and how many bytes besides pixel data nobody wants, take about a millisecond. */
const FEW = { entries: 2048, bytes: 64 * 1024 };

/** `undefined` where there is more, where it is deflated, or where it might be more than `maxElements`. */
export function jsonAtOnce(data: Uint8Array, parsing: DicomParsing): DicomJson | undefined {
  const { pixelData, fileMeta, maxElements, maxDepth } = parsing;
  const found = indexBytes(data, maxElements, maxDepth, FEW.entries);
  if (!found) return undefined;
  const set = setOf(found, new Memory(data), maxElements);
  const { index } = set;
  let bytes = data.length;
  if (!pixelData) {
    for (let at = 0; at < index.size; at++) {
      if (isPixelData(index.tags[at] as number) && index.vrs[at] !== SQ) bytes -= index.lengths[at] as number;
    }
  }
  // No value takes less than a byte, so there are no more values than these.
  if (bytes > FEW.bytes || bytes > maxElements) return undefined;
  return jsonOf(newPart(set, fileMeta ? 0 : found.meta, found.count), { bulkDataUri: undefined, pixelData });
}
