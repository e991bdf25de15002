import { createHash } from 'node:crypto';
import { crc32, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { configure, export as exporting } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';
import { FORMATS, pipeThrough, sample, UNITS } from './export-compression-bytes';
import { isMissing, needs } from './pdf/tools';

const { compress, decompress } = exporting;

const malformed = (format: keyof typeof UNITS, offset = 0) => ({
  code: 'ERR_MALFORMED_INPUT',
  message: `The ${UNITS[format]} at byte ${offset} is corrupt or cut short`,
  details: { offset },
});

/** Stands for bytes that would take long to compare. */
const digest = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

describe.each(backends)('compression on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  describe.each(FORMATS)('%s', (format) => {
    it.each([0, 1, 65_536, 131_072, 3_000_001])('gives %i bytes back, and knows its own format', async (length) => {
      const data = sample(length);
      const packed = await compress(data, { format });
      expect((await decompress(packed)).equals(data)).toBe(true);
      expect((await decompress(packed, { format })).equals(data)).toBe(true);
    });

    it('gives the same bytes again, whatever the memory they lie in', async () => {
      const data = sample(300_000);
      const copy = Buffer.concat([Buffer.from('x'), data]).subarray(1);
      expect((await compress(copy, { format })).equals(await compress(data, { format }))).toBe(true);
    });

    it('refuses every truncation, at the frame it cuts', async () => {
      const packed = await compress(sample(300), { format });
      for (let end = 0; end < packed.length; end++) {
        expect(await failure(() => decompress(packed.subarray(0, end), { format }))).toEqual(malformed(format));
      }
    });

    // A flipped bit may also ask for another window or a dictionary.
    it('takes a flipped bit for an error, or gives the same data', async () => {
      const data = sample(120);
      const packed = await compress(data, { format });
      for (let bit = 0; bit < packed.length * 8; bit++) {
        const bad = Buffer.from(packed);
        bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
        const outcome = await decompress(bad, { format }).catch((error: unknown) => error);
        if (Buffer.isBuffer(outcome)) expect(outcome.equals(data), `bit ${bit}`).toBe(true);
        else
          expect(outcome, `bit ${bit}`).toMatchObject({
            code: expect.stringMatching(/MALFORMED|LIMIT|UNSUPPORTED|INVALID_ARGUMENT/),
          });
      }
    });

    it('reads units that follow each other, and refuses what else follows', async () => {
      const one = await compress(Buffer.from('one'), { format });
      const twice = Buffer.concat([one, one]);
      if (format === 'deflate') expect(await failure(() => decompress(twice))).toEqual(malformed(format, one.length));
      else expect(String(await decompress(twice))).toBe('oneone');
      for (const garbage of ['\0', '\0\0\0\0', 'garbage']) {
        const followed = Buffer.concat([one, Buffer.from(garbage)]);
        expect(await failure(() => decompress(followed))).toEqual(malformed(format, one.length));
      }
    });

    it('stops a bomb at maxBytes', async () => {
      const bomb = await compress(Buffer.alloc(20_000_000), { format });
      expect(await failure(() => decompress(bomb, { maxBytes: 1_000_000 }))).toEqual({
        code: 'ERR_LIMIT_EXCEEDED',
        message: 'The data decompress to more than 1000000 bytes',
        details: { limit: 1_000_000, option: 'maxBytes' },
      });
      expect((await decompress(bomb, { maxBytes: 20_000_000 })).length).toBe(20_000_000);
    });

    it('tells progress in bytes of input, to the last, and stops for a signal', async () => {
      const data = sample(5_000_000);
      const told: number[] = [];
      const packed = await compress(data, { format, onProgress: (done) => told.push(done) });
      expect(told.at(-1)).toBe(5_000_000);
      expect(told).toEqual([...told].sort((a, b) => a - b));
      const controller = new AbortController();
      const stopped = compress(data, { format, signal: controller.signal, onProgress: () => controller.abort() });
      await expect(stopped).rejects.toMatchObject({ code: 'ERR_ABORTED', name: 'AbortError' });
      await expect(decompress(packed, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ERR_ABORTED' });
      expect((await decompress(packed)).equals(data)).toBe(true);
    });
  });

  it.each(['zstd', 'lz4', 'gzip'] as const)(
    '%s: blocks by themselves are read as one, the same on any number of threads',
    async (format) => {
      const data = sample(1_000_000);
      const made: Buffer[] = [];
      for (const count of [1, 3]) {
        configure({ threads: count });
        made.push(await compress(data, { format, blockBytes: 100_000 }));
      }
      expect(made[0]?.equals(made[1] as Buffer)).toBe(true);
      expect((await decompress(made[0] as Buffer)).equals(data)).toBe(true);
      expect(String(await decompress(await compress(Buffer.from(''), { format, blockBytes: 65_536 })))).toBe('');
    },
  );

  it('agrees with node:zlib on gzip and zlib, with every field a gzip header may have', async () => {
    const data = sample(200_000);
    for (const level of [0, 1, 6, 9]) {
      expect(gunzipSync(await compress(data, { format: 'gzip', level })).equals(data)).toBe(true);
      expect(inflateSync(await compress(data, { format: 'deflate', level })).equals(data)).toBe(true);
    }
    expect((await decompress(gzipSync(data))).equals(data)).toBe(true);
    expect((await decompress(deflateSync(data))).equals(data)).toBe(true);

    const body = gzipSync('text').subarray(10);
    // FHCRC, FEXTRA, FNAME, FCOMMENT (RFC 1952, 2.3)
    const fields = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 9, 9, 9, 9, 0, 3, 3, 0, 1, 2, 3, 97, 0, 98, 99, 0]);
    const check = Buffer.alloc(2);
    check.writeUInt16LE(crc32(fields) & 0xffff);
    expect(String(await decompress(Buffer.concat([fields, check, body])))).toBe('text');
    check[0] = (check[0] as number) ^ 1;
    expect(await failure(() => decompress(Buffer.concat([fields, check, body])))).toEqual(malformed('gzip'));
    const reserved = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0x20, 0, 0, 0, 0, 0, 3]), body]);
    expect(await failure(() => decompress(reserved))).toEqual(malformed('gzip'));
  });

  it('skips skippable frames, and takes data that begin with one for zstd', async () => {
    const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    for (const format of ['zstd', 'lz4'] as const) {
      const one = await compress(Buffer.from('one'), { format });
      const file = Buffer.concat([skippable, one, skippable, one]);
      expect(String(await decompress(file, { format }))).toBe('oneone');
    }
    expect((await decompress(skippable)).length).toBe(0);
    expect(await failure(() => decompress(skippable.subarray(0, 10)))).toEqual(malformed('zstd'));
  });

  it('refuses a zstd window above maxWindowLog before it has memory for it', async () => {
    // A frame whose header asks for 2^41 bytes, and one of exactly 2^28 (RFC 8878, 3.1.1.1.2).
    const frame = (descriptor: number) => Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, descriptor, 1, 0, 0]);
    expect(await failure(() => decompress(frame(31 << 3)))).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: `The zstd frame at byte 0 needs a window of ${2 ** 41} bytes, more than 2^27`,
      details: { given: 2 ** 41, limit: 27, offset: 0, option: 'maxWindowLog' },
    });
    expect(await failure(() => decompress(frame(18 << 3)))).toMatchObject({ details: { given: 2 ** 28 } });
    expect((await decompress(frame(17 << 3))).length).toBe(0);
    expect(await failure(() => decompress(frame(1 << 3), { maxWindowLog: 10 }))).toMatchObject({
      details: { given: 2048, limit: 10 },
    });
  });

  it('says which dictionary a frame needs, and that those of LZ4 are not read', async () => {
    const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 0, 9, 1, 0, 0]);
    expect(await failure(() => decompress(zstd))).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'The zstd frame at byte 0 needs dictionary 9, which options.dictionary is not',
      details: { argument: 'options.dictionary', offset: 0 },
    });
    const lz4 = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x61, 0x40, 9, 0, 0, 0, 0]);
    expect(await failure(() => decompress(lz4))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
  });

  it('refuses data of no known format, and options a format does not have', async () => {
    for (const data of ['', 'x', 'plain text', 'PK\x03\x04']) {
      expect(await failure(() => decompress(Buffer.from(data)))).toEqual({
        code: 'ERR_MALFORMED_INPUT',
        message: 'The data are not zstd, LZ4, gzip or zlib',
        details: { offset: 0 },
      });
    }
    const data = Buffer.from('x');
    const refused = (options: object) => failure(() => compress(data, options as never));
    expect(await refused({})).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'options.format' } });
    for (const options of [
      { format: 'zstd', level: 23 },
      { format: 'zstd', level: 0 },
      { format: 'gzip', level: 10 },
      { format: 'gzip', checksum: true },
      { format: 'lz4', level: 1 },
      { format: 'deflate', blockBytes: 1 << 20 },
      { format: 'zstd', windowLog: 31 },
      { format: 'zstd', blockBytes: 1 },
    ]) {
      expect(await refused(options), JSON.stringify(options)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    for (const bad of ['text', null, new Float64Array(2), new Uint8Array(new SharedArrayBuffer(2))]) {
      expect(await failure(() => compress(bad as never, { format: 'gzip' }))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'data' },
      });
    }
  });
});

