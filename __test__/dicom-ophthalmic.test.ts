import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { explicit, item, sequence } from './dicom-bytes';
import {
  cs,
  examination,
  files,
  folder,
  golden,
  goldenRecord,
  LATERALITY,
  LENSOMETRY,
  recordOf,
  values,
} from './dicom-eye';

/** What a record has at a place such as `right.powers[1].power`. */
const at = (record: object, place: string): unknown =>
  place
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>((within, key) => (within as Record<string, unknown>)[key], record);

/** The standard's terms that a record says otherwise than in small letters. */
const TERMS: Record<string, string> = {
  notSeen: 'NOT SEEN',
  seenAtMaximum: 'SEEN AT MAX',
  total: 'TOTAL LENGTH',
  segmental: 'SEGMENTAL LENGTH',
  summation: 'LENGTH SUMMATION',
};
/** SNOMED CT's codes of prism bases, by either scheme (PS3.16 CID 4214 and 4215). */
const BASES: Record<string, string[]> = { out: ['R-404C7', '255543005'], down: ['R-404B3', '255518004'] };

/** Whether a record's value is what pydicom reads at the path it names. */
function expectFrom(record: object, place: string, path: string, read: (typeof values)[string]): void {
  const value = at(record, place);
  const raw = read[path];
  if (place === 'measuredAt') return;
  if (raw === undefined) {
    // A code sequence.
    const code = read[`${path}[0].00080100`]?.[0] as string;
    if (typeof value === 'string') expect(BASES[value], place).toContain(code);
    else expect((value as dicom.EyeCode).value, place).toBe(code);
  } else if (Array.isArray(value)) {
    expect(
      value.map((entry) => entry),
      place,
    ).toEqual(raw.map((entry) => entry ?? ''));
  } else if (typeof value === 'boolean') {
    expect(raw[0], place).toMatch(value ? /^(YES|COMPLETE|VERIFIED)$/ : /^(NO|PARTIAL|UNVERIFIED)$/);
  } else if (typeof value === 'number') {
    expect(value, place).toBe(/axis$/.test(place) && raw[0] === 0 ? 180 : raw[0]);
  } else {
    const word = String(value);
    expect([word, word.toUpperCase(), TERMS[word]], place).toContain(raw[0]);
  }
}

/** Numbers of the golden files that are no part of a record: how a test was set up, quality, references, pixels. */
const NO_PART = new Set([
  ...['00200011', '00200013', '00280002', '00280100', '00280101', '00280102', '00280103', '00081160', '00181063'],
  ...['00240018', '00240020', '00240025', '00240028', '00240038', '00240105', '0022000A'],
]);
const isNoPart = (path: string): boolean => NO_PART.has(path.slice(-8)) || /00221262\[\d+\]\.0040A30A$/.test(path);

