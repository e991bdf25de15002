import { productCategory } from '../database/schema.js';
import { PRICE_LIST } from '../lists/products.js';
import { decimal } from '../money.js';
import type { PriceFile, PriceRow, Product, RowProblem } from './priceFile.js';

/** What a row makes of a product. */
export interface PriceChange {
  row: number;
  /** The product on record, if there is one. */
  before: Product | undefined;
  after: Product;
}

/** The rows of a price list that can be used, and what is wrong with the others. */
export interface Checked {
  changes: PriceChange[];
  /** By rows. */
  problems: RowProblem[];
}

/** The largest price: what the database's integer holds, in minor units. */
const MAX_PRICE = 2 ** 31 - 1;
const MAX_RATE = 10_000;
const SKU = /^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,39}$/u;
const NAME = /^[^\p{Cc}]{1,200}$/u;
const CATEGORIES: readonly string[] = productCategory.enumValues;

/** The columns in the order of the list. */
const COLUMNS: readonly (string | undefined)[] = [undefined, ...Object.values(PRICE_LIST)];

/** Checks rows against each other and against the products on record. A cell that is left empty changes nothing. */
export function checkPrices({ rows, problems }: PriceFile, onRecord: ReadonlyMap<string, Product>): Checked {
  const found = [...problems];
  // Of a row that is not as it should be as a whole, or a cell that could not be read, nothing more can be said.
  const known = new Set(problems.map(({ row, column }) => `${row} ${column}`));
  const isKnown = ({ row, column }: RowProblem) => known.has(`${row} ${column}`) || known.has(`${row} undefined`);
  const rowsBySku = new Map<string | null, PriceRow[]>();
  for (const row of rows) rowsBySku.set(row.sku, [...(rowsBySku.get(row.sku) ?? []).slice(0, 1), row]);
  const changes = rows.map((row): PriceChange => {
    const before = row.sku === null ? undefined : onRecord.get(row.sku);
    const twin = rowsBySku.get(row.sku)?.find((other) => other !== row);
    found.push(...problemsOf(row, before, twin).filter((problem) => !isKnown(problem)));
    return { row: row.row, before, after: { ...before, ...given(row) } as Product };
  });
  const faulty = new Set(found.map(({ row }) => row));
  return {
    changes: changes.filter(({ row }) => !faulty.has(row)),
    problems: found.sort((a, b) => a.row - b.row || COLUMNS.indexOf(a.column) - COLUMNS.indexOf(b.column)),
  };
}

/** What a row says of a product. */
const given = ({ row: _, ...cells }: PriceRow): Partial<Product> =>
  Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== null));

/** What is wrong with a row; `twin` is another with the same SKU. */
function problemsOf(row: PriceRow, before: Product | undefined, twin: PriceRow | undefined): RowProblem[] {
  const { sku, name, category, unitPrice, taxRate } = row;
  const found: RowProblem[] = [];
  const refuse = (column: keyof Product, reason: string) =>
    found.push({ row: row.row, column: PRICE_LIST[column], reason });
  const isBetween = (value: number, most: number) => value >= 0 && value <= most;

  if (sku === null) refuse('sku', 'is missing');
  else if (!SKU.test(sku)) refuse('sku', 'is not letters, digits, spaces and . _ / - of at most 40 characters');
  else if (twin) refuse('sku', `is that of row ${twin.row}, too`);
  if (unitPrice === null) refuse('unitPrice', 'is missing');
  else if (!isBetween(unitPrice, MAX_PRICE)) refuse('unitPrice', `is not from 0 to ${decimal(MAX_PRICE)}`);
  if (name !== null && !NAME.test(name)) refuse('name', 'is not one line of at most 200 characters');
  if (category !== null && !CATEGORIES.includes(category)) refuse('category', `is none of ${CATEGORIES.join(', ')}`);
  if (taxRate !== null && !isBetween(taxRate, MAX_RATE)) refuse('taxRate', 'is not from 0 to 100');
  if (!before) {
    for (const key of ['name', 'category', 'taxRate'] as const) {
      if (row[key] === null) refuse(key, 'is needed of a new product');
    }
  }
  return found;
}
