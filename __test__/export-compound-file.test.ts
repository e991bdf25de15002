/** Compound files ([MS-CFB]): what we write is read back, and what lies is refused. */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type * as readModule from '../js/export/compound-file/read';
import type * as writeModule from '../js/export/compound-file/write';
import { failure } from './backends';
import { compound } from './export-xls';

const require = createRequire(import.meta.url);
const { CompoundFile } = require('../dist/export/compound-file/read.js') as typeof readModule;
const { compoundFile } = require('../dist/export/compound-file/write.js') as typeof writeModule;

const goOn = async () => {};
const open = (bytes: Buffer, maxEntries = 100) => CompoundFile.open(bytes, maxEntries, goOn);
const content = (size: number): Buffer =>
  Buffer.from(Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 255));
const MALFORMED = { code: 'ERR_MALFORMED_INPUT', message: "The workbook's compound file is damaged or cut short" };

/** A file with some of its bytes changed: four of them each, little-endian. */
const changed = (bytes: Buffer, words: Record<number, number>): Buffer => {
  const copy = Buffer.from(bytes);
  for (const [at, word] of Object.entries(words)) copy.writeUInt32LE(word >>> 0, Number(at));
  return copy;
};

describe('a compound file', () => {
  it.each([0, 1, 63, 64, 65, 4095, 4096, 4097, 100_000, 7_200_000])('has a stream of %d bytes', async (size) => {
    const file = await open(compound({ Other: content(70), Stream: content(size), Third: content(5000) }));
    expect((await file.stream('Stream'))?.equals(content(size))).toBe(true);
    expect((await file.stream('other'))?.equals(content(70))).toBe(true);
    expect(await file.stream('Fourth')).toBeUndefined();
  });

  it('has streams in storages, which are not those of its root', async () => {
    const entries = [{ name: 'Inner', entries: [{ name: 'Workbook', pieces: [content(9)] }] }];
    const file = await open(Buffer.concat([...compoundFile(entries)]));
    expect([file.has('Workbook'), file.has('Inner')]).toEqual([false, false]);
  });

  it('may lie in pieces, in any order of its sectors', async () => {
    const bytes = compound({ Stream: content(4096 + 512) });
    // The allocation table is the first sector, the directory the second, the stream's nine sectors follow.
    const [fat, sector] = [512, (number: number) => 512 * (number + 1)];
    const swapped = changed(bytes, { [fat + 4 * 3]: 5, [fat + 4 * 5]: 4, [fat + 4 * 4]: 6 });
    bytes.copy(swapped, sector(5), sector(4), sector(5));
    bytes.copy(swapped, sector(4), sector(5), sector(6));
    expect((await (await open(swapped)).stream('Stream'))?.equals(content(4096 + 512))).toBe(true);
  });

  it('whose chains go round or out of it is refused', async () => {
    const bytes = compound({ Stream: content(5000), Small: content(100) });
    const fat = 512;
    const start = (name: string) => bytes.readUInt32LE(bytes.indexOf(Buffer.from(name, 'utf16le')) + 116);
    const directory = bytes.readUInt32LE(48);
    const read = async (words: Record<number, number>, name = 'Stream') =>
      (await open(changed(bytes, words))).stream(name);
    const miniFat = 512 * (bytes.readUInt32LE(60) + 1);
    for (const to of [start('Stream'), 0xffff_fffe, 0xffff_ffff, 0x7fff_ffff, 1000]) {
      expect(await failure(() => read({ [fat + 4 * (start('Stream') + 1)]: to }))).toMatchObject(MALFORMED);
      expect(
        await failure(() => read({ [miniFat]: to === 0xffff_fffe ? 9999 : to === start('Stream') ? 0 : to }, 'Small')),
      ).toMatchObject(MALFORMED);
    }
    expect(await failure(() => read({ [fat + 4 * directory]: directory }))).toMatchObject(MALFORMED);
    const entry = bytes.indexOf(Buffer.from('Stream', 'utf16le'));
    // A size of 4 GB in a file of 8 KB; a sector beyond its end.
    expect(await failure(() => read({ [entry + 120]: 0xffff_ffff }))).toMatchObject(MALFORMED);
    expect(await failure(() => read({ [entry + 116]: 0xffff_0000 }))).toMatchObject(MALFORMED);
  });

  it('whose header or directory lies is refused', async () => {
    const bytes = compound({ Stream: content(5000) });
    const entry = bytes.indexOf(Buffer.from('Stream', 'utf16le'));
    const root = entry - 128;
    const wrong: Record<number, number>[] = [
      { 0: 0 },
      { 28: 0x0020_fffe },
      { 44: 0xffff_ffff },
      { 44: 2, 80: 0xffff_fff0 },
      { 44: 200, 68: 0 },
      { 48: 0xffff_ffff },
      { [root + 66]: 1 },
      { [root + 76]: 77 },
      { [entry + 68]: 1 },
      { [entry + 72]: 0x7fff_ffff },
      { [entry + 64]: 0x0002_00ff },
    ];
    for (const words of wrong) expect(await failure(() => open(changed(bytes, words)))).toMatchObject(MALFORMED);
    // Header, allocation table, directory.
    for (let length = 0; length < 3 * 512; length += 37) {
      expect(await failure(() => open(bytes.subarray(0, length)))).toMatchObject(MALFORMED);
    }
  });

  it('has no more entries than allowed', async () => {
    const bytes = compound(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`S${at}`, content(10)])));
    expect((await open(bytes, 50)).has('S49')).toBe(true);
    expect(await failure(() => open(bytes, 49))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { option: 'maxEntries' },
    });
  });
});
