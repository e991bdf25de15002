/** The Swiss QR code: SIX, Implementation Guidelines for the QR-bill, version 2.3. */
import { items, line, matching, oneOf, record, text } from '../../validate';
import { creditorReference, refuse } from './iban';

/** Where someone lives, in the parts the QR-bill asks for. */
export interface SwissAddress {
  /** At most 70 characters. */
  name: string;
  /** At most 70 characters. */
  street?: string;
  /** The building's number, at most 16 characters. */
  building?: string;
  /** At most 16 characters, without the country. */
  postalCode: string;
  /** At most 35 characters. */
  town: string;
  /** Two letters (ISO 3166-1), such as `'CH'`. */
  country: string;
}

/**
 * A Swiss QR-bill over the amount due: receipt and payment part with its code at the foot of the last page, which must be A4.
 * Its texts are Latin; currencies are CHF and EUR.
 */
export interface SwissPaymentCode {
  /** Which kind of code it is. */
  type: 'swiss';
  /** Who is paid. */
  creditor: SwissAddress;
  /** Who pays. */
  debtor?: SwissAddress;
  /**
   * A QR reference of 27 digits, which a QR-IBAN needs, or a creditor reference (ISO 11649), which any other IBAN may
   * have.
   */
  reference?: string;
  /** What it is for, at most 140 characters together with `billInformation`. Default the document's number. */
  message?: string;
  /** For the payer's software, beginning with `//`, such as Swico's `'//S1/10/10201409/11/200615'`. */
  billInformation?: string;
  /** Alternative schemes: at most 2, each of at most 100 characters. */
  alternatives?: string[];
}

/** A {@link SwissAddress} that passed the front door. */
export type CheckedSwissAddress = Record<'name' | 'postalCode' | 'town' | 'country', string> &
  Record<'street' | 'building', string | undefined>;

/** A {@link SwissPaymentCode} that passed the front door. */
export interface CheckedSwissCode {
  type: 'swiss';
  creditor: CheckedSwissAddress;
  debtor: CheckedSwissAddress | undefined;
  reference: string | undefined;
  message: string | undefined;
  billInformation: string | undefined;
  alternatives: string[];
}

export function swissCode(value: unknown, path: string): CheckedSwissCode {
  const known = ['type', 'creditor', 'debtor', 'reference', 'message', 'billInformation', 'alternatives'];
  const fields = record(value, path).only(known);
  const checked = {
    type: 'swiss' as const,
    creditor: fields.get('creditor', address),
    debtor: fields.optional('debtor', undefined, address),
    reference: fields.optional('reference', undefined, reference),
    message: fields.optional('message', undefined, latin, 140),
    billInformation: fields.optional('billInformation', undefined, billInformation),
    alternatives: fields.optional('alternatives', [] as string[], (list, at) =>
      items(list, at, 2, (item, itemPath) => latin(item, itemPath, 100)),
    ),
  };
  const { message = '', billInformation: coded = '' } = checked;
  if (message.length + coded.length > 140) {
    refuse(fields.path('billInformation'), 'of at most 140 characters together with the message');
  }
  return checked;
}

function address(value: unknown, path: string): CheckedSwissAddress {
  const fields = record(value, path).only(['name', 'street', 'building', 'postalCode', 'town', 'country']);
  return {
    name: fields.get('name', latin, 70),
    street: fields.optional('street', undefined, latin, 70),
    building: fields.optional('building', undefined, latin, 16),
    postalCode: fields.get('postalCode', latin, 16),
    town: fields.get('town', latin, 35),
    country: fields.get('country', matching, /^[A-Z]{2}$/, "a country's two letters such as 'CH'"),
  };
}

/** Section 4.1.1: Basic Latin, Latin-1 Supplement, Latin Extended-A, and five characters more. */
const LATIN = /^[\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u20ac]*$/;

function latin(value: unknown, path: string, maxLength: number): string {
  const said = line(value, path, maxLength);
  if (!LATIN.test(said)) refuse(path, 'in Latin letters, the only ones a Swiss QR code may have');
  return said;
}

function billInformation(value: unknown, path: string): string {
  const said = latin(value, path, 140);
  if (!/^\/\/\S/.test(said)) refuse(path, "coded, beginning with '//'");
  return said;
}

function reference(value: unknown, path: string): string {
  const said = text(value, path, 60).replaceAll(' ', '').toUpperCase();
  if (said.startsWith('RF')) return creditorReference(said, path);
  if (!/^\d{27}$/.test(said) || checkDigit(said.slice(0, 26)) !== said[26]) {
    refuse(path, 'a QR reference of 27 digits or a creditor reference, with right check digits');
  }
  return said;
}

/** Modulo 10, recursive: section 3.6.2 and annex B. */
function checkDigit(digits: string): string {
  const table = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
  const carry = [...digits].reduce((kept, digit) => table[(kept + Number(digit)) % 10] as number, 0);
  return String((10 - carry) % 10);
}

/** The institution's number in a QR-IBAN is 30000 to 31999. */
const isQrIban = (account: string): boolean => /^3[01]/.test(account.slice(4, 9));

/** An IBAN and the reference that goes with it; gives the reference's type. */
function referenceType(account: string, code: CheckedSwissCode, path: string): 'QRR' | 'SCOR' | 'NON' {
  const { reference: given } = code;
  const isCreditorReference = given?.startsWith('RF') ?? false;
  if (isQrIban(account) && (given === undefined || isCreditorReference)) {
    refuse(`${path}.reference`, 'a QR reference of 27 digits: the account is a QR-IBAN');
  }
  if (!isQrIban(account) && given !== undefined && !isCreditorReference) {
    refuse(`${path}.reference`, 'a creditor reference (ISO 11649): the account is no QR-IBAN');
  }
  if (given === undefined) return 'NON';
  return isCreditorReference ? 'SCOR' : 'QRR';
}

/** The code's content. @param amount in minor units, above 0 @param path where the code stands */
export function swissPayload(
  account: string,
  amount: bigint,
  currency: string,
  code: CheckedSwissCode,
  path: string,
): string {
  if (!/^(CH|LI)/.test(account)) refuse('data.bank.iban', 'of Switzerland or Liechtenstein for a Swiss QR code');
  const money = oneOf(currency, 'data.currency', ['CHF', 'EUR']);
  if (amount > 99_999_999_999n) refuse(path, 'left out where more than 999,999,999.99 are due');
  const cents = String(amount).padStart(3, '0');
  const type = referenceType(account, code, path);
  const nobody = Array<string>(7).fill('');
  const lines = [
    'SPC',
    '0200',
    '1',
    account,
    ...addressLines(code.creditor),
    // The ultimate creditor, for which there is room but no use yet.
    ...nobody,
    `${cents.slice(0, -2)}.${cents.slice(-2)}`,
    money,
    ...(code.debtor === undefined ? nobody : addressLines(code.debtor)),
    type,
    code.reference ?? '',
    code.message ?? '',
    'EPD',
  ];
  const last = code.alternatives;
  if (code.billInformation !== undefined || last.length > 0) lines.push(code.billInformation ?? '', ...last);
  return lines.join('\n');
}

const addressLines = ({ name, street, building, postalCode, town, country }: CheckedSwissAddress): string[] => [
  'S',
  name,
  street ?? '',
  building ?? '',
  postalCode,
  town,
  country,
];
