/** Picks the backend, native or JavaScript, and says which and why. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { ClinicoreError } from './errors';
import { fallback } from './fallback';
import { version } from './version';

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
  /** Calls being worked on. */
  running: number;
  /** Calls waiting in the interactive lane. */
  interactive: number;
  /** Calls waiting in the bulk lane. */
  bulk: number;
}

/** A workbook as it crosses to a backend; its sheets' rows cross as {@link Table}s. */
export interface WorkbookMessage {
  sheets: SheetMessage[];
  /** Mark texts that begin like a formula. */
  escapeFormulas: boolean;
  /** Document properties; empty ones are left out. */
  title: string;
  author: string;
  /** Such as `2026-01-31T12:00:00Z`. */
  created: string;
}

/** See {@link WorkbookMessage}. */
export interface SheetMessage {
  name: string;
  columns: ColumnMessage[];
  freezeHeader: boolean;
  autoFilter: boolean;
}

/** See {@link WorkbookMessage}. */
export interface ColumnMessage {
  header: string;
  /** Dates and times are numbers: Excel's serial days. Decimals are integers in units of `10^-scale`. */
  kind: 'number' | 'decimal' | 'boolean' | 'text';
  /** 0 unless `kind` is `decimal`. */
  scale: number;
  /** An Excel number format such as `yyyy-mm-dd`; empty for General. */
  format: string;
  /** In characters. */
  width: number;
}

/** Rows on their way into a file, kept by the backend in columns. */
export interface Table {
  /**
   * Adds rows. `numbers` holds the columns that are not text one after the other, NaN for an empty cell, 0 or 1 for a
   * boolean; `text` the texts of the other columns, column after column, as UTF-8, and `lengths` the bytes of each.
   */
  append(rows: number, numbers: Float64Array, text: Uint8Array, lengths: Uint32Array): void;
  /** Lets go of the rows. */
  clear(): void;
}

/** An invoice's lines on their way into a PDF. */
export interface Lines {
  /** Adds lines, given as the JSON of an array of `CheckedLine` in `pdf/document.ts`. */
  append(json: string): void;
  /** Lets go of the lines. */
  clear(): void;
}

/**
 * A piece of the JSON text of a data set. The text is cut only at commas between elements and between the values of an
 * element, so that each piece can be completed and parsed by itself: one whole text of a large data set would hold the
 * event loop too long.
 */
export interface DicomJsonPiece {
  /** The text, without the comma at which it was cut. */
  json: string;
  /** The tags of the sequences, outermost first, in whose last item so far the piece goes on. */
  path: string[];
  /** Whether the last of `path` is no sequence, but the element whose values go on. */
  inValue: boolean;
}

/** The pieces in order, each made only when it is asked for: all at once would hold the event loop too long. */
export interface DicomJsonPieces {
  /** The next piece, or `null` after the last. */
  next(): DicomJsonPiece | null;
}

/** What to read of DICOM data, and what it may cost; meanings in `dicom.ParseOptions`. */
export interface DicomParsing {
  pixelData: boolean;
  fileMeta: boolean;
  maxElements: number;
  maxDepth: number;
  maxInflatedBytes: number;
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
  readonly stats: {
    /** Fills the five arrays (`forecast` as long as the horizon, the others as `values`); returns the squared error. */
    holtWinters(
      values: Float64Array,
      seasonLength: number,
      alpha: number,
      beta: number,
      gamma: number,
      multiplicative: boolean,
      fitted: Float64Array,
      level: Float64Array,
      trend: Float64Array,
      seasonal: Float64Array,
      forecast: Float64Array,
    ): number;
  };
  readonly pdf: {
    readonly Lines: new () => Lines;
    /** `document` is the JSON of a checked `InvoiceDocument` (`pdf/document.ts`) without lines; takes them out of `lines`. */
    invoice(document: string, lines: Lines, job: Job): Promise<Uint8Array>;
  };
  readonly dicom: {
    /** The DICOM JSON of a file or bare data set, as text in pieces. */
    parse(data: Uint8Array, options: DicomParsing, job: Job): Promise<DicomJsonPieces>;
  };
  /** `export` is a reserved word. */
  readonly exporting: {
    readonly Table: new () => Table;
    /** The workbook's file; takes the rows out of `tables`, one for each sheet. */
    xlsx(workbook: WorkbookMessage, tables: Table[], job: Job): Promise<Uint8Array>;
  };
  readonly crypto: {
    /** The `$2b$` hash of a password of at most 72 bytes without NUL, under a salt of 16 bytes. */
    hashPassword(password: Uint8Array, cost: number, salt: Uint8Array, job: Job): Promise<string>;
    /** Whether a well-formed 2a, 2b, 2x or 2y hash is that of a password of at most 72 bytes without NUL. */
    verifyPassword(password: Uint8Array, hash: string, job: Job): Promise<boolean>;
  };
}

