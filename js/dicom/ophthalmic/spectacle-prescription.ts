import { codeIn, type Source } from './findings';
import { keyOf, LATERALITIES, LATERALITY } from './laterality-code';
import { ADDITION, CYLINDER, PRISM, PUPILLARY_DISTANCE, type Range, SPHERE } from './plausible';
import type { BothEyes } from './pupillary-distance';
import type { EyeRecord, EyeSide } from './record';
import type { Refraction } from './refraction';

/**
 * Spectacles that were prescribed, as a structured report (SOP class 1.2.840.10008.5.1.4.1.1.78.6). Its items are told by
 * their codes, wherever they stand, and belong to the eye of the nearest container or laterality around them.
 *
 * @see PS3.16 TID 2020
 */
export interface SpectaclePrescription extends EyeRecord<'spectaclePrescription', Refraction, BothEyes> {
  /** The report's Completion Flag: whether its author says it is complete. */
  isComplete?: boolean;
  /** The report's Verification Flag: whether somebody accountable has signed it. */
  isVerified?: boolean;
}

/** What a NUM item measures: where it goes, its unit in UCUM, and what is plausible. */
interface Quantity {
  name: string;
  unit: string;
  range: Range;
  isAxis?: boolean;
}

const DIOPTRE = '[diop]';
const PRISM_DIOPTRE = "[p'diop]";

/** Concepts of numbers by their code, as SCT or DCM writes it and as SRT did. */
const QUANTITIES: Record<string, Quantity> = {
  'SCT 251795007': { name: 'sphere', unit: DIOPTRE, range: SPHERE },
  'SCT 251797004': { name: 'cylinder', unit: DIOPTRE, range: CYLINDER },
  'SCT 251799001': { name: 'axis', unit: 'deg', range: [0, 180], isAxis: true },
  'DCM 111672': { name: 'add.near.power', unit: DIOPTRE, range: ADDITION },
  'DCM 111673': { name: 'add.intermediate.power', unit: DIOPTRE, range: ADDITION },
  'DCM 111674': { name: 'add.other.power', unit: DIOPTRE, range: ADDITION },
  'DCM 111675': { name: 'prism.horizontal.amount', unit: PRISM_DIOPTRE, range: PRISM },
  'DCM 111677': { name: 'prism.vertical.amount', unit: PRISM_DIOPTRE, range: PRISM },
};

const DISTANCES: Record<string, Quantity> = {
  'DCM 111679': { name: 'pupillaryDistance.distance', unit: 'mm', range: PUPILLARY_DISTANCE },
  'DCM 111680': { name: 'pupillaryDistance.near', unit: 'mm', range: PUPILLARY_DISTANCE },
};

/** Concepts of codes; PS3.16 CID 4214 and 4215 have their values. */
const BASES: Record<string, { name: string; values: Record<string, string> }> = {
  'DCM 111676': { name: 'prism.horizontal.base', values: { 'SCT 255460003': 'in', 'SCT 255543005': 'out' } },
  'DCM 111678': { name: 'prism.vertical.base', values: { 'SCT 255532002': 'up', 'SCT 255518004': 'down' } },
};

/** Containers of an eye. */
const EYES: Record<string, EyeSide> = { 'DCM 111688': 'right', 'DCM 111689': 'left' };

/** A value the report has for an eye. */
interface Found {
  eye: EyeSide;
  name: string;
  value: number | string;
  path: string;
}

