import { holtWinters } from 'clinicore/stats';
import { asc, eq } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { addDays, isClosed, openDays } from '../calendar.js';
import type { Database } from '../database/connect.js';
import { dailySales, products } from '../database/schema.js';
import { check, Problem } from '../problem.js';

const DAYS_AHEAD = 28;

/**
 * The season is the week of six open days: a closed Sunday is not a day without sales, so it is no observation at all.
 * The smoothing is gentle: on the seeded history it comes down to the error that chance alone (Poisson) leaves.
 */
const MODEL = { seasonLength: 6, alpha: 0.05, beta: 0.02, gamma: 0.05, seasonal: 'additive' } as const;

const parameters = z.object({ sku: z.string().regex(/^[A-Z0-9-]{1,32}$/, 'must be a SKU such as LE-SV15-AR') });

interface Sale {
  soldOn: string;
  quantity: number;
}

/** `GET /products/:sku/forecast`: what the product will sell on each of the next 28 days; nothing on closed ones. */
export function forecast(database: Database): RequestHandler {
  return async (request, response) => {
    const { sku } = check(parameters, request.params);
    const [product] = await database.select().from(products).where(eq(products.sku, sku));
    if (!product) throw new Problem('ERR_NOT_FOUND', 'No product has this SKU');

    const sales = await database
      .select({ soldOn: dailySales.soldOn, quantity: dailySales.quantity })
      .from(dailySales)
      .where(eq(dailySales.productId, product.id))
      .orderBy(asc(dailySales.soldOn));
    const from = sales.at(0)?.soldOn ?? null;
    const to = sales.at(-1)?.soldOn ?? null;

    const history = openDaySeries(sales);
    const { forecast } = holtWinters(history, { ...MODEL, horizon: DAYS_AHEAD });
    response.json({
      sku,
      name: product.name,
      model: { name: 'holt-winters', ...MODEL },
      history: { from, to, openDays: history.length },
      forecast: to === null ? [] : calendar(to, forecast),
    });
  };
}

/** One value for every open day from the first to the last; one that is missing is taken from the week before. */
function openDaySeries(sales: Sale[]): number[] {
  const [first, last] = [sales.at(0), sales.at(-1)];
  if (!first || !last) return [];
  const sold = new Map(sales.map(({ soldOn, quantity }) => [soldOn, quantity]));
  const series: number[] = [];
  for (const day of openDays(first.soldOn, last.soldOn)) {
    series.push(sold.get(day) ?? series.at(-MODEL.seasonLength) ?? 0);
  }
  return series;
}

/**
 * The forecast laid on the days after `last`: `null` for a closed day. An additive model may fall below nothing for a
 * slow mover; nobody sells less than nothing, so the answer stops at 0.
 */
function calendar(last: string, forecast: Float64Array) {
  const values = forecast.values();
  return Array.from({ length: DAYS_AHEAD }, (_, i) => {
    const date = addDays(last, i + 1);
    return { date, quantity: isClosed(date) ? null : Math.max(0, values.next().value ?? 0) };
  });
}
