/** What stands where in a file, against dicom-parser, which does not read values either. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { both } from '../clinicore.mjs';
import { functionalGroups, NAMED, photograph, tomography } from './files.mjs';

const dicomParser = (work) => async () => {
  const { default: parser } = await import('dicom-parser');
  return (source) => work(parser, source);
};

const inputs = {
  '10 MB image of 95 elements': () => photograph(),
  '10 MB of 40 frames, 616 elements and items': () => tomography({ frames: 40, bits: 8 }),
  '210 MB of 400 frames, 5,296 elements and items': () => tomography({ frames: 400, bits: 16 }),
};

const same = (a, b) => a === b;

const opened = {
  of: ['dicom.open'],
  contenders: {
    ...both(({ dicom }, data) => dicom.open(data)),
    'dicom-parser': dicomParser((parser, data) => parser.parseDicom(data)),
  },
  summary: places,
  agree: same,
};

const indexes = Object.entries(inputs).map(([name, input]) => ({ name: `open, ${name}`, input, ...opened }));

/** Items of 49 elements each: what there is to find, and nothing else. */
const growing = [1, 10, 100, 1000, 11_000].map((items) => ({
  name: `open, ${items.toLocaleString('en')} items of 48 elements`,
  growth: { family: 'open', n: items * 49, unit: 'elements and items' },
  input: () => functionalGroups(items),
  ...opened,
}));

const named = Object.entries(inputs).map(([name, input]) => ({
  name: `open and 20 times get, ${name}`,
  of: ['dicom.open', 'DicomFile.get'],
  input,
  contenders: { ...both(read), 'dicom-parser': dicomParser(readWithParser) },
  summary: (values) => JSON.stringify(values),
  agree: same,
}));

const onDisk = {
  name: 'open, a path, 210 MB of 400 frames',
  of: ['dicom.open'],
  input: onDiskOnce,
  contenders: {
    ...both(async ({ dicom }, path) => {
      const file = await dicom.open(path);
      await file.close();
      return file;
    }),
    'readFileSync, dicom-parser': dicomParser((parser, path) => parser.parseDicom(readFileSync(path))),
  },
  summary: places,
  agree: same,
};

export const cases = [...indexes, ...growing, ...named, onDisk];

const NAMES = Object.keys(NAMED);

async function read({ dicom }, data) {
  const file = await dicom.open(data);
  return NAMES.map((name) => file.get(name));
}

function readWithParser(parser, data) {
  const dataSet = parser.parseDicom(data);
  return Object.entries(NAMED).map(([name, key]) => {
    if (name === 'PatientName') return { Alphabetic: dataSet.string(key) };
    if (name === 'InstanceNumber') return dataSet.intString(key);
    return dataSet.elements[key].vr === 'US' ? dataSet.uint16(key) : dataSet.string(key);
  });
}

/** A hash of the tag, place and length of every element at any depth. */
function places(result) {
  const hash = createHash('sha256');
  const ofFile = (item) => {
    for (const { tag, vr, offset, length } of item) {
      hash.update(`${tag} ${offset} ${length}\n`);
      if (vr === 'SQ') for (const inner of item.items(tag)) ofFile(inner);
    }
  };
  const ofParser = ({ elements }) => {
    for (const [key, { vr, dataOffset, length, items }] of Object.entries(elements)) {
      const tag = key.slice(1).toUpperCase();
      if (tag.startsWith('0002')) continue;
      hash.update(`${tag} ${dataOffset} ${length}\n`);
      if (vr === 'SQ') for (const { dataSet } of items) ofParser(dataSet);
    }
  };
  if ('elements' in result) ofParser(result);
  else ofFile(result);
  return hash.digest('hex');
}

/** The largest of the files, there as long as the process: written by another one, so that this one's memory is the contender's. */
function onDiskOnce() {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const path = join(folder, 'volume.dcm');
  const write = `
    import { writeFileSync } from 'node:fs';
    import { tomography } from ${JSON.stringify(new URL('files.mjs', import.meta.url))};
    writeFileSync(${JSON.stringify(path)}, tomography({ frames: 400, bits: 16 }));`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', write]);
  return path;
}
