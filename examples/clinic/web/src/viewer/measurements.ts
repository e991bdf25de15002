/** What a record of an eye examination says, as a table has it: a row a measurement, a column an eye. */
import type { EyeCode, EyeRecord, EyeSide, OphthalmicRecord } from 'clinicore/dicom';

const KINDS: Record<OphthalmicRecord['kind'], string> = {
  lensometry: 'Lensometry',
  autorefraction: 'Autorefraction',
  keratometry: 'Keratometry',
  subjectiveRefraction: 'Subjective refraction',
  visualAcuity: 'Visual acuity',
  spectaclePrescription: 'Spectacle prescription',
  axialMeasurements: 'Axial measurements',
  iolCalculation: 'Lens calculation',
  visualField: 'Visual field',
  ophthalmicImage: 'Image',
};

/** What kind of examination a record is of. */
export const kindOf = ({ kind }: OphthalmicRecord): string => KINDS[kind] ?? kind;

type Keys<Union> = Union extends unknown ? keyof Union : never;
type Of<Union, Key> = Union extends unknown ? (Key extends keyof Union ? Union[Key] : never) : never;

/** All that any of the records may say of an eye, or of both together. */
type Measured = OphthalmicRecord extends infer R
  ? R extends EyeRecord<string, infer Eye, infer Both>
    ? Eye | Both
    : never
  : never;
type Eye = { [Key in Keys<Measured>]?: Of<Measured, Key> };
type Part<Key extends keyof Eye> = NonNullable<Eye[Key]>;

/** A text, or lines of text. */
type Cell = string | string[];

/** Decimals as the file has them, at least two, with their sign. */
function signed(number: number): string {
  const decimals = (String(Math.abs(number)).split('.')[1] ?? '').length;
  const sign = number < 0 ? '−' : number > 0 ? '+' : '';
  return sign + Math.abs(number).toFixed(Math.max(2, decimals));
}

const minus = (text: string) => text.replace('-', '−');
const said = (lines: (string | undefined)[]): string[] =>
  lines.filter((line) => line !== undefined && line !== '') as string[];
const meaning = (code: EyeCode | undefined): string | undefined => code?.meaning ?? code?.value;

/** A value as it is; what is wrong about it may be that it is a text. */
export const plain = (value: number | string): string => minus(String(value));
const optional = (value: number | undefined) => value !== undefined && plain(value);

const prism = ({ amount, base }: { amount?: number; base?: string }) =>
  said([amount === undefined ? undefined : plain(amount), base && `base ${base}`]).join(' ');
const addition = ({ power, viewingDistance }: NonNullable<Part<'add'>['near']>) =>
  said([power === undefined ? '–' : signed(power), viewingDistance ? `at ${viewingDistance} cm` : undefined]).join(' ');
const meridian = ({ radius, power, axis }: Part<'steep'>) =>
  said([
    radius === undefined ? undefined : `${radius.toFixed(2)} mm`,
    power === undefined ? undefined : `${power.toFixed(2)} D`,
    axis === undefined ? undefined : `${plain(axis)}°`,
  ]);
const probable = (value: number | undefined, probability: number | undefined) =>
  value !== undefined && (probability === undefined ? plain(value) : [plain(value), `p < ${probability} %`]);
const acuity = (value: number, modifiers: number[] = []) => {
  const more = modifiers.filter(Boolean).map((modifier) => (modifier > 0 ? `+${modifier}` : plain(modifier)));
  return [plain(value), ...more].join(' ');
};
const calculation = ({ formula, lens, powers }: Part<'calculations'>[number]) => {
  const used = powers?.find(({ chosen }) => chosen) ?? powers?.[0];
  return said([
    said([meaning(formula), lens?.name]).join(', '),
    used?.power === undefined ? undefined : `${signed(used.power)} D${used.chosen ? ' (chosen)' : ''}`,
    used?.predictedRefraction === undefined ? undefined : `leaves ${signed(used.predictedRefraction)} D`,
  ]);
};

