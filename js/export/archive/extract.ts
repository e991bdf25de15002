import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ByteSource, type BytesInput, byteSource, chunksOf } from '../../bytes';
import { abortError } from '../../errors';
import type { Task, TaskOptions } from '../../task';
import { boolean, invalid, optionalRecord, readable } from '../../validate';
import type { EntryType, ReadableEntry } from './entry';
import { Extraction } from './extraction';
import { type Limits, READ_OPTIONS, type ReadArchiveOptions, readOptions } from './options';
import { Input } from './tar/input';
import { tarEntries } from './tar/read';
import { password } from './zip/password';
import { zipEntries } from './zip/read';

/** Options of {@link extract}. Default lane: `bulk`. Progress counts bytes of content, of a total of `Infinity`. */
export interface ExtractOptions extends ReadArchiveOptions, Pick<TaskOptions, 'onProgress'> {
  /** What the encrypted entries of a zip archive were encrypted with. Default: none. */
  password?: string | undefined;
  /** Replace files that are there already. Default: `false`, an error. */
  overwrite?: boolean | undefined;
}

/** What {@link extract} did. */
export interface ExtractResult {
  /** How many files it wrote. */
  readonly files: number;
  /** How many bytes they hold. */
  readonly bytes: number;
  /** Links, devices and the like, which are never made. */
  readonly skipped: readonly {
    /** The entry's name in the archive. */
    readonly name: string;
    /** What it is. */
    readonly type: EntryType;
  }[];
}

/**
 * Unpacks a zip or tar archive (plain or compressed, which its first bytes tell) below one folder, and nowhere else: names that
 * lead out of it are refused, links are neither made nor followed, files that are there are not replaced unless you say so.
 *
 * All content is first written to a hidden folder in it, checked to its end, and only then moved to its places: an archive that
 * is damaged, hostile or beyond a limit leaves nothing, as do a failing source and an abort. Of a failure while files are
 * moved, only files that were replaced remain. Files get their time of change, but the permissions that new files have: those of the
 * archive are a stranger's.
 *
 * @param source bytes, a path, or a stream; of a zip archive a stream is kept in memory, up to `maxBytes`
 * @param folder where to; it is made if it is not there
 * @param options limits, what names may be, password, replacing, signal, progress, lane
 * @returns how much it wrote, and what it left out
 * @throws ClinicoreError (as a rejection) as `readZip` and `readTar` say; `ERR_IO` also for a file that is there already
 *
 * @example
 * const { files, skipped } = await clinicore.export.extract(upload, '/imports/1042', { maxBytes: 2e9 });
 */
export async function extract(
  source: BytesInput,
  folder: string | URL,
  options?: ExtractOptions,
): Promise<ExtractResult> {
  const fields = optionalRecord(options, 'options').only([...READ_OPTIONS, 'onProgress', 'password', 'overwrite']);
  const { limits, task } = readOptions(fields, 'bulk');
  const secret = fields.optional('password', undefined, password);
  const overwrite = fields.optional('overwrite', false, boolean);
  const from = byteSource(source, 'source');
  const extraction = new Extraction(folderPath(folder), overwrite);
  const checkAbort = () => {
    if (task.signal?.aborted) throw abortError(task.signal.reason);
  };

  let isDone = false;
  try {
    for await (const entry of await entriesOf(from, limits, task, secret)) {
      await extraction.add(entry, (bytes) => task.onProgress?.(bytes, Number.POSITIVE_INFINITY));
      checkAbort();
    }
    const result = await extraction.finish(checkAbort);
    isDone = true;
    return result;
  } finally {
    await extraction.close(isDone);
  }
}

function folderPath(value: unknown): string {
  if (typeof value !== 'string' && !(value instanceof URL)) invalid('folder', 'a path or file: URL', value);
  return readable('folder', () => resolve(typeof value === 'string' ? value : fileURLToPath(value)));
}

/** What a zip archive begins with: an entry, or the end of an empty one. */
const ZIP = [Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06')];

async function entriesOf(
  source: ByteSource,
  limits: Limits,
  task: Task,
  secret: string | undefined,
): Promise<AsyncIterable<ReadableEntry>> {
  const input = new Input(chunksOf(source, task));
  const head = await input.peek(4);
  const isZip = ZIP.some((magic) => head.equals(magic));
  const whole: ByteSource = source.kind === 'stream' ? { kind: 'stream', items: input.all(), isTaken: false } : source;
  if (whole === source) await input.close();
  return isZip ? zipEntries(whole, limits, task, secret) : tarEntries(whole, limits, task);
}
