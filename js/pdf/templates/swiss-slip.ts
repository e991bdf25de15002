/**
 * Payment part and receipt of a Swiss QR-bill, to be torn off: SIX, Implementation Guidelines for the QR-bill, version 2.3,
 * section 3, and the style guide. Its places and sizes are theirs.
 */
import type { Block, Drawing, Paragraph, Shape, Slip, SlipArea, TextStyle } from '../model';
import { grouped, groupedReference } from './iban';
import type { CheckedSwissAddress, CheckedSwissCode } from './swiss-code';
import { width } from './width';

/** Annex D: the headings in the four languages of a bill. */
const HEADINGS = {
  de: {
    receipt: 'Empfangsschein',
    paymentPart: 'Zahlteil',
    account: 'Konto / Zahlbar an',
    reference: 'Referenz',
    information: 'Zusätzliche Informationen',
    currency: 'Währung',
    amount: 'Betrag',
    acceptancePoint: 'Annahmestelle',
    debtor: 'Zahlbar durch',
    nobody: 'Zahlbar durch (Name/Adresse)',
  },
  fr: {
    receipt: 'Récépissé',
    paymentPart: 'Section paiement',
    account: 'Compte / Payable à',
    reference: 'Référence',
    information: 'Informations supplémentaires',
    currency: 'Monnaie',
    amount: 'Montant',
    acceptancePoint: 'Point de dépôt',
    debtor: 'Payable par',
    nobody: 'Payable par (nom/adresse)',
  },
  it: {
    receipt: 'Ricevuta',
    paymentPart: 'Sezione pagamento',
    account: 'Conto / Pagabile a',
    reference: 'Riferimento',
    information: 'Informazioni supplementari',
    currency: 'Valuta',
    amount: 'Importo',
    acceptancePoint: 'Punto di accettazione',
    debtor: 'Pagabile da',
    nobody: 'Pagabile da (nome/indirizzo)',
  },
  en: {
    receipt: 'Receipt',
    paymentPart: 'Payment part',
    account: 'Account / Payable to',
    reference: 'Reference',
    information: 'Additional information',
    currency: 'Currency',
    amount: 'Amount',
    acceptancePoint: 'Acceptance point',
    debtor: 'Payable by',
    nobody: 'Payable by (name/address)',
  },
};

/** What the slip says beside what is in the code's data. */
export interface SwissBill {
  code: CheckedSwissCode;
  /** An IBAN without blanks. */
  account: string;
  /** In hundredths, above 0. */
  amount: bigint;
  currency: string;
  /** What the QR code says. */
  payload: string;
  /** The code, for those who cannot see it. */
  alt: string;
  /** BCP 47; other languages than a bill's get English headings. */
  language: string;
}

const mm = (length: number): number => (length / 25.4) * 72;

const BLACK = '#000000';
/** A text in black, and the distance of its lines in points. */
const text = (size: number, leading: number, weight: 'regular' | 'bold' = 'regular'): TextStyle => ({
  size,
  weight,
  color: BLACK,
  lineHeight: leading / size,
});
const TITLE = text(11, 11, 'bold');

/** How a part is set: headings, what they are of, and from one of them to the next. */
interface Setting {
  heading: TextStyle;
  value: TextStyle;
  gap: number;
  /** Of a line, in points. */
  width: number;
  /** How many lines there is room for. */
  lines: number;
}
const setting = (size: number, leading: number, across: number, down: number): Setting => ({
  heading: text(size - 2, leading, 'bold'),
  value: text(size, leading),
  gap: leading,
  width: mm(across),
  lines: Math.floor(mm(down) / leading),
});
const RECEIPT = setting(8, 9, 52, 56);
const PAYMENT = setting(10, 11, 87, 85);
/** For who has much to say. */
const PAYMENT_SMALL = setting(8, 9, 87, 85);

export function swissSlip(bill: SwissBill): Slip {
  const { code, currency, payload, alt } = bill;
  const headings = headingsIn(bill.language);
  const amount = printedAmount(bill.amount);
  const full = information(bill, headings);
  const short = information({ ...bill, code: withoutStreets(code) }, headings);
  const payment = linesOf(full, PAYMENT) > PAYMENT.lines ? PAYMENT_SMALL : PAYMENT;
  const receipt = full.filter(({ heading }) => heading !== headings.information);
  const isTooLong = linesOf(receipt, RECEIPT) > RECEIPT.lines;
  const paid = isTooLong ? short.filter(({ heading }) => heading !== headings.information) : receipt;
  const alternatives = code.alternatives.map((said): Block => {
    const [name = '', ...rest] = said.split(/(?<=:)/);
    const style = text(7, 8);
    return { ...left(name, style), text: [{ text: name, style: { weight: 'bold' } }, rest.join('')], lines: 1 };
  });
  return {
    height: mm(105),
    areas: [
      area(0, 0, 210, [lines()]),
      area(5, 5, 52, [title(headings.receipt)]),
      area(5, 12, 52, fields(paid, RECEIPT, BLANKS.receipt)),
      area(5, 68, 12, field({ heading: headings.currency, said: [currency] }, RECEIPT)),
      area(18, 68, 39, field({ heading: headings.amount, said: [amount] }, RECEIPT)),
      area(5, 82, 52, [{ ...left(headings.acceptancePoint, RECEIPT.heading), align: 'right' }]),
      area(67, 5, 51, [title(headings.paymentPart)]),
      area(67, 17, 46, [
        { type: 'code', code: 'qr', level: 'M', cross: true, value: payload, width: mm(46), alt, align: 'left' },
      ]),
      area(67, 68, 14, field({ heading: headings.currency, said: [currency] }, PAYMENT)),
      area(82, 68, 36, field({ heading: headings.amount, said: [amount] }, PAYMENT)),
      area(118, 5, 87, fields(full, payment, BLANKS.payment)),
      ...(alternatives.length === 0 ? [] : [area(67, 90, 138, alternatives)]),
    ],
  };
}

