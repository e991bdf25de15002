/** DICOM files as clinics have them, explicit VR little endian, made the same way each time. */

const LONG = new Set(['OB', 'OW', 'SQ']);

/** An element; without a VR an item or a delimiter. A length of its own may be given. */
export function element(tag, vr, value, length) {
  const bytes =
    typeof value === 'string' ? Buffer.from(value.length % 2 ? `${value}${vr === 'UI' ? '\0' : ' '}` : value) : value;
  const header = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4);
  if (vr === '' || LONG.has(vr)) header.writeUInt32LE(length ?? bytes.length, header.length - 4);
  else header.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([header, bytes]);
}

const UNDEFINED = 0xffff_ffff;
const ITEM = 0xfffe_e000;
const SEQUENCE_DELIMITER = 0xfffe_e0dd;

const item = (...elements) => element(ITEM, '', Buffer.concat(elements));
const sequence = (tag, ...items) => element(tag, 'SQ', Buffer.concat(items));
const words = (...numbers) => Buffer.from(Uint16Array.from(numbers).buffer);

export const EXPLICIT = '1.2.840.10008.1.2.1';

/** A Part 10 file of elements in the order of their tags. */
function file(transferSyntax, ...elements) {
  const meta = [
    element(0x00020001, 'OB', Buffer.from([0, 1])),
    element(0x00020002, 'UI', '1.2.840.10008.5.1.4.1.1.77.1.5.4'),
    element(0x00020003, 'UI', '1.2.826.0.1.3680043.8.498.1'),
    element(0x00020010, 'UI', transferSyntax),
    element(0x00020012, 'UI', '1.2.826.0.1.3680043.8.498'),
    element(0x00020013, 'SH', 'BENCH'),
  ];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.concat(meta).length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x00020000, 'UL', length),
    ...meta,
    ...elements,
  ]);
}

/** What 20 of the elements below are read by. */
export const NAMED = {
  SOPClassUID: 'x00080016',
  SOPInstanceUID: 'x00080018',
  StudyDate: 'x00080020',
  StudyTime: 'x00080030',
  AccessionNumber: 'x00080050',
  Modality: 'x00080060',
  Manufacturer: 'x00080070',
  StudyDescription: 'x00081030',
  SeriesDescription: 'x0008103e',
  PatientName: 'x00100010',
  PatientID: 'x00100020',
  PatientBirthDate: 'x00100030',
  PatientSex: 'x00100040',
  StudyInstanceUID: 'x0020000d',
  SeriesInstanceUID: 'x0020000e',
  InstanceNumber: 'x00200013',
  ImageLaterality: 'x00200062',
  Rows: 'x00280010',
  Columns: 'x00280011',
  BitsAllocated: 'x00280100',
};

/** The attributes of an ophthalmic image: 95 with those in front of the data set. */
const attributes = ({ rows, columns, frames, bits }) => [
  element(0x00080005, 'CS', 'ISO_IR 100'),
  element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.77.1.5.4'),
  element(0x00080018, 'UI', '1.2.826.0.1.3680043.8.498.1'),
  element(0x00080020, 'DA', '20260312'),
  element(0x00080030, 'TM', '093015'),
  element(0x00080050, 'SH', 'A-100417'),
  element(0x00080060, 'CS', 'OPT'),
  element(0x00080070, 'LO', 'Eye Works'),
  element(0x00081030, 'LO', 'Macula, both eyes'),
  element(0x0008103e, 'LO', 'Volume scan'),
  element(0x00100010, 'PN', 'Doe^Jane'),
  element(0x00100020, 'LO', 'P-20260312'),
  element(0x00100030, 'DA', '19710405'),
  element(0x00100040, 'CS', 'F'),
  ...Array.from({ length: 58 }, (_, i) =>
    i % 3 === 0 ? element(0x00181000 + i, 'DS', '12.5\\-0.25') : element(0x00181000 + i, 'LO', `some text ${100 + i}`),
  ),
  element(0x0020000d, 'UI', '1.2.826.0.1.3680043.8.498.2'),
  element(0x0020000e, 'UI', '1.2.826.0.1.3680043.8.498.3'),
  element(0x00200013, 'IS', '1'),
  element(0x00200062, 'CS', 'R'),
  element(0x00280002, 'US', words(1)),
  element(0x00280004, 'CS', 'MONOCHROME2'),
  element(0x00280008, 'IS', String(frames)),
  element(0x00280010, 'US', words(rows)),
  element(0x00280011, 'US', words(columns)),
  element(0x00280100, 'US', words(bits)),
  element(0x00280101, 'US', words(bits)),
  element(0x00280102, 'US', words(bits - 1)),
  element(0x00280103, 'US', words(0)),
  element(0x00281052, 'DS', '-1024'),
  element(0x00281053, 'DS', '1'),
];

