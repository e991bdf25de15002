/**
 * Damages golden files at random for so many seconds and does all there is with each, on both backends: they must give
 * the same, or refuse it with the same typed error. `node fuzz/dicom.mjs [seconds] [seed]`, after `npm run build:native` and
 * `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { dicom, ClinicoreError } = require('../dist/index.js');
const { useBackend } = require('../dist/backend.js');

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));
const LONGEST = 100_000;
const KEY = Buffer.alloc(32, 7);

const golden = join(import.meta.dirname, '../__test__/golden/dicom');
const seeds = readdirSync(golden, { recursive: true })
  .map((name) => join(golden, name))
  .filter((path) => path.endsWith('.dcm') && statSync(path).size <= LONGEST)
  .sort()
  .map((path) => readFileSync(path));

/** Uniform integers below `n` (the generator is mulberry32). */
let state = seed;
function below(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
}

function damaged() {
  let data = Buffer.from(seeds[below(seeds.length)]);
  for (let changes = below(4); changes >= 0 && data.length > 0; changes--) {
    // Half of them in the first kilobyte, where most elements stand.
    const at = below(below(2) ? data.length : Math.min(data.length, 1024));
    const kind = below(20);
    if (kind === 0) data = data.subarray(0, at);
    else if (kind === 1) data = Buffer.concat([data.subarray(0, at), data.subarray(at + 1 + below(8))]);
    else if (kind === 2)
      data = Buffer.concat([
        data.subarray(0, at),
        data.subarray(below(data.length)).subarray(0, 200),
        data.subarray(at),
      ]);
    else if (kind === 3) data[at] = [0, 0xff, 0xfe, 0x80][below(4)];
    else if (kind === 4) data[at] ^= 1 << below(8);
    else data[at] = below(256);
  }
  return data;
}

/** What a call gives, short enough to be kept; a typed error counts. */
async function outcome(call) {
  try {
    const value = await call();
    if (ArrayBuffer.isView(value)) return createHash('sha256').update(value).digest('hex');
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof ClinicoreError) || error.code === 'ERR_INTERNAL') throw error;
    return { code: error.code, message: error.message, details: error.details };
  }
}

async function all(data) {
  const outcomes = { parse: await outcome(() => dicom.parse(data, { fileMeta: true, pixelData: true })) };
  const opening = outcome(async () => {
    const file = await dicom.open(data);
    Object.assign(outcomes, {
      json: await outcome(() => file.toJSON({ pixelData: true })),
      text: await outcome(() => file.toText()),
      record: await outcome(() => dicom.ophthalmic(file)),
      fhir: await outcome(() => {
        const record = dicom.ophthalmic(file);
        return record && dicom.toFhir(record);
      }),
      image: await outcome(() => file.image),
      frame: await outcome(async () => (await file.frame(0, { maxFrameBytes: 1 << 22 })).pixels),
      deidentified: await outcome(async () => (await dicom.deidentify(file, { key: KEY })).toBuffer()),
      edited: await outcome(() => dicom.edit(file).set('PatientID', 'A-1').remove('PatientName').toBuffer()),
      directory: await outcome(async () => (await dicom.dicomdir(file)).problems),
      shown: await outcome(async () => (await file.frame(0, { output: 'display', maxFrameBytes: 1 << 22 })).pixels),
    });
    return file.transferSyntax;
  });
  outcomes.open = await opening;
  return outcomes;
}

/** Of JPEG 2000 the JavaScript backend says that it does not decode it. */
const isNativeOnly = (outcome) =>
  outcome?.code === 'ERR_UNSUPPORTED' && /1\.2\.840\.10008\.1\.2\.4\.(9|20)/.test(outcome.message);

console.log(`seed ${seed}, ${seeds.length} golden files`);
const end = Date.now() + seconds * 1000;
let done = 0;
let opened = 0;
for (; Date.now() < end; done++) {
  const data = damaged();
  try {
    useBackend('native');
    const native = await all(data);
    useBackend('js');
    const js = await all(data);
    if (typeof native.open === 'string') opened++;
    for (const key of Object.keys(native)) {
      if (!isNativeOnly(js[key])) assert.deepEqual(js[key], native[key], key);
    }
  } catch (error) {
    const artifacts = join(import.meta.dirname, 'artifacts');
    mkdirSync(artifacts, { recursive: true });
    const path = join(artifacts, `dicom-${seed}-${done}.dcm`);
    writeFileSync(path, data);
    console.error(`input ${done}, kept as ${path}`);
    throw error;
  }
}
console.log(`${done} inputs, ${opened} of them still DICOM: each the same on both backends`);
