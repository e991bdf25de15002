/** Seller and buyer of an invoice, with what an e-invoice says of them besides. */
import { line, matching, record } from '../../validate';
import { COUNTRY_CODES } from '../einvoice/country-codes';
import { refuse } from './iban';
import { type CheckedParty, PARTY_FIELDS, type Party, partyOf } from './party';

/** Who sells or buys. What is not of a {@link Party} is for e-invoices; of that only `vatId` is printed. */
export interface TradeParty extends Party {
  /** VAT id with its country's prefix, where `taxId` is another number: `'DE123456789'`. At most 30 characters. */
  vatId?: string;
  /** Country of the address: ISO 3166-1 alpha-2, such as `'DE'`. Every e-invoice needs it of both. */
  country?: string;
  /** Of the address, which has it too: at most 20 characters. */
  postalCode?: string;
  /** City of the address, which has it too: at most 100 characters. */
  city?: string;
  /** Number in the register of companies (BT-30, BT-47), at most 60 characters. */
  registrationId?: string;
  /** Global Location Number of GS1: 13 digits, whose check digit is checked. */
  gln?: string;
}

/** A {@link TradeParty} that passed the front door. */
export interface CheckedTradeParty extends CheckedParty {
  vatId: string | undefined;
  country: string | undefined;
  postalCode: string | undefined;
  city: string | undefined;
  registrationId: string | undefined;
  gln: string | undefined;
}

const OWN_FIELDS = ['vatId', 'country', 'postalCode', 'city', 'registrationId', 'gln'];

export function tradeParty(value: unknown, path: string): CheckedTradeParty {
  const fields = record(value, path).only([...PARTY_FIELDS, ...OWN_FIELDS]);
  return {
    ...partyOf(fields),
    vatId: fields.optional('vatId', undefined, vatId),
    country: fields.optional('country', undefined, country),
    postalCode: fields.optional('postalCode', undefined, line, 20),
    city: fields.optional('city', undefined, line, 100),
    registrationId: fields.optional('registrationId', undefined, line, 60),
    gln: fields.optional('gln', undefined, gln),
  };
}

function country(value: unknown, path: string): string {
  const code = matching(value, path, /^[A-Z0-9]{2}$/, "an ISO 3166-1 country code such as 'DE'");
  if (!COUNTRY_CODES.has(code)) refuse(path, "an ISO 3166-1 country code such as 'DE'");
  return code;
}

/** BR-CO-09: it begins with its country's code, or with EL for Greece. */
function vatId(value: unknown, path: string): string {
  const id = line(value, path, 30).replaceAll(' ', '');
  const prefix = id.slice(0, 2);
  if (!/^[A-Z]{2}[0-9A-Z+*.-]{2,}$/.test(id) || !(COUNTRY_CODES.has(prefix) || prefix === 'EL')) {
    refuse(path, "a VAT id with its country's prefix, such as 'DE123456789'");
  }
  return id;
}

/** GS1 General Specifications, 7.9: the digits, weighted 1 and 3 in turn, add up to a multiple of ten. */
function gln(value: unknown, path: string): string {
  const number = matching(value, path, /^\d{13}$/, 'a GLN of 13 digits');
  const sum = [...number].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  if (sum % 10 !== 0) refuse(path, 'a GLN with right check digit');
  return number;
}
