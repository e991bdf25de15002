/** Damaged Parquet and Arrow files: a typed error, or a table; never a crash, and never memory that only the file claims. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { export as exporting } from 'clinicore';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';

const { arrow, parquet, readArrow, readParquet, tableFrom } = exporting;

const folder = join(import.meta.dirname, 'golden/export/parquet');
const foreign = readdirSync(folder).filter((name) => /\.(parquet|arrows?)$/.test(name));

const { table } = await tableFrom(
  Array.from({ length: 60 }, (_, i) => [i, `text ${i % 9}`, i % 4 ? `${i}.25` : null, ['left', 'right'][i % 2]]),
  {
    schema: [
      { name: 'n', type: 'int32' },
      { name: 'text', type: 'string' },
      { name: 'total', type: 'decimal', scale: 2 },
      { name: 'eye', type: 'category' },
    ],
  },
);

const EXPECTED = ['ERR_MALFORMED_INPUT', 'ERR_UNSUPPORTED', 'ERR_LIMIT_EXCEEDED', 'ERR_INVALID_ARGUMENT'];

/** Reads all, or fails with one of the codes that a file may bring about. */
async function readAll(name: string, bytes: Uint8Array): Promise<void> {
  const options = { maxRows: 10_000, maxFileBytes: 1e6 };
  const readers: (() => exporting.TableReader)[] =
    name.includes('arrow') && !name.endsWith('.parquet')
      ? [() => readArrow(bytes, { ...options, maxBatchBytes: 1e6 })]
      : [
          () => readParquet(bytes, options),
          () => readParquet(bytes, { ...options, where: [{ column: 'n', op: '>', value: 1 }] }),
        ];
  for (const reader of readers) {
    try {
      for await (const part of reader()) expect([...part.rows()].length).toBe(part.length);
    } catch (error) {
      expect(EXPECTED).toContain((error as { code?: string }).code);
    }
  }
}

describe.each(backends)('damaged files (%s)', (backend) => {
  const files: [string, Buffer][] = foreign.map((name) => [name, readFileSync(join(folder, name))]);
  beforeAll(async () => {
    useBackend(backend);
    for (const compression of ['zstd', 'snappy', 'lz4', 'none'] as const) {
      files.push([`${compression}.parquet`, await parquet(table, { compression, rowGroupRows: 25 }).toBuffer()]);
    }
    for (const compression of ['none', 'lz4', 'zstd'] as const) {
      files.push([`${compression}.arrow`, await arrow(table, { compression }).toBuffer()]);
      files.push([`${compression}.arrows`, await arrow(table, { compression, format: 'stream' }).toBuffer()]);
    }
  });

  it('with any bytes changed are an error or a table', async () => {
    const damage = fc.record({
      file: fc.nat(),
      places: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      isNearEnd: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, places, isNearEnd }) => {
        const [name, whole] = files[file % files.length] as [string, Buffer];
        const bytes = Buffer.from(whole);
        const from = isNearEnd ? Math.floor(bytes.length / 2) : 0;
        for (const [place, value] of places) bytes[from + (place % (bytes.length - from))] = value;
        useBackend(backend);
        await readAll(name, bytes);
      }),
      { seed: 20261121, numRuns: 600 },
    );
  });

  it('cut short anywhere are an error', async () => {
    useBackend(backend);
    for (const [name, whole] of files.slice(foreign.length)) {
      for (let length = 0; length < whole.length; length += 37) {
        const bytes = whole.subarray(0, length);
        if (name.endsWith('.parquet')) {
          expect((await failure(() => readParquet(bytes).toTable())).code).toBe('ERR_MALFORMED_INPUT');
        } else await readAll(name, bytes);
      }
    }
  });

  it('that claim a footer of 2 GB, or one that is not there, are an error', async () => {
    useBackend(backend);
    for (const length of [2 ** 31 - 1, 2 ** 32 - 1, 100]) {
      const bytes = Buffer.from('PAR1....PAR1');
      bytes.writeUInt32LE(length, 4);
      expect((await failure(() => readParquet(bytes).toTable())).code).toBe('ERR_MALFORMED_INPUT');
    }
  });

  it('that claim lists of 2^31 row groups or a schema without end are an error', async () => {
    useBackend(backend);
    // FileMetaData: version 1; a schema of one root; no rows; 2^31 - 1 row groups.
    const groups = '1502192c4804726f6f7415020015021600190fcffffffff07';
    // Each element of the schema is a group of one.
    const nested = `150219fc${'a08d06'}${'480161150200'.repeat(100_000)}`;
    for (const footer of [Buffer.from(groups.slice(0, -1), 'hex'), Buffer.from(nested, 'hex')]) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(footer.length);
      const bytes = Buffer.concat([Buffer.from('PAR1'), footer, length, Buffer.from('PAR1')]);
      expect((await failure(() => readParquet(bytes).toTable())).code).toBe('ERR_MALFORMED_INPUT');
    }
  });

  it('are no faults that are told of on stderr', () => {
    // Every byte of a file's Arrow schema: the library that reads it panics at some of them.
    const script = `
      const { readFileSync } = require('node:fs');
      const { readParquet } = require('clinicore').export;
      const bytes = readFileSync(process.argv[1]);
      const from = bytes.indexOf('ARROW:schema') + 16;
      (async () => {
        for (let at = from; at < from + 400; at++) {
          const damaged = Buffer.from(bytes);
          damaged[at] ^= 3;
          await readParquet(damaged).toTable().catch((error) => process.stdout.write(error.code === 'ERR_INTERNAL' ? '!' : '.'));
        }
      })()`;
    const env = { ...process.env, CLINICORE_BACKEND: backend };
    const cwd = join(import.meta.dirname, '..');
    const path = join(folder, 'pyarrow-snappy.parquet');
    const run = spawnSync(process.execPath, ['-e', script, path], { cwd, env, encoding: 'utf8' });
    expect({ status: run.status, stdout: run.stdout.replaceAll('.', ''), stderr: run.stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('that are encrypted are unsupported', async () => {
    useBackend(backend);
    expect(await failure(() => readParquet(Buffer.from('PARE....PARE')).toTable())).toEqual({
      code: 'ERR_UNSUPPORTED',
      message: 'The Parquet file is encrypted, which is not read here',
      details: {},
    });
  });

  it('of Arrow that claim a body of many terabytes are refused before it is read', async () => {
    useBackend(backend);
    const bytes = await arrow(table, { format: 'stream' }).toBuffer();
    const limited = await failure(() => readArrow(bytes, { maxBatchBytes: 100 }).toTable());
    expect(limited).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', details: { limit: 100, option: 'maxBatchBytes' } });
  });
});
