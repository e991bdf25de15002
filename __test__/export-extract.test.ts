/** Archives put below one folder: all of it, or nothing. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { testFolder } from './export-archive';
import { sample } from './export-compression-bytes';

const { extract, tar, zip } = exporting;
const file = testFolder();
let counted = 0;
/** A folder that is not there yet. */
const fresh = () => file(`folder ${counted++}`);

const entries = [
  { name: 'notes.txt', data: 'As agreed.', modified: new Date('2026-01-31T12:34:57Z'), mode: 0o777 },
  { name: 'scans/2026/a.dat', data: sample(1_200_000) },
  { name: 'empty/' },
];
const listed = (folder: string) => (readdirSync(folder, { recursive: true }) as string[]).sort();
const ALL = ['empty', 'notes.txt', 'scans', 'scans/2026', 'scans/2026/a.dat'];
const limits = { maxRatio: 1_000_000 };

describe.each(backends)('extract on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  it.each([
    ['zip', () => zip(entries)],
    ['encrypted zip', () => zip(entries, { password: 'secret' })],
    ['tar', () => tar(entries)],
    ['tar.gz', () => tar(entries, { compression: 'gzip' })],
    ['tar.zst', () => tar(entries, { compression: 'zstd' })],
  ] as const)('writes what a %s holds, from bytes, a path and a stream', async (kind, make) => {
    const path = file(`${name} ${kind}`);
    await make().toFile(path);
    for (const source of [await make().toBuffer(), path, make().toStream()]) {
      const folder = join(fresh(), 'not there');
      const told: number[] = [];
      const options = { ...limits, ...(kind === 'encrypted zip' && { password: 'secret' }) };
      const result = await extract(source, folder, { ...options, onProgress: (bytes) => told.push(bytes) });
      expect(result).toEqual({ files: 2, bytes: 1_200_010, skipped: [] });
      expect(told.at(-1)).toBe(1_200_010);
      expect(listed(folder)).toEqual(ALL);
      expect(readFileSync(join(folder, 'scans/2026/a.dat')).equals(sample(1_200_000))).toBe(true);
      const { mtime, mode } = statSync(join(folder, 'notes.txt'));
      expect(mtime).toEqual(new Date('2026-01-31T12:34:57Z'));
      // Nobody makes a file executable from afar.
      expect(mode & 0o111).toBe(0);
    }
  });

  it('replaces no file, unless it is asked to', async () => {
    const folder = fresh();
    mkdirSync(join(folder, 'scans'), { recursive: true });
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const made = await zip(entries).toBuffer();
    expect(await failure(() => extract(made, folder, limits))).toEqual({
      code: 'ERR_IO',
      message: 'Entry 0 of the archive would replace what is there already',
      details: { index: 0 },
    });
    expect(listed(folder)).toEqual(['notes.txt', 'scans']);
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
    await extract(made, folder, { ...limits, overwrite: true });
    expect(listed(folder)).toEqual(ALL);
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('As agreed.');
  });

  it('follows no link: in the folder, or from the archive', async () => {
    const [outside, folder] = [fresh(), fresh()];
    mkdirSync(outside);
    mkdirSync(folder);
    symlinkSync(outside, join(folder, 'scans'));
    const made = await zip(entries).toBuffer();
    for (const overwrite of [false, true]) {
      expect(await failure(() => extract(made, folder, { ...limits, overwrite }))).toEqual({
        code: 'ERR_IO',
        message: 'Entry 1 of the archive is below what is no folder, or a link',
        details: { index: 1 },
      });
      expect(readdirSync(outside)).toEqual([]);
      expect(listed(folder)).toEqual(['scans']);
    }
    // A link in a file's place is replaced itself.
    const [target, other] = [file(`target ${counted}`, Buffer.from('untouched')), fresh()];
    mkdirSync(other);
    symlinkSync(target, join(other, 'notes.txt'));
    expect(await failure(() => extract(made, other, limits))).toMatchObject({ code: 'ERR_IO' });
    expect(readlinkSync(join(other, 'notes.txt'))).toBe(target);
    await extract(made, other, { ...limits, overwrite: true });
    expect(readFileSync(join(other, 'notes.txt'), 'utf8')).toBe('As agreed.');
    expect(readFileSync(target, 'utf8')).toBe('untouched');
  });

  it('leaves out links of an archive, and says so', async () => {
    const plain = await tar([
      { name: 'link', data: '' },
      { name: 'file', data: 'text' },
    ]).toBuffer();
    plain.write('2/etc\0', 156, 'latin1');
    plain.fill(' ', 148, 156);
    const sum = plain.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    plain.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const folder = fresh();
    const result = await extract(plain, folder);
    expect(result).toEqual({ files: 1, bytes: 4, skipped: [{ name: 'link', type: 'link' }] });
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leaves nothing of an archive that is damaged, hostile, too large, or of a source that fails', async () => {
    const good = await zip(entries).toBuffer();
    const damaged = Buffer.from(good);
    damaged[good.length >> 1] = (damaged[good.length >> 1] as number) ^ 1;
    const plain = await tar(entries).toBuffer();
    async function* failing() {
      yield plain.subarray(0, 700_000);
      throw new Error('the source broke');
    }
    const below = zip([
      { name: 'a', data: '' },
      { name: 'a/b', data: '' },
    ]);
    const cases: [unknown, object, string][] = [
      [damaged, limits, 'ERR_MALFORMED_INPUT'],
      [good.subarray(0, -1), limits, 'ERR_MALFORMED_INPUT'],
      [plain.subarray(0, 900_000), limits, 'ERR_MALFORMED_INPUT'],
      [failing(), limits, 'ERR_IO'],
      [plain, { maxBytes: 1_000_000 }, 'ERR_LIMIT_EXCEEDED'],
      [await below.toBuffer(), {}, 'ERR_IO'],
      [
        await zip(entries, { password: 'right' }).toBuffer(),
        { ...limits, password: 'wrong' },
        'ERR_AUTHENTICATION_FAILED',
      ],
      [Buffer.from('no archive'), {}, 'ERR_MALFORMED_INPUT'],
    ];
    for (const [source, options, code] of cases) {
      const folder = fresh();
      expect(await failure(() => extract(source as Buffer, folder, options))).toMatchObject({ code });
      expect(existsSync(folder)).toBe(false);
    }
  });

  it('leaves nothing when it is aborted, before and while it works', async () => {
    const plain = await tar(entries).toBuffer();
    const folder = fresh();
    await expect(extract(plain, folder, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
    const controller = new AbortController();
    const stopped = extract(Readable.from([plain]), folder, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'ERR_ABORTED', name: 'AbortError' });
    expect(existsSync(folder)).toBe(false);
  });

  it('takes the later of two entries of one name, if both are wanted', async () => {
    const two = Buffer.concat([
      (await tar([{ name: 'a', data: 'older' }]).toBuffer()).subarray(0, 1024),
      await tar([{ name: 'a', data: 'newer' }]).toBuffer(),
    ]);
    const folder = fresh();
    expect(await failure(() => extract(two, folder))).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
    await extract(two, folder, { names: 'any', overwrite: true });
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('newer');
  });
});
