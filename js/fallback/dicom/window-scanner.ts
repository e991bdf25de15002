import type { DicomIndex, DicomLimits, DicomScanner } from '../../contract/dicom';
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

/** What a scan has found. */
export function indexOf({ index, meta, explicit, length }: Scanner): DicomIndex {
  return { count: index.size, meta, size: length, explicit, columns: index.columns() };
}
