/** The measurements of an eye as components of an observation. */
import { boolean, type Fields, items, number, oneOf, record, text } from '../../validate';
import {
  ADD_INTERMEDIATE,
  ADD_NEAR,
  ADD_OTHER,
  AXIAL_LENGTHS,
  AXIS,
  BASES,
  CYLINDER,
  conceptOf,
  DISTANCE_PD,
  HORIZONTAL_BASE,
  HORIZONTAL_PRISM,
  NEAR_PD,
  quantityOf,
  SPHERE,
  type UNITS,
  VERTICAL_BASE,
  VERTICAL_PRISM,
  worded,
} from './codes';
import type { FhirCodeableConcept, FhirComponent } from './resources';

const MOST = 20_000;
const LARGEST = 1e9;

type Concept = FhirCodeableConcept | string;
const concept = (code: Concept): FhirCodeableConcept => (typeof code === 'string' ? worded(code) : code);

/** What a record says, as components in order. */
class Components {
  readonly list: FhirComponent[] = [];

  number(from: Fields | undefined, key: string, code: Concept, unit: keyof typeof UNITS): number | undefined {
    const value = from?.optional(key, undefined, number, -LARGEST, LARGEST);
    if (value !== undefined) this.list.push({ code: concept(code), valueQuantity: quantityOf(value, unit) });
    return value;
  }

  text(from: Fields, key: string, code: Concept): void {
    const value = from.optional(key, undefined, text, 10_000);
    if (value !== undefined && value.trim() !== '') this.list.push({ code: concept(code), valueString: value });
  }

  boolean(from: Fields, key: string, code: Concept): void {
    const value = from.optional(key, undefined, boolean);
    if (value !== undefined) this.list.push({ code: concept(code), valueBoolean: value });
  }

  code(from: Fields, key: string, code: Concept): void {
    const value = from.optional(key, undefined, conceptOf);
    if (value !== undefined) this.list.push({ code: concept(code), valueCodeableConcept: value });
  }
}

/** Where the base of a prism is. */
export const baseOf = (value: unknown, path: string) => oneOf(value, path, ['in', 'out', 'up', 'down']);

const part = (from: Fields | undefined, key: string): Fields | undefined => from?.optional(key, undefined, record);
const parts = (from: Fields, key: string): Fields[] => from.optional(key, [], items, MOST, record);
const codeOf = (from: Fields, key: string): FhirCodeableConcept | undefined => from.optional(key, undefined, conceptOf);

/** The components of an eye's part of a record; `side` is whose it is. */
type Reader = (eye: Fields, side: string, to: Components) => void;

const refraction: Reader = (eye, _, to) => {
  sphereCylinder(eye, '', to);
  const add = part(eye, 'add');
  for (const [key, code] of [
    ['near', ADD_NEAR],
    ['intermediate', ADD_INTERMEDIATE],
    ['other', ADD_OTHER],
  ] as const) {
    const addition = part(add, key);
    to.number(addition, 'power', code, 'dioptre');
    to.number(addition, 'viewingDistance', `Viewing distance of ${code.text}`, 'cm');
  }
  const prism = part(eye, 'prism');
  prismPart(part(prism, 'horizontal'), HORIZONTAL_PRISM, HORIZONTAL_BASE, to);
  prismPart(part(prism, 'vertical'), VERTICAL_PRISM, VERTICAL_BASE, to);
  to.number(eye, 'vertexDistance', 'Vertex distance', 'mm');
  pupillaryDistance(part(eye, 'pupillaryDistance'), to);
};

function sphereCylinder(from: Fields | undefined, of: string, to: Components): void {
  const named = (code: FhirCodeableConcept) => (of === '' ? code : `${code.text} ${of}`);
  to.number(from, 'sphere', named(SPHERE), 'dioptre');
  to.number(from, 'cylinder', named(CYLINDER), 'dioptre');
  to.number(from, 'axis', named(AXIS), 'degree');
}

function prismPart(from: Fields | undefined, amount: Concept, base: Concept, to: Components): void {
  to.number(from, 'amount', amount, 'prismDioptre');
  const direction = from?.optional('base', undefined, baseOf);
  if (direction) to.list.push({ code: concept(base), valueCodeableConcept: BASES[direction] });
}

function pupillaryDistance(from: Fields | undefined, to: Components): void {
  to.number(from, 'distance', DISTANCE_PD, 'mm');
  to.number(from, 'near', NEAR_PD, 'mm');
  to.number(from, 'intermediate', 'Intermediate Pupillary Distance', 'mm');
  to.number(from, 'other', 'Other Pupillary Distance', 'mm');
}

function curvature(from: Fields | undefined, to: Components): void {
  for (const name of ['steep', 'flat'] as const) {
    const meridian = part(from, name);
    to.number(meridian, 'radius', `Radius of curvature of the ${name} corneal meridian`, 'mm');
    to.number(meridian, 'power', `Keratometric power of the ${name} corneal meridian`, 'dioptre');
    to.number(meridian, 'axis', `Axis of the ${name} corneal meridian`, 'degree');
  }
}

