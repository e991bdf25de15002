import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { element, explicit, item, sequence } from './dicom-bytes';

const golden = join(import.meta.dirname, 'golden/dicom');
const folder = join(golden, 'ophthalmic');
const files = readdirSync(folder).sort();

/** What pydicom reads, by tag path. */
const values: Record<string, Record<string, (number | string | null)[]>> = JSON.parse(
  readFileSync(join(golden, 'ophthalmic-values.json'), 'utf8'),
);

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
const LENSOMETRY = '78.1';
const SUBJECTIVE = '78.4';

async function recordOf<T extends dicom.OphthalmicRecord = dicom.OphthalmicRecord>(data: Buffer): Promise<T> {
  return dicom.ophthalmic(await dicom.open(data)) as T;
}
const goldenRecord = <T extends dicom.OphthalmicRecord = dicom.OphthalmicRecord>(name: string) =>
  recordOf<T>(readFileSync(join(folder, `${name}.dcm`)));

/** A data set of a SOP class. */
const examination = (suffix: string, ...elements: Buffer[]) =>
  Buffer.concat([explicit(0x0008_0016, 'UI', even(STORAGE + suffix, '\0')), ...elements]);
const even = (text: string, padding = ' ') => (text.length % 2 ? text + padding : text);
const cs = (tag: number, text: string) => explicit(tag, 'CS', even(text));

function fd(tag: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return explicit(tag, 'FD', bytes);
}
function fl(tag: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return explicit(tag, 'FL', bytes);
}

