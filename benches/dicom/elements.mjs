/** What is asked of a file that is open already, against dicom-parser: values, places, items, bytes; a thousand times each. */
import { both } from '../clinicore.mjs';
import { encapsulated, photograph, tomography } from './files.mjs';

const TIMES = 1000;

/** The file is opened before: only asking is timed. */
const asking = (ours, theirs) => ({
  ...both(async ({ dicom }, { data, opened }) => {
    opened.ours ??= await dicom.open(data);
    return times(() => ours(opened.ours));
  }),
  'dicom-parser': async () => {
    const { default: parser } = await import('dicom-parser');
    return ({ data, opened }) => {
      opened.theirs ??= parser.parseDicom(data);
      return times(() => theirs(opened.theirs, parser));
    };
  },
});

function times(ask) {
  let answer;
  for (let i = 0; i < TIMES; i++) answer = ask();
  return answer;
}

const small = () => ({ data: photograph({ rows: 64, columns: 128 }), opened: {} });
const volume = () => ({ data: tomography({ frames: 40, bits: 8, rows: 64, columns: 64 }), opened: {} });

/** The fifth item of the frames, and what is in it. */
const POSITION = 'PerFrameFunctionalGroupsSequence[4].PlanePositionSequence.ImagePositionPatient';

const asked = [
  {
    name: 'get, a text',
    of: 'get',
    input: small,
    ours: (file) => file.get('StudyDescription'),
    theirs: (dataSet) => dataSet.string('x00081030'),
  },
  {
    name: 'get, a number',
    of: 'get',
    input: small,
    ours: (file) => file.get('Rows'),
    theirs: (dataSet) => dataSet.uint16('x00280010'),
  },
  {
    name: 'get, by a path into items',
    of: 'get',
    input: volume,
    ours: (file) => file.get(POSITION),
    theirs: (dataSet) => {
      const { dataSet: group } = dataSet.elements.x52009230.items[4];
      const { dataSet: plane } = group.elements.x00209113.items[0];
      return [0, 1, 2].map((at) => plane.floatString('x00200032', at));
    },
  },
  {
    name: 'element',
    of: 'element',
    input: small,
    ours: (file) => {
      const { vr, offset, length } = file.element('Rows');
      return { vr, offset, length };
    },
    theirs: (dataSet) => {
      const { vr, dataOffset, length } = dataSet.elements.x00280010;
      return { vr, offset: dataOffset, length };
    },
  },
  {
    name: 'has',
    of: 'has',
    input: small,
    ours: (file) => [file.has('Rows'), file.has('LUTData')],
    theirs: ({ elements }) => ['x00280010', 'x00283006'].map((tag) => elements[tag] !== undefined),
  },
  {
    name: 'items, of 40 frames',
    of: 'items',
    input: volume,
    ours: (file) => file.items('PerFrameFunctionalGroupsSequence').length,
    theirs: (dataSet) => dataSet.elements.x52009230.items.map(({ dataSet: item }) => item).length,
  },
].map(({ name, of, input, ours, theirs }) => ({
  name,
  of: [`DicomFile.${of}`],
  per: TIMES,
  input,
  contenders: asking(ours, theirs),
  summary: (answer) => answer,
  agree: (a, b) => JSON.stringify(a) === JSON.stringify(b),
}));

const JPEG = '1.2.840.10008.1.2.4.50';
/** They are handed over, not decoded. */
const FRAMES = Array.from({ length: 40 }, (_, i) => Buffer.alloc(50_000, i + 1));

const bytes = [
  {
    name: 'bytes, 10 MB of pixels',
    of: ['DicomFile.bytes'],
    input: () => ({ data: photograph(), opened: {} }),
    contenders: {
      ...both(async ({ dicom }, { data, opened }) => {
        opened.ours ??= await dicom.open(data);
        return opened.ours.bytes('PixelData');
      }),
      'dicom-parser, a copy': async () => {
        const { default: parser } = await import('dicom-parser');
        return ({ data, opened }) => {
          opened.theirs ??= parser.parseDicom(data);
          const { dataOffset, length } = opened.theirs.elements.x7fe00010;
          return Uint8Array.prototype.slice.call(opened.theirs.byteArray, dataOffset, dataOffset + length);
        };
      },
    },
    summary: (value) => value.length,
    agree: (a, b) => a === b,
  },
  {
    name: 'open and frameBytes, 40 compressed frames of 50 KB',
    of: ['DicomFile.frameBytes', 'dicom.open'],
    input: () => encapsulated(JPEG, { rows: 512, columns: 512, bits: 8 }, FRAMES),
    contenders: {
      ...both(async ({ dicom }, data) => {
        const file = await dicom.open(data);
        const frames = [];
        for (let number = 0; number < FRAMES.length; number++) frames.push(await file.frameBytes(number));
        return frames;
      }),
      'dicom-parser': async () => {
        const { default: parser } = await import('dicom-parser');
        return (data) => {
          const dataSet = parser.parseDicom(data);
          const { x7fe00010: element } = dataSet.elements;
          return FRAMES.map((_, number) => parser.readEncapsulatedImageFrame(dataSet, element, number));
        };
      },
    },
    summary: (frames) => frames.map((frame) => [frame.length, frame[7]]),
    agree: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  },
];

export const cases = [...asked, ...bytes];
