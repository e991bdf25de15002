import { type NumberFormat, printedDate } from '../locale';
import type { Block, PdfDocument } from '../model';
import type { CheckedContactLens } from './contact-lens';
import { centrationTable, type EyeColumn, eyeTable, mm, NONE, refractionColumns, SIDES, type Side } from './eyes';
import { beside, facts, INK, type Look, noted, section, sheet } from './look';
import { addressee, letterhead } from './party';
import type { CheckedPrescription, CheckedSpectacles, PrescriptionLabels } from './prescription';
import { type CheckedRefraction, exactText, powerText } from './refraction';

export function laidOut(
  data: CheckedPrescription,
  look: Look,
  labels: PrescriptionLabels,
  numbers: NumberFormat,
  pageSize: 'A4' | 'Letter',
): PdfDocument {
  const { prescriber, patient } = data;
  const date = (day: string | undefined) => day && printedDate(new Date(day), look.language);
  const title = data.number === undefined ? labels.title : `${labels.title} ${data.number}`;
  const dated = facts(look, [
    [labels.number, data.number],
    [labels.issueDate, date(data.issueDate)],
    [labels.validUntil, date(data.validUntil)],
  ]);
  const person = facts(look, [
    [labels.birthDate, date(patient.birthDate)],
    [labels.recordNumber, patient.recordNumber],
  ]);
  return sheet(
    look,
    { title, author: prescriber.name, created: data.issueDate, pageSize, page: labels.page, size: 10 },
    [
      letterhead(look, prescriber, labels.taxId, labels.title, [dated]),
      beside(
        32,
        { width: '1.1*', content: addressee(look, patient.name, patient.address, labels.patient) },
        { width: '1*', content: person.rows.length === 0 ? [] : [person] },
      ),
      ...(data.spectacles === undefined ? [] : spectacleBlocks(data.spectacles, look, labels, numbers)),
      ...(data.contactLenses === undefined ? [] : contactBlocks(data.contactLenses, look, labels, numbers)),
      ...noted(look, labels.notes, data.notes),
      signature(look, labels.signature),
    ],
  );
}

function spectacleBlocks(
  data: CheckedSpectacles,
  look: Look,
  labels: PrescriptionLabels,
  numbers: NumberFormat,
): Block[] {
  const sides = SIDES.filter((side) => data[side] !== undefined);
  const eyes = sides.map((side) => [labels[side], data[side] as CheckedRefraction] as const);
  const distances = { distance: data.pupillaryDistance, near: data.nearPupillaryDistance };
  const centration = centrationTable(look, sides, distances, [], labels, numbers);
  const more = facts(look, [
    [labels.use, data.use],
    [labels.vertexDistance, mm(data.vertexDistance, numbers)],
  ]);
  const below: Block[] = [...(centration === undefined ? [] : [centration]), ...(more.rows.length === 0 ? [] : [more])];
  return [
    section(look, labels.spectacles, 22),
    { ...eyeTable(look, refractionColumns(eyes, labels, numbers)), after: 12 },
    ...(below.length < 2 ? below : [beside(32, ...below.map((block) => ({ width: '1*' as const, content: [block] })))]),
  ];
}

function contactBlocks(
  lenses: Record<Side, CheckedContactLens | undefined>,
  look: Look,
  labels: PrescriptionLabels,
  numbers: NumberFormat,
): Block[] {
  const sides = SIDES.filter((side) => lenses[side] !== undefined);
  const each = (head: string, text: (lens: CheckedContactLens) => string | undefined, words = false): EyeColumn => ({
    head,
    cells: sides.map((side) => text(lenses[side] as CheckedContactLens) ?? NONE),
    words,
  });
  const dioptres = (value: string | undefined) => value && powerText(value, numbers);
  return [
    section(look, labels.contactLenses, 22),
    eyeTable(look, [
      { head: labels.eye, cells: sides.map((side) => labels[side]) },
      each(labels.brand, ({ brand }) => brand, true),
      each(labels.baseCurve, ({ baseCurve }) => exactText(baseCurve, numbers)),
      each(labels.diameter, ({ diameter }) => exactText(diameter, numbers)),
      each(labels.sphere, ({ sphere }) => dioptres(sphere)),
      each(labels.cylinder, ({ cylinder }) => dioptres(cylinder)),
      each(labels.axis, ({ axis }) => (axis === undefined ? undefined : `${axis}°`)),
      each(labels.add, ({ add }) => (add !== undefined && /\d/.test(add) ? dioptres(add) : add)),
      each(labels.color, ({ color }) => color, true),
    ]),
  ];
}

/** A line to sign on. */
function signature(look: Look, label: string): Block {
  const line: Block[] = [
    { type: 'rule', thickness: 0.75, color: INK, after: 4 },
    { type: 'paragraph', text: label, style: 'small', align: look.start },
  ];
  return {
    ...beside(0, { width: '1*', content: [] }, { width: 220, content: line }),
    before: 72,
    together: true,
  };
}
