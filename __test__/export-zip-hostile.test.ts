/** Zip archives that are damaged, or were made to do harm. */
import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import { export as exporting } from 'clinicore';
import type { ReadZipOptions } from 'clinicore/export';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { arrayOf, contentOf } from './export-archive';
import { sample } from './export-compression-bytes';

const { readZip, zip } = exporting;

/** An entry as its two headers say it; what is not said follows from the data. */
interface Forged {
  name: string;
  data: Buffer;
  packed: Buffer;
  method: number;
  flags: number;
  crc: number;
  size: number;
  packedSize: number;
  centralName: string;
  offset: number;
  extra: Buffer;
  madeBy: number;
  attributes: number;
}

const u16 = (value: number) => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);

/** An archive of entries that may say anything. */
function forged(
  list: Partial<Forged>[],
  end: { count?: number; comment?: string; offset?: number; disk?: number } = {},
) {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const given of list) {
    const data = given.data ?? Buffer.from('text');
    const method = given.method ?? 8;
    const packed = given.packed ?? (method === 8 ? deflateRawSync(data) : data);
    const entry = {
      ...{ name: 'a', flags: 0x800, crc: crc32(data), size: data.length, packedSize: packed.length, offset: at },
      ...{ extra: Buffer.alloc(0), madeBy: 20, attributes: 0 },
      ...given,
    };
    const common = Buffer.concat([u16(entry.flags), u16(method), u32(0x21_0000), u32(entry.crc)]);
    const sizes = Buffer.concat([u32(entry.packedSize), u32(entry.size)]);
    const name = Buffer.from(entry.name);
    const centralName = Buffer.from(entry.centralName ?? entry.name);
    const local = Buffer.concat([u32(0x0403_4b50), u16(20), common, sizes, u16(name.length), u16(0), name, packed]);
    parts.push(local);
    at += local.length;
    central.push(
      Buffer.concat([u32(0x0201_4b50), u16(entry.madeBy), u16(20), common, sizes, u16(centralName.length)]),
      Buffer.concat([u16(entry.extra.length), u16(0), u16(0), u16(0), u32(entry.attributes), u32(entry.offset)]),
      centralName,
      entry.extra,
    );
  }
  const size = central.reduce((sum, { length }) => sum + length, 0);
  const count = u16(end.count ?? list.length);
  const comment = Buffer.from(end.comment ?? '', 'latin1');
  const disk = u16(end.disk ?? 0);
  const last = [
    u32(0x0605_4b50),
    disk,
    disk,
    count,
    count,
    u32(size),
    u32(end.offset ?? at),
    u16(comment.length),
    comment,
  ];
  return Buffer.concat([...parts, ...central, ...last]);
}

const read = (data: Buffer, options?: ReadZipOptions) => contentOf(readZip(data, options));
const refused = (data: Buffer, options?: ReadZipOptions) => failure(() => read(data, options));
const malformed = (what: string, index = 0) => ({
  code: 'ERR_MALFORMED_INPUT',
  message: `Entry ${index} of the archive ${what}`,
  details: { index },
});

