import { openDays } from '../calendar.js';
import type { SeedProduct } from './products.js';
import type { Random } from './random.js';

/** The two years the clinic's history covers. */
export const FIRST_DAY = '2024-01-01';
export const LAST_DAY = '2025-12-31';

/** Share of an average day's sales on Monday to Saturday: people come on Fridays and Saturdays. */
const WEEKDAY = [0.85, 0.75, 0.8, 0.95, 1.25, 1.4];

/** Days on which something happened: a promotion, a delivery that did not come, a day the till failed. */
const ANOMALIES: { sku: string; day: string; factor: number }[] = [
  { sku: 'CL-DAY1-30', day: '2024-05-17', factor: 5 },
  { sku: 'CL-DAY1-30', day: '2025-03-11', factor: 0 },
  { sku: 'CA-SOLU-36', day: '2024-09-05', factor: 6 },
  { sku: 'LE-SV15-AR', day: '2025-06-20', factor: 4 },
  { sku: 'CA-DROP-10', day: '2025-04-22', factor: 7 },
  { sku: 'FR-ALBA-02', day: '2024-11-29', factor: 8 },
];

const DAYS_PER_YEAR = 6 * 52;

/** What a product sold on every open day it was listed: `[day, quantity]`. */
export function seedSales(product: SeedProduct, random: Random): [day: string, quantity: number][] {
  return openDays(product.listedOn ?? FIRST_DAY, LAST_DAY).map((day, n) => {
    const weekday = WEEKDAY[new Date(day).getUTCDay() - 1] as number;
    const trend = 1 + (product.growth * n) / DAYS_PER_YEAR;
    const anomaly = ANOMALIES.find((a) => a.sku === product.sku && a.day === day)?.factor ?? 1;
    return [day, random.poisson(product.dailyMean * weekday * trend * anomaly)];
  });
}