function headingsIn(language: string): (typeof HEADINGS)['en'] {
  const [tongue] = language.split('-');
  return HEADINGS[Object.keys(HEADINGS).find((one) => one === tongue) as keyof typeof HEADINGS] ?? HEADINGS.en;
}

/** Section 3.5.3: two decimals after a point, thousands set apart by a blank. */
const printedAmount = (amount: bigint): string =>
  String(amount)
    .padStart(3, '0')
    .replace(/(\d\d)$/, '.$1')
    .replace(/\B(?=(\d{3})+\.)/g, '\u00a0');

/** A heading, and what is under it; of one who is not known, room to write in. */
interface Field {
  heading: string;
  said: string[] | undefined;
}

function information({ code, account }: SwissBill, headings: (typeof HEADINGS)['en']): Field[] {
  const { creditor, debtor, reference, message, billInformation } = code;
  const more = [message, billInformation].filter((said) => said !== undefined);
  return [
    { heading: headings.account, said: [grouped(account), ...address(creditor)] },
    ...(reference === undefined ? [] : [{ heading: headings.reference, said: [groupedReference(reference)] }]),
    ...(more.length === 0 ? [] : [{ heading: headings.information, said: more }]),
    debtor === undefined
      ? { heading: headings.nobody, said: undefined }
      : { heading: headings.debtor, said: address(debtor) },
  ];
}

function address({ name, street, building, postalCode, town, country }: CheckedSwissAddress): string[] {
  const road = [street, building].filter((said) => said !== undefined).join(' ');
  const isHome = country === 'CH' || country === 'LI';
  return [name, ...(road === '' ? [] : [road]), `${isHome ? '' : `${country}-`}${postalCode} ${town}`];
}

/** Section 3.6.2: where the receipt has no room for them, streets are left out of it. */
function withoutStreets(code: CheckedSwissCode): CheckedSwissCode {
  const short = (one: CheckedSwissAddress) => ({ ...one, street: undefined, building: undefined });
  return { ...code, creditor: short(code.creditor), debtor: code.debtor && short(code.debtor) };
}

/** How many lines fields take, gaps between them included. */
function linesOf(list: readonly Field[], { value: { size = 0 }, width: room }: Setting): number {
  const lines = list.flatMap(({ said = [] }) => said.map((one) => Math.ceil(width(one, size) / room)));
  return lines.reduce((sum, one) => sum + one, 2 * list.length - 1);
}

const area = (x: number, y: number, across: number, content: Block[]): SlipArea => ({
  x: mm(x),
  y: mm(y),
  width: mm(across),
  content,
});

const left = (said: string, style: TextStyle): Paragraph => ({ type: 'paragraph', text: said, style, align: 'left' });

const title = (said: string): Block => ({ type: 'heading', level: 2, text: said, style: TITLE, align: 'left' });

const field = ({ heading, said = [] }: Field, { heading: head, value }: Setting): Block[] => [
  left(heading, head),
  ...said.map((one) => left(one, value)),
];

const fields = (list: readonly Field[], setting: Setting, blank: Drawing): Block[] =>
  list.flatMap((one, at) => {
    const [first, ...others] = field(one, setting) as [Paragraph, ...Block[]];
    const rest = one.said === undefined ? [{ ...blank, before: 2 }] : others;
    return [at === 0 ? first : { ...first, before: setting.gap }, ...rest];
  });

/** The corners of a field of so many millimetres, in which the payer writes who pays. */
function corners(across: number, down: number): Drawing {
  const [right, bottom, long] = [mm(across), mm(down), mm(3)];
  const stroke = { color: BLACK, width: 0.75 };
  const shapes = [0, right].flatMap((x) =>
    [0, bottom].flatMap((y): Shape[] => [
      { type: 'line', x1: x, y1: y, x2: x === 0 ? long : right - long, y2: y, stroke },
      { type: 'line', x1: x, y1: y, x2: x, y2: y === 0 ? long : bottom - long, stroke },
    ]),
  );
  return { type: 'drawing', width: right, height: bottom, shapes, alt: '', align: 'left' };
}
const BLANKS = { receipt: corners(52, 20), payment: corners(65, 25) };

/** Where to cut: above the slip and between its parts, each line with a pair of scissors (section 3.1). */
function lines(): Block {
  const [across, down, between] = [mm(210), mm(105), mm(62)];
  const stroke = { color: BLACK, width: 0.5, dash: [3, 2] };
  // Along the line, and off it.
  const scissors = (place: (along: number, off: number) => [x: number, y: number]): Shape[] =>
    [-1, 1].flatMap((side): Shape[] => {
      const [x, y] = place(2, 2 * side);
      const [x1, y1] = place(3.5, 1.4 * side);
      const [x2, y2] = place(11, -1.8 * side);
      return [
        { type: 'circle', x, y, radius: 1.6, stroke: { color: BLACK, width: 0.8 } },
        { type: 'line', x1, y1, x2, y2, stroke: { color: BLACK, width: 1, round: true } },
      ];
    });
  return {
    type: 'drawing',
    width: across,
    height: down,
    shapes: [
      { type: 'line', x1: 0, y1: 0, x2: across, y2: 0, stroke },
      { type: 'line', x1: between, y1: 0, x2: between, y2: down, stroke },
      ...scissors((along, off) => [mm(5) + along, off]),
      ...scissors((along, off) => [between + off, mm(5) + along]),
    ],
    alt: '',
    align: 'left',
  };
}
