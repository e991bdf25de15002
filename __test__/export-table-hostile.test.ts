/** Rows that do not behave: they are refused with their place, and whatever they come from is let go of. */
import { Readable } from 'node:stream';
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

const { tableFrom } = exporting;
const SCHEMA: exporting.Field[] = [{ name: 'a', type: 'int32' }];
const both = [{}, { schema: SCHEMA }];
const throwing = () => {
  throw new Error('Jana');
};

describe.each(both)('with %o', (options) => {
  it.each([
    ['null', null],
    ['a text', 'abc'],
    ['a number', 5],
    ['a hole', undefined],
    ['bytes', Uint8Array.of(1)],
    ['an array among objects', [1]],
    ['a getter that throws', Object.defineProperty({}, 'a', { enumerable: true, get: throwing })],
    ['a proxy that throws', new Proxy({}, { get: throwing, ownKeys: throwing })],
    ['a revoked proxy', revoked()],
  ])('a row that is %s is refused at its place', async (_, row) => {
    const rows = Array.from({ length: 3000 }, (_, i): unknown => ({ a: i }));
    rows[2700] = row;
    const said = await failure(() => tableFrom(rows as object[], options));
    expect(said).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'rows', row: 2700 } });
    expect(JSON.stringify(said)).not.toContain('Jana');
  });

  it('a sparse array of four billion rows costs nothing', async () => {
    const said = await failure(() => tableFrom(new Array(2 ** 32 - 1), options));
    expect(said).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { option: 'maxRows', limit: 100_000_000 } });
    const sparse = new Array(50_000_000);
    expect(await failure(() => tableFrom(sparse, options))).toMatchObject({ details: { row: 0 } });
  });

  it('an array that changes its length is refused', async () => {
    const rows = Array.from({ length: 10_000 }, (_, a) => ({ a }));
    const made = tableFrom(rows, options);
    rows.pop();
    expect(await failure(() => made)).toMatchObject({ details: { argument: 'rows', required: 10_000, given: 9999 } });
    // Also where a row's own getter does it.
    const list: object[] = [];
    list.push(
      {
        get a() {
          return list.pop() ? 1 : 2;
        },
      },
      ...Array.from({ length: 9000 }, (_, a) => ({ a })),
    );
    expect(await failure(() => tableFrom(list, options))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('a source that never ends is stopped, and let go of', async () => {
    const closed: string[] = [];
    function* endless() {
      try {
        for (let a = 0; ; a++) yield { a };
      } finally {
        closed.push('sync');
      }
    }
    async function* endlessLater() {
      try {
        for (;;) yield* endless();
      } finally {
        closed.push('async');
      }
    }
    const limit = { code: 'ERR_LIMIT_EXCEEDED', details: { option: 'maxRows', limit: 1000 } };
    expect(await failure(() => tableFrom(endless(), { ...options, maxRows: 1000 }))).toMatchObject(limit);
    expect(await failure(() => tableFrom(endlessLater(), { ...options, maxRows: 1000 }))).toMatchObject(limit);
    expect(closed).toEqual(['sync', 'sync', 'async']);
  });

  it('a source that fails says so with its own error', async () => {
    const error = new Error('connection lost');
    async function* failing() {
      yield { a: 1 };
      throw error;
    }
    const sources = [
      failing(),
      Readable.from(failing()),
      {
        [Symbol.iterator]: () => ({
          next: () => {
            throw error;
          },
        }),
      },
    ];
    for (const source of sources) {
      const said = await tableFrom(source as Iterable<object>, options).catch((thrown) => thrown);
      expect([said.code, said.cause]).toEqual(['ERR_IO', error]);
    }
  });

  it('a stream is destroyed when a row is refused', async () => {
    const stream = Readable.from([{ a: 1 }, { a: 2 }, 'no row', ...Array.from({ length: 999 }, (_, a) => ({ a }))]);
    expect(await failure(() => tableFrom(stream, options))).toMatchObject({ details: { row: 2 } });
    await new Promise(setImmediate);
    expect(stream.destroyed).toBe(true);
  });

  it('a stuck source does not outlive its signal', async () => {
    let isClosed = false;
    const stuck = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => {}),
        return: () => {
          isClosed = true;
          return new Promise<never>(() => {});
        },
      }),
    };
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const said = await failure(() => tableFrom(stuck, { ...options, signal: controller.signal }));
    expect([said.code, isClosed]).toEqual(['ERR_ABORTED', true]);
  });

  it('an abort is heard between two steps, and a listener that throws too', async () => {
    const rows = Array.from({ length: 300_000 }, (_, a) => ({ a }));
    const controller = new AbortController();
    const made = tableFrom(rows, { ...options, signal: controller.signal, onProgress: () => controller.abort() });
    expect(await failure(() => made)).toMatchObject({ code: 'ERR_ABORTED' });
    const error = new Error('mine');
    const onProgress = () => {
      throw error;
    };
    await expect(tableFrom(rows, { ...options, onProgress })).rejects.toBe(error);
  });
});