/** One photograph. */
export function photograph({ rows = 2048, columns = 2560 } = {}) {
  const image = { rows, columns, frames: 1, bits: 16 };
  return file(EXPLICIT, ...attributes(image), element(0x7fe00010, 'OW', pixels(image)));
}

/** A volume of tomographs, each with its functional groups. */
export function tomography({ frames, rows = 512, columns = 512, bits }) {
  const image = { rows, columns, frames, bits };
  const groups = Array.from({ length: frames }, (_, frame) =>
    item(
      sequence(
        0x00209111,
        item(
          element(0x00189074, 'DT', '20260312093015.123'),
          element(0x00209056, 'SH', '1'),
          element(0x00209057, 'UL', Buffer.from(Uint32Array.of(frame + 1).buffer)),
          element(0x00209157, 'UL', Buffer.from(Uint32Array.of(1, frame + 1).buffer)),
        ),
      ),
      sequence(0x00209113, item(element(0x00200032, 'DS', `0\\${frame * 12}\\0`))),
      sequence(0x00209116, item(element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'))),
    ),
  );
  return file(
    EXPLICIT,
    ...attributes(image),
    sequence(0x52009230, ...groups),
    element(0x7fe00010, 'OW', pixels(image)),
  );
}

/** Many small items, as multi-frame objects have in their functional groups. */
export function functionalGroups(items = 11_000) {
  const contents = Array.from({ length: 48 }, (_, i) =>
    i % 3 === 0 ? element(0x00189000 + i, 'DS', '1.5') : element(0x00189000 + i, 'LO', `text value ${i}`),
  );
  const groups = Array(items).fill(item(...contents));
  const image = { rows: 1, columns: 1, frames: 1, bits: 16 };
  return file(EXPLICIT, ...attributes(image), sequence(0x52009230, ...groups));
}

/** A file of encapsulated frames with a Basic Offset Table (PS3.5 A.4). */
export function encapsulated(transferSyntax, image, frames) {
  const fragments = frames.map((frame) =>
    element(ITEM, '', frame.length % 2 ? Buffer.concat([frame, Buffer.alloc(1)]) : frame),
  );
  let at = 0;
  const offsets = fragments.map((fragment) => {
    at += fragment.length;
    return at - fragment.length;
  });
  const table = element(ITEM, '', Buffer.from(Uint32Array.from(offsets).buffer));
  const end = element(SEQUENCE_DELIMITER, '', Buffer.alloc(0));
  const value = Buffer.concat([table, ...fragments]);
  return file(
    transferSyntax,
    ...attributes({ ...image, frames: frames.length }),
    element(0x7fe00010, 'OB', value, UNDEFINED),
    end,
  );
}

/** All frames one after the other: layers of tissue with speckle and black between, by a generator of pseudo-random numbers. */
export function pixels({ rows, columns, frames, bits }) {
  const [Samples, full] = bits === 16 ? [Uint16Array, 4095] : [Uint8Array, 255];
  const samples = new Samples(rows * columns * frames);
  let seed = 1;
  for (let at = 0; at < samples.length; at++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const [x, y] = [at % columns, Math.floor(at / columns) % rows];
    const layer = Math.max(0, Math.sin(y / 23 + Math.sin(x / 61) * 2));
    samples[at] = full * layer * (0.9 + (0.1 * seed) / 2 ** 32);
  }
  return Buffer.from(samples.buffer);
}
