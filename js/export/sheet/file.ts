/** A workbook that a backend has open. */
import type { SheetCells, SheetReadingMessage, SpreadsheetFile, SpreadsheetMessage } from '../../contract/sheet';
import { ClinicoreError } from '../../errors';
import { run, type Task } from '../../task';
import { Turns } from '../../turn';
import { type ByteSource, byteLengthOf, chunksOf } from '../bytes';
import { whenRoom } from '../compression/chunks';
import { type Block, blockOf, VisibleRows } from './block';
import type { CheckedLimits } from './options';

/** A workbook, as both backends keep it. */
export interface OpenFile {
  readonly file: SpreadsheetFile;
  readonly message: SpreadsheetMessage;
  readonly limits: CheckedLimits;
}

/** Hands a workbook's bytes to the backend, which reads what it says of itself. */
export function openFile(source: ByteSource, limits: CheckedLimits, task: Task): Promise<OpenFile> {
  const { maxFileBytes, ...ofBackend } = limits;
  return run({ ...task, onProgress: undefined }, async ({ exporting }, job) => {
    const size = await byteLengthOf(source);
    if (size !== undefined && size > maxFileBytes) throw tooLarge(maxFileBytes, size);
    const file = new exporting.SpreadsheetFile(ofBackend);
    try {
      const turns = new Turns({ ...task, onProgress: undefined });
      let length = 0;
      for await (const chunk of chunksOf(source, task)) {
        length += chunk.length;
        if (length > maxFileBytes) throw tooLarge(maxFileBytes, length);
        file.append(chunk);
        await turns.take(0, 0);
      }
      const message = await whenRoom(length > 0, () => file.open(job));
      return { file, message, limits };
    } catch (error) {
      file.close();
      throw error;
    }
  });
}

function tooLarge(limit: number, given: number): ClinicoreError {
  const message = `source must have at most ${limit} bytes`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, {
    argument: 'source',
    limit,
    given,
    option: 'maxFileBytes',
  });
}

/** What a block comes with. */
export interface ReadBlock {
  readonly block: Block;
  readonly hiddenColumns: Uint32Array;
}

/** The blocks of a sheet, its hidden rows taken out; while one is worked on, the next is read. */
export async function* blocksOf(
  { file }: OpenFile,
  sheet: number,
  reading: SheetReadingMessage,
  task: Task,
): AsyncGenerator<ReadBlock, void, undefined> {
  const cells = file.read(sheet, reading);
  const quiet = { ...task, onProgress: undefined };
  let begun = false;
  const next = () => {
    const step = run(quiet, (_, job) => whenRoom(begun, () => cells.next(job)));
    step.catch(() => {}); // It is looked at when its turn comes.
    begun = true;
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
    closeWhenIdle(cells);
  }
}

const closeWhenIdle = (cells: SheetCells): void => cells.close();

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
