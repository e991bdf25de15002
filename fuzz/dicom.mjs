/**
 * Damages golden files at random for so many seconds and does all there is with each, on both backends: they must give
 * the same, or refuse it with the same typed error. `node fuzz/dicom.mjs [amount] [seed]`, after `npm run build:native` and
 * `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { damagedFile, oneOf, outcome } from './shared/random.mjs';
import { run } from './shared/run.mjs';

const require = createRequire(import.meta.url);
const { dicom } = require('../dist/index.js');
const { assemble } = require('../dist/dicom/assemble.js');
const { run: onPool } = require('../dist/task.js');

const LONGEST = 100_000;
const UNWATCHED = { lane: 'interactive' };
const PARSING = { pixelData: true, fileMeta: true, maxElements: 2_000_000, maxDepth: 64, maxInflatedBytes: 2 ** 29 };
const KEY = Buffer.alloc(32, 7);

const golden = join(import.meta.dirname, '../__test__/golden/dicom');
const seeds = readdirSync(golden, { recursive: true })
  .map((name) => join(golden, name))
  .filter((path) => path.endsWith('.dcm') && statSync(path).size <= LONGEST)
  .sort()
  .map((path) => readFileSync(path));

/** What a call gives, short enough to be kept; a typed error counts. */
const told = (call) =>
  outcome(async () => {
    const value = await call();
    return ArrayBuffer.isView(value) ? createHash('sha256').update(value).digest('hex') : JSON.stringify(value);
  });

async function all(data) {
  const everything = { fileMeta: true, pixelData: true };
  const outcomes = {
    parse: await told(() => dicom.parse(data, everything)),
    // As many elements are parsed; few are at once.
    pooled: await told(() =>
      onPool(UNWATCHED, async ({ dicom }, job) => assemble(await dicom.parse(data, PARSING, job))),
    ),
  };
  assert.deepEqual(outcomes.pooled, outcomes.parse);
  const opening = told(async () => {
    const file = await dicom.open(data);
    Object.assign(outcomes, {
      json: await told(() => file.toJSON({ pixelData: true })),
      text: await told(() => file.toText()),
      record: await told(() => dicom.ophthalmic(file)),
      fhir: await told(() => {
        const record = dicom.ophthalmic(file);
        return record && dicom.toFhir(record);
      }),
      image: await told(() => file.image),
      frame: await told(async () => (await file.frame(0, { maxFrameBytes: 1 << 22 })).pixels),
      deidentified: await told(async () => (await dicom.deidentify(file, { key: KEY })).toBuffer()),
      edited: await told(() => dicom.edit(file).set('PatientID', 'A-1').remove('PatientName').toBuffer()),
      directory: await told(async () => (await dicom.dicomdir(file)).problems),
      shown: await told(async () => (await file.frame(0, { output: 'display', maxFrameBytes: 1 << 22 })).pixels),
    });
    return file.transferSyntax;
  });
  outcomes.open = await opening;
  outcomes.code = outcomes.open.code;
  return outcomes;
}

/** Of JPEG 2000 the JavaScript backend says that it does not decode it. */
const isNativeOnly = (outcome) =>
  outcome?.code === 'ERR_UNSUPPORTED' && /1\.2\.840\.10008\.1\.2\.4\.(9|20)/.test(outcome.message);

function file() {
  const data = damagedFile(oneOf(seeds));
  return [data, () => all(data)];
}

await run('dicom', { dcm: file }, (js, native) => {
  for (const key of Object.keys(native)) {
    if (!isNativeOnly(js[key])) assert.deepEqual(js[key], native[key], key);
  }
});
