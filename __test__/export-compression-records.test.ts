import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configure, export as exporting } from 'clinicore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, useBackend } from './backends';
import { pipeThrough } from './export-compression-bytes';
import { isMissing, needs } from './pdf/tools';

const { compress, compressMany, compressStream, decompress, decompressMany, trainDictionary } = exporting;

/** Records as a clinic has them: alike, and short; some empty. */
const records = Array.from({ length: 20_000 }, (_, n) =>
  Buffer.from(
    n % 1000 === 999
      ? ''
      : `{"id":"A-${100_000 + n}","patient":${(n * 48_271) % 65_537},"item":"Progressive lens 1.6${n % 10}","status":"paid"}`,
  ),
);
const bytesOf = (list: readonly Buffer[]): number => list.reduce((sum, { length }) => sum + length, 0);

describe.each(backends)('many records on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  it('come back in their order, each a frame of its own, on any number of threads', async () => {
    const told: number[] = [];
    const frames = await compressMany(records, { onProgress: (done) => told.push(done) });
    expect(told.at(-1)).toBe(records.length);
    expect(frames.length).toBe(records.length);
    expect(await decompressMany(frames)).toEqual(records);
    expect(await decompress(frames[7] as Buffer)).toEqual(records[7]);
    configure({ threads: 1 });
    expect(Buffer.concat(await compressMany(records)).equals(Buffer.concat(frames))).toBe(true);
    expect(await compressMany([])).toEqual([]);
    expect(await decompressMany([])).toEqual([]);
  });

  it('are refused by their index', async () => {
    const frames = await compressMany(records.slice(0, 50));
    const bad = [...frames];
    bad[40] = (frames[40] as Buffer).subarray(0, -1);
    expect(await failure(() => decompressMany(bad))).toEqual({
      code: 'ERR_MALFORMED_INPUT',
      message: 'records[40]: The zstd frame at byte 0 is corrupt or cut short',
      details: { index: 40, offset: 0 },
    });
    bad[40] = Buffer.alloc(0);
    expect(await failure(() => decompressMany(bad))).toMatchObject({ details: { index: 40, offset: 0 } });
    const total = bytesOf(records.slice(0, 50));
    expect((await decompressMany(frames, { maxBytes: total })).length).toBe(50);
    expect(await failure(() => decompressMany(frames, { maxBytes: total - 1 }))).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: `records[49]: The data decompress to more than ${total - 1} bytes`,
      details: { index: 49, limit: total - 1, option: 'maxBytes' },
    });
    expect(await failure(() => compressMany([Buffer.from('a'), 'b' as never]))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'records[1]' },
    });
  });

  it('stop for a signal', async () => {
    const controller = new AbortController();
    const stopped = compressMany(records, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('refuse what is no dictionary', async () => {
    for (const dictionary of ['text', Buffer.from('no dictionary at all'), Buffer.alloc(0)]) {
      for (const call of [
        () => compressMany(records, { dictionary: dictionary as never }),
        () => decompress(Buffer.alloc(9), { format: 'zstd', dictionary: dictionary as never }),
      ]) {
        expect(await failure(call)).toMatchObject({
          code: 'ERR_INVALID_ARGUMENT',
          details: { argument: 'options.dictionary' },
        });
      }
    }
  });
});

describe('the JavaScript backend', () => {
  it('says that it has no dictionaries', async () => {
    useBackend('js');
    const dictionary = Buffer.concat([Buffer.from([0x37, 0xa4, 0x30, 0xec, 1, 0, 0, 0]), Buffer.alloc(99)]);
    const refused = {
      code: 'ERR_UNSUPPORTED',
      message: 'The JavaScript backend has no zstd dictionaries: use the native one',
      details: {},
    };
    expect(await failure(() => trainDictionary(records))).toEqual(refused);
    expect(await failure(() => compressMany(records, { dictionary }))).toEqual(refused);
    expect(await failure(() => compress(Buffer.from('a'), { format: 'zstd', dictionary }))).toEqual(refused);
    expect(await failure(() => decompress(Buffer.from('a'), { format: 'zstd', dictionary }))).toEqual(refused);
  });
});

describe.skipIf(needsNative !== '')(`a dictionary${needsNative}`, () => {
  let dictionary: Buffer;
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-dictionary-'));
  const path = join(folder, 'dictionary');
  beforeAll(async () => {
    useBackend('native');
    dictionary = await trainDictionary(records, { size: 8192 });
    writeFileSync(path, dictionary);
  });
  beforeEach(() => useBackend('native'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes records less than half as large', async () => {
    expect(dictionary.length).toBeLessThanOrEqual(8192);
    expect(await trainDictionary(records, { size: 8192 })).toEqual(dictionary);
    const [plain, packed] = [await compressMany(records), await compressMany(records, { dictionary })];
    expect(bytesOf(packed) * 2).toBeLessThan(bytesOf(plain));
    expect(await decompressMany(packed, { dictionary })).toEqual(records);
    // Records without it are read, too.
    expect(await decompressMany(plain.slice(0, 9), { dictionary })).toEqual(records.slice(0, 9));
  });

  it('is the same for one record, and for a stream', async () => {
    const record = records[5] as Buffer;
    const one = await compress(record, { format: 'zstd', dictionary });
    expect(await decompress(one, { dictionary })).toEqual(record);
    expect(await decompressMany([one], { dictionary })).toEqual([record]);
    const stream = compressStream({ format: 'zstd', dictionary });
    stream.end(record);
    expect(await decompress(Buffer.concat(await stream.toArray()), { dictionary })).toEqual(record);
  });

  it('is asked for by frames made with it, in the same words on both backends', async () => {
    const [frame] = (await compressMany(records.slice(0, 1), { dictionary })) as [Buffer];
    const id = dictionary.readUInt32LE(4);
    const message = `The zstd frame at byte 0 needs dictionary ${id}, which options.dictionary is not`;
    for (const backend of backends) {
      useBackend(backend);
      const details = { argument: 'options.dictionary', offset: 0 };
      expect(await failure(() => decompress(frame))).toEqual({ code: 'ERR_INVALID_ARGUMENT', message, details });
      expect(await failure(() => decompressMany([frame]))).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        message: `records[0]: ${message}`,
        details: { ...details, index: 0 },
      });
    }
    useBackend('native');
    const other = await trainDictionary(records.slice(5000), { size: 4096 });
    expect(await failure(() => decompress(frame, { dictionary: other }))).toMatchObject({ message });
  });

  it('that is damaged is refused', async () => {
    const bad = Buffer.from(dictionary.subarray(0, 40));
    expect(await failure(() => compress(Buffer.from('a'), { format: 'zstd', dictionary: bad }))).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'options.dictionary must be a zstd dictionary that is not damaged',
      details: { argument: 'options.dictionary' },
    });
  });

  it('does not come of too few samples', async () => {
    for (const samples of [[], records.slice(0, 3), Array.from({ length: 100 }, () => Buffer.alloc(0))]) {
      expect(await failure(() => trainDictionary(samples, { size: 4096 }))).toEqual({
        code: 'ERR_INSUFFICIENT_DATA',
        message: 'The samples are too few or too small for a dictionary of 4096 bytes',
        details: { argument: 'samples' },
      });
    }
  });

  it.skipIf(isMissing('zstd'))(`is understood by the program zstd, both ways${needs('zstd')}`, async () => {
    const record = records[77] as Buffer;
    const [frame] = (await compressMany([record], { dictionary })) as [Buffer];
    expect(pipeThrough('zstd', ['-d', '-c', '-D', path], frame)).toEqual(record);
    const theirs = pipeThrough('zstd', ['-c', '-19', '-D', path], record);
    expect(await decompressMany([theirs], { dictionary })).toEqual([record]);
  });
});
