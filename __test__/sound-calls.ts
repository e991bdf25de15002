/** A sound call of each exported function and method, for the tests that make all of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { gzipSync } from 'node:zlib';
import * as clinicore from 'clinicore';
import { backends, useBackend } from './backends';
import { cryptoCalls } from './crypto-sound-calls';
import { exportCalls } from './export-sound-calls';
import { templateCalls } from './pdf/templates/sound-calls';
import { task } from './sound-options';
import { statsCalls } from './stats/sound-calls';

/** The arguments of each call, by its name. A function that is missing here fails `front-door.test.ts`. */
export const soundCalls: Record<string, () => unknown[]> = {
  configure: () => [{ threads: 2, maxQueue: 1024 }],
  ...statsCalls,
  ...templateCalls,
  'pdf.render': () => [pdfDocument(), { profile: 'accessible', ...task() }],
  'pdf.renderToStream': () => [pdfDocument(), { profile: { name: 'archive', level: 'b' }, ...task() }],
  'pdf.renderMany': () => [[pdfDocument(), () => pdfDocument()], { profile: 'plain', concurrency: 2, ...task() }],
  'pdf.registerFont': () => ['Front Door', { regular: font, bold: font }],
  'pdf.prepareSignature': () => [Buffer.from(unsigned), { signingTime: '2026-03-01T09:30:00Z', name: 'Dr. Eye' }],
  'pdf.embedSignature': () => [Buffer.from(prepared.file), Buffer.from(signedData)],
  'pdf.pageCount': () => [Buffer.from(unsigned), { password: 'x', maxPages: 5, maxBytes: 1e6, ...task() }],
  'pdf.merge': () => [
    [Buffer.from(unsigned), { file: Buffer.from(unsigned), pages: '1-', title: 'T', password: 'x' }],
    { maxObjects: 1e5, maxDepth: 50, ...task() },
  ],
  'pdf.split': () => [Buffer.from(unsigned), ['1', [1]], { maxInflatedBytes: 1e6, ...task() }],
  'pdf.extractText': () => [Buffer.from(unsigned), { pages: [1], ...task() }],
  'pdf.stamp': () => [
    Buffer.from(unsigned),
    { text: 'PAID', style: { size: 20 }, width: 100 },
    {
      ...{ pages: '1', layer: 'under', position: 'top', offset: { x: 1, y: 2 }, margin: 5, scale: 'fit', rotation: 9 },
      ...{ opacity: 0.5, ...task() },
    },
  ],
  'pdf.contentHash': () => [Uint8Array.of(1, 2, 3)],
  'dicom.parse': () => [
    // A bare explicit little-endian data set: (0008,0060) CS "OPT", (0010,0020) LO "1".
    Uint8Array.from([8, 0, 96, 0, 67, 83, 4, 0, 79, 80, 84, 32, 16, 0, 32, 0, 76, 79, 2, 0, 49, 32]),
    { pixelData: false, maxElements: 100, maxDepth: 8, ...task() },
  ],
  'dicom.open': () => [
    Uint8Array.from([8, 0, 96, 0, 67, 83, 4, 0, 79, 80, 84, 32, 16, 0, 32, 0, 76, 79, 2, 0, 49, 32]),
    {
      pixelData: false,
      maxElements: 100,
      maxDepth: 8,
      maxValueBytes: 2000,
      maxKeptBytes: 20_000,
      maxPixelBytes: 9,
      ...task(),
    },
  ],
  'dicom.dicomdir': () => [directory, { root: goldenDicom, maxDepth: 4, ...task() }],
  'dicom.scanFolder': () => [
    join(goldenDicom, 'ophthalmic'),
    {
      ...{ elements: ['PatientID', '00080060'], filter: (path: string) => /^[al]/.test(path), notDicom: 'skip' },
      ...{ recursive: false, followSymlinks: true, sorted: false, concurrency: 3, maxFiles: 9 },
      ...{ maxElements: 1000, maxDepth: 8, maxInflatedBytes: 1e6, maxValueBytes: 2000, maxKeptBytes: 20_000 },
      ...task(),
    },
  ],
  'dicom.studies': () => [clinicore.dicom.scanFolder(join(goldenDicom, 'pydicom/test_files/dicomdirtests/77654033'))],
  'dicom.deidentify': () => [
    slice,
    {
      key: 'k'.repeat(32),
      patientId: 'TRIAL-7',
      patientName: 'Trial^Seven',
      retainUids: false,
      retainDates: 'modified',
      retainPatientCharacteristics: true,
      retainDeviceIdentity: true,
      retainInstitutionIdentity: true,
      retainSafePrivate: [{ group: 9, creator: 'ACME', element: 1 }],
      cleanDescriptors: () => null,
      cleanPixelData: [{ x: 0, y: 0, width: 8, height: 8 }],
      cleanStructuredContent: true,
      cleanGraphics: true,
      ...task(),
    },
  ],
  'dicom.edit': () => [examined, { characterSet: ['ISO 2022 IR 100', 'ISO 2022 IR 144'] }],
  'dicom.secondaryCapture': () => [
    [{ rows: 1, columns: 2, samples: 1, pixels: Uint8Array.of(1, 2) }],
    {
      PatientName: { Alphabetic: 'Doe^Jane' },
      InstanceNumber: 2,
      ReferencedStudySequence: [{ '00081155': { vr: 'UI' } }],
    },
    { at: new Date(0) },
  ],
  'dicom.encapsulatedPdf': () => [
    Buffer.from(unsigned),
    { DocumentTitle: 'T', StudyDate: '20260301' },
    { at: new Date(0) },
  ],
  'dicom.ophthalmic': () => [examined],
  'dicom.toFhir': () => [
    structuredClone(examination),
    {
      subject: { reference: 'Patient/1', type: 'Patient', identifier: { use: 'usual', system: 'urn:x', value: '1' } },
      prescriber: { display: 'Dr. Eye' },
      performer: [{ reference: 'Practitioner/1' }],
      encounter: { reference: 'Encounter/1' },
      identifier: [{ system: 'urn:x', value: '2' }],
      as: 'prescription',
      status: 'draft',
      utcOffset: '+01:00',
    },
  ],
  'dicom.transposeCylinder': () => [{ sphere: -2.25, cylinder: -0.75, axis: 175 }, 'plus'],
  'dicom.resultantPrism': () => [
    { horizontal: { amount: 3, base: 'in' }, vertical: { amount: 4, base: 'up' } },
    'right',
  ],
  ...exportCalls,
  ...cryptoCalls,
};

