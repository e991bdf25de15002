/** Tables that a reader joins to one. */
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';

const { arrow, parquet, readArrow, readParquet, tableOf } = exporting;

/** A table of one column of categories: the rows are places in the dictionary. */
const categories = (dictionary: readonly string[], rows: readonly number[], validity?: Uint8Array) =>
  tableOf([{ name: 'ward', type: 'category', dictionary, values: Int32Array.from(rows), validity }]);

const joined = async (tables: readonly exporting.Table[], format: 'file' | 'stream') => {
  const table = await readArrow(await arrow(tables, { format }).toBuffer()).toTable();
  return table.column('ward') as exporting.TableColumnOf<'category'>;
};

describe.each(['file', 'stream'] as const)("categories of Arrow's %s", (format) => {
  it.each([
    [
      'the same',
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
      ['a', 'b'],
    ],
    ['one that grows', [['a'], ['a', 'b'], ['a', 'b', 'c', 'd']], ['a', 'b', 'c', 'd']],
    ['one that shrinks and grows otherwise', [['a', 'b', 'c'], ['a'], ['a', 'c', 'e']], ['a', 'b', 'c', 'e']],
    [
      'in another order',
      [
        ['a', 'b', 'c'],
        ['c', 'b', 'a'],
        ['b', 'c'],
      ],
      ['a', 'b', 'c'],
    ],
    [
      'with texts in common',
      [
        ['a', 'b'],
        ['b', 'x'],
        ['x', 'a', 'y'],
      ],
      ['a', 'b', 'x', 'y'],
    ],
    ['none, then some', [[], ['b', 'a']], ['b', 'a']],
  ] as const)('of tables whose dictionary is %s are the texts they were', async (_, dictionaries, all) => {
    const tables = await Promise.all(dictionaries.map((words) => categories(words, [...words.keys()].reverse())));
    const column = await joined(tables, format);
    expect([...column]).toEqual(dictionaries.flatMap((words) => [...words].reverse()));
    expect(column.dictionary).toEqual(all);
  });
});

it('rows without a value stay so, whatever place they have', async () => {
  const tables = [
    await categories(['a'], [0, 99, -1], Uint8Array.of(0b001)),
    await categories(['b', 'a'], [1, 7, 0], Uint8Array.of(0b101)),
  ];
  expect([...(await joined(tables, 'file'))]).toEqual(['a', null, null, 'a', null, 'b']);
});

it('a dictionary of 200,000 words that 1,500 tables share is looked up once, not in each of them', async () => {
  const dictionary = Array.from({ length: 200_000 }, (_, at) => `article ${at}`);
  const rows = Array.from({ length: 15_000 }, (_, row) => (row * 7919) % dictionary.length);
  const table = await categories(dictionary, rows);
  const column = await joined(
    Array.from({ length: 1500 }, (_, at) => table.slice(10 * at, 10 * at + 10)),
    'file',
  );
  expect(column.dictionary).toEqual(dictionary);
  expect(column.values).toEqual(Int32Array.from(rows));
});

describe.each(backends)('without rows, on %s', (backend) => {
  beforeEach(() => useBackend(backend));

  it('each column has the arrays of its type', async () => {
    const types = ['float64', 'int32', 'int64', 'boolean', 'string', 'date', 'timestamp', 'category'] as const;
    const table = await tableOf([
      ...types.map((type) => ({ name: type, type, values: [] })),
      { name: 'decimal', type: 'decimal', scale: 2, values: [] },
    ]);
    const shape = ({ columns }: exporting.Table) =>
      columns.map(({ name, type, values, offsets, dictionary }) => [
        name,
        type,
        values.constructor.name.replace('Buffer', 'Uint8Array'),
        offsets?.length,
        dictionary,
      ]);
    const read = [
      await readParquet(await parquet(table).toBuffer()).toTable(),
      await readArrow(await arrow(table).toBuffer()).toTable(),
    ];
    for (const empty of read) {
      expect(empty.length).toBe(0);
      expect(shape(empty)).toEqual(shape(table));
      // What was read can be written.
      expect((await readArrow(await arrow(empty).toBuffer()).toTable()).schema).toEqual(table.schema);
      expect((await readParquet(await parquet(empty).toBuffer()).toTable()).schema).toEqual(table.schema);
    }
  });
});
