/** What a backend works on between steps, closed while a step is under way: it is let go of for good, and no later call waits for it. */
import { createRequire } from 'node:module';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { export as exporting } from 'clinicore';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as backendModule from '../js/backend';
import type { Backend } from '../js/contract';
import { backends, useBackend } from './backends';

const { currentBackend } = createRequire(import.meta.url)('../dist/backend.js') as typeof backendModule;

interface Closable {
  close(): void;
}
/** A step that has begun, what it is a step of, and the one after it. */
interface Begun {
  readonly step: Promise<unknown>;
  readonly of: Closable;
  readonly next: () => unknown;
}
type Make = (backend: Backend, job: () => InstanceType<Backend['Job']>) => Promise<Begun>;

const DATA = Buffer.from(Array.from({ length: 100_000 }, (_, at) => `row ${at * 7919}\n`).join(''));
const SMALL = DATA.subarray(0, 100_000);
const limits = { maxEntries: 100, maxBytes: 1e8, maxRatio: 1000, maxCells: 1e6, maxCellBytes: 1e5 };
const reading = { area: [0, 0, 99_999, 99], repeatsMerged: false, givesFormulas: false, skipsHidden: false };
const schema = [{ name: 'a', type: 'int32' as const }];
const table = async () =>
  (
    await exporting.tableFrom(
      Array.from({ length: 50_000 }, (_, a) => ({ a })),
      { schema },
    )
  ).table;

const compressor =
  (format: 'gzip' | 'deflate' | 'zstd' | 'lz4', last: boolean): Make =>
  async ({ exporting }, job) => {
    const settings = { format, level: format === 'lz4' ? 0 : 3, checksum: false, windowLog: 0, contentSize: -1 };
    const of = new exporting.Compressor({ ...settings, whole: false });
    return { of, step: of.write(last ? SMALL : DATA, last, job()), next: () => of.write(SMALL, true, job()) };
  };

const decompressor =
  (format: 'gzip' | 'raw-deflate', bytes: Uint8Array): Make =>
  async ({ exporting }, job) => {
    const of = new exporting.Decompressor({ format, maxBytes: 1e9, maxWindowLog: 27, whole: false });
    return { of, step: of.write(bytes, false, job()), next: () => of.write(new Uint8Array(0), false, job()) };
  };

const parquetFile = async ({ exporting: { ParquetFile } }: Backend) => {
  const of = new ParquetFile(undefined);
  of.append(await exporting.parquet(await table()).toBuffer());
  return of;
};
const query = { columns: [0], filters: [], offset: 0, limit: -1 };

const workbook = async ({ exporting: { SpreadsheetFile } }: Backend) => {
  const of = new SpreadsheetFile(limits);
  of.append(await exporting.xlsx([{ name: 'S', table: await table() }]).toBuffer());
  return of;
};

const OBJECTS: Record<string, Make> = {
  'gzip, its last chunk': compressor('gzip', true),
  'zlib, its last chunk': compressor('deflate', true),
  gzip: compressor('gzip', false),
  zstd: compressor('zstd', false),
  LZ4: compressor('lz4', false),
  gunzip: decompressor('gzip', gzipSync(DATA)),
  inflate: decompressor('raw-deflate', deflateRawSync(DATA)),
  'a Parquet file': async (backend, job) => {
    const of = await parquetFile(backend);
    return { of, step: of.open(job()), next: () => of.rows(query) };
  },
  'rows of a Parquet file': async (backend, job) => {
    const file = await parquetFile(backend);
    await file.open(job());
    const of = file.rows(query);
    return { of, step: of.next(job()), next: () => of.next(job()) };
  },
  'a workbook': async (backend, job) => {
    const of = await workbook(backend);
    return { of, step: of.open(job()), next: () => of.read(0, reading) };
  },
  'cells of a workbook': async (backend, job) => {
    const file = await workbook(backend);
    await file.open(job());
    const of = file.read(0, reading);
    return { of, step: of.next(job()), next: () => of.next(job()) };
  },
  'a CSV file': async ({ exporting: { CsvParser } }, job) => {
    const of = new CsvParser({
      ...{ encoding: 'utf-8', delimiter: ',', quote: '"', line: 1, offset: 0, path: undefined, cells: 1 },
      ...{ nullValues: [], decimalComma: false, dateFormat: 'yyyy-mm-dd', onBadRow: 'error' },
      ...{ maxCellBytes: 1e6, maxRowBytes: 1e6, maxRejects: 10 },
    });
    return { of, step: of.cut(DATA, false, job()), next: () => of.cut(DATA, false, job()) };
  },
};

describe.each(backends)('closed while it works (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(Object.entries(OBJECTS))('%s stays closed', async (_, make) => {
    const own = currentBackend();
    for (const turns of [0, 1, 2]) {
      const { step, of, next } = await make(own, () => new own.Job('interactive'));
      const settled = step.catch(() => {});
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      of.close();
      await settled;
      await expect((async () => next())()).rejects.toThrow();
    }
    expect((await exporting.compress(SMALL, { format: 'gzip' })).length).toBeGreaterThan(1_000);
  });
});