function selectedLength(from: Fields | undefined, how: string, side: string, to: Components): void {
  if (!from) return;
  const code = side === 'right' || side === 'left' ? AXIAL_LENGTHS[side] : worded('Axial length');
  to.number(from, 'length', { ...code, text: `${code.text}, ${how}, selected` }, 'mm');
  to.code(from, 'selection', `Selection of the axial length, ${how}`);
  for (const segment of parts(from, 'segments')) axialSegment(segment, `, ${how}, selected`, to);
}

function axialSegment(from: Fields, how: string, to: Components): void {
  to.number(from, 'length', `Axial length of ${codeOf(from, 'segment')?.text ?? 'a segment'}${how}`, 'mm');
}

const axial: Reader = (eye, side, to) => {
  selectedLength(part(eye, 'optical'), 'optical', side, to);
  selectedLength(part(eye, 'ultrasound'), 'ultrasound', side, to);
  for (const measured of parts(eye, 'measurements')) {
    const type = measured.optional('type', undefined, oneOf, ['total', 'segmental', 'summation']);
    if (type === 'segmental') axialSegment(measured, ', measured', to);
    else to.number(measured, 'length', type === 'summation' ? 'Axial length, summed' : 'Axial length, measured', 'mm');
    to.boolean(measured, 'modified', 'Measured length was modified');
    to.number(measured, 'velocity', 'Velocity of sound', 'metrePerSecond');
    to.number(measured, 'signalToNoise', 'Signal to noise ratio', 'one');
    for (const segment of parts(measured, 'segments')) axialSegment(segment, ', summand', to);
  }
  to.code(eye, 'lensStatus', 'Lens status');
  to.code(eye, 'vitreousStatus', 'Vitreous status');
  to.boolean(eye, 'pupilDilated', 'Pupil dilated');
};

const calculation: Reader = (eye, _, to) => {
  const lens = part(eye, 'lens');
  if (lens) {
    to.text(lens, 'manufacturer', 'Manufacturer of the intraocular lens');
    to.text(lens, 'name', 'Model of the intraocular lens');
    to.text(lens, 'type', 'Type of the intraocular lens');
  }
  to.code(eye, 'formula', 'IOL formula');
  to.text(eye, 'formulaDetail', 'IOL formula detail');
  to.number(eye, 'targetRefraction', 'Target refraction', 'dioptre');
  for (const constant of parts(eye, 'constants')) {
    to.number(constant, 'value', codeOf(constant, 'type') ?? 'Lens constant', 'one');
  }
  for (const power of parts(eye, 'powers')) {
    const dioptres = to.number(power, 'power', 'IOL power', 'dioptre');
    const at = dioptres === undefined ? 'of an IOL' : `of an IOL of ${dioptres} D`;
    to.number(power, 'predictedRefraction', `Predicted refraction ${at}`, 'dioptre');
    sphereCylinder(part(power, 'toric'), at, to);
    sphereCylinder(part(power, 'predictedToric'), `predicted ${at}`, to);
    to.text(power, 'partNumber', `Part number ${at}`);
    to.boolean(power, 'chosen', `Chosen for implantation, ${at}`);
  }
  to.number(eye, 'emmetropiaPower', 'IOL power for emmetropia', 'dioptre');
  to.number(eye, 'targetPower', 'IOL power for target refraction', 'dioptre');
  to.number(eye, 'axialLength', 'Axial length used', 'mm');
  curvature(part(eye, 'cornea'), to);
  to.number(eye, 'keratometerIndex', 'Keratometer index', 'one');
  sphereCylinder(part(eye, 'refraction'), 'before surgery', to);
  to.number(part(eye, 'refraction'), 'vertexDistance', 'Vertex distance', 'mm');
  to.number(eye, 'anteriorChamberDepth', 'Anterior chamber depth', 'mm');
  to.number(eye, 'lensThickness', 'Lens thickness', 'mm');
  to.number(eye, 'cornealSize', 'Corneal diameter', 'mm');
  to.boolean(eye, 'refractiveSurgery', 'Refractive surgery occurred');
};

