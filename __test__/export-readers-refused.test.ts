/** What readers refuse: the same fault has the same code, words and details, whatever the file is. */
import { export as exporting } from 'clinicore';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { formats, streamed, visits } from './export-readers';

const { readArrow, readCsv, readParquet, readSheet, tableFrom } = exporting;

describe.each(backends)('%s', (backend) => {
  beforeEach(() => useBackend(backend));

  describe.each(formats)('$name', ({ read, write }) => {
    let bytes: Buffer;
    beforeAll(async () => {
      bytes = await write(await visits(20)).toBuffer();
    });
    const options = (given: object) => read(bytes, given);

    it('a column that the file does not have: it is the file that is not as it must be', async () => {
      const missing = {
        code: 'ERR_MALFORMED_INPUT',
        message: 'The file has no column of the name that options.columns[1] says',
        details: { argument: 'options.columns[1]', column: 1 },
      };
      const reader = options({ columns: ['day', 'Jana'] });
      expect(await failure(() => reader.toTable())).toEqual(missing);
      expect(await failure(() => reader.schema())).toEqual(missing);
    });

    it('a list of columns that is none', async () => {
      expect(await failure(() => options({ columns: [] }))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        message: 'options.columns must be an array of at least one name, got an array',
      });
      expect(await failure(() => options({ columns: ['day', 'number', 'day'] }))).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        message: 'options.columns[2] must differ from options.columns[0]',
        details: { argument: 'options.columns[2]' },
      });
    });

    it('more rows than are wanted', async () => {
      expect(await failure(() => options({ maxRows: 19 }).toTable())).toEqual({
        code: 'ERR_LIMIT_EXCEEDED',
        message: 'source has more than 19 rows',
        details: { limit: 19, option: 'maxRows' },
      });
      expect((await options({ maxRows: 20 }).toTable()).length).toBe(20);
    });

    it('an option that toTable does not have', async () => {
      expect(await failure(() => options({}).toTable({ maxRows: 1 } as never))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'options' },
      });
    });
  });

  it('a column of a schema that the file does not have', async () => {
    const table = await visits(3);
    const schema: exporting.Field[] = [{ name: 'Jana', type: 'string' }];
    const missing = {
      code: 'ERR_MALFORMED_INPUT',
      message: 'The file has no column of the name that options.schema[0].name says',
      details: { argument: 'options.schema[0].name', column: 0 },
    };
    const csv = await exporting.csv(table).toBuffer();
    expect(await failure(() => readCsv(csv, { schema }).toTable())).toEqual(missing);
    const book = await exporting.xlsx([{ name: 'Visits', table }]).toBuffer();
    expect(await failure(() => readSheet(book, { schema }).toTable())).toEqual(missing);
    const where = [{ column: 'day', op: 'is null' } as const, { column: 'Jana', op: 'is null' } as const];
    const parquet = await exporting.parquet(table).toBuffer();
    expect(await failure(() => readParquet(parquet, { where }).toTable())).toEqual({
      ...missing,
      message: 'The file has no column of the name that options.where[1].column says',
      details: { argument: 'options.where[1].column' },
    });
  });

  it('a stream of more bytes than may be kept', async () => {
    const table = await visits(100);
    const limited = { code: 'ERR_LIMIT_EXCEEDED', message: 'source must have at most 500 bytes' };
    const details = { argument: 'source', limit: 500, option: 'maxFileBytes' };
    const files = [
      [await exporting.xlsx([{ name: 'Visits', table }]).toBuffer(), readSheet],
      [await exporting.parquet(table).toBuffer(), readParquet],
      [await exporting.arrow(table, { format: 'file' }).toBuffer(), readArrow],
    ] as const;
    for (const [bytes, read] of files) {
      const reader = read(streamed(bytes), { maxFileBytes: 500 });
      expect(await failure(() => reader.toTable())).toMatchObject({ ...limited, details });
    }
  });

  it('a buffer that unpacks to more than a batch may have', async () => {
    const packed = await exporting.arrow(await visits(5000), { compression: 'zstd' }).toBuffer();
    expect(await failure(() => readArrow(packed, { maxBatchBytes: 15_000 }).toTable())).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { limit: 15_000, option: 'maxBatchBytes' },
    });
  });
});

it('more rows than a table may have of them', async () => {
  const rows = [{ a: 1 }, { a: 2 }];
  expect(await failure(() => tableFrom(rows, { maxRows: 1 }))).toEqual({
    code: 'ERR_LIMIT_EXCEEDED',
    message: 'The source of rows has more than 1 row',
    details: { limit: 1, option: 'maxRows' },
  });
});
