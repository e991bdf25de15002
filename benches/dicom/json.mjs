/** A file to its JSON, against dicom-parser reading each value, what a service has written around it by hand, and dcmjs. */
import { functionalGroups, photograph } from './files.mjs';

const inputs = {
  '20 KB, 95 elements': () => photograph({ rows: 64, columns: 128 }),
  '10 MB image, 95 elements': () => photograph(),
  '10 MB, 539,000 elements and items': functionalGroups,
};

export const json = Object.entries(inputs).map(([name, input]) => ({
  name: `DICOM JSON, ${name}`,
  input,
  contenders: {
    clinicore: ours('native'),
    'clinicore, JavaScript': ours('js'),
    'dicom-parser': async () => {
      const { default: parser } = await import('dicom-parser');
      return (data) => values(parser.parseDicom(data));
    },
    dcmjs: dcmjs(),
  },
  summary: (found) => JSON.stringify(found, comparable),
  agree: (a, b) => a === b,
}));

/** Of dcmjs neither what it adds to the model, nor pixels, nor the character set, which it changes with the texts. */
const comparable = (key, value) => (['_rawValue', '00080005', '7FE00010'].includes(key) ? undefined : value);

function ours(backend) {
  return async () => {
    process.env.CLINICORE_BACKEND = backend;
    const { dicom } = await import('clinicore');
    return (data) => dicom.parse(data);
  };
}

/** With what it depends on it is 30 MB: too much for every developer to install. */
function dcmjs() {
  try {
    import.meta.resolve('dcmjs');
  } catch {
    return 'npm install --no-save dcmjs';
  }
  return async () => {
    const { default: library } = await import('dcmjs');
    library.log.setLevel('silent');
    return (data) => {
      const { dict } = library.data.DicomMessage.readFile(
        data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
      );
      return dict;
    };
  };
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
