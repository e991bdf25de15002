import { and, asc, eq, sql } from 'drizzle-orm';
import { products, dailySales as table } from '../database/schema.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import { within } from '../period.js';
import { category, date, integer, text } from './columns.js';
import { list } from './list.js';

interface Sale {
  productId: number;
  soldOn: string;
  sku: string;
  product: string;
  category: string;
  quantity: number;
}

export const sales = list<Sale>({
  title: 'Sales',
  roles: ['optician', 'manager'],
  periodOf: 'sold',
  columns: [
    date('Day', ({ soldOn }) => soldOn),
    text('SKU', ({ sku }) => sku),
    category('Product', ({ product }) => product),
    category('Category', (sale) => sale.category),
    integer('Pieces', ({ quantity }) => quantity),
  ],
  pages: (database, period) =>
    pagesOf((after) =>
      database
        .select({
          productId: table.productId,
          soldOn: table.soldOn,
          sku: products.sku,
          product: products.name,
          category: products.category,
          quantity: table.quantity,
        })
        .from(table)
        .innerJoin(products, eq(products.id, table.productId))
        .where(
          and(
            after && sql`(${table.productId}, ${table.soldOn}) > (${after.productId}, ${after.soldOn})`,
            within(table.soldOn, period),
          ),
        )
        .orderBy(asc(table.productId), asc(table.soldOn))
        .limit(ROWS_A_PAGE),
    ),
  count: (database, period) => database.$count(table, within(table.soldOn, period)),
});
