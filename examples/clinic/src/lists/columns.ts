import type { ColumnContext, Vault } from 'clinicore/crypto';
import { decimal } from '../money.js';
import { openTexts } from '../sealed/columns.js';
import type { ListColumn } from './list.js';

/** What a column says of each row by itself. */
export const each =
  <Row>(cell: (row: Row) => unknown): ListColumn<Row>['cells'] =>
  (page) =>
    page.map(cell);

/** An amount of money, in whole minor units. */
export const money = <Row>(name: string, units: (row: Row) => number): ListColumn<Row> => ({
  ...{ name, type: 'decimal', scale: 2, format: '#,##0.00' },
  cells: each((row) => decimal(units(row))),
});

/** A rate in basis points, in percent. */
export const percent = <Row>(name: string, basisPoints: (row: Row) => number): ListColumn<Row> => ({
  ...{ name, type: 'decimal', scale: 2 },
  cells: each((row) => decimal(basisPoints(row))),
});

export const text = <Row>(name: string, cell: (row: Row) => string | null): ListColumn<Row> => ({
  ...{ name, type: 'string', cells: each(cell) },
});

/** One of few texts. */
export const category = <Row>(name: string, cell: (row: Row) => string): ListColumn<Row> => ({
  ...{ name, type: 'category', cells: each(cell) },
});

export const date = <Row>(name: string, cell: (row: Row) => string | null): ListColumn<Row> => ({
  ...{ name, type: 'date', cells: each(cell) },
});

export const integer = <Row>(name: string, cell: (row: Row) => number | null): ListColumn<Row> => ({
  ...{ name, type: 'int32', cells: each(cell) },
});

/** A text that the vault sealed; a page of them is opened at once, for those alone who may see the column. */
export const sealedText = <Row extends { id: number }>(
  name: string,
  { vault, context }: { vault: Vault; context: ColumnContext },
  sealed: (row: Row) => Uint8Array | null,
): ListColumn<Row> => ({
  ...{ name, type: 'string' },
  cells: (page) =>
    openTexts(
      vault,
      context,
      page.map((row) => ({ id: row.id, sealed: sealed(row) })),
    ),
});
