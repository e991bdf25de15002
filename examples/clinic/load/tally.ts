import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** How requests of one kind went. */
export interface Row {
  kind: string;
  /** Answered as they should be, a second. */
  perSecond: number;
  answered: number;
  p50Ms: number;
  p99Ms: number;
  /** Sent away to come again (503 with `Retry-After`), and how quickly. */
  shed: number;
  shedP99Ms: number;
  /** Everything else: other statuses, connections that were reset, answers that never came. */
  failed: Record<string, number>;
}

interface Counts {
  answered: RecordableHistogram;
  shed: RecordableHistogram;
  failed: Record<string, number>;
}

const MICROSECONDS = 1000;

/** Counts requests by their kind, and how long their answers took. */
export class Tally {
  readonly #kinds = new Map<string, Counts>();

  answered(kind: string, ms: number): void {
    record(this.#of(kind).answered, ms);
  }

  shed(kind: string, ms: number): void {
    record(this.#of(kind).shed, ms);
  }

  failed(kind: string, why: string): void {
    const { failed } = this.#of(kind);
    failed[why] = (failed[why] ?? 0) + 1;
  }

  /** A row for each kind, and one of all but those `apart`. */
  rows(seconds: number, apart: readonly string[] = []): Row[] {
    const all: Counts = empty();
    for (const [kind, { answered, shed, failed }] of this.#kinds) {
      if (apart.includes(kind)) continue;
      all.answered.add(answered);
      all.shed.add(shed);
      for (const [why, count] of Object.entries(failed)) all.failed[why] = (all.failed[why] ?? 0) + count;
    }
    const kinds = [...this.#kinds].sort(([a], [b]) => (a < b ? -1 : 1));
    return [...kinds, ['all', all] as const].map(([kind, { answered, shed, failed }]) => ({
      kind,
      perSecond: answered.count / seconds,
      answered: answered.count,
      p50Ms: percentile(answered, 50),
      p99Ms: percentile(answered, 99),
      shed: shed.count,
      shedP99Ms: percentile(shed, 99),
      failed,
    }));
  }

  #of(kind: string): Counts {
    let counts = this.#kinds.get(kind);
    if (!counts) {
      counts = empty();
      this.#kinds.set(kind, counts);
    }
    return counts;
  }
}

const empty = (): Counts => ({ answered: createHistogram(), shed: createHistogram(), failed: {} });

const record = (histogram: RecordableHistogram, ms: number) =>
  histogram.record(Math.max(1, Math.round(ms * MICROSECONDS)));

const percentile = (histogram: RecordableHistogram, of: number): number =>
  histogram.count === 0 ? 0 : histogram.percentile(of) / MICROSECONDS;