/** What may be measured of an eye: what it is called, its unit, and how it is written; the unit is left out where it varies. */
const ROWS: [label: string, unit: string, write: (eye: Eye) => Cell | false | undefined][] = [
  ['Sphere', 'D', ({ sphere }) => sphere !== undefined && signed(sphere)],
  ['Cylinder', 'D', ({ cylinder }) => cylinder !== undefined && signed(cylinder)],
  ['Axis', '°', ({ axis }) => optional(axis)],
  ['Addition, near', 'D', ({ add }) => add?.near && addition(add.near)],
  ['Addition, intermediate', 'D', ({ add }) => add?.intermediate && addition(add.intermediate)],
  ['Addition, other', 'D', ({ add }) => add?.other && addition(add.other)],
  ['Prism, horizontal', 'Δ', (eye) => eye.prism?.horizontal && prism(eye.prism.horizontal)],
  ['Prism, vertical', 'Δ', (eye) => eye.prism?.vertical && prism(eye.prism.vertical)],
  ['Vertex distance', 'mm', ({ vertexDistance }) => optional(vertexDistance)],
  ['Lens', '', ({ segment }) => segment],
  ['Pupillary distance', 'mm', ({ pupillaryDistance: pd }) => optional(pd?.distance)],
  ['… near', 'mm', ({ pupillaryDistance: pd }) => optional(pd?.near)],
  ['… intermediate', 'mm', ({ pupillaryDistance: pd }) => optional(pd?.intermediate)],
  ['… other', 'mm', ({ pupillaryDistance: pd }) => optional(pd?.other)],
  ['Acuity', 'decimal', (eye) => eye.acuity !== undefined && acuity(eye.acuity, eye.modifiers)],
  ['Steep meridian', '', ({ steep }) => steep && meridian(steep)],
  ['Flat meridian', '', ({ flat }) => flat && meridian(flat)],
  ['Pupil', 'mm', ({ pupilSize }) => optional(pupilSize)],
  ['Cornea', 'mm', ({ cornealSize }) => optional(cornealSize)],
  ['Axial length, optical', 'mm', ({ optical }) => optional(optical?.length)],
  ['Axial length, ultrasound', 'mm', ({ ultrasound }) => optional(ultrasound?.length)],
  ['Lens status', '', ({ lensStatus }) => meaning(lensStatus)],
  ['Vitreous', '', ({ vitreousStatus }) => meaning(vitreousStatus)],
  ['Calculations', '', ({ calculations }) => calculations?.flatMap(calculation)],
  ['Mean deviation', 'dB', (eye) => probable(eye.meanDeviation, eye.meanDeviationProbability)],
  ['Pattern deviation', 'dB', (eye) => probable(eye.patternStandardDeviation, eye.patternStandardDeviationProbability)],
  ['Mean sensitivity', 'dB', ({ meanSensitivity }) => optional(meanSensitivity)],
  ['Foveal sensitivity', 'dB', ({ fovealSensitivity }) => optional(fovealSensitivity)],
  ['False positives', '%', ({ falsePositives }) => optional(falsePositives)],
  ['False negatives', '%', ({ falseNegatives }) => optional(falseNegatives)],
  ['Fixation lost', 'times', ({ fixation }) => fixation && `${fixation.lost ?? '–'} of ${fixation.checked ?? '–'}`],
  ['Indexes', '', ({ indexes }) => indexes?.map(({ type, value }) => `${meaning(type) ?? 'Index'}: ${value ?? '–'}`)],
  ['Intraocular pressure', 'mmHg', ({ intraocularPressure }) => optional(intraocularPressure)],
  ['Field of view', '°', ({ fieldOfView }) => optional(fieldOfView)],
];

/** Whose values there are: what a column is called, and what opticians write. */
export const SIDES: readonly (readonly [side: EyeSide, name: string, short: string])[] = [
  ['right', 'Right', 'OD'],
  ['left', 'Left', 'OS'],
  ['both', 'Both', 'OU'],
  ['unspecified', 'Not said', ''],
];

export interface Measurement {
  label: string;
  unit: string;
  /** A text, lines of text or nothing for each side. */
  cells: (Cell | undefined)[];
}

/** The measurements of a record; right and left have a column each, also where nothing was measured of one of them. */
export function measurementsOf(record: OphthalmicRecord): { sides: typeof SIDES; rows: Measurement[] } {
  const sides = SIDES.filter(([side]) => side === 'right' || side === 'left' || record[side]);
  const rows = ROWS.map(([label, unit, write]) => ({
    label,
    unit,
    cells: sides.map(([side]) => {
      const eye = record[side] as Eye | undefined;
      return (eye && write(eye)) || undefined;
    }),
  }));
  return { sides, rows: rows.filter(({ cells }) => cells.some(Boolean)) };
}
