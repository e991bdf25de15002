import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type DicomEdit, type DicomJson, edit, open } from 'clinicore/dicom';
import type { patients } from '../database/schema.js';
import { describe } from '../imaging/describe.js';
import type { FileStore } from '../imaging/fileStore.js';
import type { Described } from '../imaging/record.js';
import { fundus, tomogram } from './pictures.js';
import { Random } from './random.js';

/** Eye examinations that instruments could have sent; the tests of the package hold what is read of them to other readers. */
const TEMPLATES = new URL('../../../../__test__/golden/dicom/ophthalmic/', import.meta.url);

interface Examination {
  /** Whose it is; of the last one nobody knows. */
  patientId?: number;
  date: string;
  description: string;
  /** Its files: what each is made of, what it is called, and what is changed besides who and when. */
  files: [template: string, description: string, change?: (file: DicomEdit, random: Random) => void][];
}

const EXAMINATIONS: Examination[] = [
  {
    patientId: 42,
    date: '20251127',
    description: 'Annual eye examination',
    files: [
      ['tomography', 'Macula, left eye', macula],
      ['photography', 'Fundus, right eye', photograph('R')],
      ['photography', 'Fundus, left eye', photograph('L')],
      ['lensometry_ele', 'Spectacles worn'],
      ['autorefraction_ele', 'Autorefraction'],
      ['keratometry', 'Keratometry'],
      ['subjective_refraction', 'Refraction'],
      ['visual_acuity', 'Acuity, best corrected'],
    ],
  },
  {
    patientId: 79,
    date: '20251203',
    description: 'Before cataract surgery',
    files: [
      ['axial_measurements', 'Biometry'],
      ['iol_calculation', 'Lens calculation'],
      ['keratometry', 'Keratometry'],
    ],
  },
  {
    patientId: 120,
    date: '20251209',
    description: 'Glaucoma follow-up',
    files: [
      ['visual_field', 'Visual field 24-2'],
      ['photography', 'Disc, right eye', photograph('R')],
      ['spectacle_prescription', 'Prescription'],
    ],
  },
  { date: '20251211', description: 'Refraction of a walk-in', files: [['contradictions', 'Refraction']] },
];

/** Studies of demo patients: their files in the store, and what is to be recorded of them. The same every time. */
export async function seedStudies(store: FileStore, people: (typeof patients.$inferInsert)[]): Promise<Described[]> {
  const random = new Random(20_251_127);
  const described: Described[] = [];
  for (const [study, { patientId, date, description, files }] of EXAMINATIONS.entries()) {
    const patient = people.find(({ id }) => id === patientId);
    for (const [number, [template, series, change]] of files.entries()) {
      const source = await open(fileURLToPath(new URL(`${template}.dcm`, TEMPLATES)));
      try {
        const file = edit(source, { characterSet: 'ISO_IR 192' })
          .set('StudyInstanceUID', uid(study))
          .set('SeriesInstanceUID', uid(study, number))
          .set('SOPInstanceUID', uid(study, number, 1))
          .set('StudyID', String(study + 1))
          .set('SeriesNumber', number + 1)
          .set('StudyDescription', description)
          .set('SeriesDescription', series)
          .set('StudyDate', date)
          .set('ContentDate', date)
          .set('AccessionNumber', `A-${date}`);
        if (source.has('AcquisitionDateTime')) file.set('AcquisitionDateTime', `${date}101531+0100`);
        if (patient) whose(file, patient);
        change?.(file, random);
        const incoming = await store.receive(file.toStream());
        described.push({ ...(await describe(incoming.path)), file: incoming });
      } finally {
        await source.close();
      }
    }
  }
  return described;
}

function whose(file: DicomEdit, { name, recordNumber, birthDate }: typeof patients.$inferInsert): void {
  const [given, ...family] = name.split(' ');
  file
    .set('PatientName', `${family.join(' ')}^${given}`)
    .set('PatientID', recordNumber)
    .set('PatientBirthDate', birthDate.replaceAll('-', ''));
}

/** A UID made of a hash, as PS3.5 B.2 makes them of UUIDs. */
function uid(...numbers: number[]): string {
  const hash = createHash('sha256')
    .update(`clinic ${numbers.join('.')}`)
    .digest('hex')
    .slice(0, 32);
  return `2.25.${BigInt(`0x${hash}`)}`;
}

const PHOTOGRAPH = 448;

function photograph(side: 'R' | 'L') {
  return (file: DicomEdit, random: Random): void => {
    file
      .set('ImageLaterality', side)
      .set('Rows', PHOTOGRAPH)
      .set('Columns', PHOTOGRAPH)
      .set('SamplesPerPixel', 3)
      .set('PlanarConfiguration', 0)
      .set('PhotometricInterpretation', 'RGB')
      .remove('PresentationLUTShape')
      .set('PixelData', fundus(random, PHOTOGRAPH, side === 'R' ? 1 : -1));
  };
}

const SECTIONS = { frames: 21, rows: 224, columns: 352 };

function macula(file: DicomEdit, random: Random): void {
  const { frames, rows, columns } = SECTIONS;
  const groups = Array.from({ length: frames }, (_, frame) => sectionAt(PHOTOGRAPH * (0.3 + (0.4 * frame) / frames)));
  file
    .set('NumberOfFrames', frames)
    .set('Rows', rows)
    .set('Columns', columns)
    .set('BitsAllocated', 16)
    .set('BitsStored', 12)
    .set('HighBit', 11)
    .set('WindowCenter', 1300)
    .set('WindowWidth', 2600)
    .set('PerFrameFunctionalGroupsSequence', groups)
    .set('PixelData', tomogram(random, frames, rows, columns));
}

/** Where a section lies on the photograph of the same eye (PS3.3 C.8.17.10). */
function sectionAt(row: number): DicomJson {
  const [from, to] = [0.3 * PHOTOGRAPH, 0.7 * PHOTOGRAPH];
  const location: DicomJson = {
    '00081150': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.77.1.5.1'] },
    '00081155': { vr: 'UI', Value: [uid(0, 2, 1)] },
    '00220032': { vr: 'FL', Value: [row, from, row, to].map(Math.fround) },
    '00220039': { vr: 'CS', Value: ['LINEAR'] },
  };
  return {
    '00209071': { vr: 'SQ', Value: [{ '00209072': { vr: 'CS', Value: ['L'] } }] },
    '00220031': { vr: 'SQ', Value: [location] },
  };
}
