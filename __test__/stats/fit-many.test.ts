import { stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { daily } from './daily';

describe.each(backends)('fitMany on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const withZero = daily(9, 30).map((value, t) => (t === 12 ? 0 : value));
  const all = [daily(1), [], daily(2, 40), withZero, [1, Number.NaN, 3], daily(3, 15), new Array(20).fill(4)];
  const values = all.flat();
  const offsets = [0];
  for (const one of all) offsets.push((offsets.at(-1) as number) + one.length);

  it('is one by one fit, bit for bit, and keeps each error to its series', async () => {
    const options = { seasonLength: 7, model: 'ZZM' } as const;
    const batch = await stats.fitMany({ values, offsets }, options);
    expect(batch.length).toBe(all.length);
    for (const [i, one] of all.entries()) {
      const alone = await stats.fit(one, options).catch((error) => error);
      if (batch.errors.has(i)) {
        const { code, message, details } = batch.errors.get(i) as Error & { code: string; details: object };
        expect({ code, message, details }).toEqual({
          code: alone.code,
          message: alone.message,
          details: alone.details,
        });
        expect(() => batch.at(i)).toThrow(message);
        expect(batch.alpha[i]).toBeNaN();
      } else {
        expect(batch.at(i)).toEqual(alone);
        expect(batch.alpha[i]).toBe(alone.parameters.alpha);
      }
    }
    expect([...batch.errors.keys()].sort()).toEqual([1, 3, 4]);
  });

  it('takes no series, tells progress in series, and can be stopped', async () => {
    expect((await stats.fitMany({ values: [], offsets: [0] })).length).toBe(0);
    const many = {
      values: Array.from({ length: 40 }, (_, i) => daily(i)).flat(),
      offsets: Array.from({ length: 41 }, (_, i) => 90 * i),
    };
    const seen: number[] = [];
    await stats.fitMany(many, { seasonLength: 7, onProgress: (done, total) => seen.push(done, total) });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((n, i) => (i % 2 === 0 ? n <= 40 : n === 40))).toBe(true);
    const controller = new AbortController();
    const stopped = failure(() => stats.fitMany(many, { seasonLength: 7, signal: controller.signal }));
    controller.abort();
    expect((await stopped).code).toBe('ERR_ABORTED');
  });

  it('refuses a series it has not', async () => {
    const batch = await stats.fitMany({ values: daily(1), offsets: [0, 90] });
    expect(await failure(() => batch.at(1))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'index' },
    });
    const none = await stats.fitMany({ values: [], offsets: [0] });
    expect(() => none.at(0)).toThrow('index is of no series: the batch is empty');
  });

  it('refuses more series than the answer can hold, before it does anything', async () => {
    const many = { values: [], offsets: new Uint32Array(50_001) };
    expect(await failure(() => stats.fitMany(many, { seasonLength: 1000 }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { argument: 'data.offsets', limit: 1e8, given: 50_000 * 2079 },
    });
  });
});