/** One of a table, by a key that may be any text of a file. */
const entry = <T>(table: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

export function spectaclePrescription(file: Source) {
  const found: Found[] = [];
  walk(file, undefined, found);
  const sides = assembled(file, found);
  const flag = (keyword: string, name: string, yes: string, no: string) =>
    file.term(keyword, name, { [yes]: true, [no]: false });
  const isComplete = flag('CompletionFlag', 'isComplete', 'COMPLETE', 'PARTIAL');
  const isVerified = flag('VerificationFlag', 'isVerified', 'VERIFIED', 'UNVERIFIED');
  return {
    kind: 'spectaclePrescription' as const,
    ...sides,
    ...(isComplete !== undefined && { isComplete }),
    ...(isVerified !== undefined && { isVerified }),
  };
}

/** Goes through the content items under `parent`, which are of the eye `around` where they do not say otherwise. */
function walk(parent: Source, around: EyeSide | undefined, found: Found[]): void {
  const items = parent.all('ContentSequence', '').map((item) => ({ item, concept: conceptOf(item) }));
  for (const { item, concept } of items) {
    if (concept === LATERALITY) continue;
    const eye = eyeOf(item, concept, around);
    take(item, concept, eye, found);
    walk(item, eye, found);
  }
}

const conceptOf = (item: Source): string => keyOf(codeIn(item.one('ConceptNameCodeSequence')));

/** The eye of an item: what its concept or the laterality right under it says, held against what is said around it. */
function eyeOf(item: Source, concept: string, around: EyeSide | undefined): EyeSide | undefined {
  const said = entry(EYES, concept);
  const lateralities = item
    .all('ContentSequence', '')
    .filter((child) => conceptOf(child) === LATERALITY)
    .map((child) => entry(LATERALITIES, keyOf(codeIn(child.one('ConceptCodeSequence')))));
  const sides = new Set([said, ...lateralities, around].filter((side) => side !== undefined));
  if (sides.size <= 1) return [...sides][0];
  item.report('laterality', 'ConceptNameCodeSequence', 'The item names another eye than what is around or under it');
  return 'unspecified';
}

function take(item: Source, concept: string, eye: EyeSide | undefined, found: Found[]): void {
  const distance = entry(DISTANCES, concept);
  const quantity = distance ?? entry(QUANTITIES, concept);
  const base = entry(BASES, concept);
  if (!quantity && !base) return;
  // A pupillary distance is of both eyes, unless it says that it is of one.
  const side = eye ?? (distance ? 'both' : 'unspecified');
  const source = item.for('', side);
  if (side === 'unspecified' && eye === undefined) {
    source.report('laterality', 'ConceptNameCodeSequence', 'The report does not say which eye the item is of');
  }
  if (base) takeBase(source, side, base, found);
  else if (quantity) takeNumber(source, side, quantity, found);
}

function takeBase(item: Source, eye: EyeSide, base: (typeof BASES)[string], found: Found[]): void {
  const code = codeIn(item.one('ConceptCodeSequence'));
  const value = entry(base.values, keyOf(code));
  const path = item.pathOf('ConceptCodeSequence');
  if (value !== undefined) found.push({ eye, name: base.name, value, path });
  else item.report('invalid', 'ConceptCodeSequence', 'The base of the prism is none of PS3.16 CID 4214 and 4215');
}

function takeNumber(item: Source, eye: EyeSide, quantity: Quantity, found: Found[]): void {
  const measured = item.one('MeasuredValueSequence');
  if (!measured) return;
  const value = measured.bare('NumericValue');
  if (value === undefined) return;
  const unit = codeIn(measured.one('MeasurementUnitsCodeSequence'))?.value;
  if (unit !== quantity.unit) {
    measured.report('unit', 'NumericValue', `The number is not in ${quantity.unit}`, value);
    return;
  }
  const path = measured.pathOf('NumericValue');
  if (quantity.isAxis && !(value >= 0 && value <= 180)) {
    measured.report('axis', 'NumericValue', 'The axis is none from 0 to 180 degrees', value);
    return;
  }
  measured.check(value, 'NumericValue', quantity.range);
  found.push({ eye, name: quantity.name, value: quantity.isAxis && value === 0 ? 180 : value, path });
}

/** The record of the values, of which there must be one for each place. */
function assembled({ findings }: Source, found: Found[]) {
  const sides = {
    right: undefined as Refraction | undefined,
    left: undefined as Refraction | undefined,
    both: undefined as (BothEyes & Refraction) | undefined,
    unspecified: undefined as Refraction | undefined,
  };
  const places = new Map<string, Found[]>();
  for (const value of found) {
    const place = `${value.eye}.${value.name}`;
    const others = places.get(place);
    if (others) others.push(value);
    else places.set(place, [value]);
  }
  for (const [place, values] of places) {
    const [first] = values as [Found];
    if (values.some(({ value }) => value !== first.value)) {
      for (const { path, eye, value } of values) {
        findings.report('ambiguous', path, 'The report has several values for the same of one eye', eye, value);
      }
      continue;
    }
    findings.provenance[place] = first.path;
    set(sides, place, first.value);
  }
  check(findings, sides, places);
  return sides;
}

function set(target: object, place: string, value: number | string): void {
  const keys = place.split('.');
  let within = target as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) {
    within[key] ??= {};
    within = within[key] as Record<string, unknown>;
  }
  within[keys.at(-1) as string] = value;
}

/** As for lenses: a cylinder needs an axis, an axis a cylinder, a prism a base. */
function check(
  findings: Source['findings'],
  sides: Partial<Record<EyeSide, Refraction | undefined>>,
  places: Map<string, Found[]>,
): void {
  const pathOf = (place: string): string => places.get(place)?.[0]?.path as string;
  for (const eye of ['right', 'left', 'both', 'unspecified'] as const) {
    const lens = sides[eye];
    if (!lens) continue;
    const { cylinder, axis } = lens;
    if (cylinder && axis === undefined && !places.has(`${eye}.axis`)) {
      findings.report('cylinder-without-axis', pathOf(`${eye}.cylinder`), 'The cylinder has no axis', eye);
    }
    if (axis !== undefined && !places.has(`${eye}.cylinder`)) {
      findings.report('axis-without-cylinder', pathOf(`${eye}.axis`), 'The axis has no cylinder', eye);
    }
    for (const part of ['horizontal', 'vertical'] as const) {
      if (lens.prism?.[part]?.amount && !places.has(`${eye}.prism.${part}.base`)) {
        const path = pathOf(`${eye}.prism.${part}.amount`);
        findings.report('prism-without-base', path, 'The prism has no base', eye);
      }
    }
  }
}
