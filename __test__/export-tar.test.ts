/** Tar archives: read by other programs, and theirs by us. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { configure, export as exporting } from 'clinicore';
import type { TarInput } from 'clinicore/export';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import {
  arrayOf,
  type Content,
  contentOf,
  digests,
  finds,
  inPython,
  needsPython,
  noPython,
  pythonContent,
  testFolder,
} from './export-archive';
import { sample } from './export-compression-bytes';
import { isMissing, needs } from './pdf/tools';

const { compress, readTar, tar } = exporting;
const file = testFolder();
const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
const limits = { maxRatio: 1_000_000 };

/** Names of every length and kind, and sizes around blocks. */
const content: Content = [
  ['notes.txt', Buffer.from('As agreed.')],
  ['scans/', Buffer.alloc(0)],
  ['scans/Müller 1042.dat', sample(1_300_000)],
  [`${'p'.repeat(140)}/${'n'.repeat(100)}`, Buffer.from('in a prefix')],
  [`${'p'.repeat(100)}/`, Buffer.alloc(0)],
  ['x'.repeat(101), Buffer.from('too long for a prefix')],
  [`${'日本'.repeat(40)}/long`, Buffer.from('long in UTF-8')],
  ['empty', Buffer.alloc(0)],
  ['511', sample(511)],
  ['512', sample(512)],
  ['513', sample(513)],
];

const entries = (): TarInput[] =>
  content.map(([name, data], at) => {
    if (name.endsWith('/')) return { name };
    if (at === 0) return { name, data, modified: new Date('2026-01-31T12:34:57Z'), mode: 0o640 };
    // Without a size, and with one.
    if (at === 2) return { name, data: Readable.from(cut(data, 9999)) };
    return at === 3 ? { name, data: Readable.from(cut(data, 4)), size: data.length } : { name, data };
  });

function* cut(data: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < data.length; at += length) yield data.subarray(at, at + length);
}

