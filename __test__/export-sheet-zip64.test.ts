/** Workbooks whose archive has the fields of zip64 (APPNOTE.TXT 4.3.14 to 4.5.3), as streaming writers leave them in small ones too. */
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { archive, entries, rowsOf } from './export-sheet';
import { binaryCell, binaryEntries, double, row } from './export-xls';

const u64 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [at, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * at);
  return bytes;
};

/** The archive with every size, place and count in eight bytes; `lie` changes what the end says of the directory. */
function zip64(plain: Buffer, lie: { entries?: number; start?: number } = {}): Buffer {
  const [count, start] = [plain.readUInt16LE(plain.length - 12), plain.readUInt32LE(plain.length - 6)];
  const directory: Buffer[] = [];
  for (let at = start; plain.readUInt32LE(at) === 0x0201_4b50; ) {
    const end = at + 46 + plain.readUInt16LE(at + 28);
    const header = Buffer.from(plain.subarray(at, end));
    const extra = u64(header.readUInt32LE(24), header.readUInt32LE(20), header.readUInt32LE(42));
    for (const field of [20, 24, 42]) header.writeUInt32LE(0xffff_ffff, field);
    header.writeUInt16LE(4 + extra.length, 30);
    directory.push(header, Buffer.from([1, 0, extra.length, 0]), extra);
    at = end;
  }
  const bytes = Buffer.concat(directory);
  const end64 = Buffer.concat([
    Buffer.from('PK\x06\x06', 'latin1'),
    u64(44),
    Buffer.from([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    u64(count, lie.entries ?? count, bytes.length, lie.start ?? start),
  ]);
  const locator = Buffer.concat([
    Buffer.from('PK\x06\x07\0\0\0\0', 'latin1'),
    u64(start + bytes.length),
    Buffer.from([1, 0, 0, 0]),
  ]);
  const end = Buffer.concat([Buffer.from('PK\x05\x06\0\0\0\0', 'latin1'), Buffer.alloc(12, 0xff), Buffer.alloc(2)]);
  return Buffer.concat([plain.subarray(0, start), bytes, end64, locator, end]);
}

describe.each(backends)('a workbook in a zip64 archive on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const xlsx = archive(entries({ rows: '<row><c><v>1</v></c></row><row><c><v>2.5</v></c></row>' }));

  it('is read as in any other', async () => {
    const rows = [{ A: 1 }, { A: 2.5 }];
    expect(await rowsOf(xlsx, { header: false })).toEqual(rows);
    expect(await rowsOf(zip64(xlsx), { header: false })).toEqual(rows);
    const cells = Buffer.concat([row(0), binaryCell(5, 0, double(7))]);
    expect(await rowsOf(zip64(archive(binaryEntries({ rows: cells }))), { header: false })).toEqual([{ A: 7 }]);
  });

  it('is refused where that lies', async () => {
    const malformed = { code: 'ERR_MALFORMED_INPUT' };
    const more = zip64(xlsx, { entries: 2 ** 40 });
    expect(['ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED']).toContain((await failure(() => rowsOf(more))).code);
    for (const start of [2 ** 52, xlsx.length + 10_000, 1]) {
      expect(await failure(() => rowsOf(zip64(xlsx, { start })))).toMatchObject(malformed);
    }
    const file = zip64(xlsx);
    for (let length = 0; length < file.length; length += 29) {
      expect(await failure(() => rowsOf(file.subarray(0, length)))).toMatchObject(malformed);
    }
  });
});