it('names that every object has are columns like others', async () => {
  const rows = [JSON.parse('{"__proto__":1,"constructor":"a","toString":null,"valueOf":true}'), {}];
  const { table } = await tableFrom(rows);
  const [first, second] = [...table.rows()] as Record<string, unknown>[];
  expect(Object.entries(first as object)).toEqual([
    ['__proto__', 1],
    ['constructor', 'a'],
    ['toString', null],
    ['valueOf', true],
  ]);
  expect(Object.getPrototypeOf(first)).toBe(Object.prototype);
  expect(Object.values(second as object)).toEqual([null, null, null, null]);
  // With a schema too, nothing inherited is taken for a cell; what a class has is.
  const schema: exporting.Field[] = [
    { name: 'constructor', type: 'string' },
    { name: 'total', type: 'int32' },
  ];
  class Invoice {
    get total() {
      return 7;
    }
  }
  expect([...(await tableFrom([new Invoice()], { schema })).table.rows()]).toEqual([{ constructor: null, total: 7 }]);
});

describe('arrays', () => {
  it('need names, are filled up, and never lose a cell', async () => {
    expect(await failure(() => tableFrom([[1]]))).toMatchObject({ details: { argument: 'options.columns' } });
    const { table } = await tableFrom([[1], [], [2, 'b'], new Array(1)], { columns: ['a', 'b'] });
    expect([...table.rows()].map((row) => Object.values(row))).toEqual([
      [1, null],
      [null, null],
      [2, 'b'],
      [null, null],
    ]);
    expect(await failure(() => tableFrom([[1], [1, 2]], { schema: SCHEMA }))).toMatchObject({
      details: { argument: 'rows', row: 1, limit: 1, given: 2 },
    });
  });

  it('of arrays are chunks only where that is said', async () => {
    expect(await failure(() => tableFrom([[[1]]], { schema: SCHEMA }))).toMatchObject({
      details: { row: 0, column: 0 },
    });
    expect((await tableFrom([[[1]]], { schema: SCHEMA, chunked: true })).table.length).toBe(1);
    expect(await failure(() => tableFrom([{}], { chunked: true }))).toMatchObject({ details: { argument: 'rows' } });
  });
});

it.each([
  { schem: [] },
  { schema: SCHEMA, columns: ['a'] },
  { schema: [...SCHEMA, ...SCHEMA] },
  { schema: [{ name: 'a', type: 'float32' }] },
  { schema: [{ name: 'a', type: 'decimal' }] },
  { schema: [{ name: '\ud800', type: 'int32' }] },
  { columns: ['a', 'a'] },
  { onBadCell: 'skip' },
  { maxRows: -1 },
])('wrong options are refused: %#', async (options) => {
  expect(await failure(() => tableFrom([], options as never))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
