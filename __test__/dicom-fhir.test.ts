import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from './backends';

// What is made of a record is the same on both backends: it is TypeScript above them.
const golden = join(import.meta.dirname, 'golden/dicom');
const folder = join(golden, 'ophthalmic');
const files = readdirSync(folder).sort();

type Convertible = Exclude<dicom.OphthalmicRecord, dicom.OphthalmicImage>;

async function recordOf(name: string): Promise<dicom.OphthalmicRecord> {
  const file = await dicom.open(readFileSync(join(folder, name)));
  return dicom.ophthalmic(file) as dicom.OphthalmicRecord;
}
const convertible = async (name: string) => (await recordOf(`${name}.dcm`)) as Convertible;
const resourcesOf = (bundle: dicom.FhirBundle) => bundle.entry.map(({ resource }) => resource);
const observationsOf = (bundle: dicom.FhirBundle) =>
  resourcesOf(bundle).filter((resource) => resource.resourceType === 'Observation');
const prescriptionOf = (bundle: dicom.FhirBundle) =>
  resourcesOf(bundle).find((resource) => resource.resourceType === 'VisionPrescription');

/** The parts of JSON Schema that FHIR's schema is written in. */
interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  items?: Schema;
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
}
const { definitions }: { definitions: Record<string, Schema> } = JSON.parse(
  readFileSync(join(golden, 'fhir-r4.schema.json'), 'utf8'),
);

/** What is wrong with a value by FHIR's schema, and by its rule that nothing is empty (R4, 2.6.2). */
function faults(value: unknown, schema: Schema, path: string): string[] {
  if (schema.$ref) return faults(value, definitions[schema.$ref.replace('#/definitions/', '')] as Schema, path);
  if (schema.oneOf) {
    const all = schema.oneOf.map((one) => faults(value, one, path));
    return all.some((found) => found.length === 0) ? [] : all.flat();
  }
  if (schema.const !== undefined) return value === schema.const ? [] : [`${path} is not ${schema.const}`];
  if (schema.enum) return schema.enum.includes(value) ? [] : [`${path} is none of ${schema.enum}`];
  if (schema.items) {
    if (!Array.isArray(value)) return [`${path} is no array`];
    if (value.length === 0) return [`${path} is empty`];
    return value.flatMap((entry, at) => faults(entry, schema.items as Schema, `${path}[${at}]`));
  }
  if (schema.properties) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
    const keys = Object.keys(value);
    return [
      ...(keys.length === 0 ? [`${path} is empty`] : []),
      ...(schema.required ?? []).filter((key) => !keys.includes(key)).map((key) => `${path}.${key} is missing`),
      ...keys.flatMap((key) => {
        const property = schema.properties?.[key];
        const inner = (value as Record<string, unknown>)[key];
        return property ? faults(inner, property, `${path}.${key}`) : [`${path}.${key} is not in R4`];
      }),
    ];
  }
  if (schema.type && schema.type !== typeof value) return [`${path} is no ${schema.type}`];
  if (schema.pattern && !new RegExp(schema.pattern).test(String(value))) return [`${path} does not match`];
  return [];
}

/** Elements R4 requires (1..1 in its definitions) that its JSON schema does not, since they may be absent for a reason. */
const REQUIRED = {
  Observation: ['status', 'code'],
  VisionPrescription: ['status', 'created', 'patient', 'dateWritten', 'prescriber', 'lensSpecification'],
};

function expectSound(bundle: dicom.FhirBundle): void {
  // As it is sent: what is undefined is not there.
  const sent = JSON.parse(JSON.stringify(bundle));
  expect(faults(sent, definitions.Bundle as Schema, 'Bundle')).toEqual([]);
  for (const { resource } of sent.entry) {
    const required = REQUIRED[resource.resourceType as keyof typeof REQUIRED];
    expect(required.filter((key) => !(key in resource || `_${key}` in resource))).toEqual([]);
    // obs-6: no reason for the absence of a value that is there.
    if (resource.dataAbsentReason) expect(resource).not.toHaveProperty('component');
    for (const lens of resource.lensSpecification ?? []) {
      expect(lens).toMatchObject({ eye: expect.any(String), product: expect.any(Object) });
      for (const prism of lens.prism ?? []) expect(Object.keys(prism)).toEqual(['amount', 'base']);
    }
    // UCUM's code is what counts; every number has one.
    for (const { valueQuantity } of resource.component ?? []) {
      if (valueQuantity) expect(valueQuantity.system).toBe('http://unitsofmeasure.org');
    }
  }
  // bdl-7: every fullUrl once.
  const urls = sent.entry.map(({ fullUrl }: { fullUrl?: string }) => fullUrl).filter(Boolean);
  expect(new Set(urls).size).toBe(urls.length);
}

