import { subtle } from 'node:crypto';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { currentBackend } from '../backend';
import type { ProfileMessage } from '../contract/pdf';
import { abortError, ClinicoreError, fromBackend } from '../errors';
import { Ending, isAborted, TASK_OPTIONS, type Task, taskOptions } from '../task';
import { bytes, integer, invalid, optionalRecord, readable } from '../validate';
import type { PdfDocument } from './model';
import { profileOption, type RenderOptions, rendered } from './render';

/** A document, or a function that gets it when its turn comes. */
export type DocumentSource = PdfDocument | (() => PdfDocument | Promise<PdfDocument>);

/** Options of {@link renderMany}. */
export interface RenderManyOptions extends RenderOptions {
  /**
   * How many documents are being made, or are made and wait to be taken, at any time: 1 to 64. It bounds the memory, and
   * how far the source is read ahead. Default one more than the pool has threads.
   */
  concurrency?: number | undefined;
}

/** A document of {@link renderMany}. */
export type RenderedItem =
  | {
      /** Its place among the items, from 0. */
      index: number;
      /** The PDF file. */
      file: Buffer;
      /** The SHA-256 of the file, hexadecimal. */
      sha256: string;
      /** Absent: it was made. */
      error?: undefined;
    }
  | {
      /** Its place among the items, from 0. */
      index: number;
      /** Why it was not made; what its function threw is the `cause`. */
      error: ClinicoreError;
      /** Absent: it was not made. */
      file?: undefined;
      /** Absent: it was not made. */
      sha256?: undefined;
    };

const MAX_CONCURRENCY = 64;
/** Until a place in a full queue is asked for again. */
const RETRY_MS = 20;

/**
 * Makes many PDFs, and gives them one by one in the order of the items.
 *
 * Nothing begins before the first is asked for, and no more is made than `concurrency` allows: who takes them slowly slows
 * down the source. An item that fails is given as one with an `error`; the others go on. A full queue is waited for. What
 * ends the iteration is an aborted signal, an error of the source itself, and leaving the loop, which also stops what is
 * being made.
 *
 * @param items documents, or functions that get them: an array, any other iterable or an asynchronous one. With functions
 *   or a generator only those being made are in memory
 * @param options `profile`, `concurrency`, `signal`, `lane` (default `'bulk'`); `onProgress` counts items: how many are
 *   done, and how many there are (of a source that is no array: how many were begun)
 * @returns an asynchronous iterator
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` at once for arguments of the wrong form; in the loop `ERR_ABORTED`
 *
 * @example
 * const invoices = ids.map((id) => async () => documentOf(await load(id)));
 * for await (const { index, file, sha256, error } of pdf.renderMany(invoices, { signal })) {
 *   if (error) log.error({ id: ids[index], error });
 *   else await store(ids[index], file, sha256);
 * }
 */
export function renderMany(
  items: Iterable<DocumentSource> | AsyncIterable<DocumentSource>,
  options: RenderManyOptions = {},
): AsyncGenerator<RenderedItem, void, void> {
  const fields = optionalRecord(options, 'options').only([...TASK_OPTIONS, 'profile', 'concurrency']);
  const task = taskOptions(fields, 'bulk');
  const profile = profileOption(fields);
  const threads = Math.max(1, currentBackend().pool.status().threads);
  const concurrency = fields.optional('concurrency', threads + 1, integer, 1, MAX_CONCURRENCY);
  return batch(source(items), { profile, task, concurrency });
}

/** A source, and how many items it has where that is known. */
interface Source {
  iterate(): Iterator<unknown> | AsyncIterator<unknown>;
  readonly length: number | undefined;
}

function source(items: unknown): Source {
  return readable('items', () => {
    if (typeof items !== 'object' || items === null) invalid('items', 'an iterable of documents', items);
    const iterate = Reflect.get(items, Symbol.asyncIterator) ?? Reflect.get(items, Symbol.iterator);
    if (typeof iterate !== 'function') invalid('items', 'an iterable of documents', items);
    return {
      iterate: () => Reflect.apply(iterate, items, []),
      length: Array.isArray(items) ? items.length : undefined,
    };
  });
}

