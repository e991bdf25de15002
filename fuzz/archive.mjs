/**
 * Damages archives and compressed data at random for so many seconds and reads them on both backends: they must give the same,
 * or refuse it with the same typed error. `node fuzz/archive.mjs [seconds] [seed]`, after `npm run build:native` and
 * `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';

const require = createRequire(import.meta.url);
const { export: exporting, ClinicoreError } = require('../dist/index.js');
const { useBackend } = require('../dist/backend.js');

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));

/** Uniform integers below `n` (the generator is mulberry32). */
let state = seed;
function below(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
}

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
const seeds = [
  ['zip', await bytes(exporting.zip(entries()))],
  ['zip', await bytes(exporting.zip(entries().slice(0, 4), { password: 'secret' }))],
  ['tar', await bytes(exporting.tar(tarEntries()))],
  ['tar', await bytes(exporting.tar(tarEntries(), { compression: 'gzip' }))],
  ...(await Promise.all(
    ['gzip', 'deflate', 'lz4', 'zstd'].map(async (format) => [format, await exporting.compress(text, { format })]),
  )),
];

function damaged([kind, seed]) {
  let data = Buffer.from(seed);
  for (let changes = below(4); changes >= 0 && data.length > 0; changes--) {
    // Half of them near one of the ends, where headers stand.
    const near = Math.min(data.length, 600);
    const at = [below(data.length), below(near), data.length - 1 - below(near)][below(3)];
    const way = below(20);
    if (way === 0) data = data.subarray(0, at);
    else if (way === 1) data = Buffer.concat([data.subarray(0, at), data.subarray(at + 1 + below(8))]);
    else if (way === 2) {
      const other = data.subarray(below(data.length)).subarray(0, 200);
      data = Buffer.concat([data.subarray(0, at), other, data.subarray(at)]);
    } else if (way === 3) data[at] = [0, 0xff, 0xfe, 0x80][below(4)];
    else if (way === 4) data[at] ^= 1 << below(8);
    else data[at] = below(256);
  }
  return [kind, data];
}

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

/** What a call gives; a typed error counts. */
async function outcome(call) {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ClinicoreError) || error.code === 'ERR_INTERNAL') throw error;
    return { code: error.code, message: error.message, details: error.details };
  }
}

const decompressed = (format) => async (data) =>
  createHash('sha256')
    .update(await exporting.decompress(data, { format, maxBytes: 1e6, maxWindowLog: 20 }))
    .digest('hex');
const readerOf = (kind) => read[kind] ?? decompressed(kind);
/** What is wrong with a zstd frame, the two decoders find at different places: that it is, they agree on. */
const comparable = (kind, result) => (kind === 'zstd' && result?.code ? 'refused' : result);

console.log(`seed ${seed}`);
const end = Date.now() + seconds * 1000;
let done = 0;
let whole = 0;
for (; Date.now() < end; done++) {
  const [kind, data] = damaged(seeds[below(seeds.length)]);
  try {
    useBackend('native');
    const native = await outcome(() => readerOf(kind)(data));
    useBackend('js');
    const js = await outcome(() => readerOf(kind)(data));
    assert.deepEqual(comparable(kind, js), comparable(kind, native));
    if (native.code === undefined) whole++;
  } catch (error) {
    const artifacts = join(import.meta.dirname, 'artifacts');
    mkdirSync(artifacts, { recursive: true });
    const path = join(artifacts, `archive-${seed}-${done}.${kind}`);
    writeFileSync(path, data);
    console.error(`input ${done}, kept as ${path}`);
    throw error;
  }
}
console.log(`${done} inputs, ${whole} of them read: each the same on both backends`);