const sphere = (value: number) => fd(0x0046_0146, value);
const cylinderPower = (value: number) => fd(0x0046_0147, value);
const axis = (value: number) => fl(0x0022_0009, value);
const cylinder = (...elements: Buffer[]) => sequence(0x0046_0018, [item(Buffer.concat(elements))]);
const eye = (tag: number, ...elements: Buffer[]) => sequence(tag, [item(Buffer.concat(elements))]);
const RIGHT_LENS = 0x0046_0014;
const LEFT_LENS = 0x0046_0015;
const LATERALITY = 0x0024_0113;

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
    const items = new Array(20_001).fill(item(Buffer.alloc(0)));
    const field = examination('80.1', sequence(0x0024_0089, items), cs(LATERALITY, 'R'));
    expect(await failure(() => recordOf(field))).toMatchObject({
      code: 'ERR_LIMIT_EXCEEDED',
      details: { limit: 20_000 },
    });
  });

  describe('of axes and cylinders', () => {
    const lens = async (...elements: Buffer[]) =>
      recordOf<dicom.Lensometry>(examination(LENSOMETRY, eye(RIGHT_LENS, ...elements)));

    it.each([
      [0, 180],
      [-0, 180],
      [180, 180],
      [0.5, 0.5],
      [90, 90],
    ])('reads an axis of %d as %d', async (given, read) => {
      const { right, conflicts } = await lens(cylinder(axis(given), cylinderPower(-0.5)));
      expect(right).toEqual({ cylinder: -0.5, axis: read });
      expect(conflicts).toEqual([]);
    });

    it.each([-1, 180.5, 181, 360, Number.NaN])('reports an axis of %d', async (given) => {
      const { right, conflicts } = await lens(cylinder(axis(given), cylinderPower(-0.5)));
      expect(right).toEqual({ cylinder: -0.5 });
      expect(conflicts).toMatchObject([{ eye: 'right', path: '00460014[0].00460018[0].00220009' }]);
      expect(conflicts[0]?.kind).toBe(Number.isNaN(given) ? 'invalid' : 'axis');
    });

    it('reports an axis without a cylinder, and a cylinder without an axis unless it is 0', async () => {
      expect((await lens(cylinder(axis(90)))).conflicts).toMatchObject([{ kind: 'axis-without-cylinder' }]);
      expect((await lens(cylinder(cylinderPower(1)))).conflicts).toMatchObject([{ kind: 'cylinder-without-axis' }]);
      expect(await lens(cylinder(cylinderPower(0)))).toMatchObject({ right: { cylinder: 0 }, conflicts: [] });
    });

    it('keeps the sign of the cylinder', async () => {
      const { right } = await lens(sphere(1), cylinder(axis(5), cylinderPower(2.5)));
      expect(right).toEqual({ sphere: 1, cylinder: 2.5, axis: 5 });
    });
  });

  describe('of eyes', () => {
    const both = [eye(RIGHT_LENS, sphere(1)), eye(LEFT_LENS, sphere(2))];
    const right = [eye(RIGHT_LENS, sphere(1))];
    const lenses = (laterality: string, lenses: Buffer[]) =>
      recordOf<dicom.Lensometry>(examination(LENSOMETRY, cs(LATERALITY, laterality), ...lenses));

    it.each([
      ['R', right, []],
      ['B', both, []],
      ['L', right, ['right']],
      ['R', both, ['left']],
      ['L', both, ['right']],
      ['B', right, ['right']],
    ])('Measurement Laterality %s', async (laterality, lensesOf, eyes) => {
      const record = await lenses(laterality, lensesOf);
      expect(record.conflicts.map(({ kind, eye, path }) => [kind, eye, path])).toEqual(
        eyes.map((eye) => ['laterality', eye, '00240113']),
      );
      expect(record.right).toEqual({ sphere: 1 });
    });

    it('reports a term that is none', async () => {
      expect((await lenses('X', right)).conflicts).toMatchObject([{ kind: 'invalid', path: '00240113', value: 'X' }]);
    });

    it('has a lens of unknown side as unspecified', async () => {
      const record = await recordOf<dicom.Lensometry>(examination(LENSOMETRY, eye(0x0046_0016, sphere(3))));
      expect(record).toMatchObject({ right: undefined, unspecified: { sphere: 3 }, conflicts: [] });
    });

    it('chooses none of two items', async () => {
      const twice = sequence(RIGHT_LENS, [item(sphere(1)), item(sphere(2))]);
      const record = await recordOf<dicom.Lensometry>(examination(LENSOMETRY, twice));
      expect(record.right).toBeUndefined();
      expect(record.conflicts).toMatchObject([{ kind: 'ambiguous', eye: 'right', path: '00460014' }]);
    });

    it.each([
      ['the image alone', [cs(0x0020_0062, 'L')], 'left', []],
      ['the series alone', [cs(0x0020_0060, 'R')], 'right', []],
      ['both alike', [cs(0x0020_0060, 'R'), cs(0x0020_0062, 'R')], 'right', []],
      ['both unlike', [cs(0x0020_0060, 'R'), cs(0x0020_0062, 'L')], 'unspecified', ['00200060']],
      ['none', [], 'unspecified', ['00240113']],
      ['neither', [cs(0x0020_0062, 'U')], 'unspecified', ['00200062']],
      ['both eyes', [cs(0x0020_0062, 'B')], 'both', []],
    ])('an image whose eye is named by %s', async (_, elements, side, paths) => {
      const rows = explicit(0x0028_0010, 'US', Buffer.from([2, 0]));
      const record = await recordOf<dicom.OphthalmicImage>(examination('77.1.5.1', ...elements, rows));
      expect(record[side as dicom.EyeSide]).toEqual({ rows: 2 });
      expect(record.conflicts.map(({ kind, path }) => [kind, path])).toEqual(paths.map((path) => ['laterality', path]));
    });

    it('an image with a frame of the other eye', async () => {
      const frame = (laterality: string) => item(sequence(0x0020_9071, [item(cs(0x0020_9072, laterality))]));
      const frames = sequence(0x5200_9230, [frame('R'), frame('L')]);
      const record = await recordOf<dicom.OphthalmicImage>(examination('77.1.5.4', cs(0x0020_0062, 'R'), frames));
      expect(record.conflicts).toMatchObject([
        { kind: 'laterality', path: '52009230[1].00209071[0].00209072', eye: 'unspecified' },
      ]);
    });
  });

  describe('of prescriptions', () => {
    const code = (tag: number, value: string, scheme: string) =>
      sequence(tag, [
        item(Buffer.concat([explicit(0x0008_0100, 'SH', even(value)), explicit(0x0008_0102, 'SH', even(scheme))])),
      ]);
    const concept = (value: string, scheme = 'SCT') => code(0x0040_a043, value, scheme);
    const within = (...items: Buffer[]) => sequence(0x0040_a730, items.map(item));
    const node = (...elements: Buffer[]) => Buffer.concat(elements);
    const measured = (value: string, unit = '[diop]') =>
      sequence(0x0040_a300, [item(node(code(0x0040_08ea, unit, 'UCUM'), explicit(0x0040_a30a, 'DS', even(value))))]);
    const SPHERE = '251795007';
    const lateralityOf = (value: string) => node(concept('272741003'), code(0x0040_a168, value, 'SCT'));
    const [RIGHT, LEFT] = ['24028007', '7771000'];
    const report = (...items: Buffer[]) => recordOf<dicom.SpectaclePrescription>(examination('78.6', within(...items)));

    it('takes the laterality under an item or its container', async () => {
      const record = await report(
        node(concept(SPHERE), measured('1'), within(lateralityOf(RIGHT))),
        node(concept('121070', 'DCM'), within(lateralityOf(LEFT), node(concept(SPHERE), measured('2')))),
      );
      expect(record).toMatchObject({ right: { sphere: 1 }, left: { sphere: 2 }, conflicts: [] });
    });

    it('reports an item without laterality, and one with two', async () => {
      const without = await report(node(concept(SPHERE), measured('1')));
      expect(without).toMatchObject({ right: undefined, left: undefined, unspecified: { sphere: 1 } });
      expect(without.conflicts).toMatchObject([{ kind: 'laterality', path: '0040A730[0].0040A043' }]);
      const two = await report(
        node(concept('111688', 'DCM'), within(node(concept(SPHERE), measured('1'), within(lateralityOf(LEFT))))),
      );
      expect(two).toMatchObject({ right: undefined, left: undefined, unspecified: { sphere: 1 } });
      expect(two.conflicts).toMatchObject([{ kind: 'laterality' }]);
    });

    it('chooses none of two values for the same, but takes the same value twice', async () => {
      const right = (...spheres: string[]) =>
        report(
          node(concept('111688', 'DCM'), within(...spheres.map((value) => node(concept(SPHERE), measured(value))))),
        );
      const record = await right('1', '2');
      expect(record.right).toBeUndefined();
      expect(record.conflicts.map(({ kind, value }) => [kind, value])).toEqual([
        ['ambiguous', 1],
        ['ambiguous', 2],
      ]);
      expect(await right('1', '1.0')).toMatchObject({ right: { sphere: 1 }, conflicts: [] });
    });

    it('reports a number in another unit, or in none', async () => {
      const record = await report(
        node(concept('111679', 'DCM'), measured('6.4', 'cm')),
        node(concept('111680', 'DCM'), sequence(0x0040_a300, [item(explicit(0x0040_a30a, 'DS', '61'))])),
      );
      expect(record.both).toBeUndefined();
      expect(record.conflicts).toMatchObject([
        { kind: 'unit', value: 6.4 },
        { kind: 'unit', value: 61 },
      ]);
    });
  });

  describe('of times', () => {
    const when = async (...elements: Buffer[]) => (await recordOf(examination(LENSOMETRY, ...elements))).measuredAt;
    const date = (text: string) => explicit(0x0008_0023, 'DA', even(text));
    const time = (text: string) => explicit(0x0008_0033, 'TM', even(text));
    const moment = (text: string) => explicit(0x0008_002a, 'DT', even(text));

    it.each([
      ['20260102', '1015', '2026-01-02T10:15'],
      ['20260102', '101530.250000', '2026-01-02T10:15:30.250000'],
      ['2026.01.02', '10:15:30', '2026-01-02T10:15:30'],
      ['20260102', '', '2026-01-02'],
    ])('%s %s', async (day, clock, expected) => {
      expect(await when(date(day), time(clock))).toBe(expected);
    });

    it.each([
      ['20260102101530+0100', '2026-01-02T10:15:30+01:00'],
      ['20260102101530-1200', '2026-01-02T10:15:30-12:00'],
      ['202601', '2026-01'],
      ['2026', '2026'],
    ])('%s', async (text, expected) => {
      expect(await when(moment(text))).toBe(expected);
    });

    it('are none that the calendar does not have, nor a study’s', async () => {
      const record = await recordOf(examination(LENSOMETRY, date('20260230')));
      expect(record.measuredAt).toBeUndefined();
      expect(record.conflicts).toMatchObject([{ kind: 'invalid', path: '00080023' }]);
      expect(record.provenance).toEqual({});
      expect(await when(explicit(0x0008_0020, 'DA', '20260102'))).toBeUndefined();
    });
  });

  describe('whatever the record', () => {
    const quarter = (min: number, max: number) =>
      fc.integer({ min: min * 4, max: max * 4 }).map((quarters) => quarters / 4);
    const degrees = fc.float({ min: Math.fround(0.01), max: 180, noNaN: true });
    const astigmatism = fc.record({ cylinder: quarter(-6, 6), axis: degrees });
    const refraction = fc.tuple(
      fc.record({ sphere: quarter(-20, 20) }, { requiredKeys: [] }),
      fc.option(astigmatism, { nil: {} }),
      fc.option(
        fc.record({ near: fc.record({ power: quarter(0, 4) }) }).map((add) => ({ add })),
        { nil: {} },
      ),
    );
    type Drawn = { sphere?: number; cylinder?: number; axis?: number; add?: { near: { power: number } } };

    const write = ({ sphere: power, cylinder: cyl, axis: angle, add }: Drawn): Buffer[] => [
      ...(cyl === undefined || angle === undefined ? [] : [cylinder(axis(angle), cylinderPower(cyl))]),
      ...(add ? [sequence(0x0046_0100, [item(fd(0x0046_0104, add.near.power))])] : []),
      ...(power === undefined ? [] : [sphere(power)]),
    ];
    /** A float32 has many decimals; the fewest that give it again are what is read. */
    const same = (eye: dicom.Refraction | undefined) =>
      eye?.axis === undefined ? eye : { ...eye, axis: Math.fround(eye.axis) };

    it('it comes back as it was written', async () => {
      const drawn = refraction.map((parts): Drawn => Object.assign({}, ...parts));
      await fc.assert(
        fc.asyncProperty(drawn, drawn, async (right, left) => {
          const data = examination(SUBJECTIVE, eye(0x0046_0097, ...write(right)), eye(0x0046_0098, ...write(left)));
          const record = await recordOf<dicom.SubjectiveRefraction>(data);
          const orNothing = (eye: Drawn) => (Object.keys(eye).length > 0 ? eye : undefined);
          expect([same(record.right), same(record.left)]).toEqual([orNothing(right), orNothing(left)]);
          expect(record.conflicts).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });

    it('meridians come back as they were written', async () => {
      const meridian = fc.record({ radius: fc.double({ min: 5, max: 12, noNaN: true }), axis: quarter(1, 180) });
      const tag = { steep: 0x0046_0074, flat: 0x0046_0080 };
      const part = (which: 'steep' | 'flat', { radius, axis }: { radius: number; axis: number }) =>
        sequence(tag[which], [item(Buffer.concat([fd(0x0046_0075, radius), fd(0x0046_0077, axis)]))]);
      await fc.assert(
        fc.asyncProperty(meridian, meridian, async (steep, flat) => {
          const data = examination('78.3', eye(0x0046_0070, part('steep', steep), part('flat', flat)));
          const record = await recordOf<dicom.Keratometry>(data);
          expect(record.right).toEqual({ steep, flat });
          expect(record.conflicts.map(({ kind }) => kind)).toEqual(steep.radius > flat.radius ? ['steep-flat'] : []);
        }),
        { numRuns: 200 },
      );
    });
  });

  describe('whatever the bytes', () => {
    const suffixes = ['78.1', '78.2', '78.3', '78.4', '78.5', '78.6', '78.7', '78.8', '80.1', '77.1.5.1', '77.1.5.4'];
    const tags = [
      ...new Set(Object.values(values).flatMap((read) => Object.keys(read).flatMap((path) => path.split('.')))),
    ].map((step) => Number.parseInt(step.slice(0, 8), 16));
    const sequences = [0x0046_0014, 0x0046_0018, 0x0046_0050, 0x0046_0070, 0x0046_0097, 0x0046_0122, 0x0040_a730];
    const vrs = ['FD', 'FL', 'CS', 'DS', 'LO', 'SS', 'UN', 'UI', 'PN', 'OB', 'DA', 'TM'];

    /** A data set of elements that the readers look at, with any VR and any bytes, nested. */
    const { dataSet } = fc.letrec<{ dataSet: Buffer; element: Buffer }>((tie) => ({
      element: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc
          .tuple(fc.constantFrom(...tags), fc.constantFrom(...vrs), fc.uint8Array({ maxLength: 16 }))
          .map(([tag, vr, bytes]) => element(tag, vr, Buffer.from(bytes))),
        fc
          .tuple(fc.constantFrom(...tags, ...sequences), fc.array(tie('dataSet'), { maxLength: 3 }))
          .map(([tag, items]) => sequence(tag, items.map(item))),
      ),
      dataSet: fc.array(tie('element'), { maxLength: 8 }).map((elements) => Buffer.concat(elements)),
    }));

    const settle = async (data: Buffer) => {
      const record = await recordOf(data).catch((error) => {
        expect(error.constructor.name).toBe('ClinicoreError');
        expect(error.code).not.toBe('ERR_INTERNAL');
      });
      if (!record) return;
      expect(record.kind).toBeTypeOf('string');
      expect(() => JSON.stringify(record)).not.toThrow();
    };

    it('there is a record or a typed error', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...suffixes), dataSet, async (suffix, bytes) => {
          await settle(examination(suffix, bytes));
        }),
        { numRuns: 1000 },
      );
    });

    it('that stand in a sequence, there is a record or a typed error', async () => {
      const bytes = fc.uint8Array({ maxLength: 200 });
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...suffixes),
          fc.constantFrom(...sequences),
          bytes,
          async (suffix, tag, raw) => {
            await settle(examination(suffix, explicit(tag, 'SQ', Buffer.from(raw))));
          },
        ),
        { numRuns: 300 },
      );
    });

    it.each(files)('a byte of %s changed, there is a record or a typed error', async (file) => {
      const data = readFileSync(join(folder, file));
      const change = fc.tuple(fc.nat(data.length - 1), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(change, async ([place, byte]) => {
          const changed = Buffer.from(data);
          changed[place] = byte;
          await settle(changed);
        }),
        { numRuns: 60 },
      );
    });
  });
});

