/** Why a workbook cannot be read: the same words as those of the Rust crate (`crates/export/src/sheet/fault.rs`). */
import { ClinicoreError, type ErrorDetails } from '../../../errors';

/** The row and column of a cell, from 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export const noWorkbook = (): ClinicoreError =>
  new ClinicoreError('ERR_MALFORMED_INPUT', 'The file is no workbook that can be read: xlsx, xlsm, xlsb, xls or ods');

export const encrypted = (): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', 'The workbook is encrypted: save it without a password');

export const unsupported = (what: string): ClinicoreError =>
  new ClinicoreError('ERR_UNSUPPORTED', `The workbook cannot be read here: ${what}`);

export const formulasUnsupported = (): ClinicoreError =>
  unsupported('of xls and xlsb files formulas are not given as texts');

export const damaged = (part: string, place?: Place): ClinicoreError =>
  new ClinicoreError('ERR_MALFORMED_INPUT', `The workbook's ${part} is damaged or cut short`, placed(place));

const placed = (place: Place | undefined): ErrorDetails => (place ? { row: place.row, column: place.column } : {});

const LIMITS = {
  maxEntries: (most: number) => `The workbook's archive has more than ${most} entries`,
  maxBytes: (most: number) => `The workbook unpacks to more than ${most} bytes`,
  maxRatio: (most: number) => `A part of the workbook unpacks to more than ${most} times its size`,
  maxCells: (most: number) => `The sheet has more than ${most} cells`,
  maxCellBytes: (most: number) => `A cell of the workbook has more than ${most} bytes`,
};

export const exceeded = (option: keyof typeof LIMITS, limit: number, place?: Place): ClinicoreError =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', LIMITS[option](limit), { limit, option, ...placed(place) });

/** Limits that no option raises. */
export const tooMuchText = (limit: number): ClinicoreError =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', `A row of the sheet has more than ${limit} bytes of text`, { limit });
export const tooManyMerges = (limit: number): ClinicoreError =>
  new ClinicoreError('ERR_LIMIT_EXCEEDED', `The sheet has more than ${limit} merged areas`, { limit });