const goldenDicom = join(import.meta.dirname, 'golden/dicom');
const lensometry = readFileSync(join(goldenDicom, 'ophthalmic/lensometry_ele.dcm'));
useBackend(backends[0] as 'native' | 'js');
const examined = await clinicore.dicom.open(lensometry);
const slice = await clinicore.dicom.open(readFileSync(join(goldenDicom, 'pydicom/test_files/CT_small.dcm')));
const directory = await clinicore.dicom.open(
  readFileSync(join(goldenDicom, 'pydicom/test_files/dicomdirtests/TINY_ALPHA/DICOMDIR')),
);
const examination = clinicore.dicom.ophthalmic(examined);

const font = readFileSync(join(import.meta.dirname, '../crates/pdf/fonts/NotoSans-Regular.ttf'));

const unsigned = await clinicore.pdf.render({ title: 'Title', created: '2026-03-01', content: ['text'] });
const prepared = await clinicore.pdf.prepareSignature(unsigned, { signingTime: '2026-03-01T09:30:00Z' });
/** SignedData in DER, of nothing but the digest. */
const signedType = Buffer.from('06092a864886f70d010702', 'hex');
const signedData = Buffer.concat([
  Buffer.of(0x30, 0x82, 0, signedType.length + prepared.digest.length),
  signedType,
  prepared.digest,
]);

