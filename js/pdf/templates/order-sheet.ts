/** The order of lenses from a laboratory. */
import { type Fields, line, matching, paragraph, record } from '../../validate';
import { numberFormat } from '../locale';
import type { PdfDocument } from '../model';
import { EYE_LABELS, type EyeLabels, type Side } from './eyes';
import {
  type CheckedFrame,
  type CheckedLensData,
  type CheckedWearing,
  type Frame,
  frame,
  type LensData,
  lensData,
  type WearingPosition,
  wearing,
} from './frame';
import { refuse } from './iban';
import { laidOut } from './order-sheet-document';
import { type CheckedParty, type Party, party } from './party';
import { type CheckedPatient, type Patient, patient } from './prescription';
import {
  type CheckedDistance,
  type CheckedRefraction,
  millimetres,
  type PowerStep,
  type PupillaryDistance,
  powerStep,
  pupillaryDistance,
  REFRACTION_FIELDS,
  type Refraction,
  refraction,
} from './refraction';
import { dayText } from './sale';
import { type DocumentOptions, type Making, type PdfTemplateOptions, template } from './template';
import { type CheckedTracing, type Tracing, tracing } from './tracing';

/** One eye of an order. */
export interface OrderedLens extends Refraction {
  /** Of the pupil above the lowest point of the lens in the frame: millimetres from `'5'` to `'45'`. */
  fittingHeight?: string;
  /** Of the uncut lens: millimetres from `'45'` to `'90'`. */
  diameter?: string;
}

/** What an order says. */
export interface OrderSheetData {
  /** At most 40 characters. */
  number: string;
  /** Day of the order, `YYYY-MM-DD`; also the PDF's creation date. */
  issueDate: string;
  /** Day it is needed, `YYYY-MM-DD`. */
  dueDate?: string | undefined;
  /** Who orders. */
  customer: Party;
  /** Who makes it. */
  laboratory?: Party | undefined;
  /** Whom it is for. */
  patient: Patient;
  /** In which steps the powers are. Default `'0.25'`. */
  powerStep?: PowerStep | undefined;
  /** The right eye's lens; at least one eye has one. */
  right?: OrderedLens | undefined;
  /** The left eye's lens. */
  left?: OrderedLens | undefined;
  /** When looking afar. */
  pupillaryDistance?: PupillaryDistance | undefined;
  /** When looking near. */
  nearPupillaryDistance?: PupillaryDistance | undefined;
  /** How the frame sits before the eyes. */
  wearing?: WearingPosition | undefined;
  /** The frame the lenses are for. */
  frame?: Frame | undefined;
  /** What both lenses are. */
  lens: LensData;
  /** The shape to be cut. */
  tracing?: Tracing | undefined;
  /** What the bar code (Code 128) says: 1 to 40 characters of ASCII. Default the number, if it is that; `null` for none. */
  barcode?: string | null | undefined;
  /** At most 2,000 characters, line breaks allowed. */
  notes?: string | undefined;
}

/** The template's words, each one line of at most 60 characters. */
export interface OrderSheetLabels extends EyeLabels {
  /** Heading of the document: `'Lens order'`. */
  title: string;
  /** Before its number: `'Order no.'`. */
  number: string;
  /** Before the day of the order: `'Ordered'`. */
  issueDate: string;
  /** Before the day it is needed: `'Needed by'`. */
  dueDate: string;
  /** Before tax numbers: `'Tax ID'`. */
  taxId: string;
  /** Above the laboratory: `'To'`. */
  laboratory: string;
  /** Above the patient: `'Patient'`. */
  patient: string;
  /** Before the day of birth: `'Born'`. */
  birthDate: string;
  /** Before the record's number: `'Record no.'`. */
  recordNumber: string;
  /** Above the powers: `'Prescription'`. */
  prescription: string;
  /** Above distances and heights: `'Centration'`. */
  centration: string;
  /** Head of the fitting heights: `'Fitting height'`. */
  fittingHeight: string;
  /** Head of the diameters: `'Diameter'`. */
  diameter: string;
  /** Before the vertex distance: `'Vertex distance'`. */
  vertexDistance: string;
  /** Before the pantoscopic tilt: `'Pantoscopic tilt'`. */
  pantoscopicTilt: string;
  /** Before the face form angle: `'Wrap angle'`. */
  wrap: string;
  /** Above the frame: `'Frame'`. */
  frame: string;
  /** `'Brand'`. */
  brand: string;
  /** `'Model'`. */
  model: string;
  /** `'Colour'`. */
  color: string;
  /** `'Material'`. */
  material: string;
  /** `'Type'`. */
  type: string;
  /** Before the boxed sizes: `'Size A × B, DBL'`. */
  size: string;
  /** `'Temple'`. */
  temple: string;
  /** Above the lenses: `'Lenses'`. */
  lens: string;
  /** `'Product'`. */
  name: string;
  /** `'Index'`. */
  index: string;
  /** `'Design'`. */
  design: string;
  /** `'Coatings'`. */
  coatings: string;
  /** `'Tint'`. */
  tint: string;
  /** Above the picture of the shapes: `'Shape, seen from the front'`. */
  tracing: string;
  /** Under a picture in which a millimetre is one: `'Actual size'`. */
  actualSize: string;
  /** What the bar code is: `'Bar code of the order'`. */
  barcode: string;
  /** Above the notes: `'Notes'`. */
  notes: string;
  /** In the foot: `'Page {page} of {pages}'`. */
  page: string;
}

