/** A folder of studies to what they are, against what a service has written around dicom-parser by hand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { both } from '../clinicore.mjs';

const FILES = 2000;

/** What both read of each file. */
const ELEMENTS = {
  PatientID: 'x00100020',
  StudyInstanceUID: 'x0020000d',
  StudyDate: 'x00080020',
  SeriesInstanceUID: 'x0020000e',
  Modality: 'x00080060',
  SOPClassUID: 'x00080016',
  SOPInstanceUID: 'x00080018',
};

/** An explicit VR little endian element. */
function element(tag, vr, value) {
  const bytes = typeof value === 'string' ? Buffer.from(value.length % 2 ? `${value}\0` : value) : value;
  const header = Buffer.alloc(vr === 'OW' ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4);
  if (vr === 'OW') header.writeUInt32LE(bytes.length, 8);
  else header.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([header, bytes]);
}

/** A slice of 256 × 256 pixels with a hundred elements. */
function slice(study, series, instance) {
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x0002_0010, 'UI', '1.2.840.10008.1.2.1'),
    element(0x0008_0016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    element(0x0008_0018, 'UI', `1.2.3.${study}.${series}.${instance}`),
    element(0x0008_0020, 'DA', '20260301'),
    element(0x0008_0060, 'CS', 'CT'),
    element(0x0010_0020, 'LO', `P${study}`),
    ...Array.from({ length: 92 }, (_, at) => element(0x0018_1000 + at, 'LO', `some text ${at}`)),
    element(0x0020_000d, 'UI', `1.2.3.${study}`),
    element(0x0020_000e, 'UI', `1.2.3.${study}.${series}`),
    element(0x7fe0_0010, 'OW', Buffer.alloc(256 * 256 * 2)),
  ]);
}

/** A folder of twenty studies of two series of fifty slices. */
function folder() {
  const root = mkdtempSync(join(tmpdir(), 'clinicore-bench-'));
  process.on('exit', () => rmSync(root, { recursive: true }));
  for (let at = 0; at < FILES; at++) {
    const [study, series] = [Math.floor(at / 100), Math.floor(at / 50) % 2];
    const path = join(root, `study${study}`, `series${series}`);
    if (at % 50 === 0) mkdirSync(path, { recursive: true });
    writeFileSync(join(path, `${at}.dcm`), slice(study, series, at));
  }
  return root;
}

/** One file after the other, as the loop is mostly written. */
const withDicomParser = (dicomParser) => async (root) => {
  const files = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const data = dicomParser.parseDicom(await readFile(join(entry.parentPath ?? entry.path, entry.name)));
    files.push(Object.fromEntries(Object.entries(ELEMENTS).map(([keyword, tag]) => [keyword, data.string(tag)])));
  }
  return files;
};

async function scanned({ dicom }, root) {
  const files = [];
  for await (const { values } of dicom.scanFolder(root, { elements: Object.keys(ELEMENTS) })) files.push(values);
  return files;
}

export const cases = [
  {
    name: `scanFolder, ${FILES} files of 133 KB, 7 elements each`,
    of: ['dicom.scanFolder'],
    input: folder,
    contenders: {
      ...both(scanned),
      'readFile, dicom-parser': async () => withDicomParser((await import('dicom-parser')).default),
    },
    summary: (files) => files.map((values) => JSON.stringify(values)).sort(),
    agree: (ours, theirs) => JSON.stringify(ours) === JSON.stringify(theirs),
  },
];
