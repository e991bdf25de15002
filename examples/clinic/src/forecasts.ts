import { type Anomaly, detectAnomalies, type Forecast, forecast } from 'clinicore/stats';
import { asc, eq } from 'drizzle-orm';
import { addDays, days, isClosed } from './calendar.js';
import type { Database } from './database/connect.js';
import { dailySales, products } from './database/schema.js';
import { Problem } from './problem.js';

const WEEK = 7;
const DAYS_AHEAD = 28;

/** What a product has sold, and what it will sell on each of the next 28 days. */
export interface SalesForecast {
  product: typeof products.$inferSelect;
  /** The days of the history, then those ahead; none when nothing was ever sold. */
  days: string[];
  /** Which of them the clinic is closed on. */
  closed: boolean[];
  result: Forecast;
  /** Days on which it sold far more or less than it does. */
  anomalies: Anomaly[];
}

/**
 * A closed Sunday is not a day without sales, so it is masked; an open day without a record is a missing value. Pieces
 * come whole, and never less than none.
 */
export async function forecastSales(database: Database, sku: string, signal: AbortSignal): Promise<SalesForecast> {
  const [product] = await database.select().from(products).where(eq(products.sku, sku));
  if (!product) throw new Problem('ERR_NOT_FOUND', 'No product has this SKU');

  const sales = await database
    .select({ soldOn: dailySales.soldOn, quantity: dailySales.quantity })
    .from(dailySales)
    .where(eq(dailySales.productId, product.id))
    .orderBy(asc(dailySales.soldOn));
  const [first, last] = [sales.at(0)?.soldOn, sales.at(-1)?.soldOn];
  const calendar = first && last ? days(first, addDays(last, DAYS_AHEAD)) : [];
  const sold = new Map(sales.map(({ soldOn, quantity }) => [soldOn, quantity]));
  const history = calendar.slice(0, -DAYS_AHEAD).map((day) => sold.get(day) ?? null);
  const closed = calendar.map(isClosed);
  const result = await forecast(history, {
    horizon: DAYS_AHEAD,
    seasonLength: WEEK,
    closed,
    nan: 'omit',
    nonNegative: true,
    integer: true,
    signal,
  });
  // What sells once a month has no usual day that another could stand out from.
  const anomalies = result.intermittent
    ? []
    : await detectAnomalies(result.values, { method: 'seasonal-hybrid-esd', seasonLength: WEEK, nan: 'omit', signal });
  return { product, days: calendar, closed, result, anomalies };
}
