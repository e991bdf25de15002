import type { ProductOutlook, SalesAnomaly, SalesOutlook } from '../../../src/outlook.js';

export type { ProductOutlook, SalesAnomaly, SalesOutlook };

/** `GET /products/:sku/forecast`. */
export interface ForecastAnswer {
  sku: string;
  name: string;
  method: string;
  history: { from: string; to: string; openDays: number };
  forecast: {
    date: string;
    /** None on a day on which the clinic is closed. */
    quantity: number | null;
    intervals?: { level: number; lower: number; upper: number }[];
  }[];
  anomalies: { date: string; quantity: number; expected: number }[];
}
