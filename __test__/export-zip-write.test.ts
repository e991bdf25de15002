/** Zip archives as they are written: read by other programs, and by ourselves. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { configure, export as exporting } from 'clinicore';
import type { ZipInput } from 'clinicore/export';
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

const { readZip, zip } = exporting;
const file = testFolder();
const none = Buffer.alloc(0);

/** Of every kind: short and long, packed and stored, of known and unknown length. */
const content: Content = [
  ['notes.txt', Buffer.from('As agreed.')],
  ['scans/', none],
  ['scans/Müller 1042.dat', sample(3_000_000)],
  ['scans/large and stored', sample(2_500_000)],
  ['empty', none],
  ['from a stream', sample(2_200_000)],
  ['noise', createHash('sha512').update('noise').digest()],
];
const entries = (): ZipInput[] => {
  const [notes, folder, scan, stored, empty, streamed, noise] = content.map(([name, data]) => ({ name, data }));
  return [
    { ...(notes as ZipInput), modified: new Date('2026-01-31T12:34:57Z'), mode: 0o600 },
    { name: folder?.name as string },
    scan as ZipInput,
    { ...(stored as ZipInput), compress: 'store' },
    empty as ZipInput,
    { name: streamed?.name as string, data: Readable.from(cut(streamed?.data as Buffer, 70_001)) },
    noise as ZipInput,
  ];
};

function* cut(data: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < data.length; at += length) yield data.subarray(at, at + length);
}

describe.each(backends)('zip on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  it('writes what it reads', async () => {
    const made = await zip(entries()).toBuffer();
    expect(digests(await contentOf(readZip(made)))).toEqual(digests(content));
    const [first, folder] = await arrayOf(readZip(made));
    expect(first).toMatchObject({ type: 'file', size: 10, mode: 0o600, isDirectory: false, isEncrypted: false });
    expect(first?.modified).toEqual(new Date('2026-01-31T12:34:57Z'));
    expect(folder).toMatchObject({ type: 'directory', size: 0, mode: 0o755, isDirectory: true });
    expect(folder?.modified).toEqual(new Date('1980-01-01T00:00:00Z'));
  });

  it.skipIf(isMissing('unzip'))(`is in order to unzip${needs('unzip')}`, async () => {
    const path = file(`${name}-unzip.zip`);
    await zip(entries()).toFile(path);
    expect(finds('unzip', '-t', path)).toContain('No errors detected');
    expect(Buffer.from(finds('unzip', '-p', path, 'notes.txt'))).toEqual(content[0]?.[1]);
  });

  it.skipIf(isMissing('7z'))(`is in order to 7-Zip, encrypted too${needs('7z')}`, async () => {
    for (const password of [undefined, 'sésame']) {
      const path = file(`${name}-${password}-7z.zip`);
      await zip(entries(), { password }).toFile(path);
      expect(finds('7z', 't', `-p${password}`, path)).toContain('Everything is Ok');
    }
  });

  it.skipIf(noPython)(`is read by Python, encrypted too${needsPython}`, async () => {
    for (const password of [[], ['sésame']]) {
      const path = file(`${name}-${password.length}-python.zip`);
      await zip(entries(), { password: password[0] }).toFile(path);
      expect(digests(pythonContent(['read-zip', path, ...password]))).toEqual(digests(content));
    }
    const read = inPython(['read-zip', file(`${name}-0-python.zip`)]);
    expect(read[0]).toMatchObject({ time: [2026, 1, 31, 12, 34, 56], mode: 0o600, method: 0 });
    expect(read.map(({ method }) => method)).toEqual([0, 0, 8, 0, 0, 8, 0]);
  });

  it('gives the same bytes again, on any number of threads and however the data come', async () => {
    const made: Buffer[] = [];
    for (const [threads, length] of [
      [1, 999],
      [3, 1_234_567],
    ] as const) {
      configure({ threads });
      const streamed = { name: 'a', data: Readable.from(cut(sample(3_100_000), length)) };
      made.push(await zip([streamed, { name: 'b', data: sample(2_000_000) }]).toBuffer());
    }
    expect(made[0]?.equals(made[1] as Buffer)).toBe(true);
  });

  it('takes any entries, in any chunks', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-zäöü日本 ]{1,12}(\/[a-z.]{3,8}x)?$/u), { maxLength: 6 });
    const length = fc.oneof(fc.nat(2000), fc.constantFrom(1_048_575, 1_048_576, 1_048_577));
    const shape = fc.record({ length, piece: fc.integer({ min: 1000, max: 2_000_000 }), store: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(names, fc.array(shape, { minLength: 6, maxLength: 6 }), async (given, shapes) => {
        const wanted: Content = given.map((name, at) => [name, sample(shapes[at]?.length as number)]);
        const made = zip(
          (function* (): Generator<ZipInput> {
            for (const [at, [name, data]] of wanted.entries()) {
              const { piece, store } = shapes[at] as { piece: number; store: boolean };
              yield { name, data: Readable.from(cut(data, piece)), compress: store ? 'store' : 'deflate' };
            }
          })(),
        );
        expect(digests(await contentOf(readZip(made.toStream())))).toEqual(digests(wanted));
      }),
      { seed: 20261121, numRuns: 12 },
    );
  });

  it('takes outputs of this package, files of the disk, and entries of a generator', async () => {
    const path = file('a.txt', sample(1_500_000));
    const inner = zip([{ name: 'inner', data: 'text' }]);
    async function* source(): AsyncGenerator<ZipInput> {
      yield { name: 'a.zip', data: inner, compress: 'store' };
      yield { name: 'a.txt', path };
    }
    const outer = zip(source());
    const read = await contentOf(readZip(await outer.toBuffer()));
    expect(digests(read.slice(1))).toEqual(digests([['a.txt', sample(1_500_000)]]));
    expect(await contentOf(readZip(read[0]?.[1] as Buffer))).toEqual([['inner', Buffer.from('text')]]);
    expect(await failure(() => outer.toBuffer())).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'entries' },
    });
  });

  it('counts more entries than 16 bits do', async () => {
    const many = Array.from({ length: 66_000 }, (_, at) => ({ name: `${at}`, data: '' }));
    const path = file(`${name}-many.zip`);
    await zip(many).toFile(path);
    let count = 0;
    for await (const entry of readZip(path)) expect(entry.name).toBe(`${count++}`);
    expect(count).toBe(66_000);
    if (!isMissing('unzip')) expect(finds('unzip', '-Z', '-h', path)).toContain('66000');
  }, 60_000);

  it('tells its progress and stops for a signal, while a source is stuck too', async () => {
    const told: number[] = [];
    await zip([{ name: 'a', data: sample(2_500_000) }]).toBuffer({ onProgress: (done) => told.push(done) });
    expect(told).toEqual([1_048_576, 2_097_152, 2_500_000]);
    for (const stuck of [() => new Promise<never>(() => {}), async () => ({ value: sample(300_000), done: false })]) {
      const controller = new AbortController();
      const data = { [Symbol.asyncIterator]: () => ({ next: stuck }) };
      const stopped = zip([{ name: 'a', data }]).toBuffer({ signal: controller.signal });
      setTimeout(() => controller.abort(), 20);
      await expect(stopped).rejects.toMatchObject({ code: 'ERR_ABORTED', name: 'AbortError' });
    }
  });

  it('leaves nothing behind when a source fails or an entry is wrong', async () => {
    async function* failing() {
      yield sample(3_000_000);
      throw new Error('the source broke');
    }
    const path = file(`${name}-failed.zip`);
    const before = readdirSync(file('.')).length;
    expect(await failure(() => zip([{ name: 'a', data: failing() }]).toFile(path))).toMatchObject({ code: 'ERR_IO' });
    const missing = zip([{ name: 'a', path: file('missing') }]);
    expect(await failure(() => missing.toFile(path))).toMatchObject({ code: 'ERR_IO' });
    const twice = ['a', 'a'].map((name) => ({ name, data: name }));
    const wrong = zip(new Set(twice));
    expect(await failure(() => wrong.toFile(path))).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'entries[1].name must differ from those of the other entries',
      details: { argument: 'entries[1].name' },
    });
    expect(readdirSync(file('.')).length).toBe(before);
    expect(existsSync(path)).toBe(false);
  });

  it('closes what it reads when its stream is dropped', async () => {
    let closed = 0;
    const endless = async function* () {
      try {
        for (;;) yield sample(500_000);
      } finally {
        closed++;
      }
    };
    async function* source() {
      try {
        for (let at = 0; ; at++) yield { name: `${at}`, data: endless() };
      } finally {
        closed++;
      }
    }
    for await (const _ of zip(source()).toStream()) break;
    await expect.poll(() => closed).toBe(2);
  });
});

