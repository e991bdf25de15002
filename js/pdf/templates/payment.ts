/** How to pay: the account, and a QR code that banking apps read. */
import { line, oneOf, record } from '../../validate';
import type { Block, Code, Slip } from '../model';
import { type CheckedEpcCode, type EpcPaymentCode, epcCode, epcPayload } from './epc-code';
import { bic, grouped, groupedReference, iban, refuse } from './iban';
import type { CheckedSale } from './issue';
import { type Fact, facts, type Look, section } from './look';
import { type CheckedSwissCode, type SwissPaymentCode, swissCode, swissPayload } from './swiss-code';
import { swissSlip } from './swiss-slip';

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
  /** Above the account: `'Payment'`. */
  payment: string;
  /** Before the account's holder: `'Account holder'`. */
  holder: string;
  /** Before the IBAN: `'IBAN'`. */
  iban: string;
  /** Before the BIC: `'BIC'`. */
  bic: string;
  /** Before the bank: `'Bank'`. */
  bank: string;
  /** Before the reference to pay with: `'Reference'`. */
  reference: string;
  /** Above the account beside a QR code, and what the code is: `'Scan to pay'`. */
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
const EPC_WIDTH = 104;

/** What a bill is paid with. */
interface Payable {
  /** A code beside the account. */
  epc?: string;
  /** A slip with a code. */
  slip?: Slip;
}

/** What stands on the document to pay it with; nothing when nothing is due. */
export function payable(sale: CheckedSale, due: bigint, look: Look, labels: PaymentLabels): Payable {
  const { paymentCode: code, bank, currency } = sale;
  if (code === undefined) return {};
  if (bank === undefined) refuse('data.bank', 'given where there is a payment code');
  if (code.type === 'epc' && currency !== 'EUR') refuse('data.currency', "'EUR' for an EPC code");
  if (code.type === 'swiss' && currency !== 'CHF' && currency !== 'EUR') {
    refuse('data.currency', "'CHF' or 'EUR' for a Swiss QR code");
  }
  if (due <= 0n) return {};
  if (code.type === 'swiss') {
    const { message = code.billInformation === undefined ? sale.number : undefined } = code;
    const said = { ...code, message };
    const payload = swissPayload(bank.iban, due, currency, said, CODE_PATH);
    const { language } = look;
    const bill = { code: said, account: bank.iban, amount: due, currency, payload, alt: labels.paymentCode, language };
    return { slip: swissSlip(bill) };
  }
  const { reference, text = reference === undefined ? sale.number : undefined } = code;
  const transfer = { ...bank, name: bank.holder ?? sale.seller.name, amount: due, ...code, reference, text };
  return { epc: epcPayload(transfer, CODE_PATH) };
}

/** The code, and under it the account. */
export function paymentBlocks(sale: CheckedSale, { epc }: Payable, look: Look, labels: PaymentLabels): Block[] {
  const { bank, paymentCode: code } = sale;
  if (bank === undefined) return [];
  const pairs: Fact[] = [
    [labels.holder, bank.holder ?? sale.seller.name],
    [labels.iban, grouped(bank.iban)],
    [labels.bic, bank.bic],
    [labels.bank, bank.bank],
    [labels.reference, code?.reference === undefined ? undefined : groupedReference(code.reference)],
  ];
  return [
    section(look, epc === undefined ? labels.payment : labels.paymentCode, 4),
    ...(epc === undefined ? [] : [qr(epc, look, labels)]),
    facts(look, pairs, 'auto'),
  ];
}

const qr = (value: string, look: Look, { paymentCode: alt }: PaymentLabels): Code => ({
  type: 'code',
  code: 'qr',
  level: 'M',
  value,
  width: EPC_WIDTH,
  alt,
  align: look.start,
});