describe('transposeCylinder', () => {
  // Worked in decimals by hand.
  it.each([
    [
      { sphere: -2.25, cylinder: -0.75, axis: 175 },
      { sphere: -3, cylinder: 0.75, axis: 85 },
    ],
    [
      { sphere: 1, cylinder: 2.5, axis: 5 },
      { sphere: 3.5, cylinder: -2.5, axis: 95 },
    ],
    [
      { sphere: -2.3, cylinder: -0.4, axis: 90 },
      { sphere: -2.7, cylinder: 0.4, axis: 180 },
    ],
    [
      { sphere: 0.1, cylinder: 0.2, axis: 180 },
      { sphere: 0.3, cylinder: -0.2, axis: 90 },
    ],
    [
      { sphere: 1, cylinder: -1, axis: 0.1 },
      { sphere: 0, cylinder: 1, axis: 90.1 },
    ],
    [
      { sphere: 1, cylinder: 1e-7, axis: 45 },
      { sphere: 1.0000001, cylinder: -1e-7, axis: 135 },
    ],
  ])('%j is %j', (lens, transposed) => {
    expect(dicom.transposeCylinder(lens)).toEqual(transposed);
  });

  it('leaves what has the wanted sign, or no cylinder, and keeps what else there is', () => {
    const minus = { sphere: 1, cylinder: -0.5, axis: 10, add: { near: { power: 2 } } };
    expect(dicom.transposeCylinder(minus, 'minus')).toEqual(minus);
    expect(dicom.transposeCylinder(minus, 'plus')).toMatchObject({ cylinder: 0.5, add: minus.add });
    expect(dicom.transposeCylinder({ sphere: 1 })).toEqual({ sphere: 1 });
    expect(dicom.transposeCylinder({ cylinder: -1 })).toEqual({ cylinder: 1 });
  });

  it('twice is the same lens', () => {
    const hundredths = (min: number, max: number) => fc.integer({ min, max }).map((n) => n / 100);
    const lens = fc.record({
      sphere: hundredths(-3000, 3000),
      cylinder: hundredths(-1000, 1000).filter((power) => power !== 0),
      axis: fc.integer({ min: 1, max: 180 }),
    });
    fc.assert(
      fc.property(lens, (given) => {
        expect(dicom.transposeCylinder(dicom.transposeCylinder(given))).toEqual(given);
      }),
    );
  });
});

