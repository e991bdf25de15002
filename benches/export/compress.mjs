/** 20 MB of a ledger as CSV, packed and unpacked: against node:zlib at the same level, and zstd where Node has it. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { on } from '../clinicore.mjs';

const NO_ZSTD = 'this Node has no zstd (it comes with 22.15)';

const native = (work, options) => on('native', (clinicore, data) => clinicore.export[work](data, options));
const javaScript = (work, options) => on('js', (clinicore, data) => clinicore.export[work](data, options));

const node = (name, options) => {
  const work = promisify(zlib[name]);
  return (data) => work(data, options);
};

const zstd = (name, options) => (zlib[name] ? async () => node(name, options) : NO_ZSTD);
const level3 = { params: { 100: 3, 201: 1 } };

/** What is packed differs; what it unpacks to does not. */
const packed = (unpack) => async (file) => ({ content: hash(await unpack(file)), bytes: file.length });
const unpacked = (file) => ({ content: hash(file) });
const hash = (data) => createHash('sha256').update(data).digest('hex');
const agree = (a, b) => a.content === b.content;

const gunzip = packed(promisify(zlib.gunzip));
const decompress = packed(async (file) => (await import('clinicore')).default.export.decompress(file));

export const cases = [
  {
    name: 'compress, gzip level 6, 20 MB of CSV',
    of: ['export.compress'],
    input: ledger,
    contenders: {
      clinicore: native('compress', { format: 'gzip', level: 6 }),
      'clinicore, blocks': native('compress', { format: 'gzip', level: 6, blockBytes: 1 << 20 }),
      'clinicore, JavaScript': javaScript('compress', { format: 'gzip', level: 6 }),
      'node:zlib': async () => node('gzip', { level: 6 }),
    },
    summary: gunzip,
    agree,
  },
  {
    name: 'decompress, gzip, 20 MB of CSV',
    of: ['export.decompress'],
    input: () => zlib.gzipSync(ledger()),
    contenders: {
      clinicore: native('decompress'),
      'clinicore, JavaScript': javaScript('decompress'),
      'node:zlib': async () => node('gunzip'),
    },
    summary: unpacked,
    agree,
  },
  {
    name: 'compress, zstd level 3, 20 MB of CSV',
    of: ['export.compress'],
    input: ledger,
    contenders: {
      clinicore: native('compress', { format: 'zstd', level: 3 }),
      'clinicore, blocks': native('compress', { format: 'zstd', level: 3, blockBytes: 1 << 20 }),
      'node:zlib': zstd('zstdCompress', level3),
    },
    summary: decompress,
    agree,
  },
  {
    name: 'decompress, zstd, 20 MB of CSV',
    of: ['export.decompress'],
    input: async () => (await import('clinicore')).default.export.compress(ledger(), { format: 'zstd' }),
    contenders: {
      clinicore: native('decompress'),
      'node:zlib': zstd('zstdDecompress'),
    },
    summary: unpacked,
    agree,
  },
  {
    name: 'compress, LZ4, 20 MB of CSV',
    of: ['export.compress'],
    input: ledger,
    contenders: {
      clinicore: native('compress', { format: 'lz4' }),
      'clinicore, JavaScript': javaScript('compress', { format: 'lz4' }),
    },
    summary: decompress,
    agree,
  },
];

/** Rows as a clinic's ledger has them; the same every time. */
function ledger() {
  const cities = ['Köln', 'Pune', 'São Paulo', 'Leeds'];
  const rows = [];
  for (let i = 0, size = 0; size < 20_000_000; i++) {
    const price = ((10 + ((i * 7919) % 9973) / 11) * (1 + (i % 4))).toFixed(2);
    const day = new Date(Date.UTC(2024, 0, 1 + (i % 700), 8, i % 60, i % 59)).toISOString();
    const row = `A-${100_000 + i},Patient ${(i * 48_271) % 65_537},${cities[i % 4]},Progressive lens 1.${i % 7},${price},${day}\n`;
    size += row.length;
    rows.push(row);
  }
  return Buffer.from(rows.join(''));
}
