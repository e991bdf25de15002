import type { Lane } from '../../contract';
import { type Task, type TaskOptions, taskOptions } from '../../task';
import { type Fields, integer, oneOf } from '../../validate';
import type { NamePolicy } from './names';

/** What an archive that is read may cost, and what its names may be. */
export interface ReadArchiveOptions extends Pick<TaskOptions, 'signal' | 'lane'> {
  /** How many entries there may be, 1 to 10,000,000. Default: 100,000. */
  maxEntries?: number | undefined;
  /** How many bytes one entry may hold, 0 to 2^53 - 1. Default: 1,073,741,824 (1 GiB). */
  maxEntryBytes?: number | undefined;
  /** How many bytes all entries may hold, 0 to 2^53 - 1. Default: 4,294,967,296 (4 GiB). */
  maxBytes?: number | undefined;
  /**
   * How many times as large as it is packed content may be, 1 to 1,000,000; 64 MiB in all may be beyond that, for logs and
   * empty tables honestly are. Default: 200.
   */
  maxRatio?: number | undefined;
  /**
   * Whether names may come twice: `unique` (no), `unique-ignoring-case` (nor differ only in case or in how accents are
   * composed, which are the same file on macOS and Windows) or `any`. Default: `unique`.
   */
  names?: NamePolicy | undefined;
}

/** The limits of {@link ReadArchiveOptions}. */
export interface Limits {
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
  readonly maxBytes: number;
  readonly maxRatio: number;
  readonly names: NamePolicy;
}

/** The names of {@link ReadArchiveOptions}, for {@link Fields.only}. */
export const READ_OPTIONS = ['maxEntries', 'maxEntryBytes', 'maxBytes', 'maxRatio', 'names', 'signal', 'lane'] as const;

const GIB = 1024 ** 3;
const MOST = Number.MAX_SAFE_INTEGER;

/** Reads {@link ReadArchiveOptions} out of a call's options. */
export function readOptions(fields: Fields, lane: Lane): { limits: Limits; task: Task } {
  const limits = {
    maxEntries: fields.optional('maxEntries', 100_000, integer, 1, 10_000_000),
    maxEntryBytes: fields.optional('maxEntryBytes', GIB, integer, 0, MOST),
    maxBytes: fields.optional('maxBytes', 4 * GIB, integer, 0, MOST),
    maxRatio: fields.optional('maxRatio', 200, integer, 1, 1_000_000),
    names: fields.optional('names', 'unique', namePolicy),
  };
  return { limits, task: taskOptions(fields, lane) };
}

const namePolicy = (value: unknown, path: string): NamePolicy =>
  oneOf(value, path, ['unique', 'unique-ignoring-case', 'any']);