describe.each(backends)('dicom.ophthalmic on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe('agrees with pydicom, value by value, on', () => {
    it.each(files)('%s', async (file) => {
      const record = await recordOf(readFileSync(join(folder, file)));
      const read = values[file] as (typeof values)[string];
      for (const [place, path] of Object.entries(record.provenance)) expectFrom(record, place, path, read);
      const named = new Set([...Object.values(record.provenance), ...record.conflicts.map(({ path }) => path)]);
      const numbers = Object.keys(read).filter((path) => typeof read[path]?.[0] === 'number');
      const missing = numbers.filter((path) => !named.has(path) && !isNoPart(path));
      expect(missing.filter((path) => ![...named].some((whole) => path.startsWith(`${whole}[`)))).toEqual([]);
    });

    it.each(files)('%s, whose provenance the file itself follows', async (name) => {
      const file = await dicom.open(readFileSync(join(folder, name)));
      const { provenance, conflicts } = dicom.ophthalmic(file) as dicom.OphthalmicRecord;
      for (const path of Object.values(provenance)) expect(file.get(path), path).not.toBeUndefined();
      for (const { path } of conflicts) expect(file.has(path), path).toBe(true);
    });
  });

  it.each(['lensometry_ele', 'lensometry_ile'])('reads lenses: %s', async (file) => {
    const record = await goldenRecord<dicom.Lensometry>(file);
    expect(record).toMatchObject({
      kind: 'lensometry',
      description: 'Habitual spectacles',
      measuredAt: '2026-01-02T10:15:30',
      conflicts: [],
    });
    expect(record.right).toEqual({
      sphere: -2.25,
      cylinder: -0.75,
      axis: 175,
      add: { near: { power: 2, viewingDistance: 40 } },
      prism: { horizontal: { amount: 1, base: 'in' }, vertical: { amount: 0.5, base: 'up' } },
      segment: 'progressive',
    });
    expect(record.left).toEqual({
      sphere: -1.5,
      cylinder: -1.25,
      axis: 10,
      add: { near: { power: 2 }, intermediate: { power: 1 } },
    });
    expect([record.both, record.unspecified]).toEqual([undefined, undefined]);
    expect(record.device).toEqual({
      manufacturer: 'Synthetic',
      model: 'Fixture',
      serialNumber: '1',
      softwareVersions: ['1'],
    });
    expect(record.provenance['right.axis']).toBe('00460014[0].00460018[0].00220009');
  });

  it.each(['autorefraction_ele', 'autorefraction_ile'])('reads an autorefractor: %s', async (file) => {
    const record = await goldenRecord<dicom.Autorefraction>(file);
    expect(record.right).toEqual({ sphere: -2.5, cylinder: -0.5, axis: 180, pupilSize: 4.1, cornealSize: 11.9 });
    // What is absent is not there, nor 0.
    expect(Object.keys(record.left as object)).toEqual(['sphere']);
    expect(record.both).toEqual({ pupillaryDistance: { distance: 63.5, near: 60 } });
  });

  // From here on the values are those that scripts/dicom-ophthalmic.py wrote.
  it('reads a keratometer, with the offset from UTC', async () => {
    const record = await goldenRecord<dicom.Keratometry>('keratometry');
    expect(record.measuredAt).toBe('2026-01-02T10:15:30.25+01:00');
    expect(record.left).toEqual({
      steep: { radius: 7.7, power: 43.83, axis: 90 },
      flat: { radius: 7.83, power: 43.1, axis: 180 },
    });
  });

  it('reads a subjective refraction', async () => {
    const record = await goldenRecord<dicom.SubjectiveRefraction>('subjective_refraction');
    expect(record.right).toEqual({
      sphere: -2.25,
      cylinder: -0.75,
      axis: 175.5,
      add: {
        near: { power: 1.75, viewingDistance: 40 },
        intermediate: { power: 0.75 },
        other: { power: 1.25, viewingDistance: 65 },
      },
      prism: { horizontal: { amount: 1.5, base: 'out' }, vertical: { amount: 0, base: 'up' } },
      vertexDistance: 12,
    });
    expect(record.left).toEqual({ sphere: 0, cylinder: 0.5, axis: 180 });
    expect(record.both).toEqual({
      pupillaryDistance: { distance: 63.5, near: 60.5, intermediate: 62, other: 61 },
    });
  });

  it('reads visual acuity', async () => {
    const record = await goldenRecord<dicom.VisualAcuity>('visual_acuity');
    expect(record).toMatchObject({
      right: { acuity: 0.8, modifiers: [-1, 0] },
      left: { acuity: 1 },
      both: { acuity: 1.25 },
      type: { value: '419775003', scheme: 'SCT', meaning: 'Best Corrected Visual Acuity' },
      distance: 'distance',
      optotype: 'LETTERS',
      optotypeDefinition: 'Sloan',
      presentation: 'multiple',
      background: 'WHITE',
      conflicts: [],
    });
  });

  it('reads a prescription by codes, whatever their order and scheme', async () => {
    const record = await goldenRecord<dicom.SpectaclePrescription>('spectacle_prescription');
    expect(record).toMatchObject({ isComplete: true, isVerified: false, conflicts: [] });
    expect(record.right).toEqual({
      sphere: -3.5,
      cylinder: 1.25,
      axis: 10,
      add: { near: { power: 2.25 } },
      prism: { horizontal: { amount: 2, base: 'out' }, vertical: { amount: 1.5, base: 'down' } },
    });
    expect(record.left).toEqual({ sphere: -3.25, cylinder: 0, axis: 180, add: { intermediate: { power: 1 } } });
    expect(record.both).toEqual({ pupillaryDistance: { distance: 64, near: 61.5 } });
  });

  it('reads axial lengths, float32s with the fewest decimals', async () => {
    const { right, deviceType } = await goldenRecord<dicom.AxialMeasurements>('axial_measurements');
    expect(deviceType).toBe('optical');
    expect(right?.optical).toMatchObject({ length: 23.55, type: 'total' });
    expect(right?.measurements).toMatchObject([
      { type: 'total', length: 23.55, modified: false, signalToNoise: 212.5 },
      { type: 'segmental', length: 4.1, modified: true, segment: { value: '78076003' } },
    ]);
    expect(right).toMatchObject({ lensStatus: { value: '247049005' }, pupilDilated: false });
  });

  it('reads calculations of intraocular lenses', async () => {
    const { right, left } = await goldenRecord<dicom.IolCalculations>('iol_calculation');
    const [spherical, toric] = right?.calculations ?? [];
    expect(spherical).toMatchObject({
      formula: { value: '111767', meaning: 'SRK-T' },
      targetRefraction: -0.3,
      lens: { manufacturer: 'Maker', name: 'Model 1' },
      constants: [{ type: { value: '397263007' }, value: 119.1 }],
      powers: [
        { power: 21.5, predictedRefraction: -0.08, chosen: false },
        { power: 22, predictedRefraction: -0.43, chosen: true },
      ],
      emmetropiaPower: 21.37,
      targetPower: 21.8,
      axialLength: 23.55,
      cornea: { steep: { radius: 7.65, power: 44.12, axis: 92 }, flat: { radius: 7.81, power: 43.21, axis: 2 } },
      anteriorChamberDepth: 3.12,
      lensThickness: 4.1,
      keratometerIndex: 1.3375,
      refractiveSurgery: false,
    });
    expect(toric?.powers).toEqual([
      {
        power: 21,
        predictedRefraction: 0.1,
        chosen: true,
        toric: { sphere: 19.75, cylinder: 2.5, axis: 92 },
        predictedToric: { sphere: 0.2, cylinder: -0.2, axis: 2 },
      },
    ]);
    expect(left?.calculations).toHaveLength(1);
  });

  it('reads a visual field', async () => {
    const { right, left, protocol } = await goldenRecord<dicom.VisualField>('visual_field');
    expect(right).toBeUndefined();
    expect(protocol?.map(({ value }) => value)).toEqual(['111800', '111817']);
    expect(left).toMatchObject({
      meanDeviation: -2.35,
      meanDeviationProbability: 5,
      patternStandardDeviation: 1.93,
      fovealSensitivity: 36.1,
      falsePositives: 1.7,
      falseNegatives: 3.1,
      fixation: { checked: 14, lost: 1 },
      duration: 161,
      blindSpot: { x: -15.2, y: -1.5 },
      indexes: [{ type: { value: '111852' }, value: 96 }],
      intraocularPressure: 15.5,
    });
    expect(left?.points).toHaveLength(3);
    // No sensitivity at all is a measurement.
    expect(left?.points?.[2]).toMatchObject({ x: -15, y: -3, sensitivity: 0, deviation: -30.5, result: 'seen' });
  });

  it('reads what is known of an eye in a picture, and where frames lie', async () => {
    const photograph = await goldenRecord<dicom.OphthalmicImage>('photography');
    expect(photograph).toMatchObject({ image: 'photography', measuredAt: '2026-01-02T10:15:31.5+01:00' });
    expect(photograph.right).toMatchObject({
      intraocularPressure: 14.5,
      pupilDilated: true,
      dilation: 6.5,
      refraction: { sphere: -1.1, cylinder: -0.4, axis: 90 },
    });
    const tomogram = await goldenRecord<dicom.OphthalmicImage>('tomography');
    const sopInstanceUid = photograph.sopInstanceUid as string;
    expect(tomogram.left).toMatchObject({ axialLength: 24.05, frames: 2 });
    expect(tomogram.left?.locations).toEqual([
      { frame: 0, sopInstanceUid, coordinates: [256.1, 100.5, 256.1, 600.5], orientation: 'linear' },
      { frame: 1, sopInstanceUid, coordinates: [260.3, 100.5, 260.3, 600.5], orientation: 'linear' },
    ]);
  });

  it('reports contradictions, guesses nothing and drops nothing', async () => {
    const record = await goldenRecord<dicom.SubjectiveRefraction>('contradictions');
    const lens = '00460097[0].';
    expect(record.conflicts.map(({ kind, path, eye, value }) => [kind, eye, path, value])).toEqual([
      ['laterality', 'right', '00240113', undefined],
      ['implausible', 'right', `${lens}00460146`, -225],
      ['axis', 'right', `${lens}00460018[0].00220009`, 190],
      ['ambiguous', 'right', `${lens}00460100[0].00460104`, undefined],
      ['ambiguous', 'right', `${lens}00460101`, undefined],
      ['prism-without-base', 'right', `${lens}00460028[0].00460030`, undefined],
      ['invalid', 'right', `${lens}00460028[0].00460036`, 'SIDEWAYS'],
      ['invalid', 'left', '00460098[0].00460146', 'NaN'],
      ['cylinder-without-axis', 'left', '00460098[0].00460018[0].00460147', undefined],
      ['implausible', 'both', '00460060', 6.35],
    ]);
    expect(record.right).toEqual({
      sphere: -225,
      cylinder: -0.75,
      prism: { horizontal: { amount: 2 }, vertical: { amount: 1 } },
    });
    for (const { message } of record.conflicts) expect(message).not.toMatch(/225|190|SIDEWAYS|6\.35/);
  });

  it('is undefined for what is no eye examination', async () => {
    const other = await dicom.open(readFileSync(join(golden, 'pydicom/test_files/CT_small.dcm')));
    expect(dicom.ophthalmic(other)).toBeUndefined();
    expect(dicom.ophthalmic(await dicom.open(explicit(0x0008_0060, 'CS', 'OP')))).toBeUndefined();
  });

  it('refuses what is no open file', async () => {
    for (const value of [undefined, null, {}, Buffer.alloc(8), await dicom.parse(examination(LENSOMETRY))]) {
      expect(await failure(() => dicom.ophthalmic(value as never))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        details: { argument: 'file' },
      });
    }
  });

  it('stops at a limit', async () => {
    const items = new Array(50_001).fill(item(Buffer.alloc(0)));
    const field = examination('80.1', sequence(0x0024_0089, items), cs(LATERALITY, 'R'));
    expect(await failure(() => recordOf(field))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { limit: 50_000 },
    });
  });
});
