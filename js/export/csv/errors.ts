/** The errors of CSV; none says what stands in a cell. */
import type { CsvFlaw } from '../../contract/csv';
import { ClinicoreError, count } from '../../errors';
import type { Field } from '../table/column-type';
import { KINDS } from '../table/types';
import type { ReadSettings } from './options';

/** What is wrong with a row that ends the reading; `row` is the table's, from 0, that it would have been. */
export function badRow(flaw: CsvFlaw, cells: number, row: number, settings: ReadSettings): ClinicoreError {
  const { line, offset, reason } = flaw;
  const place = { line, offset, row };
  const malformed = (what: string, details = {}) =>
    new ClinicoreError('ERR_MALFORMED_INPUT', `Line ${line} ${what}`, { ...place, ...details });
  switch (reason) {
    case 'longRow':
      return longRow(place, settings);
    case 'longCell': {
      const limit = settings.maxCellBytes;
      const message = `Line ${line} has a cell of more than ${limit} bytes`;
      const details = { ...place, column: flaw.cells, limit, option: 'maxCellBytes' };
      return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, details);
    }
    case 'quote':
      return malformed('has text after a closing quote');
    case 'unclosed':
      return malformed('has a quote that is not closed');
    case 'encoding':
      return malformed('holds bytes that its encoding does not have');
    default:
      return malformed(`must have ${count(cells, 'cell')}, one for each column, has ${flaw.cells}`, {
        required: cells,
        given: flaw.cells,
      });
  }
}

/** A row that is longer than rows may be. */
export function longRow(place: { line: number; offset: number; row?: number }, settings: ReadSettings): ClinicoreError {
  const limit = settings.maxRowBytes;
  const message = `Line ${place.line} begins a row of more than ${limit} bytes`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { ...place, limit, option: 'maxRowBytes' });
}

/** A cell that its column cannot hold; `line` is where its row begins. */
export function badCell(field: Field, place: { line: number; offset: number; row: number; column: number }) {
  const message = `Line ${place.line}, column ${place.column}, must be ${KINDS[field.type].must}`;
  return new ClinicoreError('ERR_MALFORMED_INPUT', message, place);
}

export function tooManyColumns(limit: number, given: number): ClinicoreError {
  const message = `The file must have at most ${count(limit, 'column')}, has ${given}`;
  return new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { limit, given, option: 'maxColumns' });
}