/** Options of {@link orderSheet}. */
export type OrderSheetOptions = PdfTemplateOptions<OrderSheetLabels>;

/** An {@link OrderedLens} that passed the front door. */
export type CheckedLens = CheckedRefraction & Record<'fittingHeight' | 'diameter', string | undefined>;

/** An {@link OrderSheetData} that passed the front door. */
export interface CheckedOrder extends Record<Side, CheckedLens | undefined> {
  number: string;
  issueDate: string;
  dueDate: string | undefined;
  customer: CheckedParty;
  laboratory: CheckedParty | undefined;
  patient: CheckedPatient;
  pupillaryDistance: CheckedDistance | undefined;
  nearPupillaryDistance: CheckedDistance | undefined;
  wearing: CheckedWearing;
  frame: CheckedFrame | undefined;
  lens: CheckedLensData;
  tracing: CheckedTracing | undefined;
  barcode: string | undefined;
  notes: string | undefined;
}

/**
 * Makes the order sheet of a pair of lenses (or of one) as a PDF: powers, centration, how the frame sits, frame, lenses, the
 * shape in actual size, a bar code.
 *
 * Powers are checked strictly and printed with their sign and two decimals, other figures digit for digit, in the locale's
 * decimal mark. Nothing is rounded, transposed or made up: what an eye lacks is printed as `–`. In the picture of the shape
 * a cross shows where an eye looks through, if the frame's size, its own pupillary distance and its fitting height are
 * known.
 *
 * @param data what is ordered
 * @param options how it looks; `signal`, `onProgress`, and `lane` (default `'interactive'`)
 * @returns the PDF file
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (a field of the wrong form or out of its range, a power between steps, a
 *   cylinder without axis or the other way round, a prism without base, distances that do not add up: `details.required`
 *   is the right one), `ERR_UNSUPPORTED` (a character the fonts lack), `ERR_LIMIT_EXCEEDED` (a text too long for its
 *   field), `ERR_ABORTED`, `ERR_BUSY`
 * @see ISO 8624 for the boxed sizes of frames, ISO 8429 for axes and bases in degrees
 *
 * @example
 * const file = await pdf.orderSheet({
 *   number: 'LAB-2026-00815',
 *   issueDate: '2026-03-01',
 *   dueDate: '2026-03-05',
 *   customer: { name: 'Optik Morgenstern GmbH', address: ['Lindenstraße 12', '10969 Berlin'] },
 *   patient: { name: 'Jana Nováková', recordNumber: 'P-00053' },
 *   right: { sphere: '-1.25', cylinder: '-0.50', axis: 175, add: '+1.50', fittingHeight: '21' },
 *   left: { sphere: '-1.00', add: '+1.50', fittingHeight: '21.5' },
 *   pupillaryDistance: { right: '31.5', left: '32' },
 *   frame: { brand: 'Alba', model: '01', size: { a: '52', b: '38', dbl: '18' } },
 *   lens: { name: 'Progressive Premium', index: '1.60', coatings: ['Anti-reflection', 'Hard coat'] },
 * });
 */
export async function orderSheet(data: OrderSheetData, options: OrderSheetOptions = {}): Promise<Buffer> {
  return making(data, options).pdf();
}

/**
 * The document that {@link orderSheet} makes a PDF of: for `renderMany` and `renderToStream`, or to add to it. Errors of
 * rendering it then name places in the document.
 *
 * @param data as of {@link orderSheet}
 * @param options as of {@link orderSheet}, but those of rendering
 * @throws ClinicoreError as {@link orderSheet} does for what is wrong with the data
 *
 * @example
 * const documents = orders.map((data) => () => pdf.orderSheetDocument(data));
 * for await (const { index, file } of pdf.renderMany(documents)) await keep(orders[index].number, file);
 */
