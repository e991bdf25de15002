/** What reading a file may cost, and how much of that is spent. */
import type { FileLimitsMessage } from '../../../contract/pdf-files';
import { ClinicoreError, type ErrorDetails } from '../../../errors';
import type { Pace } from '../pace';

/** A fault of a file; which one is put before the message by whoever knows. */
export class FileFault extends Error {
  constructor(
    readonly code: 'ERR_MALFORMED_INPUT' | 'ERR_UNSUPPORTED' | 'ERR_LIMIT_EXCEEDED' | 'ERR_INVALID_ARGUMENT',
    /** `{}` stands for the file. */
    readonly says: string,
    readonly details: ErrorDetails = {},
  ) {
    super(says);
  }

  of(argument: string): ClinicoreError {
    return new ClinicoreError(this.code, this.says.replace('{}', argument), { ...this.details, argument });
  }
}

export const malformed = (reason: string, offset?: number): FileFault =>
  new FileFault('ERR_MALFORMED_INPUT', `{} is no sound PDF: ${reason}`, offset === undefined ? {} : { offset });

export const beyond = (items: string, limit: number, option: string): FileFault =>
  new FileFault(
    'ERR_LIMIT_EXCEEDED',
    `{} has more than ${limit} ${items}; where that is right, raise options.${option}`,
    {
      limit,
      option,
    },
  );

/** Whether reading may go on after a fault: what is damaged may be passed over, what costs too much not. */
export const isDamage = (error: unknown): boolean => error instanceof FileFault && error.code === 'ERR_MALFORMED_INPUT';

/** As {@link isDamage}, or what is not read: of no matter where only a part of the file is asked for. */
export const isPassable = (error: unknown): boolean =>
  isDamage(error) || (error instanceof FileFault && error.code === 'ERR_UNSUPPORTED');

/** Says of faults which file has them. */
export function* within<T>(argument: string, steps: Generator<void, T, void>): Generator<void, T, void> {
  try {
    return yield* steps;
  } catch (error) {
    throw error instanceof FileFault ? error.of(argument) : error;
  }
}

/** One call: its limits, and what is spent of them. */
export class Work {
  #bytes = 0;
  #pages = 0;
  #objects = 0;
  #inflated = 0;

  constructor(
    readonly limits: FileLimitsMessage,
    readonly pace: Pace,
  ) {}

  file(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.limits.maxBytes) throw beyond('bytes', this.limits.maxBytes, 'maxBytes');
  }

  page(): void {
    if (++this.#pages > this.limits.maxPages) throw beyond('pages', this.limits.maxPages, 'maxPages');
  }

  object(): void {
    if (++this.#objects > this.limits.maxObjects) throw beyond('objects', this.limits.maxObjects, 'maxObjects');
  }

  /** How many bytes a stream may still grow to. */
  inflatable(): number {
    return Math.max(0, this.limits.maxInflatedBytes - this.#inflated);
  }

  inflated(bytes: number): void {
    this.#inflated += bytes;
    const limit = this.limits.maxInflatedBytes;
    if (this.#inflated > limit) throw beyond('inflated bytes', limit, 'maxInflatedBytes');
  }

  depth(depth: number): void {
    if (depth > this.limits.maxDepth) throw beyond('levels within each other', this.limits.maxDepth, 'maxDepth');
  }
}
