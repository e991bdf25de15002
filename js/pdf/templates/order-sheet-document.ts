/** An order sheet as a document. */
import { type NumberFormat, printedDate } from '../locale';
import type { Block, PdfDocument } from '../model';
import { centrationTable, eyeTable, mm, refractionColumns, SIDES } from './eyes';
import type { CheckedFrame } from './frame';
import { beside, type Fact, facts, type Look, noted, section, sheet } from './look';
import type { CheckedLens, CheckedOrder, OrderSheetLabels } from './order-sheet';
import { addressee, details, letterhead } from './party';
import { exactText } from './refraction';
import { type Centre, tracingPicture } from './tracing';

export function laidOut(
  order: CheckedOrder,
  look: Look,
  labels: OrderSheetLabels,
  numbers: NumberFormat,
  pageSize: 'A4' | 'Letter',
): PdfDocument {
  const { customer, number, issueDate } = order;
  const date = (day: string | undefined) => day && printedDate(new Date(day), look.language);
  const data = facts(look, [
    [labels.number, number],
    [labels.issueDate, date(issueDate)],
    [labels.dueDate, date(order.dueDate)],
  ]);
  const title = `${labels.title} ${number}`;
  return sheet(look, { title, author: customer.name, created: issueDate, pageSize, page: labels.page }, [
    { ...letterhead(look, customer, labels.taxId, labels.title, [data]), after: 10 },
    recipients(order, look, labels, date(order.patient.birthDate)),
    ...lensBlocks(order, look, labels, numbers),
    ...productBlocks(order, look, labels, numbers),
    ...shapeBlocks(order, look, labels, numbers),
  ]);
}

/** The laboratory, the patient, and the bar code that finds the order again. */
function recipients(order: CheckedOrder, look: Look, labels: OrderSheetLabels, born: string | undefined): Block {
  const { laboratory, patient, barcode } = order;
  const known = [
    ...(born === undefined ? [] : [`${labels.birthDate} ${born}`]),
    ...(patient.recordNumber === undefined ? [] : [`${labels.recordNumber} ${patient.recordNumber}`]),
  ];
  const code: Block[] =
    barcode === undefined
      ? []
      : [
          {
            type: 'code',
            code: 'code128',
            value: barcode,
            width: 200,
            height: 36,
            alt: labels.barcode,
            align: look.end,
          },
        ];
  const to =
    laboratory === undefined
      ? []
      : addressee(look, laboratory.name, details(laboratory, labels.taxId), labels.laboratory);
  const whom = addressee(look, patient.name, [...known, ...patient.address], labels.patient);
  return beside(
    20,
    ...(to.length === 0 ? [] : [{ width: '1*' as const, content: to }]),
    { width: '1*', content: whom },
    ...(code.length === 0 ? [] : [{ width: 200, content: code }]),
  );
}

function lensBlocks(order: CheckedOrder, look: Look, labels: OrderSheetLabels, numbers: NumberFormat): Block[] {
  const sides = SIDES.filter((side) => order[side] !== undefined);
  const eyes = sides.map((side) => [labels[side], order[side] as CheckedLens] as const);
  const centration = centrationTable(
    look,
    sides,
    { distance: order.pupillaryDistance, near: order.nearPupillaryDistance },
    [
      [labels.fittingHeight, (side) => order[side]?.fittingHeight],
      [labels.diameter, (side) => order[side]?.diameter],
    ],
    labels,
    numbers,
  );
  const { vertexDistance, pantoscopicTilt, wrap } = order.wearing;
  const degrees = (angle: string | undefined) => angle && `${exactText(angle, numbers)}°`;
  const sits: Fact[] = [
    [labels.vertexDistance, mm(vertexDistance, numbers)],
    [labels.pantoscopicTilt, degrees(pantoscopicTilt)],
    [labels.wrap, degrees(wrap)],
  ];
  const position = facts(look, sits, 'auto');
  const columns = [
    ...(centration === undefined ? [] : [{ width: '2.4*' as const, content: [centration] }]),
    ...(position.rows.length === 0 ? [] : [{ width: '1*' as const, content: [position] }]),
  ];
  return [
    section(look, labels.prescription, 8),
    eyeTable(look, refractionColumns(eyes, labels, numbers)),
    ...(columns.length === 0 ? [] : [section(look, labels.centration, 8), beside(24, ...columns)]),
  ];
}

/** The lenses and what is to be noted beside the frame. */
function productBlocks(order: CheckedOrder, look: Look, labels: OrderSheetLabels, numbers: NumberFormat): Block[] {
  const { lens, frame } = order;
  const made: Fact[] = [
    [labels.name, lens.name],
    [labels.index, lens.index && exactText(lens.index, numbers)],
    [labels.design, lens.design],
    [labels.coatings, lens.coatings.length === 0 ? undefined : lens.coatings.join(', ')],
    [labels.tint, lens.tint],
  ];
  const panel = (name: string, pairs: Fact[]) => [section(look, name, 0), facts(look, pairs)];
  const notes = noted(look, labels.notes, order.notes);
  const lenses = panel(labels.lens, made);
  if (frame === undefined) return [{ type: 'box', padding: 0, before: 10, content: [...lenses, ...notes] }];
  return [
    {
      ...beside(
        28,
        { width: '1*', content: [...lenses, ...notes] },
        { width: '1*', content: panel(labels.frame, frameFacts(frame, labels, numbers)) },
      ),
      before: 10,
    },
  ];
}

function frameFacts(frame: CheckedFrame, labels: OrderSheetLabels, numbers: NumberFormat): Fact[] {
  const { brand, model, color, material, type, size } = frame;
  const exact = (length: string) => exactText(length, numbers);
  return [
    [labels.brand, brand],
    [labels.model, model],
    [labels.color, color],
    [labels.material, material],
    [labels.type, type],
    [labels.size, size && `${exact(size.a)} × ${exact(size.b)}, ${mm(size.dbl, numbers)}`],
    [labels.temple, mm(size?.temple, numbers)],
  ];
}

function shapeBlocks(order: CheckedOrder, look: Look, labels: OrderSheetLabels, numbers: NumberFormat): Block[] {
  const { tracing, pupillaryDistance: distance, frame } = order;
  if (tracing === undefined) return [];
  const centre = (side: 'right' | 'left'): Centre => ({
    pupillaryDistance: distance?.[side],
    fittingHeight: order[side]?.fittingHeight,
  });
  const words = {
    right: labels.right,
    left: labels.left,
    actualSize: labels.actualSize,
    alt: labels.tracing,
    mm: (length: string) => mm(length, numbers) as string,
  };
  const picture: Block =
    'shapes' in tracing
      ? { type: 'drawing', ...tracing, alt: labels.tracing, align: 'center' }
      : tracingPicture(tracing, frame?.size?.dbl, { right: centre('right'), left: centre('left') }, look, words);
  return [section(look, labels.tracing, 8), picture];
}
