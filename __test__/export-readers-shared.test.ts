/** Readers that are asked for several things at the same time: each call has its answer, its signal and its progress. */
import { export as exporting } from 'clinicore';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { atPath, cells, chunks, formats, streamed, visits } from './export-readers';

const ROWS = 3000;
const readOnce = { code: 'ERR_INVALID_ARGUMENT', message: 'source is a stream, which can be read only once' };

/** A stream that stops half way until it is let go on, and says when it stands there and when it was closed. */
function stuck(bytes: Buffer) {
  let goOn = () => {};
  let stand = () => {};
  let isClosed = false;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const standing = new Promise<void>((resolve) => (stand = resolve));
  const iterator = chunks(bytes, Math.ceil(bytes.length / 8));
  let given = 0;
  const source: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (given++ === 4) {
          stand();
          await gate;
        }
        return iterator.next();
      },
      async return() {
        isClosed = true;
        return { done: true, value: undefined };
      },
    }),
  };
  return { source, goOn, standing, isClosed: () => isClosed };
}

describe.each(backends)('%s', (backend) => {
  beforeEach(() => useBackend(backend));

  describe.each(formats)('$name', ({ read, write, isKept }) => {
    let table: exporting.Table;
    let bytes: Buffer;
    beforeAll(async () => {
      table = await visits(ROWS);
      bytes = await write(table).toBuffer();
    });

    const isWhole = (read: exporting.Table) => expect(cells(read)).toEqual(cells(table));
    const sameNames = (schema: readonly exporting.Field[]) =>
      expect(schema.map(({ name }) => name)).toEqual(['number', 'patient', 'day']);

    it('of bytes and of a path, two calls at a time both answer', async () => {
      await atPath(bytes, async (path) => {
        for (const source of [bytes, path]) {
          const reader = read(source);
          const [schema, first, second] = await Promise.all([reader.schema(), reader.toTable(), reader.toTable()]);
          sameNames(schema);
          isWhole(first);
          isWhole(second);
          const [again, last] = await Promise.all([reader.toTable(), reader.schema()]);
          isWhole(again);
          sameNames(last);
        }
      });
    });

    it('of a stream, its columns can be asked for before, after and while its rows are read', async () => {
      for (const isFirst of [true, false]) {
        const reader = read(streamed(bytes));
        if (isFirst) sameNames(await reader.schema());
        const [rows, schema] = await Promise.all([reader.toTable(), reader.schema()]);
        isWhole(rows);
        sameNames(schema);
        sameNames(await reader.schema());
      }
      const [schema, rows] = await Promise.all(both(read(streamed(bytes))));
      sameNames(schema);
      isWhole(rows);
    });

    it(`of a stream, rows are read ${isKept ? 'as often as is wanted' : 'once'}`, async () => {
      const reader = read(streamed(bytes));
      const [first, second] = await Promise.allSettled([reader.toTable(), reader.toTable()]);
      isWhole((first as PromiseFulfilledResult<exporting.Table>).value);
      if (isKept) isWhole((second as PromiseFulfilledResult<exporting.Table>).value);
      else expect((second as PromiseRejectedResult).reason).toMatchObject(readOnce);
      if (isKept) isWhole(await reader.toTable());
      else expect(await failure(() => reader.toTable())).toMatchObject(readOnce);
    });

    it('the signal and progress of toTable are its own, also after schema()', async () => {
      for (const isAfter of [true, false]) {
        const told: number[] = [];
        const reader = read(streamed(bytes));
        if (isAfter) await reader.schema();
        isWhole(await reader.toTable({ onProgress: (done, total) => told.push(done, total - done) }));
        const done = told.filter((_, at) => at % 2 === 0);
        expect(done.length).toBeGreaterThan(0);
        expect(done).toEqual([...done].sort((a, b) => a - b));
        expect(Math.min(...told)).toBeGreaterThanOrEqual(0);
      }

      const stopped = read(streamed(bytes));
      await stopped.schema();
      const reason = new Error('enough');
      const said = await stopped.toTable({ signal: AbortSignal.abort(reason) }).catch((error) => error);
      expect(said).toMatchObject({ code: 'ERR_ABORTED', name: 'AbortError', cause: reason });
      // It was stopped before it took anything.
      isWhole(await stopped.toTable());
    });

    it('a call that is aborted while the stream is stuck leaves the others to go on', async () => {
      const { source, goOn, standing, isClosed } = stuck(bytes);
      const [one, other] = [new AbortController(), new AbortController()];
      const reader = read(source, { signal: one.signal });
      const schema = reader.schema().catch((error) => error);
      const rows = reader.toTable({ signal: other.signal });
      await standing;
      one.abort();
      expect(await schema).toSatisfy((said) => Array.isArray(said) || said.code === 'ERR_ABORTED');
      expect(isClosed()).toBe(false);
      goOn();
      isWhole(await rows);
    });

    it('when the last call is aborted while the stream is stuck, the stream is let go of', async () => {
      const { source, standing, isClosed } = stuck(bytes);
      const reader = read(source);
      const stop = new AbortController();
      const { signal } = stop;
      const calls = [reader.toTable({ signal }), reader.toTable({ signal })].map((call) => failure(() => call));
      await standing;
      stop.abort();
      for (const said of await Promise.all(calls)) expect(['ERR_ABORTED', readOnce.code]).toContain(said.code);
      expect(isClosed()).toBe(true);
    });
  });

  it("Parquet's metadata come with its rows", async () => {
    const bytes = await exporting.parquet(await visits(ROWS)).toBuffer();
    for (const source of [bytes, streamed(bytes)]) {
      const reader = exporting.readParquet(source);
      const [{ rows }, table] = await Promise.all([reader.metadata(), reader.toTable()]);
      expect([rows, table.length]).toEqual([ROWS, ROWS]);
    }
  });

  it("a workbook's report comes with its rows", async () => {
    const bytes = await exporting.xlsx([{ name: 'Visits', table: await visits(ROWS) }]).toBuffer();
    const reader = exporting.readSheet(streamed(bytes));
    const [report, table] = await Promise.all([reader.report(), reader.toTable()]);
    expect([report.length, table.length]).toEqual([3, ROWS]);
  });
});

const both = (reader: exporting.TableReader) => [reader.schema(), reader.toTable()] as const;
