import type { DicomBackend, DicomIndex, DicomLimits, DicomScanner } from '../../contract/dicom';
import { ENTRY } from '../../dicom/element-index';
import { Scanner } from './scan';
import { Window } from './source';

/** See {@link DicomScanner}. */
export class WindowScanner implements DicomScanner {
  readonly #scanner: Scanner;

  constructor(limits: DicomLimits) {
    this.#scanner = new Scanner(limits);
  }

  get deflatedAt(): number {
    return this.#scanner.deflatedAt;
  }

  advance(window: Uint8Array, at: number, end: boolean, steps: number): number {
    const length = end ? at + window.length : Number.POSITIVE_INFINITY;
    return this.#scanner.advance(new Window(window, at, length), steps);
  }

  index(): DicomIndex {
    return indexOf(this.#scanner);
  }
}

/** See {@link DicomBackend.indexBytes}. */
export const indexBytes: DicomBackend['indexBytes'] = (data, maxElements, maxDepth, into) => {
  const room = Math.floor((into.length - HEAD) / ENTRY);
  const scanner = new Scanner({ maxElements, maxDepth });
  const next = scanner.advance(new Window(data, 0, data.length), 2 * room);
  const { index, meta, explicit } = scanner;
  if (next >= 0 || index.size > room) return -1;
  new Uint32Array(into.buffer, into.byteOffset, 2).set([meta, explicit ? 1 : 0]);
  into.set(index.columns(), HEAD);
  return index.size;
};

/** The bytes before the columns. */
const HEAD = 8;

/** What a scan has found. */
export function indexOf({ index, meta, explicit, length }: Scanner): DicomIndex {
  return { count: index.size, meta, size: length, explicit, columns: index.columns() };
}