/** A document with a block of every kind. */
const pdfDocument = () => ({
  title: 'Title',
  language: 'en',
  created: '2026-03-01',
  page: { size: { width: 400, height: 300 }, margin: [20, 20, 30, 20], edge: 5 },
  style: { size: 9, color: '#000000' },
  styles: { strong: { weight: 'bold', lineHeight: 1.2, underline: true } },
  header: [{ type: 'paragraph', text: ['Header ', { field: 'page', style: 'strong' }] }],
  firstPage: { footer: [] },
  watermark: { text: 'DRAFT', angle: 30 },
  attachments: [{ name: 'a.csv', mimeType: 'text/csv', data: Uint8Array.of(1), relationship: 'Data' }],
  content: [
    { type: 'heading', level: 1, text: 'Heading' },
    {
      type: 'paragraph',
      text: ['a ', { text: 'b', style: 'strong', link: 'https://example.org' }],
      align: 'end',
      lines: 3,
    },
    { type: 'list', ordered: true, items: ['a', [{ type: 'paragraph', text: 'b' }]], gap: 3 },
    {
      type: 'table',
      columns: [{ width: 'auto' }, { width: 40, align: 'end', style: { size: 8 } }],
      head: [['A', 'B']],
      rows: [['1', '2'], { cells: [{ text: 'c', columns: 2 }], subtotal: '3' }],
      padding: 2,
      carry: { forward: 'f', brought: 'b', column: 1 },
      lines: { head: { width: 1, color: '#123456' } },
    },
    {
      type: 'columns',
      columns: [{ width: '2*', content: ['a'] }, { content: [{ type: 'box', content: ['b'], radius: 2 }] }],
    },
    { type: 'code', code: 'ean13', value: '400638133393', alt: 'Code', width: 100, height: 20 },
    {
      type: 'drawing',
      alt: '',
      width: 9,
      height: 9,
      shapes: [{ type: 'circle', x: 4, y: 4, radius: 3, stroke: { color: '#00ff00' } }],
    },
    { type: 'svg', alt: '', svg: '<svg width="9" height="9"><rect width="9" height="9"/></svg>', width: 9 },
    { type: 'rule', thickness: 1, before: 2 },
    { type: 'space', height: 5, after: 1 },
    { type: 'pageBreak' },
    'the end',
  ],
});

/** Methods without arguments, of which there is nothing to call soundly or not. */
const TAKE_NOTHING = ['close', 'generateKey', 'toJSON'];

/** What is called. */
export type Callable = (...args: unknown[]) => unknown;
type Class = (new (...args: unknown[]) => object) & Record<string, Callable>;

/** All that is exported, by the names of {@link soundCalls}. */
export const functions = Object.entries(clinicore).flatMap(([name, value]) => {
  // What Node adds to a CommonJS module that is imported.
  if (name === 'default' || name === 'module.exports') return [];
  if (typeof value === 'function') return name === 'ClinicoreError' ? [] : [{ name, call: value as Callable }];
  if (typeof value !== 'object' || value === null || value instanceof Error) return [];
  return Object.entries(value).flatMap(([key, member]) => callsOf(`${name}.${key}`, member));
});

/** A class is called by making one, by its static methods, and by the methods of one that was soundly made. */
function callsOf(name: string, value: unknown): { name: string; call: Callable }[] {
  if (!/^class\b/.test(String(value))) return [{ name, call: value as Callable }];
  const made = value as Class;
  const sound = () => {
    const one = new made(...(soundCalls[name] as () => unknown[])());
    return one instanceof clinicore.stats.Moments ? one.push([5, 7, 9, 4, 8]) : one;
  };
  const statics = methodsOf(made).map((key) => ({
    name: `${name}.${key}`,
    call: (...args: unknown[]) => (made[key] as Callable)(...args),
  }));
  const methods = methodsOf(made.prototype).map((key) => ({
    name: `${name}#${key}`,
    call: (...args: unknown[]) => (sound() as unknown as Record<string, Callable>)[key]?.(...args),
  }));
  return [{ name, call: (...args: unknown[]) => new made(...args) }, ...statics, ...methods];
}

function methodsOf(owner: object): string[] {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(owner));
  return properties
    .filter(([key, { value }]) => typeof value === 'function' && !['constructor', ...TAKE_NOTHING].includes(key))
    .map(([key]) => key);
}

/** Waits for all that a call gives; outputs, streams and iterators say what is wrong when they are read. */
export async function consumed(given: unknown): Promise<void> {
  const value = await given;
  if (value instanceof Transform) value.end(gzipSync('text'));
  if (isOutput(value)) await value.toBuffer();
  if (isReadable(value)) for await (const item of value) if (item?.error) throw item.error;
}

const isOutput = (value: unknown): value is clinicore.export.Output =>
  typeof value === 'object' && value !== null && 'toBuffer' in value && typeof value.toBuffer === 'function';

const isReadable = (value: unknown): value is AsyncIterable<{ error?: unknown } | null> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
