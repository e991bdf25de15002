/** Columns that rows do not have: a misspelt name is not taken for a column without values. */
import { export as exporting } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

const { parquet, tableFrom, tablesFrom } = exporting;

const ROWS = Array.from({ length: 5000 }, (_, total) => ({ number: total, total }));
const schema: exporting.Field[] = [
  { name: 'number', type: 'int32' },
  { name: 'totl', type: 'float64' },
];
const missing = (argument: string) => ({
  code: 'ERR_INVALID_ARGUMENT',
  message: `${argument} must be the name of a property that rows have, none has it; onMissingColumn: 'null' takes that`,
  details: { argument, column: 1 },
});

async function* later(rows: readonly object[]) {
  yield* rows;
}

/** Every way of rows to a table by a schema; all rows of all tables. */
const ways: [string, (rows: readonly object[], options?: object) => Promise<exporting.TableRow[]>][] = [
  ['tableFrom', async (rows, more) => [...(await tableFrom(rows, { schema, ...more })).table.rows()]],
  [
    'tableFrom, asynchronous',
    async (rows, more) => [...(await tableFrom(later(rows), { schema, ...more })).table.rows()],
  ],
  [
    'tableFrom, in chunks',
    async (rows, more) => [...(await tableFrom([rows, []], { schema, chunked: true, ...more })).table.rows()],
  ],
  [
    'tablesFrom',
    async (rows, more) => {
      const all: exporting.TableRow[] = [];
      for await (const table of tablesFrom(rows, { schema, rowsPerTable: 1000, ...more })) all.push(...table.rows());
      return all;
    },
  ],
];

describe.each(ways)('%s', (_, read) => {
  it('refuses a column that no row has', async () => {
    expect(await failure(() => read(ROWS))).toEqual(missing('options.schema[1].name'));
  });

  it('makes it one without values where that is asked for', async () => {
    const rows = await read(ROWS, { onMissingColumn: 'null' });
    expect(rows.map(({ totl }) => totl)).toEqual(ROWS.map(() => null));
  });

  it.each([
    ['without rows', []],
    ['where rows have it without a value', ROWS.map((row) => ({ ...row, totl: undefined }))],
    ['where the last row alone has it', [...ROWS, { number: 7, totl: null }]],
    [
      'where rows inherit it',
      [
        new (class Row {
          number = 1;
          get totl() {
            return undefined;
          }
        })(),
      ],
    ],
    ['where rows are arrays, which have no names', [[1], [2, undefined]]],
  ])('takes a column %s', async (_, rows) => {
    expect((await read(rows)).map(({ totl }) => totl)).toEqual(rows.map(() => null));
  });
});

it('columns whose types are found are held to it too', async () => {
  const columns = ['number', 'totl'];
  expect(await failure(() => tableFrom(ROWS, { columns }))).toEqual(missing('options.columns[1]'));
  const { report } = await tableFrom(ROWS, { columns, onMissingColumn: 'null' });
  expect(report[1]).toMatchObject({ name: 'totl', nulls: 5000 });
});

it('no file comes of it', async () => {
  expect(await failure(() => parquet(tablesFrom(ROWS, { schema })).toBuffer())).toEqual(
    missing('options.schema[1].name'),
  );
});

it('an unknown policy is refused', async () => {
  const options = { schema, onMissingColumn: 'skip' } as never;
  expect(await failure(() => tableFrom(ROWS, options))).toMatchObject({
    details: { argument: 'options.onMissingColumn' },
  });
});
