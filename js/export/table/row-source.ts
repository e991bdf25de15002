/** Where rows come from: an array, an iterable, an asynchronous one; row by row, or in chunks. */
import { ClinicoreError } from '../../errors';
import type { Task } from '../../task';
import { unlessAborted } from '../../turn';
import { invalid, readable } from '../../validate';

/** Rows of an iterable that are taken at a time. */
const RUN = 256;

/** What a source is. */
export type RowSource =
  | { readonly kind: 'array'; readonly rows: readonly unknown[]; readonly length: number }
  | { readonly kind: 'sync'; readonly items: Iterable<unknown> }
  | { readonly kind: 'async'; readonly items: AsyncIterable<unknown> };

/** Looks at what a caller passed in, without reading a row. */
export function rowSource(value: unknown, path: string): RowSource {
  return readable(path, () => {
    if (Array.isArray(value)) return { kind: 'array', rows: value, length: value.length };
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      if (typeof Reflect.get(value, Symbol.asyncIterator) === 'function') {
        return { kind: 'async', items: value as AsyncIterable<unknown> };
      }
      if (typeof Reflect.get(value, Symbol.iterator) === 'function') {
        return { kind: 'sync', items: value as Iterable<unknown> };
      }
    }
    return invalid(path, 'an array, an iterable or an asynchronous iterable of rows', value);
  });
}

/** What takes the rows. */
export interface RowReader {
  /** Takes rows of an array; lets the event loop turn. */
  take(rows: readonly unknown[], length: number): Promise<void>;
  /** Lets the event loop turn, if it is time. */
  turn(): Promise<void>;
}

/** Hands all rows of a source to `reader`, in order. */
export async function readSource(source: RowSource, isChunked: boolean, task: Task, reader: RowReader): Promise<void> {
  if (source.kind === 'array') {
    if (!isChunked) return reader.take(source.rows, source.length);
    for (let at = 0; at < source.length; at++)
      await takeChunk(
        readable('rows', () => source.rows[at]),
        reader,
      );
    return;
  }
  for await (const run of runsOf(source, task, isChunked ? 1 : RUN, 'rows')) {
    if (!isChunked) await reader.take(run, run.length);
    else for (const chunk of run) await takeChunk(chunk, reader);
  }
}

/** A chunk of rows, and how many they are. */
export function chunkOf(value: unknown): { rows: readonly unknown[]; length: number } {
  return readable('rows', () => {
    if (!Array.isArray(value)) invalid('rows', 'an iterable of arrays of rows (chunked: true)', value);
    return { rows: value as readonly unknown[], length: value.length };
  });
}

async function takeChunk(chunk: unknown, reader: RowReader): Promise<void> {
  const { rows, length } = chunkOf(chunk);
  await reader.take(rows, length);
  await reader.turn();
}

/**
 * What a source gives, at most so many items at a time. It is closed when it is left early; a failure of its own is
 * `ERR_IO`, but for a {@link ClinicoreError}, which says more.
 */
export async function* runsOf(source: RowSource, task: Task, most: number, path: string): AsyncGenerator<unknown[]> {
  if (source.kind === 'array') {
    for (let at = 0; at < source.length; at += most) yield readable(path, () => source.rows.slice(at, at + most));
  } else if (source.kind === 'sync') {
    yield* syncRuns(source.items, most, path);
  } else {
    yield* asyncRuns(source.items, task, most, path);
  }
}

function* syncRuns(items: Iterable<unknown>, most: number, path: string): Generator<unknown[], void, void> {
  const orFailed = <T>(step: () => T): T => {
    try {
      return step();
    } catch (cause) {
      throw failed(cause, path);
    }
  };
  const iterator = orFailed(() => items[Symbol.iterator]());
  const next = () => orFailed(() => iterator.next());
  let isOpen = true;
  const pull = (): unknown[] => {
    const run: unknown[] = [];
    isOpen = false; // What fails is closed.
    for (let step = next(); !step.done; step = next()) {
      if (run.push(step.value) === most) {
        isOpen = true;
        break;
      }
    }
    return run;
  };
  try {
    do {
      const run = pull();
      if (run.length > 0) yield run;
    } while (isOpen);
  } finally {
    if (isOpen) orFailed(() => iterator.return?.());
  }
}

/** As {@link syncRuns}. An iterator that is left early is told so, but not waited for: it may be stuck. */
async function* asyncRuns(
  items: AsyncIterable<unknown>,
  task: Task,
  most: number,
  path: string,
): AsyncGenerator<unknown[], void, void> {
  let isOpen = false;
  const orFailed = async <T>(step: () => T | Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (cause) {
      isOpen = false; // What fails is closed.
      throw failed(cause, path);
    }
  };
  const iterator = await orFailed(() => items[Symbol.asyncIterator]());
  isOpen = true;
  try {
    while (isOpen) {
      const run: unknown[] = [];
      while (isOpen && run.length < most) {
        const step = await unlessAborted(
          task,
          orFailed(() => iterator.next()),
        );
        if (step.done) isOpen = false;
        else run.push(step.value);
      }
      if (run.length > 0) yield run;
    }
  } finally {
    if (isOpen) Promise.resolve(attempt(() => iterator.return?.())).catch(() => {});
  }
}

const attempt = async (step: () => unknown): Promise<unknown> => step();

function failed(cause: unknown, path: string): ClinicoreError {
  if (cause instanceof ClinicoreError) return cause;
  return new ClinicoreError('ERR_IO', `The source of ${path} failed`, { argument: path }, { cause });
}
