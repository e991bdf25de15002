/** A workbook that a backend has open. */

import { type ByteSource, byteLengthOf, chunksOf, tooManyBytes } from '../../bytes';
import type { Backend } from '../../contract';
import type { SheetReadingMessage, SpreadsheetFile, SpreadsheetLimits, SpreadsheetMessage } from '../../contract/sheet';
import { ClinicoreError } from '../../errors';
import { fallback } from '../../fallback';
import { SpreadsheetFile as JavaScriptFile } from '../../fallback/export/sheet/spreadsheet-file';
import { joined } from '../../joined';
import { run, type Task } from '../../task';
import { Turns } from '../../turn';
import { asBuffer } from '../codec';
import { SIGNATURE } from '../compound-file/format';
import { CompoundFile, isCompound } from '../compound-file/read';
import { whenRoom } from '../on-pool';
import { Steps } from '../steps';
import { decrypted, isEncrypted } from '../xlsx/encryption/decrypt';
import { type Block, blockOf, VisibleRows } from './block';
import type { CheckedLimits } from './options';

/** A workbook, as both backends keep it. */
export interface OpenFile {
  readonly backend: Backend;
  readonly file: SpreadsheetFile;
  readonly message: SpreadsheetMessage;
  readonly limits: CheckedLimits;
}

/**
 * Hands a workbook's bytes to the backend, which reads what it says of itself. Formats from before Open XML, and its binary
 * one, are read in JavaScript on both backends.
 */
export function openFile(
  source: ByteSource,
  limits: CheckedLimits,
  password: string | undefined,
  task: Task,
): Promise<OpenFile> {
  const quiet = { ...task, onProgress: undefined };
  return run(quiet, async (backend) => {
    const turns = new Turns(quiet);
    const goOn = () => turns.take(0, 0);
    const chunks = bounded(source, limits.maxFileBytes, quiet);
    const head: Buffer[] = [];
    let length = 0;
    while (length < SIGNATURE.length) {
      const { done, value } = await chunks.next();
      if (done) break;
      head.push(Buffer.from(value));
      length += value.length;
    }
    if (!isCompound(Buffer.concat(head))) return openIn(backend, after(head, chunks), limits, turns, quiet);
    for await (const chunk of chunks) {
      head.push(Buffer.from(chunk));
      length += chunk.length;
      await goOn();
    }
    const bytes = await joined(head, length);
    const compound = await CompoundFile.open(bytes, limits.maxEntries, goOn);
    if (!isEncrypted(compound)) return openInJavaScript(bytes, limits, quiet);
    return openIn(backend, await decrypted(compound, password, quiet), limits, turns, quiet);
  });
}

async function* bounded(source: ByteSource, most: number, task: Task): AsyncGenerator<Uint8Array, void, undefined> {
  const size = await byteLengthOf(source);
  if (size !== undefined && size > most) throw tooManyBytes(most, 'maxFileBytes', size);
  let length = 0;
  for await (const chunk of chunksOf(source, task)) {
    length += chunk.length;
    if (length > most) throw tooManyBytes(most, 'maxFileBytes', length);
    yield chunk;
  }
}

async function* after(head: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* rest;
}

/** Opens a workbook that is a zip archive, if it is one. */
async function openIn(
  backend: Backend,
  chunks: AsyncIterable<Uint8Array>,
  limits: CheckedLimits,
  turns: Turns,
  task: Task,
): Promise<OpenFile> {
  const file = new backend.exporting.SpreadsheetFile(ofBackend(limits));
  try {
    let length = 0;
    for await (const chunk of chunks) {
      length += chunk.length;
      file.append(chunk);
      await turns.take(0, 0);
    }
    const message = await begin(backend, file, length > 0, task);
    if (message.unread === undefined) return { backend, file, message, limits };
    file.close();
    return await openInJavaScript(asBuffer(message.unread), limits, task);
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Opens a workbook, whose bytes nobody else changes, in JavaScript whichever the backend is. */
async function openInJavaScript(bytes: Buffer, limits: CheckedLimits, task: Task): Promise<OpenFile> {
  const file = JavaScriptFile.of(bytes, ofBackend(limits));
  return { backend: fallback, file, message: await begin(fallback, file, true, task), limits };
}

const begin = (backend: Backend, file: SpreadsheetFile, isBegun: boolean, task: Task): Promise<SpreadsheetMessage> =>
  run(task, (_, job) => whenRoom(isBegun, () => file.open(job)), undefined, backend);

const ofBackend = ({ maxFileBytes: _, ...limits }: CheckedLimits): SpreadsheetLimits => limits;

/** What a block comes with. */
export interface ReadBlock {
  readonly block: Block;
  readonly hiddenColumns: Uint32Array;
}

/** The blocks of a sheet, its hidden rows taken out; while one is worked on, the next is read. */
export async function* blocksOf(
  { backend, file }: OpenFile,
  sheet: number,
  reading: SheetReadingMessage,
  task: Task,
): AsyncGenerator<ReadBlock, void, undefined> {
  const cells = file.read(sheet, reading);
  const steps = new Steps(task, backend);
  const next = () => {
    const step = steps.take((job) => cells.next(job));
    step.catch(() => {}); // It is looked at when its turn comes.
    return step;
  };
  const visible = new VisibleRows();
  try {
    for (let coming = next(); ; ) {
      const message = await within(coming, sheet);
      if (message.isOver) return;
      coming = next();
      task.onProgress?.(message.done, message.total);
      const { hiddenRows, hiddenColumns } = message;
      yield { block: visible.take(blockOf(message), hiddenRows), hiddenColumns };
    }
  } finally {
    cells.close();
  }
}

/** A step's result; its error with the sheet that it is of. */
async function within<T>(step: Promise<T>, sheet: number): Promise<T> {
  try {
    return await step;
  } catch (error) {
    const isOfSheet =
      error instanceof ClinicoreError &&
      ['ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED', 'ERR_UNSUPPORTED'].includes(error.code);
    if (!isOfSheet) throw error;
    throw new ClinicoreError(error.code, error.message, { sheet, ...error.details });
  }
}