/** The generated loader's own types: that they satisfy {@link Backend} is the contract's native half. */
type Binding = typeof import('../native/binding');

function loadNative(): Backend {
  const binding: Binding = require('../native/binding.js');
  if (binding.version() !== version) {
    throw new Error(
      `the native binary is version ${binding.version()}, the package ${version}; reinstall clinicore so that both match`,
    );
  }
  return binding;
}

/** Why the loader gave up: what it says of each place it looked in, without its guess at the cause. */
function reasons(thrown: unknown): string {
  const chain: string[] = [];
  for (let error = thrown; error instanceof Error; error = error.cause) chain.push(error.message.split('\n')[0] ?? '');
  const places = chain.length > 1 ? chain.slice(1).filter((message) => !message.includes('wasi')) : chain;
  return places.join('; ') || String(thrown);
}

/** The commands that get the native backend on this machine. */
function howToMend(): string {
  const { platform, arch } = process;
  const libc = platform === 'linux' ? ` --libc=${isMusl() ? 'musl' : 'glibc'}` : '';
  const root = join(__dirname, '..');
  return [
    `To install the prebuilt binary for this machine: npm install --include=optional --os=${platform} --cpu=${arch}${libc} clinicore`,
    ...(existsSync(join(root, 'Cargo.toml')) ? [`To build it (needs Rust): npm run build:native (in ${root})`] : []),
  ].join('\n');
}

function isMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

const wanted = process.env.CLINICORE_BACKEND || 'auto';
const { chosen, loadError: whyNotNative } = choose(wanted);

function choose(name: string): { chosen: 'native' | 'js'; loadError: Error | null } {
  if (name === 'js') return { chosen: 'js', loadError: null };
  if (name !== 'native' && name !== 'auto') {
    throw new ClinicoreError(
      'ERR_INVALID_ARGUMENT',
      "The environment variable CLINICORE_BACKEND must be 'native', 'js' or 'auto'",
      { argument: 'CLINICORE_BACKEND' },
    );
  }
  try {
    loadNative();
    return { chosen: 'native', loadError: null };
  } catch (cause) {
    const loadError = new ClinicoreError(
      'ERR_BACKEND_UNAVAILABLE',
      `The native backend could not be loaded: ${reasons(cause)}\n${howToMend()}`,
      {},
      { cause },
    );
    if (name === 'native') throw loadError;
    warnOnce(`Clinicore runs on its JavaScript fallback, which is slower. ${loadError.message}`);
    return { chosen: 'js', loadError };
  }
}

/** Workers started later inherit that it was said. */
function warnOnce(message: string): void {
  if (getEnvironmentData('clinicore.warned')) return;
  setEnvironmentData('clinicore.warned', true);
  process.emitWarning(message, { type: 'ClinicoreWarning', code: 'CLINICORE_FALLBACK' });
}

let current: Backend = chosen === 'native' ? loadNative() : fallback;

/** The backend that calls made now run on. */
export function currentBackend(): Backend {
  return current;
}

/** Runs later calls on the named backend; how one test suite covers both. Not part of the public API. */
export function useBackend(name: 'native' | 'js'): Backend {
  current = name === 'native' ? loadNative() : fallback;
  return current;
}

/** Which backend runs the calls: `'native'` (Rust) or `'js'` (the fallback). Chosen once, when the package loads. */
export const backend: 'native' | 'js' = chosen;

/**
 * Why the native backend did not load, with the commands that mend it; `null` when it did, or when
 * `CLINICORE_BACKEND=js` asked for JavaScript.
 */
export const loadError: Error | null = whyNotNative;
