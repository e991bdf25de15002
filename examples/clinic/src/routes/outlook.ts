import { max, sql, sum } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import type { Database } from '../database/connect.js';
import { dailySales, products } from '../database/schema.js';
import { type SalesOutlook, salesOutlook } from '../outlook.js';

/**
 * `GET /products/outlook`: what all products are going to sell, and what stood out. It is worked out once for the sales and
 * products on record, however many ask, and again when these have changed.
 */
export function outlook(database: Database): RequestHandler {
  let kept: { of: string; answer: Promise<SalesOutlook> } | undefined;

  return async (_request, response) => {
    const of = await stateOf(database);
    if (kept?.of !== of) {
      const answer = salesOutlook(database);
      kept = { of, answer };
      // What has failed is tried again by whoever asks next.
      answer.catch(() => {
        if (kept?.answer === answer) kept = undefined;
      });
    }
    response.json(await kept.answer);
  };
}

/** What tells the sales and products on record from any before. */
async function stateOf(database: Database): Promise<string> {
  const [sales] = await database
    .select({ last: max(dailySales.soldOn), rows: sql`count(*)`.mapWith(Number), pieces: sum(dailySales.quantity) })
    .from(dailySales);
  const [listed] = await database
    .select({
      of: sql<string>`md5(string_agg(${products.sku} || ' ' || ${products.name} || ' ' || ${products.category}, '|' order by ${products.id}))`,
    })
    .from(products);
  return JSON.stringify([sales, listed]);
}
