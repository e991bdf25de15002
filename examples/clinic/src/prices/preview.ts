import { inArray } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { products } from '../database/schema.js';
import { decimal } from '../money.js';
import { checkPrices, type PriceChange } from './check.js';
import type { PriceFile, Product, RowProblem } from './priceFile.js';

/** What an uploaded price list would change. */
export interface Preview {
  /** What the file is called. */
  file: string;
  created: PriceChange[];
  changed: PriceChange[];
  unchanged: PriceChange[];
  problems: RowProblem[];
}

/** Compares a price list with the products on record; writes nothing. */
export async function previewPrices(database: Database, file: string, prices: PriceFile): Promise<Preview> {
  const skus = [...new Set(prices.rows.flatMap(({ sku }) => sku ?? []))];
  const { changes, problems } = checkPrices(prices, await productsBySku(database, skus));
  const isChanged = ({ before, after }: PriceChange) => before && !isSame(before, after);
  return {
    file,
    created: changes.filter(({ before }) => !before),
    changed: changes.filter(isChanged),
    unchanged: changes.filter((change) => change.before && !isChanged(change)),
    problems,
  };
}

/** SKUs that are asked for at once: PostgreSQL takes at most 65,535 parameters. */
const SKUS_A_QUERY = 10_000;

/** The products on record with one of these SKUs. */
export async function productsBySku(database: Database, skus: string[]): Promise<Map<string, Product>> {
  const found = new Map<string, Product>();
  for (let at = 0; at < skus.length; at += SKUS_A_QUERY) {
    const rows = await database
      .select()
      .from(products)
      .where(inArray(products.sku, skus.slice(at, at + SKUS_A_QUERY)));
    for (const { id: _, ...product } of rows) found.set(product.sku, product);
  }
  return found;
}

/** Whether two are the same product at the same price, or both are none. */
export const isSame = (one: Product | undefined, other: Product | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && keys.every((key) => one[key] === other[key]));

const keys: (keyof Product)[] = ['sku', 'name', 'category', 'unitPrice', 'taxRate'];

/** Rows of each kind that a preview lists; the others are counted. */
const LISTED = 500;

/** A preview as it is shown: money and rates as decimals. */
export function shownPreview({ file, created, changed, unchanged, problems }: Preview) {
  return {
    file,
    counts: {
      new: created.length,
      changed: changed.length,
      unchanged: unchanged.length,
      withProblems: new Set(problems.map(({ row }) => row)).size,
    },
    listed: LISTED,
    new: created.slice(0, LISTED).map(({ row, after }) => ({ row, after: shownProduct(after) })),
    changed: changed.slice(0, LISTED).map(({ row, before, after }) => ({
      row,
      before: shownProduct(before as Product),
      after: shownProduct(after),
    })),
    problems: problems.slice(0, LISTED),
  };
}

const shownProduct = ({ unitPrice, taxRate, ...product }: Product) => ({
  ...product,
  unitPrice: decimal(unitPrice),
  taxRate: decimal(taxRate),
});
