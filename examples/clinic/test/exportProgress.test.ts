import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

/** What was told, as events with their data. */
const toldIn = (said: string) =>
  [...said.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) => [event, JSON.parse(data as string)]);

describe.each(backends)('the progress of exports on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
  });
  afterAll(() => clinic?.stop());

  it.each(['xlsx', 'csv', 'parquet', 'arrow'])('reaches the end of a list as %s', async (format) => {
    const name = randomUUID();
    const events = await clinic.fetch(`/exports/progress/${name}`, { as: 'pavel' });
    expect(events.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const path = `/exports/sales.${format}?to=2024-12-31&progress=${name}`;
    const [said, file] = await Promise.all([events.text(), clinic.fetch(path, { as: 'pavel' })]);
    expect(file.status).toBe(200);
    await file.arrayBuffer();
    const told = toldIn(said);
    expect(told[0]).toEqual(['begin', {}]);
    expect(told.at(-1)).toEqual(['end', {}]);
    const progress = told.slice(1, -1).map(([event, { done, total }]) => [event, done, total]);
    // 39 products on the 314 open days of 2024.
    const total = 39 * 314;
    const pages = Array.from({ length: Math.ceil(total / 1000) }, (_, i) => Math.min(total, 1000 * (i + 1)));
    expect(progress).toEqual(pages.map((done) => ['progress', done, total]));
  });

  it('of an archive has no total before all rows are read', async () => {
    const name = randomUUID();
    const events = await clinic.fetch(`/exports/progress/${name}`, { as: 'maria' });
    const path = `/exports/archive/2025-12.zip?pdf=false&progress=${name}`;
    const [said, file] = await Promise.all([events.text(), clinic.fetch(path, { as: 'maria' })]);
    await file.arrayBuffer();
    const progress = toldIn(said)
      .slice(1, -1)
      .map(([, data]) => data);
    const first = progress.findIndex(({ total }) => total !== null);
    const read = progress[first - 1].done;
    // Then once for each of three formats.
    expect(new Set(progress.slice(first).map(({ total }) => total))).toEqual(new Set([4 * read]));
    expect(progress.at(-1)).toEqual({ done: 4 * read, total: 4 * read });
  });

  it('is told to nobody but who asked for the file', async () => {
    const name = randomUUID();
    const [others, own] = await Promise.all(
      ['rita', 'maria'].map((as) => clinic.fetch(`/exports/progress/${name}`, { as })),
    );
    const file = await clinic.fetch(`/exports/products.xlsx?progress=${name}`, { as: 'maria' });
    await file.arrayBuffer();
    expect(toldIn((await own?.text()) ?? '')).toHaveLength(3);
    // Only now anything of its own is told.
    await (await clinic.fetch(`/exports/patients.xlsx?progress=${name}`, { as: 'rita' })).arrayBuffer();
    expect(toldIn((await others?.text()) ?? '')).toEqual([
      ['begin', {}],
      ['progress', { done: 200, total: 200 }],
      ['end', {}],
    ]);
  });

  it('has a name that nobody guesses', async () => {
    await expectProblem(await clinic.fetch('/exports/progress/me', { as: 'rita' }), 400, 'ERR_INVALID_REQUEST');
    await expectProblem(await clinic.fetch(`/exports/progress/${randomUUID()}`), 401, 'ERR_NO_SESSION');
    const query = '/exports/patients.xlsx?progress=me';
    await expectProblem(await clinic.fetch(query, { as: 'rita' }), 400, 'ERR_INVALID_REQUEST');
  });
});
