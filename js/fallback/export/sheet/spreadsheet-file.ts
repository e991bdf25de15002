import type {
  BlockMessage,
  SheetCells,
  SheetReadingMessage,
  SpreadsheetFile as SpreadsheetFileContract,
  SpreadsheetLimits,
  SpreadsheetMessage,
} from '../../../contract/sheet';
import { ClinicoreError } from '../../../errors';
import { isCompound } from '../../../export/compound-file/read';
import { joined } from '../../../joined';
import type { Job } from '../../queue';
import { Place } from '../place';
import { noWorkbook } from './fault';
import { Grid, messageOf } from './grid';
import { isOds, openOds } from './ods/workbook';
import { Package } from './package';
import { openXls } from './xls/workbook';
import { openXlsx } from './xlsx/workbook';

/** A workbook of a format that is read here. */
export interface OpenWorkbook {
  readonly message: SpreadsheetMessage;
  readonly limits: SpreadsheetLimits;
  /** Begins to read a sheet. */
  read(sheet: number, reading: SheetReadingMessage, grid: Grid, goOn: () => Promise<void>): Promise<CellSource>;
}

/** Where the cells of a sheet come from. */
export interface CellSource {
  readonly progress: { done: number; total: number };
  /** Hands the next cells to the grid: up to the end of a row, or as many as there are before more of the file is needed. */
  step(grid: Grid): 'row' | 'wants' | 'over';
  more(): Promise<void>;
  close(): void;
}

/** See the contract. */
export class SpreadsheetFile implements SpreadsheetFileContract {
  readonly #limits: SpreadsheetLimits;
  #chunks: Buffer[] = [];
  #open: OpenWorkbook | undefined;
  readonly #place = new Place(() => {
    this.#chunks = [];
    this.#open = undefined;
  });

  constructor(limits: SpreadsheetLimits) {
    this.#limits = limits;
  }

  /** One of bytes that nobody else changes. */
  static of(bytes: Buffer, limits: SpreadsheetLimits): SpreadsheetFile {
    const file = new SpreadsheetFile(limits);
    file.#chunks.push(bytes);
    return file;
  }

  append(chunk: Uint8Array): void {
    this.#chunks.push(Buffer.from(chunk));
  }

  open(job: Job): Promise<SpreadsheetMessage> {
    return this.#place.step(job, async (running) => {
      const chunks = this.#chunks;
      this.#chunks = [];
      const [first] = chunks;
      const size = chunks.reduce((sum, { length }) => sum + length, 0);
      const bytes = first && chunks.length === 1 ? first : await joined(chunks, size);
      this.#open = await openWorkbook(bytes, this.#limits, () => running.pause());
      return this.#open.message;
    });
  }

  read(sheet: number, reading: SheetReadingMessage): SheetCells {
    this.#place.check();
    return new Cells(this.#open as OpenWorkbook, sheet, reading);
  }

  close(): void {
    this.#place.close();
  }
}

async function openWorkbook(
  bytes: Buffer,
  limits: SpreadsheetLimits,
  goOn: () => Promise<void>,
): Promise<OpenWorkbook> {
  if (isCompound(bytes)) return openXls(bytes, limits, goOn);
  if (!bytes.subarray(0, 2).equals(ZIP)) throw noWorkbook();
  const archive = new Package(bytes, limits);
  return (await isOds(archive)) ? openOds(archive, goOn) : openXlsx(archive);
}

const ZIP = Buffer.from('PK');

/** How long rows are read before others may have a turn. */
const HOLD_MS = 4;

/** See the contract. */
class Cells implements SheetCells {
  readonly #workbook: OpenWorkbook;
  readonly #sheet: number;
  readonly #reading: SheetReadingMessage;
  readonly #grid: Grid;
  #source: CellSource | undefined;
  /** Whether all cells of the file were read. */
  #isRead = false;
  #isOver = false;
  readonly #place = new Place(() => {
    this.#source?.close();
    this.#source = undefined;
  });

  constructor(workbook: OpenWorkbook, sheet: number, reading: SheetReadingMessage) {
    this.#workbook = workbook;
    this.#sheet = sheet;
    this.#reading = reading;
    this.#grid = new Grid(workbook.limits, reading);
  }

  next(job: Job): Promise<BlockMessage> {
    return this.#place.step(job, async (running) => {
      try {
        this.#source ??= await this.#begin(running);
        return await this.#next(this.#source, running);
      } catch (error) {
        this.close();
        throw error;
      }
    });
  }

  close(): void {
    this.#place.close();
  }

  #begin(job: Job): Promise<CellSource> {
    const { kind } = this.#workbook.message.sheets[this.#sheet] as { kind: string };
    if (kind === 'chart' || kind === 'dialog') {
      throw new ClinicoreError('ERR_UNSUPPORTED', `The sheet is a ${kind} sheet, which has no cells`);
    }
    return this.#workbook.read(this.#sheet, this.#reading, this.#grid, () => job.pause());
  }

  async #next(source: CellSource, job: Job): Promise<BlockMessage> {
    const grid = this.#grid;
    for (let since = performance.now(); ; ) {
      const block = grid.take();
      // Whoever takes the block works on it in the same turn of the event loop.
      if (block) await job.pause();
      if (block || this.#isOver) return messageOf(block, grid.hiddenColumns, source.progress);
      const step = this.#isRead ? 'over' : source.step(grid);
      if (step === 'wants') await source.more();
      else if (step === 'over') {
        this.#isRead = true;
        this.#isOver = grid.finish();
        if (this.#isOver) source.close();
      }
      if (performance.now() - since < HOLD_MS) continue;
      await job.pause();
      since = performance.now();
    }
  }
}