const everything: dicom.FhirOptions = {
  subject: { reference: 'Patient/17' },
  prescriber: { reference: 'Practitioner/3', display: 'Dr. Eye' },
  performer: [{ reference: 'Practitioner/4' }],
  encounter: { reference: 'Encounter/9' },
  identifier: [{ system: 'https://clinic.example/exams', value: '15013' }],
  utcOffset: '+01:00',
};

describe('toFhir', () => {
  it('is held to a schema that finds faults', () => {
    const bad = {
      resourceType: 'Observation',
      code: { text: '' },
      status: 'done',
      note: [],
      effectiveDateTime: '2026-1',
    };
    expect(faults(bad, definitions.Observation as Schema, 'o').sort()).toEqual([
      'o.code.text does not match',
      'o.effectiveDateTime does not match',
      'o.note is empty',
      'o.status is none of registered,preliminary,final,amended,corrected,cancelled,entered-in-error,unknown',
    ]);
    expect(faults({ resourceType: 'Observation', kind: 1 }, definitions.Observation as Schema, 'o')).toEqual([
      'o.code is missing',
      'o.kind is not in R4',
    ]);
  });

  describe('keeps to the schema of R4', () => {
    it.each(files)('with %s', async (file) => {
      const record = await recordOf(file);
      if (record.kind === 'ophthalmicImage') {
        const images = await failure(() => dicom.toFhir(record as never));
        expect(images).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument: 'record.kind' } });
        return;
      }
      expectSound(dicom.toFhir(record));
      expectSound(dicom.toFhir(record, everything));
      expectSound(dicom.toFhir(record, { as: 'observations', status: 'amended' }));
      const hasLens = /refraction|lensometry|prescription|contradictions/i.test(file);
      if (hasLens) expectSound(dicom.toFhir(record, { ...everything, as: 'prescription', status: 'draft' }));
    });
  });

  it('makes a VisionPrescription of prescribed spectacles', async () => {
    const bundle = dicom.toFhir(await convertible('spectacle_prescription'), everything);
    expect(prescriptionOf(bundle)).toMatchObject({
      patient: { reference: 'Patient/17' },
      prescriber: { reference: 'Practitioner/3' },
      encounter: { reference: 'Encounter/9' },
      identifier: [{ system: 'https://clinic.example/exams', value: '15013' }],
      created: '2026-01-02T10:15:30.25+01:00',
      dateWritten: '2026-01-02T10:15:30.25+01:00',
      lensSpecification: [
        {
          eye: 'right',
          product: { coding: [{ code: 'lens' }] },
          sphere: -3.5,
          cylinder: 1.25,
          axis: 10,
          add: 2.25,
          prism: [
            { amount: 2, base: 'out' },
            { amount: 1.5, base: 'down' },
          ],
        },
        { eye: 'left', sphere: -3.25, cylinder: 0, axis: 180, note: [{ text: 'Add, intermediate: 1 dioptres' }] },
      ],
    });
    // R4 has no pupillary distance in a prescription.
    const [distances] = observationsOf(bundle);
    expect(distances?.bodySite?.coding?.[0]?.code).toBe('362508001');
    expect(distances?.component?.map(({ code, valueQuantity }) => [code.coding?.[0]?.code, valueQuantity])).toEqual([
      ['111679', { value: 64, unit: 'mm', system: 'http://unitsofmeasure.org', code: 'mm' }],
      ['111680', { value: 61.5, unit: 'mm', system: 'http://unitsofmeasure.org', code: 'mm' }],
    ]);
  });

  it('says of what a prescription must have, and was not given, why it is not there', async () => {
    const record = await convertible('spectacle_prescription');
    const because = (valueCode: string) => ({
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode }],
    });
    const prescription = prescriptionOf(dicom.toFhir({ ...record, measuredAt: undefined } as Convertible));
    expect(prescription).toMatchObject({
      patient: because('masked'),
      prescriber: because('unknown'),
      _created: because('unknown'),
      _dateWritten: because('unknown'),
    });
    expect(prescription).not.toHaveProperty('created');
  });

  it('calls a prescription active only if it is complete, signed and without conflicts', async () => {
    const record = (await convertible('spectacle_prescription')) as dicom.SpectaclePrescription;
    const status = (changes: object) =>
      prescriptionOf(dicom.toFhir({ ...record, isComplete: true, isVerified: true, ...changes }))?.status;
    expect(status({})).toBe('active');
    expect(status({ isVerified: false })).toBe('draft');
    expect(status({ isComplete: undefined })).toBe('draft');
    expect(status({ conflicts: [{ kind: 'axis', path: '00220009', message: 'no axis' }] })).toBe('draft');
    const refraction = await convertible('subjective_refraction');
    expect(prescriptionOf(dicom.toFhir(refraction, { as: 'prescription' }))?.status).toBe('draft');
    expect(prescriptionOf(dicom.toFhir(record, { status: 'cancelled' }))?.status).toBe('cancelled');
  });

  it('rounds an axis to the whole number R4 wants, and says so', async () => {
    const refraction = await convertible('subjective_refraction');
    const [right] = prescriptionOf(dicom.toFhir(refraction, { as: 'prescription' }))?.lensSpecification ?? [];
    expect(right?.axis).toBe(176);
    expect(right?.note?.map(({ text }) => text)).toContain('Axis 175.5 degrees, rounded to a whole number');
    const near0 = { ...refraction, right: { cylinder: -1, axis: 0.25 }, left: undefined } as Convertible;
    expect(prescriptionOf(dicom.toFhir(near0, { as: 'prescription' }))?.lensSpecification[0]?.axis).toBe(180);
  });

  it('makes an Observation of each eye, coded and with units', async () => {
    const [right, left, both] = observationsOf(dicom.toFhir(await convertible('subjective_refraction'), everything));
    expect(right).toMatchObject({
      status: 'final',
      subject: { reference: 'Patient/17' },
      performer: [{ reference: 'Practitioner/4' }],
      effectiveDateTime: '2026-01-02T10:15:30.25+01:00',
      category: [{ coding: [{ code: 'exam' }] }],
      code: { coding: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'SRF' }] },
      bodySite: { coding: [{ system: 'http://snomed.info/sct', code: '362502000' }] },
      device: { display: 'Synthetic Fixture' },
    });
    const shown = right?.component?.map(({ code, valueQuantity, valueCodeableConcept }) => [
      code.coding?.[0]?.code ?? code.text,
      valueQuantity ? `${valueQuantity.value} ${valueQuantity.code}` : valueCodeableConcept?.coding?.[0]?.code,
    ]);
    expect(shown).toEqual([
      ['251795007', '-2.25 [diop]'],
      ['251797004', '-0.75 [diop]'],
      ['251799001', '175.5 deg'],
      ['111672', '1.75 [diop]'],
      ['Viewing distance of Add Near', '40 cm'],
      ['111673', '0.75 [diop]'],
      ['111674', '1.25 [diop]'],
      ['Viewing distance of Add Other', '65 cm'],
      ['111675', "1.5 [p'diop]"],
      ['111676', '255543005'],
      ['111677', "0 [p'diop]"],
      ['111678', '255532002'],
      ['Vertex distance', '12 mm'],
    ]);
    expect(left?.component?.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([0, 0.5, 180]);
    expect(both?.component).toHaveLength(4);
  });

  /** The numbers of an eye's part of a record, places of points excepted. */
  const numbersIn = (value: unknown, key = ''): number[] => {
    if (typeof value === 'number') return key === 'x' || key === 'y' ? [] : [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => numbersIn(inner, name === '0' ? key : name));
  };

  it.each(files.filter((file) => !/photography|tomography/.test(file)))('leaves no number of %s out', async (file) => {
    const record = (await recordOf(file)) as Convertible;
    const bundle = dicom.toFhir(record, { as: 'observations' });
    const given = observationsOf(bundle).flatMap(({ component = [] }) =>
      component.flatMap(({ valueQuantity }) => (valueQuantity ? [valueQuantity.value] : [])),
    );
    const has = [record.right, record.left, record.both, record.unspecified].flatMap((eye) => numbersIn(eye));
    for (const value of new Set(has)) {
      const count = (list: number[]) => list.filter((each) => each === value).length;
      expect(count(given), `${value}`).toBeGreaterThanOrEqual(count(has));
    }
  });

  it('makes an Observation of each IOL calculation', async () => {
    const observations = observationsOf(dicom.toFhir(await convertible('iol_calculation')));
    expect(observations.map(({ bodySite }) => bodySite?.coding?.[0]?.code)).toEqual([
      '362502000',
      '362502000',
      '362503005',
    ]);
    const texts = observations[0]?.component?.map(({ code, valueQuantity }) => [code.text, valueQuantity?.value]);
    expect(texts).toContainEqual(['Predicted refraction of an IOL of 22 D', -0.43]);
  });

  it('codes axial lengths in LOINC', async () => {
    const [right] = observationsOf(dicom.toFhir(await convertible('axial_measurements')));
    expect(right?.component?.[0]).toMatchObject({
      code: { coding: [{ system: 'http://loinc.org', code: '64742-0' }] },
      valueQuantity: { value: 23.55, code: 'mm' },
    });
  });

  it('takes conflicts along as notes, and does not call the observation final', async () => {
    const [right, left] = observationsOf(dicom.toFhir(await convertible('contradictions')));
    expect(right?.status).toBe('preliminary');
    expect(right?.note?.map(({ text }) => text)).toContain(
      'CylinderAxis is no axis from 0 to 180 degrees (00460097[0].00460018[0].00220009)',
    );
    expect(left?.note).toHaveLength(2);
  });

  it('has nothing of the patient that it was not given', async () => {
    for (const file of files) {
      const record = await recordOf(file);
      if (record.kind === 'ophthalmicImage') continue;
      expect(JSON.stringify(dicom.toFhir(record))).not.toMatch(/Fixture\^Eye|F1"|19700101|1\.2\.826/);
    }
  });

  it('gives the same bundle for the same record', async () => {
    const record = await convertible('visual_field');
    expect(dicom.toFhir(structuredClone(record), everything)).toEqual(dicom.toFhir(record, everything));
  });

  it.each([
    ['2026-01-02T10:15:30', '+01:00', '2026-01-02T10:15:30+01:00'],
    ['2026-01-02T10:15', '+01:00', '2026-01-02T10:15:00+01:00'],
    ['2026-01-02T10:15:30-05:00', '+01:00', '2026-01-02T10:15:30-05:00'],
    ['2026-01-02T10:15:30', undefined, '2026-01-02'],
    ['2026-01-02T10', '+01:00', '2026-01-02'],
    ['2026-01', '+01:00', '2026-01'],
  ])('says of %s, with the offset %s: %s', async (measuredAt, utcOffset, expected) => {
    const record = { ...(await convertible('keratometry')), measuredAt } as Convertible;
    const [right] = observationsOf(dicom.toFhir(record, utcOffset === undefined ? {} : { utcOffset }));
    expect(right?.effectiveDateTime).toBe(expected);
  });

  it('says of a record without any value that there is none', async () => {
    const record = { ...(await convertible('keratometry')), right: undefined, left: undefined } as Convertible;
    const [only, ...more] = observationsOf(dicom.toFhir(record));
    expect(more).toEqual([]);
    expect(only).toMatchObject({ dataAbsentReason: { coding: [{ code: 'unknown' }] } });
  });

  it('refuses a prescription of what has no lens, and statuses of another resource', async () => {
    const keratometry = await convertible('keratometry');
    expect(await failure(() => dicom.toFhir(keratometry, { as: 'prescription' }))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'options.as' },
    });
    expect(await failure(() => dicom.toFhir(keratometry, { status: 'draft' }))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'options.status' },
    });
  });

  it('names no value of a record it refuses', async () => {
    const record = { ...(await convertible('keratometry')), right: { steep: { radius: 'seven' } } };
    const { message, details } = await failure(() => dicom.toFhir(record as never));
    expect(details).toMatchObject({ argument: 'record.right.steep.radius' });
    expect(message).not.toContain('seven');
  });

  it('keeps to the schema whatever an eye has', () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    const eye = fc.record(
      {
        sphere: number,
        cylinder: number,
        axis: fc.double({ min: 0, max: 180, noNaN: true }),
        vertexDistance: number,
        add: fc.record(
          { near: fc.record({ power: number }), other: fc.record({ power: number }) },
          { requiredKeys: [] },
        ),
        prism: fc.record(
          {
            horizontal: fc.record({ amount: number, base: fc.constantFrom('in', 'out') }, { requiredKeys: [] }),
            vertical: fc.record({ amount: number, base: fc.constantFrom('up', 'down') }, { requiredKeys: [] }),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    );
    const record = fc.record(
      { right: eye, left: eye, unspecified: eye, sopInstanceUid: fc.constant('1.2.3') },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(record, fc.constantFrom('prescription', 'observations', undefined), (drawn, as) => {
        if (as === 'prescription' && !drawn.right && !drawn.left) return;
        const given = { kind: 'spectaclePrescription', ...drawn } as unknown as Convertible;
        expectSound(dicom.toFhir(given, as && { as }));
      }),
      { numRuns: 300 },
    );
  });
});
