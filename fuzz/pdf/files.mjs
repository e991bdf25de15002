/** Damaged PDF files, and what is done with them. */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { chance, damagedBytes, oneOf, outcome } from '../shared/random.mjs';

const require = createRequire(import.meta.url);
const PDFDocument = require('pdfkit');
const { pdf } = require('../../dist/index.js');
const { useBackend } = require('../../dist/backend.js');

useBackend('native');
const document = {
  title: 'Prescription',
  created: '2026-03-01T09:30:00Z',
  attachments: [{ name: 'a.csv', mimeType: 'text/csv', data: Buffer.from('a;b') }],
  content: [
    { type: 'heading', level: 1, text: 'Müller, Anna' },
    { type: 'paragraph', text: ['Sphere -1.25 ', { text: 'link', link: 'https://example.org' }] },
    { type: 'table', columns: [{}, {}], rows: [['Lens 1.67', '12,50']] },
    { type: 'pageBreak' },
    'the end',
  ],
};

/** A file as others write them, its content not compressed. */
async function kit(options) {
  const made = new PDFDocument({ compress: false, info: { CreationDate: new Date(0) }, ...options });
  const chunks = [];
  made.on('data', (chunk) => chunks.push(chunk));
  made.text('Wavy AVATAR text', 72, 72).font('Times-Italic').text('Gläser „klar“').addPage().text('Zwei').end();
  await once(made, 'end');
  return Buffer.concat(chunks);
}

const kits = [await kit({}), await kit({ pdfVersion: '1.7' })];
const profiles = ['plain', 'accessible', 'archive'];
const rendered = await Promise.all(profiles.map((profile) => pdf.render(document, { profile })));
const protection = (userPassword) => ({ name: 'protected', ownerPassword: 'owner', userPassword });
const locked = await pdf.render(document, { profile: protection('secret') });
/** Encrypted as files were before AES-256: RC4 of 40 and 128 bits, AES of 128. */
const older = await Promise.all(
  ['1.3', '1.4', '1.6'].map((pdfVersion) => kit({ pdfVersion, ownerPassword: 'owner', userPassword: 'secret' })),
);
const open = [
  ...kits,
  ...rendered,
  await pdf.merge([rendered[0], kits[0]]),
  await pdf.render(document, { profile: protection() }),
];
const encrypted = [locked, ...older];
const unsigned = [kits[0], rendered[1]];

const limits = { maxObjects: 200_000, maxInflatedBytes: 4 << 20, maxPages: 200 };

/** The pages and the text of a file that was made; its bytes are the backend's own. */
async function said(make) {
  const made = await outcome(make, 'secret');
  if (!Buffer.isBuffer(made)) return made;
  const text = await outcome(() => pdf.extractText(made));
  // What is wrong with it stands at another place, as all does.
  return text.code ?? text;
}

export function file() {
  const isLocked = chance(4);
  const data = damagedBytes(oneOf(isLocked ? encrypted : open));
  const password = isLocked && !chance(6) ? 'secret' : undefined;
  const options = { ...limits, ...(password && { password }) };
  const mark = { pages: '1', position: 'top-left', rotation: 30 };
  const look = async () => ({
    count: await outcome(() => pdf.pageCount(data, options)),
    text: await outcome(() => pdf.extractText(data, options)),
    merged: await said(() => pdf.merge([{ file: data, ...(password && { password }), title: 'One' }, kits[0]], limits)),
    parts: await outcome(async () => {
      const parts = await pdf.split(data, ['1', '1-'], options);
      return Promise.all(parts.map((part) => said(() => part)));
    }),
    stamped: await said(() => pdf.stamp(data, { text: 'PAID' }, { ...mark, ...options })),
    // Only what is not encrypted can be drawn on another file.
    stamping: isLocked || (await said(() => pdf.stamp(kits[1], { file: data }, { ...mark, ...limits }))),
  });
  return [data, look];
}

export function signature() {
  const data = damagedBytes(oneOf(unsigned));
  const look = async () => {
    const prepared = await outcome(() =>
      pdf.prepareSignature(data, { signingTime: '2026-03-01T09:30:00Z', name: 'Dr. Eye' }),
    );
    if (!prepared.digest) return prepared;
    return [prepared.digest.toString('hex'), await outcome(() => pdf.extractText(prepared.file, limits))];
  };
  return [data, look];
}