describe.each(backends)('tar on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  describe.each(COMPRESSIONS)('compression: %s', (compression) => {
    it('writes what it reads, from bytes, a path and a stream in any chunks', async () => {
      const path = file(`${name}.tar.${compression}`);
      await tar(entries(), { compression }).toFile(path);
      const bytes = await tar(entries(), { compression }).toBuffer();
      const sources = [bytes, path, createReadStream(path, { highWaterMark: 1001 }), Readable.from(cut(bytes, 70_007))];
      for (const source of sources) expect(digests(await contentOf(readTar(source, limits)))).toEqual(digests(content));
      const [first, second] = await arrayOf(readTar(path, limits));
      expect(first).toMatchObject({ type: 'file', size: 10, mode: 0o640, isDirectory: false, linkName: undefined });
      expect(first?.modified).toEqual(new Date('2026-01-31T12:34:57Z'));
      expect(second).toMatchObject({ type: 'directory', size: 0, mode: 0o755, isDirectory: true });
      expect(second?.modified).toEqual(new Date('1980-01-01T00:00:00Z'));
    });

    it.skipIf(isMissing('tar') || isMissing('zstd'))(`is read by GNU tar${needs('zstd')}`, async () => {
      const path = file(`${name}.gnu.tar.${compression}`);
      await tar(entries(), { compression }).toFile(path);
      const names = finds('tar', '--quoting-style=literal', '-tf', path).trimEnd().split('\n');
      expect(names).toEqual(content.map(([entry]) => entry));
      const [, , , [prefixed, data]] = content as [unknown, unknown, unknown, Content[0]];
      expect(finds('tar', '-xOf', path, prefixed)).toBe(String(data));
    });

    it('gives the same bytes again, on any number of threads', async () => {
      const made: Buffer[] = [];
      for (const threads of [1, 3]) {
        configure({ threads });
        made.push(await tar(entries(), { compression }).toBuffer());
      }
      expect(made[0]?.equals(made[1] as Buffer)).toBe(true);
    });
  });

  it.skipIf(noPython)(`is read by Python's tarfile${needsPython}`, async () => {
    for (const compression of ['none', 'gzip'] as const) {
      const path = file(`${name}.python.tar.${compression}`);
      await tar(entries(), { compression }).toFile(path);
      expect(digests(pythonContent(['read-tar', path]))).toEqual(digests(content));
      expect(inPython(['read-tar', path])[0]).toMatchObject({ mode: 0o640, mtime: 1_769_862_897, type: '0' });
    }
  });

  it.skipIf(noPython)(`reads what Python writes, in every format${needsPython}`, async () => {
    const given = content.map(([entry, data], at) => ({
      name: entry,
      data: data.toString('base64'),
      mode: 0o604,
      mtime: 1_769_862_897 + at,
    }));
    for (const [format, compression] of [
      ['gnu', ''],
      ['pax', 'gz'],
      ['gnu', 'gz'],
    ] as const) {
      const path = file(`${name}.from-python.tar`);
      inPython(['write-tar', path, format, compression], given);
      expect(digests(await contentOf(readTar(path, limits)))).toEqual(digests(content));
      const [first] = await arrayOf(readTar(path, limits));
      expect(first).toMatchObject({ mode: 0o604, modified: new Date('2026-01-31T12:34:57Z') });
    }
  });

  it.skipIf(noPython)(`tells links and devices, and follows none${needsPython}`, async () => {
    const path = file(`${name}.links.tar`);
    inPython(
      ['write-tar', path, 'pax', ''],
      [
        { name: 'symbolic', type: '2', link: '/etc/passwd', data: '', mode: 0o777, mtime: 0 },
        { name: 'hard', type: '1', link: `../${'a'.repeat(200)}`, data: '', mode: 0o777, mtime: 0 },
        { name: 'device', type: '3', data: '', mode: 0o600, mtime: 0 },
        { name: 'after', data: '', mode: 0o600, mtime: 0 },
      ],
    );
    const found = await arrayOf(readTar(path));
    expect(found.map(({ type, linkName }) => [type, linkName])).toEqual([
      ['link', '/etc/passwd'],
      ['link', `../${'a'.repeat(200)}`],
      ['other', undefined],
      ['file', undefined],
    ]);
  });

  it.skipIf(isMissing('tar'))(`reads what GNU tar writes, from its folder on${needs('tar')}`, async () => {
    file('notes.txt', Buffer.from('As agreed.'));
    for (const format of ['gnu', 'ustar', 'v7', 'posix']) {
      const path = file(`${name}.${format}.tar`);
      finds('tar', `--format=${format}`, '-C', file('.'), '-cf', path, './notes.txt');
      expect(await contentOf(readTar(path))).toEqual([['notes.txt', Buffer.from('As agreed.')]]);
    }
  });

  it('reads LZ4 too, and says what it does not read', async () => {
    const plain = await tar(entries()).toBuffer();
    const packed = await compress(plain, { format: 'lz4' });
    expect(digests(await contentOf(readTar(packed, limits)))).toEqual(digests(content));
    for (const [magic, code] of [
      ['fd377a585a0000', 'ERR_UNSUPPORTED'],
      ['425a6839', 'ERR_UNSUPPORTED'],
      ['504b0304', 'ERR_MALFORMED_INPUT'],
      ['', 'ERR_MALFORMED_INPUT'],
    ] as const) {
      expect(await failure(() => arrayOf(readTar(Buffer.from(magic, 'hex'))))).toMatchObject({ code });
    }
  });

  it('gives an entry its content until the next is asked for', async () => {
    const bytes = await tar(entries()).toBuffer();
    const names: string[] = [];
    for await (const entry of readTar(bytes)) {
      names.push(entry.name);
      // Begun and left.
      if (entry.size > 1000) for await (const _ of entry.stream()) break;
    }
    expect(names).toEqual(content.map(([entry]) => entry));
    const found = await arrayOf(readTar(bytes));
    expect(await failure(() => found[0]?.buffer())).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(await failure(() => found[0]?.buffer({ maxBytes: 9 }))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { limit: 9, given: 10, option: 'maxBytes' },
    });
  });

  it('takes any names and sizes', async () => {
    const part = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 130 })
      .map((text) => text.replace(/[/\\\0]|^[.]+$|^.:/gu, '_'));
    const names = fc.uniqueArray(
      fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(names, fc.integer({ min: 1, max: 3000 }), async (given, length) => {
        const wanted: Content = given.map((entry, at) => [entry, sample((at * 397) % 1500)]);
        const made = tar(wanted.map(([entry, data]) => ({ name: entry, data })));
        const read = await contentOf(readTar(Readable.from(cut(await made.toBuffer(), length))));
        expect(digests(read)).toEqual(digests(wanted));
      }),
      { seed: 20261121, numRuns: 60 },
    );
  });

  it('refuses a stream without a size that is too long, and data of another size', async () => {
    const long = tar([{ name: 'a', data: Readable.from([sample(2000)]) }], { maxSpoolBytes: 1999 });
    expect(await failure(() => long.toBuffer())).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: 'entries[0] has no size and more than 1999 bytes: say its size',
      details: { argument: 'entries[0]', limit: 1999, option: 'maxSpoolBytes' },
    });
    for (const size of [1999, 2001]) {
      const other = tar([{ name: 'a', data: Readable.from([sample(2000)]), size }]);
      expect(await failure(() => other.toBuffer())).toMatchObject({
        code: 'ERR_IO',
        details: { argument: 'entries[0]' },
      });
      expect(await failure(() => tar([{ name: 'a', data: sample(2000), size }]))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'entries[0].size' },
      });
    }
  });
});

describe('options of tar', () => {
  it('are refused where they are wrong', async () => {
    for (const options of [
      { compression: 'xz' },
      { level: 3 },
      { compression: 'gzip', level: 10 },
      { compresion: 'none' },
    ]) {
      expect(await failure(() => tar([], options as never))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
  });
});
