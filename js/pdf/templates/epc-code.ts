/** The QR code of a SEPA credit transfer: EPC069-12 version 2.1. */
import { ClinicoreError } from '../../errors';
import { line, matching, record } from '../../validate';
import { creditorReference, refuse } from './iban';

/** A QR code that banking apps in the SEPA area read: the payee's account, the amount due and what it is for. */
export interface EpcPaymentCode {
  /** Which kind of code it is. */
  type: 'epc';
  /** Creditor reference (ISO 11649) such as `'RF18 5390 0754 7034'`. */
  reference?: string;
  /** What is written instead of a reference, at most 140 characters. Default the document's number. */
  text?: string;
  /** Purpose of the transfer (ISO 20022 external code set), 1 to 4 letters or digits, such as `'GDDS'`. */
  purpose?: string;
  /** For the payer's eyes, at most 70 characters. */
  information?: string;
}

/** An {@link EpcPaymentCode} that passed the front door. */
export interface CheckedEpcCode {
  type: 'epc';
  reference: string | undefined;
  text: string | undefined;
  purpose: string | undefined;
  information: string | undefined;
}

export function epcCode(value: unknown, path: string): CheckedEpcCode {
  const fields = record(value, path).only(['type', 'reference', 'text', 'purpose', 'information']);
  const checked = {
    type: 'epc' as const,
    reference: fields.optional('reference', undefined, creditorReference),
    text: fields.optional('text', undefined, line, 140),
    purpose: fields.optional('purpose', undefined, matching, /^[A-Z0-9]{1,4}$/, "a purpose code such as 'GDDS'"),
    information: fields.optional('information', undefined, line, 70),
  };
  if (checked.reference !== undefined && checked.text !== undefined) {
    refuse(fields.path('text'), 'left out where there is a reference');
  }
  return checked;
}

const MAX_BYTES = 331;
const MAX_AMOUNT = 99_999_999_999n;

/** What the code is made of. */
export interface EpcTransfer {
  name: string;
  iban: string;
  bic: string | undefined;
  /** In cents, above 0. */
  amount: bigint;
  purpose: string | undefined;
  reference: string | undefined;
  text: string | undefined;
  information: string | undefined;
}

/** The code's content; version 002 needs no BIC. */
export function epcPayload(transfer: EpcTransfer, path: string): string {
  const { name, iban, bic, amount, purpose, reference, text, information } = transfer;
  if ([...name].length > 70) refuse(path, "left out where the payee's name has more than 70 characters");
  if (amount > MAX_AMOUNT) refuse(path, 'left out where more than 999,999,999.99 EUR are due');
  const cents = String(amount).padStart(3, '0');
  const elements = [
    'BCD',
    '002',
    '1',
    'SCT',
    bic,
    name,
    iban,
    `EUR${cents.slice(0, -2)}.${cents.slice(-2)}`,
    purpose,
    reference,
    text,
    information,
  ];
  // No line feed follows the last element that says something.
  const payload = elements
    .map((element) => element ?? '')
    .join('\n')
    .replace(/\n+$/, '');
  const size = Buffer.byteLength(payload);
  if (size > MAX_BYTES) {
    throw new ClinicoreError(
      'ERR_LIMIT_EXCEEDED',
      `${path} must come to at most ${MAX_BYTES} bytes of UTF-8 with the payee, got ${size}`,
      { argument: path, limit: MAX_BYTES, given: size },
    );
  }
  return payload;
}
