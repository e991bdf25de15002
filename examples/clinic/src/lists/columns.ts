import { decimal } from '../money.js';
import type { ListColumn } from './list.js';

/** An amount of money, in whole minor units. */
export const money = <Row>(name: string, units: (row: Row) => number): ListColumn<Row> => ({
  ...{ name, type: 'decimal', scale: 2, format: '#,##0.00' },
  cell: (row) => decimal(units(row)),
});

/** A rate in basis points, in percent. */
export const percent = <Row>(name: string, basisPoints: (row: Row) => number): ListColumn<Row> => ({
  ...{ name, type: 'decimal', scale: 2 },
  cell: (row) => decimal(basisPoints(row)),
});

export const text = <Row>(name: string, cell: (row: Row) => string | null): ListColumn<Row> => ({
  ...{ name, type: 'string', cell },
});

/** One of few texts. */
export const category = <Row>(name: string, cell: (row: Row) => string): ListColumn<Row> => ({
  ...{ name, type: 'category', cell },
});

export const date = <Row>(name: string, cell: (row: Row) => string | null): ListColumn<Row> => ({
  ...{ name, type: 'date', cell },
});

export const integer = <Row>(name: string, cell: (row: Row) => number | null): ListColumn<Row> => ({
  ...{ name, type: 'int32', cell },
});
