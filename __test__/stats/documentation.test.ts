import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stats } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
const code = (markdown: string) => [...markdown.matchAll(/```js\n([\s\S]*?)```/g)].map(([, block]) => block as string);

/** Twelve weeks of a product's sales from a Monday on, nothing on Sundays, a promotion on day 40. */
const dailySales = Array.from({ length: 84 }, (_, day) =>
  day % 7 === 6 ? 0 : ([12, 10, 11, 13, 17, 19][day % 7] as number) + ((day * 7) % 5) + (day === 40 ? 60 : 0),
);
const given = {
  stats,
  dailySales,
  days: dailySales.map((_, day) => day),
  allSales: [...dailySales, ...dailySales.slice(7), 3],
  offsets: [0, 84, 161, 162],
  console: { warn() {} },
};

/** Runs a block as a user's module would, and gives what it has named. */
async function run(block: string): Promise<Record<string, unknown>> {
  const names = [...block.matchAll(/^const (?:\{ (.*?) \}|\[(.*?)\]|(\w+)) =/gm)].flatMap(([, object, array, name]) =>
    (object ?? array ?? name ?? '').split(', '),
  );
  const body = `return (async () => { ${block}\nreturn { ${names.join(', ')} }; })()`;
  return new Function(...Object.keys(given), body)(...Object.values(given));
}

describe.each(backends)('the documentation on the %s backend', (backend) => {
  it('has examples that run, and find what they are about', async () => {
    useBackend(backend);
    const [, examples] = code(read('docs/stats.md'));
    const named = await run(examples as string);
    const { forecast, intervals } = named.result as stats.Forecast;
    expect(forecast).toHaveLength(28);
    expect(forecast[6]).toBe(0);
    expect(intervals.map(({ level }) => level)).toEqual([0.8, 0.95]);
    expect((named.anomalies as stats.Anomaly[]).map(({ index }) => index)).toEqual([40]);
    expect(named.svg).toMatch(/^<svg /);
    expect((named.batch as stats.ForecastBatch).length).toBe(3);
  });

  it('has a README whose forecast runs', async () => {
    useBackend(backend);
    const block = code(read('README.md')).find((text) => text.includes('stats.forecast(')) as string;
    const named = await run(block);
    expect((named.anomalies as stats.Anomaly[]).map(({ index }) => index)).toContain(40);
    expect(named.svg).toMatch(/^<svg /);
  });
});

describe('the tables of docs/stats.md', () => {
  it('name only what there is', () => {
    const named = [...read('docs/stats.md').matchAll(/`(?:new )?(?:stats\.)?([a-z]\w*)\(/g)].map(
      ([, name]) => name as string,
    );
    // The other package's, which has no namesake here.
    const ours = named.filter((name) => name !== 'zScore');
    expect(ours.length).toBeGreaterThan(10);
    for (const name of ours) expect(stats, name).toHaveProperty(name);
  });
});
