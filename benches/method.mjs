/** How long a contender is timed at most, in milliseconds, unless the fewest calls take longer. */
export const BUDGET_MS = 1000;
/** A shorter one is for whoever works on the benches; the reports say so. */
export const budgetMs = Number(process.env.BENCH_BUDGET_MS ?? BUDGET_MS);

/** A sample lasts at least this long, so that the clock's grain does not matter, nor one collection to the median. */
export const SAMPLE_MS = 15;
export const SAMPLES = 25;
/** So many when the time is over; of what takes seconds, the fewest. */
export const FEW_SAMPLES = 5;
export const FEWEST_SAMPLES = 3;
