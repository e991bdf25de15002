/** Tar archives that are damaged, or were made to do harm. */
import { gzipSync } from 'node:zlib';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { arrayOf, contentOf } from './export-archive';
import { sample } from './export-compression-bytes';

const { compress, readTar, tar } = exporting;
const END = Buffer.alloc(1024);

/** A header and content that may say anything. */
function forged(
  given: { name?: string; type?: string; size?: string | Buffer; data?: Buffer; link?: string } = {},
): Buffer {
  const { name = 'a', type = '0', data = Buffer.from('text'), link = '' } = given;
  const block = Buffer.alloc(512);
  block.write(name, 0, 'utf8');
  block.write('0000644\0', 100);
  const size = given.size ?? `${data.length.toString(8).padStart(11, '0')}\0`;
  Buffer.from(size).copy(block, 124);
  block.write('00000000000\0', 136);
  block.write(type, 156);
  block.write(link, 157);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 8 * 32);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([block, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

/** An extended header. */
const pax = (text: string, type = 'x') => forged({ type, data: Buffer.from(text) });
const record = (text: string) => {
  let length = Buffer.byteLength(text) + 2;
  while (`${length} ${text}\n`.length !== length) length++;
  return `${length} ${text}\n`;
};

const read = (data: Buffer, options = {}) => contentOf(readTar(data, options));
const refused = (data: Buffer, options = {}) => failure(() => read(data, options));
const malformed = (what: string, index = 0) => ({
  code: 'ERR_MALFORMED_INPUT',
  message: `Entry ${index} of the archive ${what}`,
  details: { index },
});

describe.each(backends)('readTar on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  it('reads what is forged without a flaw', async () => {
    const header = pax(record('path=from pax') + record('mtime=-1.5') + record('comment=x'));
    const found = await arrayOf(readTar(Buffer.concat([header, forged(), END])));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ name: 'from pax', size: 4, modified: new Date(-1500) });
    const shared = pax(record('mtime=5'), 'g');
    const two = await arrayOf(readTar(Buffer.concat([shared, forged(), forged({ name: './b//c' }), END])));
    expect(two.map(({ name, modified }) => [name, modified])).toEqual([
      ['a', new Date(5000)],
      ['b/c', new Date(5000)],
    ]);
    expect(await read(Buffer.concat([forged({ name: './', type: '5', data: Buffer.alloc(0) }), END]))).toEqual([]);
  });

  it.each(['none', 'gzip', 'zstd'] as const)('refuses every truncation, compression: %s', async (compression) => {
    const entries = [
      { name: 'é'.repeat(60), data: sample(700) },
      { name: 'b', data: 'text' },
    ];
    const made = await tar(entries, { compression }).toBuffer();
    // Of the two blocks of zeros at the end, one is enough.
    const whole = compression === 'none' ? made.length - 512 : made.length;
    for (let end = 0; end < made.length; end += compression === 'none' ? 7 : 1) {
      const cut = made.subarray(0, end);
      if (end >= whole) expect((await read(cut)).length).toBe(2);
      else expect(await refused(cut), `${end}`).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
    }
  });

  it('refuses a header whose checksum, size or type of number is wrong', async () => {
    const bad = Buffer.concat([forged(), forged(), END]);
    bad[1024 + 20] = 1;
    expect(await refused(bad)).toEqual({
      code: 'ERR_MALFORMED_INPUT',
      message: 'The archive has no header where there must be one',
      details: { offset: 1024 },
    });
    const negative = Buffer.alloc(12, 0xff);
    const huge = Buffer.from([0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    for (const size of ['0000000009x\0', negative, huge]) {
      expect(await refused(Buffer.concat([forged({ name: 'b' }), forged({ size }), END]))).toMatchObject({
        code: 'ERR_MALFORMED_INPUT',
      });
    }
  });

  it.each([
    ['../up', 'leads out of its folder'],
    ['/etc/passwd', 'is an absolute path'],
    ['a/../../b', 'leads out of its folder'],
    ['c:up', 'begins with a drive'],
    ['a\\b', 'holds a backslash'],
    ['', 'is empty'],
  ])('refuses the name %j, said in any way', async (bad, flaw) => {
    const ways = [
      Buffer.concat([forged({ name: bad }), END]),
      Buffer.concat([forged({ type: 'L', data: Buffer.from(`${bad}\0`) }), forged(), END]),
      Buffer.concat([pax(record(`path=${bad}`)), forged({ name: '' }), END]),
    ];
    for (const way of ways) expect(await refused(way)).toEqual(malformed(`has a name that ${flaw}`));
  });

  it('refuses names that come twice, unless asked not to', async () => {
    const twice = Buffer.concat([forged(), forged(), END]);
    expect(await refused(twice)).toEqual(malformed('has the name of another', 1));
    expect((await read(twice, { names: 'any' })).length).toBe(2);
  });

  it.each([
    ['5', 'a record that is cut short'],
    ['7 a=b\n', 'a length that is too long'],
    ['4 a=b\n', 'one that is too short'],
    ['x a=b\n', 'no number'],
    ['6 abc\n', 'no value'],
    ['5 a=bc', 'no end of line'],
    ['12 size=-1\n\n', 'a negative size'],
    [record('size=9007199254740993'), 'a size beyond 2^53'],
    [record('mtime=soon'), 'no time'],
  ])('refuses the extended header %j: %s', async (text) => {
    expect(await refused(Buffer.concat([pax(text), forged(), END]))).toEqual(
      malformed('has an extended header that does not follow its format'),
    );
  });

  it('stops at its limits', async () => {
    const limited = (option: string, limit: number) => ({
      code: 'ERR_LIMIT_EXCEEDED',
      details: expect.objectContaining({ option, limit }),
    });
    const two = Buffer.concat([forged(), forged({ name: 'b' }), END]);
    expect(await refused(two, { maxEntries: 1 })).toMatchObject(limited('maxEntries', 1));
    expect(await refused(two, { maxEntryBytes: 3 })).toMatchObject(limited('maxEntryBytes', 3));
    expect(await refused(two, { maxBytes: 7 })).toMatchObject(limited('maxBytes', 7));
    const claims = Buffer.concat([pax(record('size=9007199254000000')), forged(), END]);
    expect(await refused(claims)).toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' });
    const most = { maxBytes: Number.MAX_SAFE_INTEGER, maxEntryBytes: Number.MAX_SAFE_INTEGER };
    expect(await failure(() => arrayOf(readTar(claims, most)))).toEqual(malformed('is cut short'));
    const long = forged({ type: 'x', size: '77777777777\0' });
    expect(await refused(Buffer.concat([long, forged(), END]), most)).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { index: 0, limit: 1_048_576 },
    });
    const zipped = (size: number) => tar([{ name: 'a', data: Buffer.alloc(size) }], { compression: 'gzip' }).toBuffer();
    expect(await refused(await zipped(90_000_000))).toMatchObject(limited('maxRatio', 200));
    expect((await read(await zipped(20_000_000)))[0]?.[1].length).toBe(20_000_000);
    // Zeros without end, which are no entry.
    const zeros = await compress(Buffer.alloc(90_000_000), { format: 'gzip' });
    expect(await refused(zeros)).toMatchObject(limited('maxRatio', 200));
    // Extended headers without an entry count as content.
    const headers = Buffer.concat(Array.from({ length: 20 }, () => pax(record(`comment=${'x'.repeat(1000)}`))));
    expect(await refused(Buffer.concat([headers, forged(), END]), { maxBytes: 10_000 })).toMatchObject(
      limited('maxBytes', 10_000),
    );
  });

  it('refuses what follows the end, sparse files and volumes', async () => {
    expect(await refused(Buffer.concat([forged(), END, forged()]))).toMatchObject({
      code: 'ERR_MALFORMED_INPUT',
      message: 'The archive goes on behind its end',
    });
    expect((await read(Buffer.concat([forged(), END, Buffer.alloc(8192)]))).length).toBe(1);
    for (const parts of [
      [forged({ type: 'S' })],
      [forged({ type: 'M' })],
      [pax(record('GNU.sparse.major=1')), forged()],
    ]) {
      expect(await refused(Buffer.concat([...parts, END]))).toMatchObject({ code: 'ERR_UNSUPPORTED' });
    }
  });

  it('passes on a source that fails, and the damage of what it is packed in', async () => {
    const made = Buffer.concat([forged(), forged({ name: 'b', data: sample(5000) }), END]);
    async function* failing() {
      yield made.subarray(0, 900);
      throw new Error('the source broke');
    }
    expect(await failure(() => contentOf(readTar(failing())))).toMatchObject({ code: 'ERR_IO' });
    const packed = gzipSync(made);
    packed[packed.length - 6] = (packed[packed.length - 6] as number) ^ 1;
    expect(await refused(packed)).toMatchObject({ code: 'ERR_MALFORMED_INPUT' });
  });
});
