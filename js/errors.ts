/**
 * What each error code means. The one list: the types, both backends and the table in `docs/errors.md` come from it.
 */
export const ERROR_CODES = {
  ERR_INVALID_ARGUMENT:
    'An argument has the wrong type, shape or range. `details.argument` is its path. Mend the call.',
  ERR_INSUFFICIENT_DATA:
    'The data are valid but too few for the method. `details.required` and `details.given` say by how much.',
  ERR_MALFORMED_INPUT:
    'Input from outside (a file, a stored hash) does not follow its format. `details.offset` is the byte, where there is one.',
  ERR_UNSUPPORTED: 'The input is valid, but this backend or version does not handle its kind.',
  ERR_LIMIT_EXCEEDED:
    'The input is larger than a limit that protects the service. `details.limit` is the limit, `details.option` what raises it, where an option does.',
  ERR_BUSY: 'The work queue is full and the call was not started. Answer 503 and try again later.',
  ERR_ABORTED: "The call's `signal` was aborted. The error's name is `AbortError`, its `cause` the signal's reason.",
  ERR_AUTHENTICATION_FAILED: 'A code, token or sealed value did not prove genuine. It never says which part was wrong.',
  ERR_IO: 'Reading or writing a file or stream failed. `cause` is the system error.',
  ERR_BACKEND_UNAVAILABLE:
    'The backend that was asked for cannot be loaded. The message says the command that mends it.',
  ERR_INTERNAL: 'A fault in Clinicore itself, caught before it could harm the process. Please report it.',
} as const;

/**
 * A stable, machine-readable error code: `docs/errors.md` says what each means.
 *
 * @useDeclaredType
 */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Where and by how much the input was wrong. Never holds a patient's data, a password or a key. */
export interface ErrorDetails {
  /** Path of the argument, such as `options.alpha` or `data.lines[3].quantity`. */
  argument?: string;
  /** Index into a series, list or column. */
  index?: number;
  /** Which of a report's formats, such as `csv`. */
  format?: string;
  /** Sheet of a workbook, from 0. */
  sheet?: number;
  /** Column of a table, from 0. */
  column?: number;
  /** Row of a table, from 0; a header is not counted. */
  row?: number;
  /** Line of a text file, from 1. */
  line?: number;
  /** Byte offset into the input. */
  offset?: number;
  /** How much was needed. */
  required?: number;
  /** How much there was. */
  given?: number;
  /** The limit that was passed. */
  limit?: number;
  /** The option that raises the limit. */
  option?: string;
  /** A Unicode code point, such as `U+1F600`. */
  codePoint?: string;
}

/**
 * The one class of error this package throws or rejects with; only what your own `onProgress` throws is passed on as it is.
 *
 * @example
 * try {
 *   await crypto.verifyPassword(password, storedHash);
 * } catch (error) {
 *   if (error instanceof ClinicoreError && error.code === 'ERR_BUSY') response.status(503).end();
 *   else throw error;
 * }
 */
export class ClinicoreError extends Error {
  /** What kind of error it is; stable between versions. */
  readonly code: ErrorCode;
  /** Where and by how much the input was wrong. */
  readonly details: Readonly<ErrorDetails>;

  /**
   * For errors of your own that are to be answered as this package's.
   *
   * @param code what kind of error it is
   * @param message what was wrong, where, and what would be right
   * @param details the same for machines
   * @param options `cause`: the error or abort reason behind this one
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    // In one order, whichever backend gave them.
    this.details = Object.freeze(Object.fromEntries(Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1))));
  }
}
// On the prototype, so that instances print as other errors do and a minifier cannot rename the class in logs.
Object.defineProperty(ClinicoreError.prototype, 'name', {
  value: 'ClinicoreError',
  writable: true,
  configurable: true,
});

/** A number of items, for a message. */
export const count = (n: number, item = 'item', items = `${item}s`): string => `${n} ${n === 1 ? item : items}`;

/** The error of values of which the answer is no double; `argument` is which of them, where `path` names several. */
export function outOfRange(path = 'values', argument = path): ClinicoreError {
  return new ClinicoreError(
    'ERR_INVALID_ARGUMENT',
    `${path} are too large or too close to 0 to be analysed in double precision`,
    { argument },
  );
}

/** The error of a call whose `signal` was aborted; `name` is `AbortError`, as in Node and on the web. */
export function abortError(reason: unknown): ClinicoreError {
  const error = new ClinicoreError('ERR_ABORTED', 'The operation was aborted', {}, { cause: reason });
  error.name = 'AbortError';
  return error;
}

/** The error of a call for which the work queue has no place. */
export function busyError(waiting: number, limit: number): ClinicoreError {
  return new ClinicoreError('ERR_BUSY', `The work queue is full: ${waiting} calls are waiting; try again later`, {
    limit,
    option: 'maxQueue',
  });
}

/**
 * Turns what a backend threw into a {@link ClinicoreError}.
 *
 * A native error carries only one string, so the binding writes `{ code, message, details }` into it as JSON. Anything
 * else that comes out of a backend is a fault of ours.
 */
export function fromBackend(thrown: unknown): ClinicoreError {
  if (thrown instanceof ClinicoreError) return thrown;
  const said = thrown instanceof Error ? parseFault(thrown.message) : undefined;
  if (said === undefined) {
    return new ClinicoreError('ERR_INTERNAL', 'Clinicore failed unexpectedly', {}, { cause: thrown });
  }
  return said.code === 'ERR_ABORTED'
    ? abortError(undefined)
    : new ClinicoreError(said.code, said.message, said.details);
}

function parseFault(message: string): { code: ErrorCode; message: string; details: ErrorDetails } | undefined {
  try {
    const said = JSON.parse(message);
    return Object.hasOwn(ERROR_CODES, said.code) ? said : undefined;
  } catch {
    return undefined;
  }
}
