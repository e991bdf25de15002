/** A file to its JSON, against dicom-parser reading each value: what a service has written around it by hand. */
import dicomParser from 'dicom-parser';

const LONG = new Set(['OB', 'OW', 'SQ']);

/** An explicit VR little endian element. */
function element(tag, vr, value) {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  const header = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  if (tag >>> 16 === 0xfffe) header.writeUInt32LE(bytes.length, 4);
  else {
    header.write(vr, 4);
    if (LONG.has(vr)) header.writeUInt32LE(bytes.length, 8);
    else header.writeUInt16LE(bytes.length, 6);
  }
  return Buffer.concat([header, bytes]);
}

const words = (...numbers) => Buffer.from(Uint16Array.from(numbers).buffer);

/** A hundred elements as an ophthalmic photograph has them. */
const attributes = [
  element(0x00080005, 'CS', 'ISO_IR 100'),
  element(0x00080060, 'CS', 'OP'),
  element(0x00100010, 'PN', 'Doe^Jane'),
  ...Array.from({ length: 90 }, (_, i) =>
    i % 3 === 0
      ? element(0x00180000 + 0x1000 + i, 'DS', '12.5\\-0.25 ')
      : element(0x00180000 + 0x1000 + i, 'LO', `some text ${100 + i} `),
  ),
  element(0x00280010, 'US', words(2048)),
  element(0x00280011, 'US', words(2560)),
];

const file = (...elements) =>
  Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x00020000, 'UL', Buffer.from([28, 0, 0, 0])),
    element(0x00020010, 'UI', '1.2.840.10008.1.2.1\0'),
    ...elements,
  ]);

/** 528,000 elements in the items of one sequence, as functional groups have them. */
function functionalGroups() {
  const contents = Array.from({ length: 48 }, (_, i) =>
    i % 3 === 0 ? element(0x00209100 + i, 'DS', '1.25') : element(0x00209100 + i, 'LO', 'text value 1'),
  );
  const item = element(0xfffee000, '', Buffer.concat(contents));
  return file(...attributes, element(0x52009230, 'SQ', Buffer.concat(Array(11_000).fill(item))));
}

const inputs = {
  'parse, 2 KB, 95 elements': () => file(...attributes),
  'parse, 10 MB image, 95 elements': () =>
    file(...attributes, element(0x7fe00010, 'OW', Buffer.alloc(2048 * 2560 * 2))),
  'parse, 8 MB, 539,000 elements and items': functionalGroups,
};

export const cases = Object.entries(inputs).map(([name, input]) => ({
  name,
  input,
  contenders: {
    clinicore: async () => {
      const { dicom } = await import('clinicore');
      return (data) => dicom.parse(data);
    },
    'dicom-parser': async () => (data) => values(dicomParser.parseDicom(data)),
  },
  summary: (json) => JSON.stringify(json),
  agree: (a, b) => a === b,
}));

/** The values of the kinds of elements in these files, as dicom-parser's readers give them. */
function values(dataSet) {
  const json = {};
  for (const [key, { vr, items }] of Object.entries(dataSet.elements)) {
    const tag = key.slice(1).toUpperCase();
    if (tag.startsWith('0002') || tag === '7FE00010') continue;
    let Value;
    if (vr === 'SQ') Value = items.map((item) => values(item.dataSet));
    else if (vr === 'US') Value = [dataSet.uint16(key)];
    else if (vr === 'PN') Value = [{ Alphabetic: dataSet.string(key) }];
    else
      Value = dataSet
        .string(key)
        .split('\\')
        .map((text) => (vr === 'DS' ? Number(text) : text));
    json[tag] = { vr, Value };
  }
  return json;
}
