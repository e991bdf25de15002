/** What `console.log` says of results: their public names, and the numbers in them. */
import { inspect } from 'node:util';
import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';

/** One that can be worked on, and one that cannot. */
const many = { values: [1, 2, 1, 2, 9, 2, Number.NaN], offsets: [0, 6, 7] };

describe.each(backends)('console.log on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('shows a regression with its statistics, and its rows where they were asked for', () => {
    const line = stats.linearRegression([1, 2, 3, 4], [2, 4, 5, 9]);
    expect(inspect(line)).toMatch(/^Regression \{\n {2}coefficients: \[ -0\.5, 2\.2 \],/);
    expect(inspect(line)).toContain(`rSquared: ${line.rSquared}`);
    expect(inspect(line)).not.toContain('residuals');
    const withRows = stats.linearRegression([1, 2, 3, 4], [2, 4, 5, 9], { residuals: true });
    expect(inspect(withRows)).toContain('residuals: Float64Array(4) [');
    expect(inspect({ a: { b: { line } } })).toContain('line: [Regression]');
    expect(inspect({ line })).toContain('line: Regression {\n    coefficients');
  });

  it('shows moments with their numbers', () => {
    expect(inspect(new stats.Moments().push([1, 2, 3]))).toBe(
      'Moments { count: 3, mean: 2, m2: 2, m3: 0, m4: 2, min: 1, max: 3 }',
    );
  });

  it('shows a batch by its public name, with what was wrong with a series', async () => {
    const batches = {
      AnomalyBatch: await stats.detectAnomaliesMany(many, { method: 'z-score', threshold: 1 }),
      FitBatch: await stats.fitMany(many, { method: 'ses' }),
      ForecastBatch: await stats.forecastMany(many, { horizon: 1, method: 'naive' }),
    };
    for (const [name, batch] of Object.entries(batches)) {
      const error = batch.errors.get(1);
      const shown = inspect(batch, { breakLength: Infinity });
      expect(shown).toMatch(new RegExp(`^${name} \\{\\s+length: 2,`));
      expect(shown).toContain(`errors: Map(1) { 1 => ${inspect(`${error?.code}: ${error?.message}`)} }`);
    }
  });

  it('shows the first of many errors', async () => {
    const offsets = Uint32Array.from({ length: 1001 }, (_, i) => i);
    const { errors } = await stats.forecastMany(
      { values: new Float64Array(1000).fill(Number.NaN), offsets },
      { horizon: 1 },
    );
    expect(inspect(errors)).toMatch(/^Map\(101\) \{\n {2}0 => 'ERR_/);
    expect(inspect(errors)).not.toContain('ERR_INTERNAL');
    expect(inspect(errors, { maxArrayLength: 200 })).toContain("'more' => '900'");
  });
});
