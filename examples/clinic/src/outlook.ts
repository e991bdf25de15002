import { detectAnomaliesMany, forecastMany } from 'clinicore/stats';
import { asc, eq, sql } from 'drizzle-orm';
import { days, daysBetween, isClosed } from './calendar.js';
import type { Database } from './database/connect.js';
import { dailySales, products } from './database/schema.js';

const WEEK = 7;
const WEEKS_AHEAD = 4;
/** The upper end of such an interval is passed one time in ten. */
const LEVEL = 0.8;
/** What sells less often has no usual day that another could stand out from. */
const MIN_A_WEEK = 6;
/** What stood out longer ago is nobody's business today. */
const ANOMALY_DAYS = 365;

/** What a product is going to sell, in whole pieces. */
export interface ProductOutlook {
  sku: string;
  name: string;
  category: (typeof products.$inferSelect)['category'];
  /** Sold in the last week. */
  lastWeek: number;
  /** Expected for the next, and for the next four. */
  nextWeek: number;
  nextFourWeeks: number;
  /** Pieces that are enough for the next week nine times out of ten. */
  enough: number;
}

/** A day on which a product sold far more or less than it does. */
export interface SalesAnomaly {
  sku: string;
  name: string;
  date: string;
  quantity: number;
  expected: number;
}

export interface SalesOutlook {
  /** The last day of the sales on record; `null` when nothing was ever sold. */
  asOf: string | null;
  /** What sells most first. */
  products: ProductOutlook[];
  /** Products of which too little was sold, for too short a time, to tell. */
  unknown: { sku: string; name: string }[];
  /** The latest first. */
  anomalies: SalesAnomaly[];
}

/** What all products are going to sell: by weeks, which are never closed, and what stood out by days. */
export async function salesOutlook(database: Database, signal?: AbortSignal): Promise<SalesOutlook> {
  const sold = await salesByProduct(database);
  const last = sold.reduce(
    (latest, { dates }) => ((dates.at(-1) ?? '') > latest ? (dates.at(-1) as string) : latest),
    '',
  );
  if (last === '') return { asOf: null, products: [], unknown: sold.map(named), anomalies: [] };

  const weekly = sold.map((product) => weeksUpTo(last, product));
  const batch = await forecastMany(ragged(weekly), {
    horizon: WEEKS_AHEAD,
    levels: [LEVEL],
    nonNegative: true,
    integer: true,
    lane: 'interactive',
    ...(signal && { signal }),
  });
  const known: ProductOutlook[] = [];
  const unknown: SalesOutlook['unknown'] = [];
  sold.forEach((product, i) => {
    if (batch.errors.has(i)) {
      unknown.push(named(product));
      return;
    }
    const { forecast, intervals } = batch.at(i);
    const [nextWeek = 0] = forecast;
    known.push({
      ...named(product),
      category: product.category,
      lastWeek: weekly[i]?.at(-1) ?? 0,
      nextWeek,
      nextFourWeeks: forecast.reduce((sum, pieces) => sum + pieces, 0),
      enough: intervals[0]?.upper[0] ?? nextWeek,
    });
  });
  known.sort((a, b) => b.nextFourWeeks - a.nextFourWeeks || (a.sku < b.sku ? -1 : 1));
  return { asOf: last, products: known, unknown, anomalies: await anomaliesOf(sold, last, signal) };
}

interface Sold {
  sku: string;
  name: string;
  category: ProductOutlook['category'];
  /** The open days on record, oldest first, with what was sold on each. */
  dates: string[];
  quantities: number[];
}

const named = ({ sku, name }: { sku: string; name: string }) => ({ sku, name });

/** All sales, a row a product: in arrays, since there are tens of thousands. */
function salesByProduct(database: Database): Promise<Sold[]> {
  const inOrder = (column: typeof dailySales.soldOn | typeof dailySales.quantity, type: 'text' | 'int') =>
    sql`coalesce(array_agg(${column}::${sql.raw(type)} order by ${dailySales.soldOn}) filter (where ${column} is not null), '{}')`;
  return database
    .select({
      sku: products.sku,
      name: products.name,
      category: products.category,
      dates: inOrder(dailySales.soldOn, 'text').mapWith((dates: string[]) => dates),
      quantities: inOrder(dailySales.quantity, 'int').mapWith((quantities: number[]) => quantities),
    })
    .from(products)
    .leftJoin(dailySales, eq(dailySales.productId, products.id))
    .groupBy(products.id)
    .orderBy(asc(products.id));
}

/** What was sold in each week, of those that end with the weekday of `last`; one that was begun in the middle of is not whole. */
function weeksUpTo(last: string, { dates, quantities }: Sold): number[] {
  const [first] = dates;
  if (first === undefined) return [];
  const weeks: number[] = new Array(Math.floor((daysBetween(first, last) + 1) / WEEK)).fill(0);
  dates.forEach((date, i) => {
    const week = weeks.length - 1 - Math.floor(daysBetween(date, last) / WEEK);
    if (week >= 0) weeks[week] = (weeks[week] as number) + (quantities[i] as number);
  });
  return weeks;
}

/** What stood out of each product's days, as its own forecast shows it. */
async function anomaliesOf(sold: Sold[], last: string, signal?: AbortSignal): Promise<SalesAnomaly[]> {
  const often = sold.filter(({ quantities }) => mean(quantities) * WEEK >= MIN_A_WEEK);
  const calendars = often.map(({ dates: [first] }) => days(first as string, last));
  const series = often.map(({ dates, quantities }, i) => {
    const onDay = new Map(dates.map((date, at) => [date, quantities[at] as number]));
    return (calendars[i] as string[]).map((day) => (isClosed(day) ? null : (onDay.get(day) ?? null)));
  });
  const batch = await detectAnomaliesMany(ragged(series), {
    method: 'seasonal-hybrid-esd',
    seasonLength: WEEK,
    nan: 'omit',
    lane: 'interactive',
    ...(signal && { signal }),
  });
  const found: SalesAnomaly[] = [];
  often.forEach((product, i) => {
    if (batch.errors.has(i)) return;
    const calendar = calendars[i] as string[];
    for (const { index, value, expected } of batch.at(i)) {
      if (index < calendar.length - ANOMALY_DAYS) continue;
      found.push({ ...named(product), date: calendar[index] as string, quantity: value, expected });
    }
  });
  return found.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.sku < b.sku ? -1 : 1));
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Many series in one. */
function ragged(series: (number | null)[][]) {
  const offsets = [0];
  for (const values of series) offsets.push((offsets.at(-1) as number) + values.length);
  return { values: series.flat(), offsets };
}
