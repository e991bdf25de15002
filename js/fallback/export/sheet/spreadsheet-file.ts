import type {
  BlockMessage,
  SheetCells,
  SheetReadingMessage,
  SpreadsheetFile as SpreadsheetFileContract,
  SpreadsheetLimits,
  SpreadsheetMessage,
} from '../../../contract/sheet';
import { ClinicoreError } from '../../../errors';
import { enqueue, type Job } from '../../queue';
import { encrypted, noWorkbook, unsupported } from './fault';
import { Grid, messageOf } from './grid';
import { isOds, openOds } from './ods/workbook';
import { Package } from './package';
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

/** What begins every compound file ([MS-CFB] 2.2), and the name of the stream that an encrypted workbook is in. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** See the contract. */
export class SpreadsheetFile implements SpreadsheetFileContract {
  readonly #limits: SpreadsheetLimits;
  #chunks: Buffer[] = [];
  #open: OpenWorkbook | undefined;

  constructor(limits: SpreadsheetLimits) {
    this.#limits = limits;
  }

  append(chunk: Uint8Array): void {
    this.#chunks.push(Buffer.from(chunk));
  }

  open(job: Job): Promise<SpreadsheetMessage> {
    return enqueue(job, async (running) => {
      const bytes = Buffer.concat(this.#chunks);
      this.#chunks = [];
      this.#open = await openWorkbook(bytes, this.#limits, () => running.pause());
      return this.#open.message;
    });
  }

  read(sheet: number, reading: SheetReadingMessage): SheetCells {
    return new Cells(this.#open as OpenWorkbook, sheet, reading);
  }

  close(): void {
    this.#chunks = [];
    this.#open = undefined;
  }
}

async function openWorkbook(
  bytes: Buffer,
  limits: SpreadsheetLimits,
  goOn: () => Promise<void>,
): Promise<OpenWorkbook> {
  if (bytes.subarray(0, COMPOUND.length).equals(COMPOUND)) {
    throw bytes.includes(ENCRYPTED) ? encrypted() : unsupported('it is an xls file');
  }
  if (!bytes.subarray(0, 2).equals(ZIP)) throw noWorkbook();
  const archive = new Package(bytes, limits);
  return (await isOds(archive)) ? openOds(archive, goOn) : openXlsx(archive);
}

const ZIP = Buffer.from('PK');

/** Rows after which others may have a turn. */
const ROWS_A_TURN = 64;

/** See the contract. */
class Cells implements SheetCells {
  readonly #workbook: OpenWorkbook;
  readonly #sheet: number;
  readonly #reading: SheetReadingMessage;
  readonly #grid: Grid;
  #source: CellSource | undefined;
  #isOver = false;

  constructor(workbook: OpenWorkbook, sheet: number, reading: SheetReadingMessage) {
    this.#workbook = workbook;
    this.#sheet = sheet;
    this.#reading = reading;
    this.#grid = new Grid(workbook.limits, reading);
  }

  next(job: Job): Promise<BlockMessage> {
    return enqueue(job, async (running) => {
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
    this.#source?.close();
    this.#isOver = true;
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
    for (let rows = 1; ; rows++) {
      const block = grid.take();
      if (block || this.#isOver) return messageOf(block, grid.hiddenColumns, source.progress);
      const step = source.step(grid);
      if (step === 'wants') await source.more();
      else if (step === 'over') {
        grid.finish();
        this.#isOver = true;
        source.close();
      }
      if (rows % ROWS_A_TURN === 0) await job.pause();
    }
  }
}