async function* batch(
  { iterate, length }: Source,
  { profile, task, concurrency }: { profile: ProfileMessage; task: Task; concurrency: number },
): AsyncGenerator<RenderedItem, void, void> {
  if (task.signal && isAborted(task.signal)) throw abortError(task.signal.reason);
  const iterator = await reading('items', iterate);
  const ending = new Ending(task.signal);
  const { signal } = ending;
  let begun = 0;
  let isExhausted = false;
  let taking: Promise<unknown> = Promise.resolve();
  // Sources need not bear two calls at once, so each item is asked for when the one before it has come; and the event loop
  // turns in between, for reading an item may take a while and fail before anything else lets it.
  const take = (): Promise<RenderedItem | undefined> => {
    const next = taking.then(() => turn()).then(() => reading('items', async () => result(await iterator.next())));
    taking = next;
    const item = next.then(({ done, value }) => {
      if (!done) return made(begun++, value, profile, { signal, lane: task.lane, onProgress: undefined });
      isExhausted = true;
      return undefined;
    });
    // Whose turn has not come is heard when it has.
    item.catch(() => {});
    return item;
  };
  const making = Array.from({ length: concurrency }, take);
  try {
    for (let done = 1; ; done++) {
      const item = await unlessAborted(making.shift() as Promise<RenderedItem | undefined>, signal);
      if (item === undefined) return;
      task.onProgress?.(done, Math.max(begun, length ?? 0));
      yield item;
      making.push(take());
    }
  } finally {
    ending.end();
    // Not waited for: a source that is busy itself would not answer before it is done.
    if (!isExhausted) reading('items', () => iterator.return?.()).catch(() => {});
  }
}

/** What an iterator gave, as `for…of` takes it: anything but an object would be asked for again without end. */
function result(given: unknown): { done?: unknown; value?: unknown } {
  if (typeof given === 'object' && given !== null) return given;
  throw new TypeError('An iterator must give objects');
}

/** What `work` gives, or the signal's abort. A race with one promise for the whole batch would keep every file in memory. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(abortError(signal.reason));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** One item; never rejects. */
async function made(index: number, source: unknown, profile: ProfileMessage, task: Task): Promise<RenderedItem> {
  try {
    const document = typeof source === 'function' ? await reading(`items[${index}]`, () => source()) : source;
    const file = await placed(document, profile, task);
    return { index, file, sha256: await contentHash(file) };
  } catch (thrown) {
    return { index, error: fromBackend(thrown) };
  }
}

/** Runs the caller's code, whose errors become the cause of one of ours. */
async function reading<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof ClinicoreError) throw cause;
    throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} could not be read`, { argument: path }, { cause });
  }
}

/** Makes a document, however long the queue has no place for it. */
async function placed(document: unknown, profile: ProfileMessage, task: Task): Promise<Buffer> {
  for (;;) {
    try {
      return await rendered(document, profile, task);
    } catch (error) {
      if (!(error instanceof ClinicoreError) || error.code !== 'ERR_BUSY') throw error;
    }
    await pause(RETRY_MS);
  }
}

/**
 * The SHA-256 of a file, for an audit's record: the same document always gives the same on the same backend. Made on
 * other threads, so that a large file does not hold the event loop.
 *
 * @param file the bytes; leave them alone until the promise settles
 * @returns 64 hexadecimal digits
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` for what is no Buffer or Uint8Array
 *
 * @example
 * await audit.record({ invoice: '2026-00417', sha256: await pdf.contentHash(file) });
 */
export async function contentHash(file: Uint8Array): Promise<string> {
  const digest = await subtle.digest('SHA-256', bytes(file, 'file') as Uint8Array<ArrayBuffer>);
  return Buffer.from(digest).toString('hex');
}
