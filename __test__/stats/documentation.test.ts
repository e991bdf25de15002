import { readdirSync, readFileSync } from 'node:fs';
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
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(stats, name).toHaveProperty(name);
  });
});

/** `@example` lines that state what they give, each with the lines of its example before it: `stats.sum([1, 2]); // 3`. */
function statedResults(source: string): { expression: string; before: string; stated: string }[] {
  const examples = [...source.matchAll(/@example\n((?: +\*(?: .*)?\n)*?) +\*(?:\/| @)/g)].map(([, lines]) =>
    (lines as string).replace(/^ +\* ?/gm, '').split('\n'),
  );
  return examples.flatMap((lines) =>
    lines.flatMap((line, i) => {
      const [, expression, stated] = /^([^ ].*); \/\/ ((?:Float64Array )?\[.*\]|-?[\d.]+…?)$/.exec(line) ?? [];
      return expression && stated ? [{ expression, before: lines.slice(0, i).join('\n'), stated }] : [];
    }),
  );
}

describe('the results that TSDoc examples state', () => {
  const files = readdirSync(join(import.meta.dirname, '../../js/stats'), { recursive: true, encoding: 'utf8' });
  const all = files.filter((file) => file.endsWith('.ts')).flatMap((file) => statedResults(read(`js/stats/${file}`)));

  it('are found', () => {
    expect(all.length).toBeGreaterThan(15);
    expect(all.map(({ expression }) => expression)).toContain('equation');
  });

  it.each(all)('$expression is $stated', ({ expression, before, stated }) => {
    useBackend('js');
    const got = new Function('stats', `${before}\nreturn ${expression}`)(stats) as number | Iterable<number>;
    const [, type, digits] = /^(Float64Array )?(.*)$/.exec(stated) as unknown as [string, string | undefined, string];
    expect(got instanceof Float64Array).toBe(type !== undefined);
    if (digits.endsWith('…')) expect(String(got).startsWith(digits.slice(0, -1))).toBe(true);
    else expect(typeof got === 'number' ? got : [...got]).toEqual(new Function(`return ${digits}`)());
  });
});
