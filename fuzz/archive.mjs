/**
 * Damages archives and compressed data at random for so many seconds and reads them on both backends: they must give the same,
 * or refuse it with the same typed error. `node fuzz/archive.mjs [amount] [seed]`, after `npm run build:native` and
 * `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { damagedFile, oneOf, outcome } from './shared/random.mjs';
import { run } from './shared/run.mjs';

const require = createRequire(import.meta.url);
const { export: exporting } = require('../dist/index.js');
const { useBackend } = require('../dist/backend.js');

const text = Buffer.alloc(3000, 'Progressive lens 1.67, coated; ');
const entries = () => [
  { name: 'notes.txt', data: 'As agreed.', modified: new Date('2026-01-31T12:34:56Z') },
  { name: 'scans/' },
  { name: `scans/${'Müller '.repeat(20)}.csv`, data: text },
  { name: 'stored', data: text.subarray(0, 300), compress: 'store' },
  { name: 'described', data: Readable.from([Buffer.alloc(1_100_000, text)]) },
];
const tarEntries = () =>
  entries()
    .map(({ compress: _, ...entry }) => entry)
    .slice(0, 4);

useBackend('native');
const bytes = (output) => output.toBuffer();
const packed = async (format) => [format, [await exporting.compress(text, { format })]];
const seeds = {
  zip: [
    await bytes(exporting.zip(entries())),
    await bytes(exporting.zip(entries().slice(0, 4), { password: 'secret' })),
  ],
  tar: [await bytes(exporting.tar(tarEntries())), await bytes(exporting.tar(tarEntries(), { compression: 'gzip' }))],
  ...Object.fromEntries(await Promise.all(['gzip', 'deflate', 'lz4', 'zstd'].map(packed))),
};

/** Not more than this of a header's damage in memory. */
const limits = { maxEntries: 50, maxEntryBytes: 4e6, maxBytes: 8e6, maxRatio: 2000 };

const read = {
  zip: (data) => listed(exporting.readZip(data, { ...limits, password: 'secret' })),
  tar: (data) => listed(exporting.readTar(data, limits)),
};

/** Every entry, and what it holds or how it is refused. */
async function listed(archive) {
  const found = [];
  for await (const entry of archive) {
    const { name, type, size, modified, mode, linkName } = entry;
    const content = await outcome(async () =>
      createHash('sha256')
        .update(await entry.buffer())
        .digest('hex'),
    );
    found.push({ name, type, size, modified: String(modified), mode, linkName, content });
  }
  return found;
}

const decompressed = (format) => async (data) =>
  createHash('sha256')
    .update(await exporting.decompress(data, { format, maxBytes: 1e6, maxWindowLog: 20 }))
    .digest('hex');
/** Reads what a kind's files become when they are damaged. */
function damaged(kind) {
  const data = damagedFile(oneOf(seeds[kind]));
  return [data, () => outcome(() => (read[kind] ?? decompressed(kind))(data))];
}

const kinds = Object.fromEntries(Object.keys(seeds).map((kind) => [kind, () => damaged(kind)]));
/** What is wrong with a zstd frame, the two decoders find at different places: that it is, they agree on. */
const comparable = (kind, result) => (kind === 'zstd' && result?.code ? 'refused' : result);

await run('archive', kinds, (js, native, kind) => assert.deepEqual(comparable(kind, js), comparable(kind, native)));
