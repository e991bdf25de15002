import { createRequire } from 'node:module';
import { crc32, inflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as partsModule from '../js/fallback/export/parts';
import type * as worksheetModule from '../js/fallback/export/worksheet';
import type * as zipModule from '../js/fallback/export/zip';
import { backends, useBackend } from './backends';
import { manyRows, one, write } from './export-xlsx';

const require = createRequire(import.meta.url);
const { Zip } = require('../dist/fallback/export/zip.js') as typeof zipModule;

describe.each(backends)('the archive of a workbook on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('gives the same bytes for the same sheets', async () => {
    const [first, second] = [await write(one(...manyRows(3000))), await write(one(...manyRows(3000)))];
    expect(first.equals(second)).toBe(true);
  });

  it('makes an archive any zip reader accepts: checksums and sizes in the headers, no data descriptors, deflate, one date', async () => {
    const file = await write(one(...manyRows(3000)));
    let at = 0;
    const names: string[] = [];
    while (file.readUInt32LE(at) === 0x04034b50) {
      expect([file.readUInt16LE(at + 6), file.readUInt16LE(at + 8), file.readUInt32LE(at + 10)]).toEqual([
        0x800,
        8,
        0x21 << 16,
      ]);
      const [nameLength, extra] = [file.readUInt16LE(at + 26), file.readUInt16LE(at + 28)];
      const data = at + 30 + nameLength + extra;
      const end = data + file.readUInt32LE(at + 18);
      const content = inflateRawSync(file.subarray(data, end));
      expect([crc32(content), content.length]).toEqual([file.readUInt32LE(at + 14), file.readUInt32LE(at + 22)]);
      names.push(file.toString('utf8', at + 30, at + 30 + nameLength));
      at = end;
    }
    expect(names[0]).toBe('[Content_Types].xml');
    expect(names).toHaveLength(8);
    expect(file.readUInt32LE(at)).toBe(0x02014b50);
  });
});

describe('the JavaScript worksheet', () => {
  const { pieces } = require('../dist/fallback/export/worksheet.js') as typeof worksheetModule;
  const { Styles } = require('../dist/fallback/export/parts.js') as typeof partsModule;

  it('comes in small pieces, its head too', () => {
    const columns = Array.from({ length: 16_384 }, (_, i) => ({
      header: `header ${i}`,
      kind: 'text' as const,
      scale: 0,
      format: '',
      width: 10,
    }));
    const sheet = { name: 'S', columns, freezeHeader: true, autoFilter: true };
    const styles = new Styles({ sheets: [sheet], escapeFormulas: true, title: '', author: '', created: '' });
    const worksheet = { sheet, rows: 0, isFirst: true, styles, escapeFormulas: true };
    const lengths = [...pieces(worksheet, [])].map(({ xml }) => xml.length);
    expect(lengths.length).toBeGreaterThan(5);
    expect(Math.max(...lengths)).toBeLessThan(257 * 1024);
  });
});

describe('the JavaScript archive', () => {
  it('uses zip64 for an entry past 4 GiB', () => {
    const zip = new Zip(1000);
    const contents = { small: 'x', big: 'y'.repeat(5000), last: 'z'.repeat(2000) };
    for (const [name, content] of Object.entries(contents)) {
      zip.begin(name);
      zip.write(Buffer.from(content));
      zip.end();
    }
    const file = zip.finish();
    // APPNOTE.TXT 4.5.3: both headers say 0xffffffff and have the sizes (the central one the offset too) in field 1.
    const local = file.indexOf('big') - 30;
    const central = file.lastIndexOf('big') - 46;
    const extra = (header: number, nameAt: number) => header + nameAt + 'big'.length;
    expect([file.readUInt16LE(local + 4), file.readUInt16LE(central + 6)]).toEqual([45, 45]);
    expect([18, 22].map((at) => file.readUInt32LE(local + at))).toEqual([0xffff_ffff, 0xffff_ffff]);
    expect([20, 24, 42].map((at) => file.readUInt32LE(central + at))).toEqual([0xffff_ffff, 0xffff_ffff, 0xffff_ffff]);
    expect([0, 2].map((at) => file.readUInt16LE(extra(local, 30) + at))).toEqual([1, 16]);
    expect([0, 2].map((at) => file.readUInt16LE(extra(central, 46) + at))).toEqual([1, 24]);
    const [size, compressed] = [4, 12].map((at) => Number(file.readBigUInt64LE(extra(local, 30) + at)));
    expect([4, 12, 20].map((at) => Number(file.readBigUInt64LE(extra(central, 46) + at)))).toEqual([
      size,
      compressed,
      local,
    ]);
    const data = extra(local, 30) + 20;
    expect(inflateRawSync(file.subarray(data, data + Number(compressed))).toString()).toBe(contents.big);
    expect(size).toBe(5000);
  });
});