const programs: {
  format: 'zstd' | 'lz4' | 'gzip';
  program: 'zstd' | 'lz4' | 'gzip';
  pack: string[][];
  unpack: string[];
}[] = [
  {
    format: 'zstd',
    program: 'zstd',
    pack: [['-3'], ['-19', '--no-check'], ['-1', '--long=24']],
    unpack: ['-d', '--long=30'],
  },
  {
    format: 'lz4',
    program: 'lz4',
    pack: [['-1'], ['-9', '-BD', '-B4'], ['-BX', '--content-size', '-B5']],
    unpack: ['-d'],
  },
  { format: 'gzip', program: 'gzip', pack: [['-6'], ['-9', '-n'], ['-1']], unpack: ['-d'] },
];

describe.each(programs)('the program $program', ({ format, program, pack, unpack }) => {
  describe.skipIf(isMissing(program)).each(backends)(`and the %s backend${needs(program)}`, (name) => {
    beforeEach(() => useBackend(name));

    it('reads what we write', async () => {
      const data = sample(2_500_000);
      const options = [{}, { blockBytes: 300_000 }, ...(format === 'gzip' ? [] : [{ checksum: false }])];
      if (format === 'zstd') options.push({ level: 19 } as object, { windowLog: 24 } as object);
      for (const option of options) {
        const packed = await compress(data, { format, ...option });
        expect(pipeThrough(program, [...unpack, '-c'], packed).equals(data), JSON.stringify(option)).toBe(true);
      }
    });

    it.each(pack)('writes what we read: %s', async (...args) => {
      const data = sample(2_500_000);
      const packed = pipeThrough(program, [...args, '-c'], data);
      expect((await decompress(packed)).equals(data)).toBe(true);
      expect(String(await decompress(pipeThrough(program, [...args, '-c'], Buffer.alloc(0))))).toBe('');
    });
  });
});

describe.skipIf(needsNative !== '')(`both backends${needsNative}`, () => {
  it('read what the other made, and refuse the same data with the same words', async () => {
    const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.nat(), keep: fc.boolean() });
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.nat(200_000).map((length) => new Uint8Array(sample(length))),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FORMATS),
        content,
        mutation,
        async (format, data, { at, byte, cut, keep }) => {
          const { native, js } = await onBoth(() => compress(data, { format }));
          const content = digest(Buffer.from(data));
          for (const made of [native, js] as { value: Buffer }[]) {
            const read = await onBoth(async () => digest(await decompress(made.value, { format })));
            expect(read).toEqual({ native: { value: content }, js: { value: content } });
          }
          // Damage behind the header, which the checksum finds.
          const { value } = js as { value: Buffer };
          const bad = Buffer.from(value.subarray(0, keep ? value.length : cut % (value.length + 1)));
          if (bad.length > 16) bad[16 + (at % (bad.length - 16))] = byte;
          const read = await onBoth(async () => digest(await decompress(bad, { format, maxBytes: 10_000_000 })));
          expect(read.js).toEqual(read.native);
        },
      ),
      { seed: 20261121, numRuns: 150 },
    );
  });
});
