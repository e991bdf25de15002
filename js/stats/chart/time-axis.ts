/** The axis of time: what each observation is called, and which of them get a tick. Nothing here asks the locale. */
import { grouped, type Tick } from './value-axis';

/** How far two observations are apart. */
export type Step = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** What the time axis is made of. */
export interface TimeAxis {
  /** What an observation is called. */
  name: (index: number) => string;
  /** Ticks among the observations from `first` to `last`, at most about as many as `fits` says of labels that long. */
  ticks: (first: number, last: number, fits: (label: string) => number) => Tick[];
}

/** Observations that are counted, from 1. */
export const counted: TimeAxis = {
  name: (index) => grouped(String(index + 1)),
  ticks(first, last, fits) {
    const every = roundStep((last - first + 1) / fits(counted.name(last)));
    return regular(Math.ceil((first + 1) / every) * every - 1, last, every, counted.name);
  },
};

/** Observations that the caller has named. */
export function named(names: readonly string[]): TimeAxis {
  const name = (index: number) => names[index] as string;
  return {
    name,
    ticks(first, last, fits) {
      let longest = '';
      for (let i = first; i <= last; i++) if (name(i).length > longest.length) longest = name(i);
      return regular(first, last, roundStep((last - first + 1) / fits(longest)), name);
    },
  };
}

/** The date of an observation; an invalid one beyond the range of dates. A month, quarter or year is its first day. */
export function dateAt(start: Date, step: Step, index: number): Date {
  if (step === 'day' || step === 'week') return new Date(start.getTime() + index * DAYS[step] * MS_PER_DAY);
  return new Date(Date.UTC(2000, monthNumber(start) + index * MONTHS[step]));
}

const MS_PER_DAY = 86_400_000;
const DAYS = { day: 1, week: 7 };
const MONTHS = { month: 1, quarter: 3, year: 12 };
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const FIRST_MONDAY = 4;

/** Observations at a fixed distance in the calendar. Labels are ISO 8601, as exact as the ticks are dense. */
export const dated = (start: Date, step: Step): TimeAxis =>
  step === 'day' || step === 'week' ? inDays(start, step) : inMonths(start, step);

function inDays(start: Date, step: 'day' | 'week'): TimeAxis {
  const days = DAYS[step];
  const origin = start.getTime() / MS_PER_DAY;
  const name = (index: number) => dateAt(start, step, index).toISOString().slice(0, 10);
  const months: Months = {
    each: 1,
    of: (index) => monthNumber(dateAt(start, step, index)),
    firstIn: (month) => Math.ceil((Date.UTC(2000, month) / MS_PER_DAY - origin) / days),
    name: (index) => name(index).slice(0, 7),
  };
  const ticks: TimeAxis['ticks'] = (first, last, fits) => {
    const span = (last - first + 1) * days;
    const period = [1, 2, 7, 14].find((period) => period >= days && span / period <= fits(name(last)));
    if (period === undefined) return monthly(first, last, fits, months);
    // Days are laid on Mondays; weeks have a weekday of their own.
    const phase = step === 'day' && period >= 7 ? origin - FIRST_MONDAY : 0;
    const every = period / days;
    return regular(Math.ceil((first + phase) / every) * every - phase, last, every, name);
  };
  return { name, ticks };
}

function inMonths(start: Date, step: 'month' | 'quarter' | 'year'): TimeAxis {
  const origin = monthNumber(start);
  const name = (index: number) => {
    const [year, month] = dateAt(start, step, index).toISOString().split('-') as [string, string];
    return { year, quarter: `${year}-Q${Math.ceil(Number(month) / 3)}`, month: `${year}-${month}` }[step];
  };
  const months: Months = {
    each: MONTHS[step],
    of: (index) => origin + index * MONTHS[step],
    firstIn: (month) => Math.ceil((month - origin) / MONTHS[step]),
    name,
  };
  return { name, ticks: (first, last, fits) => monthly(first, last, fits, months) };
}

/** Months since 2000 began. */
const monthNumber = (date: Date): number => (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth();

/** How many months may lie between two ticks. */
const PERIODS = [1, 2, 3, 6, ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].map((y) => 12 * y)];

/** Observations and the months they are in. */
interface Months {
  /** How many months an observation stands for, 1 where it is less. */
  each: number;
  of: (index: number) => number;
  /** The first observation in a month, or after it. */
  firstIn: (month: number) => number;
  name: (index: number) => string;
}

/** Ticks at the first observation of every month, or of every so many. */
function monthly(first: number, last: number, fits: (label: string) => number, months: Months): Tick[] {
  const [from, to] = [months.of(first), months.of(last)];
  const label = (period: number) => (period >= 12 ? (index: number) => months.name(index).slice(0, 4) : months.name);
  const fitting = (period: number) => period >= months.each && (to - from) / period + 1 <= fits(label(period)(last));
  const period = PERIODS.find(fitting) as number;
  const ticks: Tick[] = [];
  for (let month = Math.ceil(from / period) * period; month <= to; month += period) {
    const at = months.firstIn(month);
    if (at >= first && at <= last) ticks.push({ at, label: label(period)(at) });
  }
  return ticks;
}

function regular(from: number, last: number, every: number, label: (index: number) => string): Tick[] {
  const ticks: Tick[] = [];
  for (let at = from; at <= last; at += every) ticks.push({ at, label: label(at) });
  return ticks;
}

/** The least of 1, 2, 5, 10, 20, … that is not below. */
function roundStep(atLeast: number): number {
  for (let ten = 1; ; ten *= 10) {
    const digit = [1, 2, 5].find((d) => d * ten >= atLeast);
    if (digit !== undefined) return digit * ten;
  }
}
