/** The choice of a method by the data; its rules are in the Rust crate's `forecast/automatic.rs`. */
import { ClinicoreError, outOfRange } from '../../../errors';
import { classify } from './croston';
import { named, type Outcome, type Run } from './method';
import { need } from './outcome';

/** Fewer values than this get the mean. */
const FEW = 5;

/** In the order in which they win a tie. */
const CANDIDATES = ['mean', 'naive', 'drift', 'seasonal-naive', 'theta', 'ets'];

/** Without a season seasonal naive would be naive again. */
const candidates = ({ seasonLength }: Run) =>
  CANDIDATES.filter((method) => seasonLength > 1 || method !== 'seasonal-naive');

export async function choose(run: Run, y: Float64Array, levels: number[]): Promise<Outcome> {
  const n = need(y, 1);
  if (n < FEW) return await named(run, n === 1 ? 'naive' : 'mean', y, levels);
  const { adi, fading } = classify(y);
  const intermittent = adi > 1.32 && !y.some((value) => value < 0);
  const { select } = run.settings;
  const from = origins(run, y);
  if (select !== 'aicc' && from.length > 0) {
    const methods = intermittent ? ['sba', 'tsb'] : candidates(run);
    return await best(run, methods, y, levels, (method) => backtest(run, method, y, from, select));
  }
  if (intermittent) return await named(run, fading ? 'tsb' : 'sba', y, levels);
  const methods = candidates(run).filter((method) => method !== 'theta');
  return await best(run, methods, y, levels, undefined);
}

/** The lengths of history that a backtest forecasts from, latest first; of the next values some must be known. */
function origins({ settings, horizon }: Run, y: Float64Array): number[] {
  const known = new Uint32Array(y.length + 1);
  y.forEach((value, t) => {
    known[t + 1] = (known[t] as number) + (Number.isNaN(value) ? 0 : 1);
  });
  const lengths: number[] = [];
  for (let t = y.length - horizon; t >= 1 && lengths.length < (settings.windows || 10); t--) {
    const before = known[t] as number;
    if (before < FEW) break;
    if ((known[t + horizon] as number) > before) lengths.push(t);
  }
  return lengths;
}

/** The method with the least score, which is that of `backtest` or else its AICc; ties go to the first. */
async function best(
  run: Run,
  methods: string[],
  y: Float64Array,
  levels: number[],
  backtest: ((method: string) => Promise<number>) | undefined,
): Promise<Outcome> {
  const candidates: Outcome['candidates'] = [];
  let chosen: Outcome | undefined;
  let least = Number.NaN;
  let refusal: ClinicoreError | undefined;
  for (const method of methods) {
    let score = Number.NaN;
    try {
      const tried = backtest && (await backtest(method));
      const made = await named(run, method, y, levels);
      score = tried ?? aicc(run, made, y);
      if (made.fit?.converged === false) score = Number.NaN;
      if (score < least || (chosen === undefined && !Number.isNaN(score))) [chosen, least] = [made, score];
    } catch (error) {
      if (!(error instanceof ClinicoreError) || error.code === 'ERR_ABORTED') throw error;
      refusal = error;
    }
    candidates.push({ method, score });
  }
  if (!chosen) throw refusal ?? outOfRange();
  return { ...chosen, candidates };
}

/** AICc of the method as an ETS model with fixed parameters, as R's `ets` counts it. */
function aicc({ seasonLength }: Run, { method, ahead, fit }: Outcome, y: Float64Array): number {
  if (fit) return fit.aicc;
  const n = need(y, 0);
  const k = method === 'drift' ? 3 : method === 'seasonal-naive' ? seasonLength + 1 : 2;
  let sse = 0;
  y.forEach((value, t) => {
    const error = value - (ahead.fitted[t] as number);
    if (!Number.isNaN(error)) sse += error * error;
  });
  if (n - k - 1 <= 0) return Number.NaN;
  return n * Math.log(sse) + 2 * k + (2 * k * (k + 1)) / (n - k - 1);
}

/** The error of a method over all origins and steps. */
async function backtest(
  run: Run,
  method: string,
  y: Float64Array,
  from: number[],
  metric: 'mae' | 'rmse',
): Promise<number> {
  let sum = 0;
  let count = 0;
  for (const origin of from) {
    const { ahead, fit } = await named(run, method, y.subarray(0, origin), []);
    if (fit?.converged === false) return Number.NaN;
    const { forecast } = ahead;
    for (let h = 0; h < forecast.length; h++) {
      const error = (y[origin + h] as number) - (forecast[h] as number);
      if (Number.isNaN(error)) continue;
      sum += metric === 'mae' ? Math.abs(error) : error * error;
      count++;
    }
  }
  return metric === 'mae' ? sum / count : Math.sqrt(sum / count);
}