describe('resultantPrism', () => {
  // Base directions as the examiner sees them: in is to the right of a right eye, to the left of a left one (ISO 8429).
  it.each([
    ['in', 'up', 'right', 53.13010235415598],
    ['out', 'up', 'right', 126.86989764584402],
    ['out', 'down', 'right', 233.13010235415598],
    ['in', 'down', 'right', 306.869897645844],
    ['in', 'up', 'left', 126.86989764584402],
    ['out', 'down', 'left', 306.869897645844],
  ] as const)('of 3 %s and 4 %s for a %s eye', (horizontal, vertical, eye, angle) => {
    const prism = { horizontal: { amount: 3, base: horizontal }, vertical: { amount: 4, base: vertical } };
    const resultant = dicom.resultantPrism(prism, eye);
    expect(resultant?.amount).toBe(5);
    expect(resultant?.angle).toBeCloseTo(angle, 10);
  });

  it('is none without a base, and of one part that part', () => {
    expect(dicom.resultantPrism({}, 'right')).toBeUndefined();
    expect(dicom.resultantPrism({ horizontal: { amount: 1 } }, 'right')).toBeUndefined();
    expect(dicom.resultantPrism({ vertical: { amount: 2, base: 'up' } }, 'left')).toEqual({ amount: 2, angle: 90 });
    expect(dicom.resultantPrism({ horizontal: { amount: 0 }, vertical: { amount: 0 } }, 'left')).toEqual({
      amount: 0,
      angle: 0,
    });
  });
});