export async function orderSheetDocument(
  data: OrderSheetData,
  options: DocumentOptions<OrderSheetOptions> = {},
): Promise<PdfDocument> {
  return making(data, options).document();
}

function making(data: OrderSheetData, options: OrderSheetOptions): Making {
  const { locale, labels, look, pageSize, of } = template(options, LABELS, ['pageSize']);
  const checked = checkedOrder(record(data, 'data'));
  const numbers = numberFormat(locale, 'EUR');
  return of(checked, () => {
    const document = laidOut(checked, look, labels, numbers, pageSize);
    const drawing = document.content.findIndex((block) => typeof block === 'object' && block.type === 'drawing');
    return { document, places: { [`document.content[${drawing}].shapes`]: 'data.tracing.shapes' } };
  });
}

const LABELS: OrderSheetLabels = {
  ...EYE_LABELS,
  title: 'Lens order',
  number: 'Order no.',
  issueDate: 'Ordered',
  dueDate: 'Needed by',
  taxId: 'Tax ID',
  laboratory: 'To',
  patient: 'Patient',
  birthDate: 'Born',
  recordNumber: 'Record no.',
  prescription: 'Prescription',
  centration: 'Centration',
  fittingHeight: 'Fitting height',
  diameter: 'Diameter',
  vertexDistance: 'Vertex distance',
  pantoscopicTilt: 'Pantoscopic tilt',
  wrap: 'Wrap angle',
  frame: 'Frame',
  brand: 'Brand',
  model: 'Model',
  color: 'Colour',
  material: 'Material',
  type: 'Type',
  size: 'Size A × B, DBL',
  temple: 'Temple',
  lens: 'Lenses',
  name: 'Product',
  index: 'Index',
  design: 'Design',
  coatings: 'Coatings',
  tint: 'Tint',
  tracing: 'Shape, seen from the front',
  actualSize: 'Actual size',
  barcode: 'Bar code of the order',
  notes: 'Notes',
  page: 'Page {page} of {pages}',
};

const FIELDS = [
  'number',
  'issueDate',
  'dueDate',
  'customer',
  'laboratory',
  'patient',
  'powerStep',
  'right',
  'left',
  'pupillaryDistance',
  'nearPupillaryDistance',
  'wearing',
  'frame',
  'lens',
  'tracing',
  'barcode',
  'notes',
];

/** What Code 128 can say without its control characters. */
const ASCII = /^[ -~]{1,40}$/;

function checkedOrder(source: Fields): CheckedOrder {
  const step = source.only(FIELDS).optional('powerStep', '0.25', powerStep);
  const number = source.get('number', line, 40);
  const checked = {
    number,
    issueDate: source.get('issueDate', dayText),
    dueDate: source.optional('dueDate', undefined, dayText),
    customer: source.get('customer', party),
    laboratory: source.optional('laboratory', undefined, party),
    patient: source.get('patient', patient),
    right: source.optional('right', undefined, orderedLens, step),
    left: source.optional('left', undefined, orderedLens, step),
    pupillaryDistance: source.optional('pupillaryDistance', undefined, pupillaryDistance),
    nearPupillaryDistance: source.optional('nearPupillaryDistance', undefined, pupillaryDistance),
    wearing: wearing(
      source.optional('wearing', {}, (value) => value),
      source.path('wearing'),
    ),
    frame: source.optional('frame', undefined, frame),
    lens: source.get('lens', lensData),
    tracing: source.optional('tracing', undefined, tracing),
    barcode: source.optional('barcode', ASCII.test(number) ? number : undefined, barcode),
    notes: source.optional('notes', undefined, paragraph, 2000),
  };
  if (checked.right === undefined && checked.left === undefined) refuse('data', 'for at least one eye');
  return checked;
}

const barcode = (value: unknown, path: string): string | undefined =>
  value === null ? undefined : matching(value, path, ASCII, '1 to 40 characters of ASCII');

function orderedLens(value: unknown, path: string, step: PowerStep): CheckedLens {
  const fields = record(value, path).only([...REFRACTION_FIELDS, 'fittingHeight', 'diameter']);
  return {
    ...refraction(fields, step),
    fittingHeight: fields.optional('fittingHeight', undefined, millimetres, 5, 45),
    diameter: fields.optional('diameter', undefined, millimetres, 45, 90),
  };
}
