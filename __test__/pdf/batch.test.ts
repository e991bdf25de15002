/** Many documents, streams, and calls on their way, on both backends. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { configure, pdf } from 'clinicore';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backends, failure, useBackend } from '../backends';
import { readPdf } from '../pdf-reader';

const document = (text: string): pdf.PdfDocument => ({ title: text, content: [text] });
const long = (rows: number): pdf.PdfDocument => ({
  title: 'Long',
  content: [{ type: 'table', columns: [{}, {}], rows: Array.from({ length: rows }, (_, i) => [`row ${i}`, 'x']) }],
});
const titles = async (items: pdf.RenderedItem[]) =>
  Promise.all(items.map(async ({ file }) => (file ? (await readPdf(file)).title : undefined)));
async function all(items: Parameters<typeof pdf.renderMany>[0], options?: pdf.RenderManyOptions) {
  const found: pdf.RenderedItem[] = [];
  for await (const item of pdf.renderMany(items, options)) found.push(item);
  return found;
}
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
};

describe.each(backends)('on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });
  afterEach(() => configure({ maxQueue: 1024 }));

  describe('renderMany', () => {
    const names = Array.from({ length: 12 }, (_, i) => `Document ${i}`);

    it('gives documents in order, from any kind of source', async () => {
      async function* later() {
        for (const text of names) {
          await turns(1);
          yield () => Promise.resolve(document(text));
        }
      }
      for (const source of [
        names.map(document),
        new Set(names.map(document)),
        names.map((n) => () => document(n)),
        later(),
      ]) {
        const items = await all(source, { concurrency: 5 });
        expect(items.map(({ index }) => index)).toEqual(names.map((_, i) => i));
        expect(await titles(items)).toEqual(names);
      }
      expect(await all([])).toEqual([]);
    });

    it('gives the bytes that render gives, and their hash', async () => {
      const [item] = await all([document('x')]);
      expect(item?.file?.equals(await pdf.render(document('x')))).toBe(true);
      const sha256 = createHash('sha256')
        .update(item?.file as Buffer)
        .digest('hex');
      expect(item?.sha256).toBe(sha256);
      expect(await pdf.contentHash(item?.file as Buffer)).toBe(sha256);
    });

    it('gives the error of an item as that item, and goes on', async () => {
      const failing = [
        document('a'),
        document('a\0'),
        () => {
          throw new Error('no such record');
        },
        () => Promise.reject(new Error('no connection')),
        { title: 'x', content: ['\u0639'] },
        document('z'),
      ];
      const items = await all(failing);
      expect(items.map(({ error }) => error?.code)).toEqual([
        undefined,
        'ERR_INVALID_ARGUMENT',
        'ERR_INVALID_ARGUMENT',
        'ERR_INVALID_ARGUMENT',
        'ERR_UNSUPPORTED',
        undefined,
      ]);
      expect(items[2]?.error?.message).toBe('items[2] could not be read');
      expect(items[2]?.error?.cause).toEqual(new Error('no such record'));
      expect(items[3]?.error?.cause).toEqual(new Error('no connection'));
    });

    it('lets the event loop turn between items, though all fail at once', async () => {
      let begun = 0;
      const failing = Array.from({ length: 1_000 }, () => () => {
        begun++;
        throw new Error('no such record');
      });
      const perTurn: number[] = [];
      const done = all(failing, { concurrency: 8 });
      for (let before = 0; begun < failing.length; before = begun) {
        await turns(1);
        perTurn.push(begun - before);
      }
      expect(await done).toHaveLength(failing.length);
      expect(Math.max(...perTurn)).toBe(1);
    });

    it('makes no more than concurrency allows, however slowly they are taken', async () => {
      let begun = 0;
      const source = names.map((n) => () => {
        begun++;
        return document(n);
      });
      const iterator = pdf.renderMany(source, { concurrency: 3 });
      await turns(20);
      expect(begun).toBe(0);
      for (let taken = 1; taken <= 5; taken++) {
        await iterator.next();
        await turns(20);
        expect(begun).toBeLessThanOrEqual(taken + 2);
      }
      await iterator.return();
    });

    it('gives what is done while the source has nothing more yet', async () => {
      let more: (() => void) | undefined;
      async function* slow() {
        yield document('first');
        await new Promise<void>((resolve) => {
          more = resolve;
        });
        yield document('second');
      }
      const iterator = pdf.renderMany(slow(), { concurrency: 4 });
      const first = await iterator.next();
      expect(first.value?.index).toBe(0);
      while (more === undefined) await turns(1);
      more();
      expect((await iterator.next()).value?.index).toBe(1);
      expect((await iterator.next()).done).toBe(true);
    });

    it('stops what is being made when the loop is left, and closes the source', async () => {
      let closed = false;
      let begun = 0;
      function* source() {
        try {
          for (;;) {
            begun++;
            yield long(5_000);
          }
        } finally {
          closed = true;
        }
      }
      for await (const { index } of pdf.renderMany(source(), { concurrency: 2 })) {
        if (index === 0) break;
      }
      expect(closed).toBe(true);
      const after = begun;
      await turns(50);
      expect(begun).toBe(after);
    });

    it('ends with the error of its source, after what came before', async () => {
      function* source() {
        yield document('a');
        throw new Error('the cursor is closed');
      }
      const found: number[] = [];
      const error = await failure(async () => {
        for await (const { index } of pdf.renderMany(source())) found.push(index);
      });
      expect(found).toEqual([0]);
      expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', message: 'items could not be read' });
    });

    it('stops when its signal is aborted: before, during, and while the source waits', async () => {
      expect(await failure(() => all([document('a')], { signal: AbortSignal.abort() }))).toMatchObject({
        code: 'ERR_ABORTED',
      });
      const during = new AbortController();
      expect(
        await failure(async () => {
          for await (const _ of pdf.renderMany(
            [1, 2, 3].map(() => long(5_000)),
            { signal: during.signal },
          ))
            during.abort();
        }),
      ).toMatchObject({ code: 'ERR_ABORTED' });
      const waiting = new AbortController();
      async function* never(): AsyncGenerator<pdf.PdfDocument> {
        await new Promise(() => {});
        yield document('never');
      }
      const ended = failure(() => all(never(), { signal: waiting.signal }));
      await turns(3);
      waiting.abort();
      expect(await ended).toMatchObject({ code: 'ERR_ABORTED' });
    });

    it('counts items, and ends with what onProgress throws', async () => {
      const seen: [number, number][] = [];
      await all(names.map(document), { onProgress: (done, total) => seen.push([done, total]) });
      expect(seen).toEqual(names.map((_, i) => [i + 1, names.length]));
      const stop = new Error('enough');
      await expect(
        all(names.map(document), {
          onProgress: () => {
            throw stop;
          },
        }),
      ).rejects.toBe(stop);
    });

    it('takes no function for a document', async () => {
      const made = () => document('made');
      const [item] = await all([(() => made) as never]);
      for (const error of [item?.error, await failure(() => pdf.render(made as never))]) {
        expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'document' } });
      }
    });

    it('ends where an iterator gives no results', async () => {
      const items = { [Symbol.iterator]: () => ({ next: () => 5 }) };
      expect(await failure(() => all(items as never))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'items' },
      });
    });

    it('keeps no file that was taken', async () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const files: WeakRef<Buffer>[] = [];
      const sources = Array.from({ length: 30 }, (_, i) => () => document(`Document ${i}`));
      for await (const { index, file } of pdf.renderMany(sources, { concurrency: 2 })) {
        files.push(new WeakRef(file as Buffer));
        await turns(2);
        collect();
        const kept = files.slice(0, Math.max(0, index - 4)).filter((ref) => ref.deref() !== undefined).length;
        expect(kept).toBe(0);
      }
      expect(files).toHaveLength(30);
    });

    it('waits for a place in a full queue', async () => {
      configure({ maxQueue: 1 });
      const busy = Array.from({ length: 8 }, () => pdf.render(long(3_000)).catch((error) => error.code));
      const items = await all(names.map(document), { concurrency: 8 });
      expect(items.map(({ error }) => error)).toEqual(names.map(() => undefined));
      expect(await Promise.all(busy)).toContain('ERR_BUSY');
    });

    it.each([
      [undefined, {}, 'items'],
      ['documents', {}, 'items'],
      [{}, {}, 'items'],
      [[], { concurrency: 0 }, 'options.concurrency'],
      [[], { concurrency: 65 }, 'options.concurrency'],
      [[], { parallel: 2 }, 'options'],
      [[], { profile: 'x' }, 'options.profile'],
    ])('refuses %j with %j at once', async (items, options, argument) => {
      const got = await failure(() => pdf.renderMany(items as never, options as never));
      expect(got).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
    });
  });

  describe('renderToStream', () => {
    it('gives the bytes that render gives, in pieces', async () => {
      const stream = pdf.renderToStream(long(4_000));
      const pieces: Buffer[] = [];
      for await (const piece of stream) pieces.push(piece);
      expect(pieces.length).toBeGreaterThan(1);
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(1 << 16);
      expect(Buffer.concat(pieces).equals(await pdf.render(long(4_000)))).toBe(true);
    });

    it('fails as render does', async () => {
      const expected = await failure(() => pdf.render(document('a\0')));
      expect(await failure(() => buffer(pdf.renderToStream(document('a\0'))))).toEqual(expected);
      expect(await failure(() => pdf.renderToStream(document('a'), { profile: 'x' as never }))).toMatchObject({
        details: { argument: 'options.profile' },
      });
    });

    it('stops when it is destroyed or its signal aborted', async () => {
      const stream = pdf.renderToStream(long(50_000));
      stream.destroy();
      await new Promise((resolve) => stream.once('close', resolve));
      const controller = new AbortController();
      const read = failure(() => buffer(pdf.renderToStream(long(50_000), { signal: controller.signal })));
      controller.abort();
      expect((await read).code).toBe('ERR_ABORTED');
    });
  });

  describe('a call', () => {
    it('has read 500 rows when it returns its promise', async () => {
      const mine = long(500);
      const [table] = mine.content as [pdf.Table];
      const call = pdf.render(mine);
      for (const row of table.rows as string[][]) row[0] = 'changed';
      const { pages } = await readPdf(await call);
      const texts = pages.flatMap(({ runs }) => runs.map(({ text }) => text));
      expect(texts).not.toContain('changed');
      expect(texts).toContain('row 498');
    });

    it('lets the event loop turn after every 2 ms of reading more', async () => {
      const mine = long(2_000);
      let read = 0;
      for (const row of (mine.content as [pdf.Table])[0].rows) {
        Object.defineProperty(row, '0', { get: () => `${++read}` });
      }
      // By this clock a row takes a tenth of a millisecond, however busy the machine is.
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => read / 10);
      const perTurn: number[] = [];
      try {
        const controller = new AbortController();
        const call = failure(() => pdf.render(mine, { signal: controller.signal }));
        for (let before = read; read < 2_000; before = read) {
          await turns(1);
          perTurn.push(read - before);
        }
        controller.abort();
        await call;
      } finally {
        clock.mockRestore();
      }
      expect(Math.max(...perTurn)).toBeLessThanOrEqual(20);
    });

    it('refuses rows that go while it reads more', async () => {
      const gone = long(60_000);
      const refused = failure(() => pdf.render(gone));
      (gone.content as [pdf.Table])[0].rows.length = 10_000;
      expect(await refused).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'document.content[0].rows[10000]' },
      });
    });

    it('stops reading when its signal is aborted', async () => {
      const controller = new AbortController();
      const mine = long(20_000);
      let reads = 0;
      for (const row of (mine.content as [pdf.Table])[0].rows) {
        Object.defineProperty(row, '0', { get: () => `${++reads}` });
      }
      const aborted = failure(() => pdf.render(mine, { signal: controller.signal }));
      controller.abort();
      expect((await aborted).code).toBe('ERR_ABORTED');
      await turns(100);
      expect(reads).toBeLessThanOrEqual(500);
    });

    it('is not started when its signal is aborted already', async () => {
      expect((await failure(() => pdf.render(document('x'), { signal: AbortSignal.abort() }))).code).toBe(
        'ERR_ABORTED',
      );
    });

    it('stops on the way when its signal is aborted', async () => {
      const controller = new AbortController();
      const { code } = await failure(() =>
        pdf.render(long(20_000), { signal: controller.signal, onProgress: (done) => done > 0 && controller.abort() }),
      );
      expect(code).toBe('ERR_ABORTED');
    });

    it('tells how far it is', async () => {
      const seen: [number, number][] = [];
      await pdf.render(long(3_000), { onProgress: (done, total) => seen.push([done, total]) });
      expect(seen.length).toBeGreaterThan(0);
      for (const [i, [done, total]] of seen.entries()) {
        expect(total).toBe(2 * 3_001);
        expect(done).toBeGreaterThanOrEqual(seen[i - 1]?.[0] ?? 0);
        expect(done).toBeLessThanOrEqual(total);
      }
    });

    it('is refused when the queue is full', async () => {
      configure({ maxQueue: 1 });
      const calls = Array.from({ length: 20 }, () =>
        pdf.render(document('x')).then(
          () => 'made',
          (error) => error.code,
        ),
      );
      expect(await Promise.all(calls)).toContain('ERR_BUSY');
    });
  });
});
