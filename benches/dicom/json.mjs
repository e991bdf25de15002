/** A file to its JSON, against dicom-parser reading each value, what a service has written around it by hand, and dcmjs. */
import { both } from '../clinicore.mjs';
import { heavy } from '../heavy.mjs';
import { functionalGroups, photograph } from './files.mjs';

const inputs = {
  '20 KB, 95 elements': () => photograph({ rows: 64, columns: 128 }),
  '10 MB image, 95 elements': () => photograph(),
};

const growing = [1, 10, 100, 1000, 11_000].map((items) => ({
  name: `parse, ${items.toLocaleString('en')} items of 48 elements`,
  growth: { family: 'parse', n: items * 49, unit: 'elements and items' },
  input: () => functionalGroups(items),
}));

const parsed = {
  of: ['dicom.parse'],
  contenders: {
    ...both(({ dicom }, data) => dicom.parse(data)),
    'dicom-parser, values read': async () => {
      const { default: parser } = await import('dicom-parser');
      return (data) => values(parser.parseDicom(data));
    },
    dcmjs: dcmjs(),
  },
  summary: (found) => JSON.stringify(found, comparable),
  agree: (a, b) => a === b,
};

const ofFiles = {
  name: 'open and toJSON, 20 KB, 95 elements',
  input: inputs['20 KB, 95 elements'],
  ...parsed,
  of: ['DicomFile.toJSON'],
  contenders: {
    ...parsed.contenders,
    ...both(async ({ dicom }, data) => (await dicom.open(data)).toJSON()),
  },
};

export const cases = [
  ...Object.entries(inputs).map(([name, input]) => ({ name: `parse, ${name}`, input, ...parsed })),
  ...growing.map((one) => ({ ...one, ...parsed })),
  ofFiles,
];

/** Of dcmjs neither what it adds to the model, nor pixels, nor the character set, which it changes with the texts. */
const comparable = (key, value) => (['_rawValue', '00080005', '7FE00010'].includes(key) ? undefined : value);

/** With what it depends on it is 30 MB. */
function dcmjs() {
  return heavy('dcmjs', async () => {
    const { default: library } = await import('dcmjs');
    library.log.setLevel('silent');
    return (data) => {
      const { dict } = library.data.DicomMessage.readFile(
        data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
      );
      return dict;
    };
  });
}

/** The values of the kinds of elements in these files, as dicom-parser's readers give them. */
function values(dataSet) {
  const json = {};
  for (const [key, { vr, items, length }] of Object.entries(dataSet.elements)) {
    const tag = key.slice(1).toUpperCase();
    if (tag.startsWith('0002') || tag === '7FE00010') continue;
    let Value;
    if (vr === 'SQ') Value = items.map((item) => values(item.dataSet));
    else if (vr === 'US') Value = Array.from({ length: length / 2 }, (_, at) => dataSet.uint16(key, at));
    else if (vr === 'PN') Value = [{ Alphabetic: dataSet.string(key) }];
    else {
      const isNumber = vr === 'DS' || vr === 'IS';
      Value = dataSet
        .string(key)
        .split('\\')
        .map((text) => (isNumber ? Number(text) : text));
    }
    json[tag] = { vr, Value };
  }
  return json;
}
