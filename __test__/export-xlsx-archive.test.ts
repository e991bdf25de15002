import { createRequire } from 'node:module';
import { crc32, inflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as archiveModule from '../js/export/xlsx/bulk/archive';
import type * as stylesModule from '../js/export/xlsx/bulk/styles';
import type * as worksheetModule from '../js/export/xlsx/bulk/worksheet';
import { backends, useBackend } from './backends';
import { manyRows, one, write } from './export-xlsx';

const require = createRequire(import.meta.url);

describe.each(backends)('the archive of a workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('gives the same bytes for the same sheets', async () => {
    const [first, second] = [await write(one(...manyRows(3000))), await write(one(...manyRows(3000)))];
    expect(first.equals(second)).toBe(true);
  });

  it('makes an archive any zip reader accepts: sizes in the headers or behind the data, deflate, one date', async () => {
    const file = await write(one(...manyRows(3000)));
    const entries = directoryOf(file);
    expect(entries.map(({ name }) => name)).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'docProps/app.xml',
      'docProps/core.xml',
      'xl/worksheets/sheet1.xml',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
    ]);
    let at = 0;
    for (const { name, flags, crc, packed, size, offset } of entries) {
      expect(offset).toBe(at);
      expect(file.readUInt32LE(at)).toBe(0x04034b50);
      // Version 2.0, UTF-8 names, deflate, the first date; only of a sheet are the sizes not known before it is written.
      const isDescribed = name.includes('sheet1');
      expect(flags).toBe(isDescribed ? 0x808 : 0x800);
      const [version, local, method] = [4, 6, 8].map((field) => file.readUInt16LE(at + field));
      expect([version, local, method]).toEqual([20, flags, 8]);
      expect(file.readUInt32LE(at + 10)).toBe(0x21 << 16);
      const sizes = [14, 18, 22].map((field) => file.readUInt32LE(at + field));
      expect(sizes).toEqual(isDescribed ? [0, 0, 0] : [crc, packed, size]);
      const data = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
      const content = inflateRawSync(file.subarray(data, data + packed));
      expect([crc32(content), content.length]).toEqual([crc, size]);
      at = data + packed;
      if (!isDescribed) continue;
      expect([0, 4, 8, 12].map((field) => file.readUInt32LE(at + field))).toEqual([0x08074b50, crc, packed, size]);
      at += 16;
    }
  });
});

describe('what stands around the rows', () => {
  const { head } = require('../dist/export/xlsx/bulk/worksheet.js') as typeof worksheetModule;
  const { Styles } = require('../dist/export/xlsx/bulk/styles.js') as typeof stylesModule;

  it('comes in small pieces', () => {
    const columns = Array.from({ length: 16_384 }, (_, i) => ({ header: `header ${i}`, format: '', width: 10 }));
    const worksheet = { columns, freezeHeader: true, autoFilter: true, isFirst: true };
    const lengths = [...head(worksheet, new Styles(), true)].map(({ length }) => length);
    expect(lengths.length).toBeGreaterThan(2 * 16_384);
    expect(Math.max(...lengths)).toBeLessThan(1000);
  });
});

describe('the archive', () => {
  const { Archive, runOf } = require('../dist/export/xlsx/bulk/archive.js') as typeof archiveModule;

  /** An entry that is written in parts, between two others. */
  const written = (archive: InstanceType<typeof Archive>): Buffer =>
    Buffer.concat([
      ...archive.file('small', 'x'),
      ...archive.beginEntry('big'),
      ...archive.add(runOf('é'.repeat(2000))),
      ...archive.add(runOf('')),
      ...archive.add(runOf('y'.repeat(1000))),
      ...archive.finishEntry(),
      ...archive.file('last', 'z'.repeat(2000)),
      ...archive.finish(),
    ]);

  it('knows the checksum of an entry from those of its parts', () => {
    const content = Buffer.from('é'.repeat(2000) + 'y'.repeat(1000));
    expect(directoryOf(written(new Archive()))[1]).toMatchObject({ size: 5000, crc: crc32(content) });
  });

  it('has sizes of 8 bytes behind an entry past 4 GiB', () => {
    const file = written(new Archive(5000));
    const [, big, last] = directoryOf(file);
    if (big === undefined || last === undefined) throw new Error('three entries');
    const data = big.offset + 30 + 'big'.length;
    expect(inflateRawSync(file.subarray(data, data + big.packed)).length).toBe(5000);
    // APPNOTE.TXT 4.3.9.2
    const behind = data + big.packed;
    expect([file.readUInt32LE(behind), file.readUInt32LE(behind + 4)]).toEqual([0x08074b50, big.crc]);
    expect([8, 16].map((at) => Number(file.readBigUInt64LE(behind + at)))).toEqual([big.packed, 5000]);
    expect(last.offset).toBe(behind + 24);
    expect(big.needs).toBe(45);
  });
});

/** The central directory (APPNOTE.TXT 4.3.12). */
function directoryOf(file: Buffer) {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = file.readUInt32LE(end + 16);
  return Array.from({ length: file.readUInt16LE(end + 10) }, () => {
    const [needs, flags] = [6, 8].map((field) => file.readUInt16LE(at + field)) as [number, number];
    const [crc, packed, size] = [16, 20, 24].map((field) => file.readUInt32LE(at + field)) as [number, number, number];
    const [name, extra] = [28, 30].map((field) => file.readUInt16LE(at + field)) as [number, number];
    const entry = { needs, flags, crc, packed, size, offset: file.readUInt32LE(at + 42) };
    const begin = at + 46;
    at = begin + name + extra;
    return { ...entry, name: file.toString('utf8', begin, begin + name) };
  });
}