describe('entries', () => {
  it.each(['', '/etc/passwd', '../up', 'a/../b', 'a//b', './a', 'a\\b', 'C:/a', 'c:a', 'a\0b', 'a/.', '//', '\ud800'])(
    'are refused under the name %j',
    async (bad) => {
      expect(await failure(() => zip([{ name: bad, data: '' }]))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'entries[0].name' },
      });
    },
  );

  it('are refused where they are wrong, when the call is made', async () => {
    const wrong: [object, string][] = [
      [{ name: 'a' }, 'entries[0]'],
      [{ name: 'a', data: '', path: 'b' }, 'entries[0]'],
      [{ name: 'a/', data: '' }, 'entries[0]'],
      [{ name: 'a', data: 5 }, 'entries[0].data'],
      [{ name: 'a', data: '', modified: new Date(0) }, 'entries[0].modified'],
      [{ name: 'a', data: '', modified: new Date(Number.NaN) }, 'entries[0].modified'],
      [{ name: 'a', data: '', mode: 0o1000 }, 'entries[0].mode'],
      [{ name: 'a', data: '', compress: 'lzma' }, 'entries[0].compress'],
      [{ name: 'a', data: '', comment: 'x' }, 'entries[0]'],
    ];
    for (const [entry, argument] of wrong) {
      expect(await failure(() => zip([entry as ZipInput]))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument },
      });
    }
    for (const options of [{ level: 10 }, { password: '' }, { levle: 1 }]) {
      expect(await failure(() => zip([], options as never))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
  });
});