describe.each(backends)('readZip on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  it('reads what is forged without a flaw', async () => {
    expect(await read(forged([{}, { name: 'b/c', method: 0 }]))).toEqual([
      ['a', Buffer.from('text')],
      ['b/c', Buffer.from('text')],
    ]);
    expect(await read(forged([]))).toEqual([]);
  });

  it('refuses every truncation', async () => {
    const made = await zip([
      { name: 'a', data: sample(300) },
      { name: 'b', data: sample(1_100_000) },
    ]).toBuffer();
    for (let end = 0; end < made.length; end += end > 400 && end < made.length - 300 ? 997 : 1) {
      expect(await refused(made.subarray(0, end)), `${end}`).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
    }
  });

  it('takes a flipped bit for an error, or gives the same content', async () => {
    const made = await zip([
      { name: 'abc', data: sample(200), modified: new Date('2026-01-31T12:34:56Z') },
      { name: 'd/', mode: 0o700 },
      { name: 'e', data: sample(90), compress: 'store' },
    ]).toBuffer();
    const content = await read(made);
    for (let bit = 0; bit < made.length * 8; bit++) {
      const bad = Buffer.from(made);
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
      const found = await read(bad).catch((error: unknown) => error);
      // Times, permissions and names have no checksum; a name is said twice.
      if (Array.isArray(found)) {
        expect(
          found.map(([, data]) => data),
          `bit ${bit}`,
        ).toEqual(content.map(([, data]) => data));
      } else {
        expect(found, `bit ${bit}`).toMatchObject({ code: expect.stringMatching(/MALFORMED|LIMIT|UNSUPPORTED/) });
      }
    }
  });

  it.each([
    ['../up', 'leads out of its folder'],
    ['a/../../up', 'leads out of its folder'],
    ['/etc/passwd', 'is an absolute path'],
    ['//server/share', 'is an absolute path'],
    ['c:/windows', 'begins with a drive'],
    ['C:up', 'begins with a drive'],
    ['a\\..\\up', 'holds a backslash'],
    ['a\0.txt', 'holds a NUL'],
    ['', 'is empty'],
    ['./', 'is empty'],
  ])('refuses the name %j', async (bad, flaw) => {
    expect(await refused(forged([{ name: bad, data: Buffer.alloc(0), method: 0 }]))).toEqual(
      malformed(`has a name that ${flaw}`),
    );
  });

  it('refuses names that come twice, and, if asked to, those that are one on other systems', async () => {
    const twice = forged([{}, {}]);
    expect(await refused(twice)).toEqual(malformed('has the name of another', 1));
    expect((await read(twice, { names: 'any' })).length).toBe(2);
    expect(await refused(forged([{}, { name: 'a/', data: Buffer.alloc(0), method: 0 }]))).toEqual(
      malformed('has the name of another', 1),
    );
    for (const other of ['STRASSE/É', 'stra\u00dfe/e\u0301']) {
      const alike = forged([{ name: 'straße/É' }, { name: other }]);
      expect((await read(alike)).length).toBe(2);
      expect(await refused(alike, { names: 'unique-ignoring-case' })).toEqual(malformed('has the name of another', 1));
    }
  });

  it('refuses entries that lie in each other, and those that reach into the directory', async () => {
    const bomb = deflateRawSync(Buffer.alloc(100_000));
    const quoted = forged([
      { name: 'a', packed: bomb, data: Buffer.alloc(100_000) },
      { name: 'b', packed: bomb, data: Buffer.alloc(100_000), offset: 0 },
    ]);
    expect(await refused(quoted)).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
    expect(await refused(forged([{ packedSize: 1000 }]))).toEqual(malformed('overlaps with what follows it'));
    expect(await refused(forged([{ offset: 0xffff_fff0 }]))).toEqual(malformed('overlaps with what follows it'));
  });

  it('refuses what two headers say in two ways', async () => {
    const differs = malformed('has a local header that differs from that in the directory');
    expect(await refused(forged([{ name: 'a', centralName: 'b' }]))).toEqual(differs);
    const base = forged([{}]);
    // Flags, method, checksum, packed and own size of the local header.
    for (const at of [6, 8, 14, 18, 22]) {
      const bad = Buffer.from(base);
      bad[at] = (bad[at] as number) ^ 2;
      expect(await refused(bad), `${at}`).toEqual(differs);
    }
    const described = await zip([{ name: 'a', data: sample(1_100_000) }]).toBuffer();
    const at = described.indexOf(Buffer.from('504b0708', 'hex'));
    described[at + 5] = (described[at + 5] as number) ^ 1;
    expect(await refused(described)).toEqual(differs);
  });

  // What is small is unpacked elsewhere than what is not.
  it.each([4, 100_000])('refuses %i bytes of content with another size or checksum in its headers', async (size) => {
    const data = sample(size);
    const refusedWith = (entry: Partial<Forged>) => refused(forged([{ data, ...entry }]));
    expect(await refusedWith({ crc: crc32(data) ^ 1 })).toEqual(malformed('is damaged'));
    expect(await refusedWith({ size: size - 1 })).toEqual(malformed('is damaged'));
    expect(await refusedWith({ size: 0 })).toEqual(malformed('is damaged'));
    expect(await refusedWith({ size: size + 1 })).toEqual(malformed('holds more or less than its header says'));
    const packed = deflateRawSync(data);
    const changes = [Buffer.concat([packed, Buffer.from('more')]), packed.subarray(0, -1), Buffer.alloc(9, 0xff)];
    for (const packed of changes) expect(await refusedWith({ packed })).toEqual(malformed('is damaged'));
  });

  it('refuses entries that are stored in another size, and folders that hold something', async () => {
    expect(await refused(forged([{ method: 0, size: 3 }]))).toEqual(
      malformed('is stored in another size than its own'),
    );
    expect(await refused(forged([{ name: 'a/' }]))).toEqual(malformed('is a folder that holds something'));
  });

  it('stops at its limits, before anything is unpacked', async () => {
    const bomb = forged([{ data: Buffer.alloc(90_000_000) }]);
    const limited = (option: string, limit: number) => ({
      code: 'ERR_LIMIT_EXCEEDED',
      details: expect.objectContaining({ option, limit }),
    });
    expect(await refused(bomb)).toMatchObject(limited('maxRatio', 200));
    expect(await refused(bomb, { maxRatio: 2000, maxEntryBytes: 89_999_999 })).toMatchObject(
      limited('maxEntryBytes', 89_999_999),
    );
    expect(await refused(forged([{}, { name: 'b' }]), { maxBytes: 7 })).toMatchObject(limited('maxBytes', 7));
    expect(await refused(forged([{}, { name: 'b' }]), { maxEntries: 1 })).toMatchObject(limited('maxEntries', 1));
    expect((await read(bomb, { maxRatio: 2000 }))[0]?.[1].length).toBe(90_000_000);
    const honest = forged([{ data: Buffer.alloc(20_000_000) }]);
    expect((await read(honest))[0]?.[1].length).toBe(20_000_000);
    // What is beyond the ratio adds up, and what is packed well beside it makes up for nothing.
    const parts = Array.from({ length: 5 }, (_, at) => ({ name: `${at}`, data: Buffer.alloc(20_000_000) }));
    expect(await refused(forged([{ name: 'a', data: randomBytes(1_000_000) }, ...parts]))).toMatchObject(
      limited('maxRatio', 200),
    );
    const claims = forged([{ size: 0xffff_fff0 }]);
    expect(await refused(claims)).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' });
    const wide = Buffer.concat([u16(1), u16(8), u64(2 ** 53)]);
    const beyond = forged([{ size: 0xffff_ffff, extra: wide }]);
    expect(await refused(beyond)).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' });
    const most = Number.MAX_SAFE_INTEGER;
    const generous = { maxEntryBytes: most, maxBytes: most, maxRatio: 1_000_000 };
    expect(await refused(forged([{ size: 0xffff_fff0 }]), generous)).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' });
  });

  it('refuses an end that is not one', async () => {
    expect(await refused(forged([{}], { count: 2 }))).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
    expect(await refused(forged([{}, { name: 'b' }], { count: 1 }))).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
    expect(await refused(forged([{}], { offset: 3 }))).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
    expect(await refused(Buffer.concat([forged([{}]), Buffer.from('more')]))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
    });
    // Another archive's end in the comment: which of the two an archive is, readers differ in.
    const inner = forged([{ name: 'other' }]);
    const two = forged([{}], { comment: inner.toString('latin1') });
    expect(await refused(two)).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      message: 'The archive has two ends, which say different things',
    });
    expect((await read(forged([{}], { comment: 'a comment' }))).length).toBe(1);
    expect(await refused(forged([{}], { disk: 1 }))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
  });

  it('tells a link by its mode, and reads no device', async () => {
    const links = forged([{ madeBy: 0x314, attributes: 0o120777 * 65_536 }]);
    const [link] = await arrayOf(readZip(links));
    expect(link?.type).toBe('link');
    expect(await failure(() => link?.buffer())).toMatchObject({ code: 'ERR_UNSUPPORTED' });
    const [device] = await arrayOf(readZip(forged([{ madeBy: 0x314, attributes: 0o020600 * 65_536 }])));
    expect(device?.type).toBe('other');
  });
});
