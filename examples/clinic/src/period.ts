import { and, type Column, gte, lte, type SQL } from 'drizzle-orm';
import { z } from 'zod';

/** Days, both included. */
export interface Period {
  from?: string | undefined;
  to?: string | undefined;
}

/** PostgreSQL's calendar has no year 0. */
const day = z.iso.date().refine((date) => date >= '0001-01-01', 'must be in the year 1 or later');

/** The parameters of a query that say a period. */
export const periodFields = { from: day.optional(), to: day.optional() };

/** Refuses a period that ends before it begins. */
export const inOrder = <T extends z.ZodType<Period>>(query: T) =>
  query.refine(({ from, to }) => !from || !to || from <= to, { path: ['from'], message: 'must not be after `to`' });

/** A month such as `2025-12`. */
export const monthField = z.string().regex(/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2025-12');

/** The days of a month. */
export function monthPeriod(month: string): Required<Period> {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return { from: `${month}-01`, to: `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}` };
}

/** That a day is in a period. */
export const within = (day: Column, { from, to }: Period): SQL | undefined =>
  and(from ? gte(day, from) : undefined, to ? lte(day, to) : undefined);