const field: Reader = (eye, _, to) => {
  to.number(eye, 'meanDeviation', 'Visual field mean deviation', 'decibel');
  to.number(eye, 'meanDeviationProbability', 'Visual field mean deviation probability', 'percent');
  to.number(eye, 'patternStandardDeviation', 'Visual field pattern standard deviation', 'decibel');
  to.number(
    eye,
    'patternStandardDeviationProbability',
    'Visual field pattern standard deviation probability',
    'percent',
  );
  to.number(eye, 'correctedPatternStandardDeviation', 'Visual field corrected pattern standard deviation', 'decibel');
  to.number(eye, 'meanSensitivity', 'Visual field mean sensitivity', 'decibel');
  to.number(eye, 'fovealSensitivity', 'Foveal sensitivity', 'decibel');
  to.number(eye, 'shortTermFluctuation', 'Short term fluctuation', 'decibel');
  to.number(eye, 'falsePositives', 'False positives', 'percent');
  to.number(eye, 'falseNegatives', 'False negatives', 'percent');
  to.number(part(eye, 'fixation'), 'checked', 'Fixation checks', 'one');
  to.number(part(eye, 'fixation'), 'lost', 'Fixation losses', 'one');
  to.number(eye, 'duration', 'Test duration', 'second');
  to.number(part(eye, 'blindSpot'), 'x', 'Blind spot, to the right', 'degree');
  to.number(part(eye, 'blindSpot'), 'y', 'Blind spot, upwards', 'degree');
  to.number(eye, 'horizontalExtent', 'Visual field horizontal extent', 'degree');
  to.number(eye, 'verticalExtent', 'Visual field vertical extent', 'degree');
  for (const index of parts(eye, 'indexes')) {
    to.number(index, 'value', codeOf(index, 'type') ?? 'Visual field global index', 'one');
  }
  for (const point of parts(eye, 'points')) {
    const [x, y] = ['x', 'y'].map((key) => point.optional(key, undefined, number, -LARGEST, LARGEST) ?? '?');
    const at = `at (${x}°, ${y}°)`;
    to.text(point, 'result', `Stimulus ${at}`);
    to.number(point, 'sensitivity', `Sensitivity ${at}`, 'decibel');
    to.number(point, 'retest', `Sensitivity on retest ${at}`, 'decibel');
    to.number(point, 'deviation', `Total deviation ${at}`, 'decibel');
    to.number(point, 'deviationProbability', `Total deviation probability ${at}`, 'percent');
    to.number(point, 'patternDeviation', `Pattern deviation ${at}`, 'decibel');
    to.number(point, 'patternDeviationProbability', `Pattern deviation probability ${at}`, 'percent');
  }
  to.number(eye, 'intraocularPressure', 'Intraocular pressure', 'mmHg');
  to.number(eye, 'pupilSize', 'Pupil diameter', 'mm');
  to.boolean(eye, 'pupilDilated', 'Pupil dilated');
};

/** The components of an eye by the kind of record. */
export const READERS = {
  lensometry(eye, side, to) {
    refraction(eye, side, to);
    to.text(eye, 'segment', 'Lens segment type');
    to.number(eye, 'transmittance', 'Optical transmittance', 'percent');
    to.number(eye, 'channelWidth', 'Channel width', 'mm');
  },
  autorefraction(eye, side, to) {
    refraction(eye, side, to);
    to.number(eye, 'pupilSize', 'Pupil diameter', 'mm');
    to.number(eye, 'cornealSize', 'Corneal diameter', 'mm');
  },
  keratometry: (eye, _, to) => curvature(eye, to),
  subjectiveRefraction: refraction,
  spectaclePrescription: refraction,
  visualAcuity(eye, _, to) {
    to.number(eye, 'acuity', 'Decimal visual acuity', 'one');
    const modifiers = eye.optional('modifiers', [], items<number>, 100, (value, path) =>
      number(value, path, -LARGEST, LARGEST),
    );
    for (const value of modifiers) {
      to.list.push({ code: worded('Visual acuity modifier'), valueQuantity: quantityOf(value, 'one') });
    }
  },
  axialMeasurements: axial,
  iolCalculation: calculation,
  visualField: field,
} satisfies Record<string, Reader>;

/** The kinds of records that become observations. */
export type Kind = keyof typeof READERS;

/** The observations' components of one side: of an IOL record one list a calculation, else one. */
export function componentsOf(kind: Kind, eye: Fields, side: string): FhirComponent[][] {
  const sources = kind === 'iolCalculation' ? parts(eye, 'calculations') : [eye];
  return sources.map((source) => {
    const components = new Components();
    READERS[kind](source, side, components);
    return components.list;
  });
}

/** What a record says of an examination as a whole: components of each of its observations. */
export function contextOf(kind: Kind, from: Fields): FhirComponent[] {
  const to = new Components();
  if (kind === 'lensometry') to.text(from, 'description', 'Lens description');
  if (kind === 'axialMeasurements') to.text(from, 'deviceType', 'Type of the axial measurements device');
  if (kind === 'visualField') {
    for (const protocol of from.optional('protocol', [], items, MOST, conceptOf)) {
      to.list.push({ code: worded('Protocol'), valueCodeableConcept: protocol });
    }
  }
  if (kind === 'visualAcuity') {
    to.code(from, 'type', 'Visual acuity type');
    to.text(from, 'distance', 'Viewing distance type');
    to.text(from, 'optotype', 'Optotype');
    to.text(from, 'optotypeDefinition', 'Optotype detailed definition');
    to.text(from, 'presentation', 'Optotype presentation');
    to.text(from, 'background', 'Background color');
  }
  return to.list;
}
