import { asc, gt } from 'drizzle-orm';
import { products as table } from '../database/schema.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import { category, money, percent, text } from './columns.js';
import { list } from './list.js';

/** The columns of the price list, which is read back under the same names. */
export const PRICE_LIST = {
  sku: 'SKU',
  name: 'Name',
  category: 'Category',
  unitPrice: 'Net price',
  taxRate: 'Tax rate %',
} as const;

export const products = list<typeof table.$inferSelect>({
  title: 'Price list',
  roles: ['optometrist', 'optician', 'reception', 'manager'],
  columns: [
    text(PRICE_LIST.sku, ({ sku }) => sku),
    text(PRICE_LIST.name, ({ name }) => name),
    category(PRICE_LIST.category, (product) => product.category),
    money(PRICE_LIST.unitPrice, ({ unitPrice }) => unitPrice),
    percent(PRICE_LIST.taxRate, ({ taxRate }) => taxRate),
  ],
  pages: (database) =>
    pagesOf((after) =>
      database
        .select()
        .from(table)
        .where(after && gt(table.sku, after.sku))
        .orderBy(asc(table.sku))
        .limit(ROWS_A_PAGE),
    ),
  count: (database) => database.$count(table),
});
