/** How to pay: the account, and a QR code that banking apps read. */
import { line, oneOf, record } from '../../validate';
import type { Block, Code } from '../model';
import { type CheckedEpcCode, type EpcPaymentCode, epcCode, epcPayload } from './epc-code';
import { bic, grouped, iban, refuse } from './iban';
import type { CheckedSale } from './issue';
import { type Fact, facts, type Look, section } from './look';
import { type CheckedSwissCode, type SwissPaymentCode, swissCode, swissPayload } from './swiss-code';

/** The account to pay to. */
export interface BankAccount {
  /** With or without blanks; its length and check digits are checked. */
  iban: string;
  /** 8 or 11 characters. */
  bic?: string;
  /** Whose account it is, at most 120 characters. Default the seller. */
  holder?: string;
  /** The bank's name, at most 100 characters. */
  bank?: string;
}

/** A {@link BankAccount} that passed the front door. */
export interface CheckedAccount {
  iban: string;
  bic: string | undefined;
  holder: string | undefined;
  bank: string | undefined;
}

/** Words about payment. */
export interface PaymentLabels {
  payment: string;
  holder: string;
  iban: string;
  bic: string;
  bank: string;
  reference: string;
  paymentCode: string;
}

export function bankAccount(value: unknown, path: string): CheckedAccount {
  const fields = record(value, path).only(['iban', 'bic', 'holder', 'bank']);
  return {
    holder: fields.optional('holder', undefined, line, 120),
    iban: fields.get('iban', iban),
    bic: fields.optional('bic', undefined, bic),
    bank: fields.optional('bank', undefined, line, 100),
  };
}

/** A code that is paid by phone. */
export type PaymentCode = EpcPaymentCode | SwissPaymentCode;
export type CheckedPaymentCode = CheckedEpcCode | CheckedSwissCode;

export function paymentCode(value: unknown, path: string): CheckedPaymentCode {
  const type = record(value, path).get('type', (given, at) => oneOf(given, at, ['epc', 'swiss']));
  return type === 'epc' ? epcCode(value, path) : swissCode(value, path);
}

const CODE_PATH = 'data.paymentCode';
/** 46 mm (QR-bill, section 5.4) and the four modules around, which at the most usual size of the code are 6 mm. */
const SWISS_WIDTH = (58 / 25.4) * 72;
const EPC_WIDTH = 104;

/** What the code says; `undefined` when there is none to print, since nothing is due. */
function codeContent(sale: CheckedSale, due: bigint): string | undefined {
  const { paymentCode: code, bank, currency } = sale;
  if (code === undefined) return undefined;
  if (bank === undefined) refuse('data.bank', 'given where there is a payment code');
  if (code.type === 'epc' && currency !== 'EUR') refuse('data.currency', "'EUR' for an EPC code");
  if (code.type === 'swiss' && currency !== 'CHF' && currency !== 'EUR') {
    refuse('data.currency', "'CHF' or 'EUR' for a Swiss QR code");
  }
  if (due <= 0n) return undefined;
  if (code.type === 'swiss') {
    const { message = code.billInformation === undefined ? sale.number : undefined } = code;
    return swissPayload(bank.iban, due, currency, { ...code, message }, CODE_PATH);
  }
  const { reference, text = reference === undefined ? sale.number : undefined } = code;
  return epcPayload(
    { ...bank, name: bank.holder ?? sale.seller.name, amount: due, ...code, reference, text },
    CODE_PATH,
  );
}

/** The code, and under it the account. */
export function paymentBlocks(sale: CheckedSale, due: bigint, look: Look, labels: PaymentLabels): Block[] {
  const { bank, paymentCode: code } = sale;
  const payload = codeContent(sale, due);
  if (bank === undefined) return [];
  const pairs: Fact[] = [
    [labels.holder, bank.holder ?? sale.seller.name],
    [labels.iban, grouped(bank.iban)],
    [labels.bic, bank.bic],
    [labels.bank, bank.bank],
    [labels.reference, code?.reference === undefined ? undefined : printedReference(code.reference)],
  ];
  return [
    section(look, payload === undefined ? labels.payment : labels.paymentCode, 4),
    ...(payload === undefined ? [] : [qr(payload, code?.type === 'swiss', look, labels)]),
    facts(look, pairs, 'auto'),
  ];
}

function qr(value: string, isSwiss: boolean, look: Look, { paymentCode: alt }: PaymentLabels): Code {
  const width = isSwiss ? SWISS_WIDTH : EPC_WIDTH;
  return { type: 'code', code: 'qr', level: 'M', value, width, alt, align: look.start, cross: isSwiss };
}

/** A QR reference in groups of five from the right, a creditor reference in groups of four. */
const printedReference = (reference: string): string =>
  reference.startsWith('RF') ? grouped(reference) : reference.replace(/\B(?=(.{5})+$)/g, ' ');
