/** What a backend is: the one interface that the native binding and the JavaScript fallback both keep. */
import type { CryptoBackend } from './contract/crypto';
import type { DicomBackend } from './contract/dicom';
import type { ExportBackend } from './contract/export';
import type { PdfBackend } from './contract/pdf';
import type { StatsBackend } from './contract/stats';

/** The queue a call waits in: interactive work runs before any bulk work. */
export type Lane = 'interactive' | 'bulk';

/** One asynchronous call on its way through a backend. */
export interface Job {
  /** Stops the call: at its next checkpoint, or, if it waits, at the next `pool.sweep()`. Its promise then rejects. */
  cancel(): void;
}

/** What the work pool is doing. */
export interface PoolStatus {
  /** Worker threads (the JavaScript backend runs one call at a time on the event loop and says 0). */
  threads: number;
  /** How many calls may wait before the next is refused with `ERR_BUSY`. */
  maxQueue: number;
  /** Calls being worked on; one that is split over many threads counts once for each of them. */
  running: number;
  /** Calls that could begin at once: threads that have nothing to do. */
  idle: number;
  /** Calls waiting in the interactive lane. */
  interactive: number;
  /** Calls waiting in the bulk lane. */
  bulk: number;
}

/**
 * What a backend can do. The generated native binding and the JavaScript fallback are both type-checked against this
 * interface. Arguments have passed the front door; bytes and arrays may be read only until the call returns.
 */
export interface Backend {
  readonly Job: new (lane: Lane, onProgress?: (done: number, total: number) => void) => Job;
  readonly pool: {
    configure(threads: number | undefined, maxQueue: number | undefined): void;
    status(): PoolStatus;
    /** Takes the calls that were cancelled out of the queue. */
    sweep(): void;
  };
  readonly stats: StatsBackend;
  readonly pdf: PdfBackend;
  readonly dicom: DicomBackend;
  /** `export` is a reserved word. */
  readonly exporting: ExportBackend;
  readonly crypto: CryptoBackend;
}
