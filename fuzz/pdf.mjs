/**
 * Damages PDF files, pictures, fonts and SVG at random for so many seconds, and reads them, or makes documents of them and of any
 * text, on both backends: they must give the same, or refuse it with the same typed error. `node fuzz/pdf.mjs [seconds] [seed]
 * [kind]`, after `npm run build:native` and `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { oneOf, seed } from './crypto/random.mjs';
import { font, picture, svg, text } from './pdf/documents.mjs';
import { file, signature } from './pdf/files.mjs';

const require = createRequire(import.meta.url);
const { useBackend } = require('../dist/backend.js');

const seconds = Number(process.argv[2] ?? 60);
/** What is damaged, and what is looked at on a backend. */
const KINDS = { file, signature, picture, font, svg, text };
const only = process.argv[4];
console.log(`seed ${seed}`);
const end = Date.now() + seconds * 1000;
const done = {};
for (let input = 0; Date.now() < end; input++) {
  const kind = only ?? oneOf(Object.keys(KINDS));
  const [given, look] = KINDS[kind]();
  try {
    useBackend('native');
    const native = await look();
    useBackend('js');
    const js = await look();
    assert.deepEqual(js, native);
    done[kind] = (done[kind] ?? 0) + 1;
  } catch (error) {
    const artifacts = join(import.meta.dirname, 'artifacts');
    mkdirSync(artifacts, { recursive: true });
    const path = join(artifacts, `pdf-${seed}-${input}.${kind}`);
    writeFileSync(path, given);
    console.error(`input ${input}, kept as ${path}`);
    throw error;
  }
}
const told = Object.entries(done).map(([kind, count]) => `${count} of ${kind}`);
console.log(`${told.join(', ')}: each the same on both backends`);
