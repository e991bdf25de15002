import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type * as errorsModule from '../../../js/errors';
import type * as epcModule from '../../../js/pdf/templates/epc-code';
import type * as ibanModule from '../../../js/pdf/templates/iban';
import type * as swissModule from '../../../js/pdf/templates/swiss-code';
import { creditor, debtor } from './data';

const require = createRequire(import.meta.url);
const { bic, creditorReference, grouped, iban } = require('../../../dist/pdf/templates/iban.js') as typeof ibanModule;
const { epcCode, epcPayload } = require('../../../dist/pdf/templates/epc-code.js') as typeof epcModule;
const { swissCode, swissPayload } = require('../../../dist/pdf/templates/swiss-code.js') as typeof swissModule;
const { ClinicoreError } = require('../../../dist/errors.js') as typeof errorsModule;

const refused = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (error instanceof ClinicoreError && error.code === 'ERR_INVALID_ARGUMENT') return error.message;
    throw error;
  }
  throw new Error('the call should have failed');
};

describe('an IBAN', () => {
  // The examples of the ISO 13616 registry.
  it.each([
    'AT61 1904 3002 3457 3201',
    'BE68 5390 0754 7034',
    'CH93 0076 2011 6238 5295 7',
    'CZ65 0800 0000 1920 0014 5399',
    'DE89 3704 0044 0532 0130 00',
    'FR14 2004 1010 0505 0001 3M02 606',
    'GB29 NWBK 6016 1331 9268 19',
    'LI21 0881 0000 2324 013A A',
    'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
    'NO93 8601 1117 947',
    'PL61 1090 1014 0000 0712 1981 2874',
    'SK31 1200 0000 1987 4263 7541',
  ])('such as %s is taken, and printed in groups of four', (account) => {
    const compact = iban(account.toLowerCase(), 'x');
    expect(compact).toBe(account.replaceAll(' ', ''));
    expect(grouped(compact)).toBe(account);
  });

  it.each([
    ['a digit mistyped', 'DE89370400440532013001'],
    ['two digits changed over', 'DE89370400440532031000'],
    ['a digit missing', 'DE8937040044053201300'],
    ['the length of another country', 'CH89370400440532013000'],
    ['a country without IBANs', 'US64SVBKUS6S3300958879'],
    ['a hyphen', 'DE89-3704-0044-0532-0130-00'],
    ['nothing', ''],
  ])('is refused with %s', (_, account) => {
    expect(refused(() => iban(account, 'data.bank.iban'))).toBe(
      "data.bank.iban must be an IBAN with its country's length and right check digits",
    );
  });
});

it.each(['BYLADEM1001', 'POFICHBEXXX', 'BPOTBEB1'])('BIC %s is taken', (code) => {
  expect(bic(code, 'x')).toBe(code);
});

it.each(['BYLADEM', 'BYLADEM100', 'BYL4DE1'])('BIC %s is refused', (code) => {
  expect(refused(() => bic(code, 'data.bank.bic'))).toContain('data.bank.bic must be a BIC');
});

describe('a creditor reference', () => {
  it.each(['RF18 5390 0754 7034', 'RF712348231', 'RF45 1234 5123 45'])('such as %s is taken', (reference) => {
    expect(creditorReference(reference, 'x')).toBe(reference.replaceAll(' ', ''));
  });

  it.each(['RF19539007547034', 'RF18539007547043', 'RF18', '539007547034'])('such as %s is refused', (reference) => {
    expect(refused(() => creditorReference(reference, 'x'))).toContain('right check digits');
  });
});

describe('the code of a SEPA credit transfer (EPC069-12)', () => {
  const transfer = {
    name: 'Red Cross of Belgium',
    iban: 'BE72000000001616',
    bic: 'BPOTBEB1',
    amount: 100n,
    purpose: 'CHAR',
    reference: undefined,
    text: 'Urgency fund',
    information: 'Sample EPC QR code',
  };

  it('says what the guideline’s example says, in version 002 and with cents', () => {
    expect(epcPayload(transfer, 'x')).toBe(
      [
        'BCD',
        '002',
        '1',
        'SCT',
        'BPOTBEB1',
        'Red Cross of Belgium',
        'BE72000000001616',
        'EUR1.00',
        'CHAR',
        '',
        'Urgency fund',
        'Sample EPC QR code',
      ].join('\n'),
    );
  });

  it('leaves the BIC empty where there is none, and ends with the last element that says something', () => {
    const bare = { ...transfer, bic: undefined, purpose: undefined, text: undefined, information: undefined };
    const lines = epcPayload({ ...bare, amount: 1n, reference: 'RF18539007547034' }, 'x').split('\n');
    expect(lines).toEqual([
      ...['BCD', '002', '1', 'SCT', '', 'Red Cross of Belgium', 'BE72000000001616', 'EUR0.01', '', 'RF18539007547034'],
    ]);
  });

  it('holds at most 331 bytes', () => {
    const long = { ...transfer, text: 'Ω'.repeat(140), information: 'Ω'.repeat(70) };
    expect(() => epcPayload(long, 'data.paymentCode')).toThrow(
      'data.paymentCode must come to at most 331 bytes of UTF-8 with the payee, got 496',
    );
  });

  it('is for at most 999,999,999.99 EUR and payees of 70 characters', () => {
    expect(epcPayload({ ...transfer, amount: 99_999_999_999n }, 'x')).toContain('EUR999999999.99');
    expect(refused(() => epcPayload({ ...transfer, amount: 100_000_000_000n }, 'x'))).toContain('999,999,999.99');
    expect(refused(() => epcPayload({ ...transfer, name: 'x'.repeat(71) }, 'x'))).toContain('70 characters');
  });

  it.each([
    ['both a reference and a text', { reference: 'RF18539007547034', text: 'x' }, 'paymentCode.text'],
    ['a reference with wrong check digits', { reference: 'RF19539007547034' }, 'paymentCode.reference'],
    ['a purpose that is no code', { purpose: 'charity' }, 'paymentCode.purpose'],
    ['a field it does not know', { amount: 1 }, 'paymentCode'],
  ])('is refused with %s', (_, fields, path) => {
    expect(refused(() => epcCode({ type: 'epc', ...fields }, 'paymentCode'))).toContain(path);
  });
});

describe('the Swiss QR code (SIX, Implementation Guidelines)', () => {
  const billInformation =
    '//S1/10/10201409/11/200701/20/140.000-53/30/102673831/31/200615/32/7.7/33/7.7:139.40/40/0:30';
  const qrIban = 'CH4431999123000889012';
  const payload = (account: string, code: object, amount = 194_975n, currency = 'CHF') =>
    swissPayload(account, amount, currency, swissCode({ type: 'swiss', creditor, ...code }, 'code'), 'code');

  it('says what the guidelines’ first example says', () => {
    const code = {
      debtor,
      reference: '21 00000 00003 13947 14300 09017',
      message: 'Order of 15.06.2020',
      billInformation,
      alternatives: ['Name AV1: UV;UltraPay005;12345', 'Name AV2: XY;XYService;54321'],
    };
    expect(payload(qrIban, code).split('\n')).toEqual([
      ...['SPC', '0200', '1', 'CH4431999123000889012'],
      ...['S', 'Robert Schneider AG', 'Rue du Lac', '1268', '2501', 'Biel', 'CH'],
      ...['', '', '', '', '', '', ''],
      ...['1949.75', 'CHF'],
      ...['S', 'Pia-Maria Rutschmann-Schnyder', 'Grosse Marktgasse', '28', '9400', 'Rorschach', 'CH'],
      ...['QRR', '210000000003139471430009017', 'Order of 15.06.2020', 'EPD', billInformation],
      ...['Name AV1: UV;UltraPay005;12345', 'Name AV2: XY;XYService;54321'],
    ]);
  });

  it('takes a creditor reference or none with an IBAN that is no QR-IBAN, and ends after EPD', () => {
    const account = 'CH5800791123000889012';
    const scor = payload(account, { reference: 'RF18 5390 0754 7034' }, 5n, 'EUR').split('\n');
    expect(scor.slice(18)).toEqual(['0.05', 'EUR', ...Array(7).fill(''), 'SCOR', 'RF18539007547034', '', 'EPD']);
    expect(payload(account, { message: 'Donation' }).split('\n').slice(27)).toEqual(['NON', '', 'Donation', 'EPD']);
  });

  it.each([
    ['a QR-IBAN without a reference', qrIban, {}, 'code.reference'],
    ['a QR-IBAN with a creditor reference', qrIban, { reference: 'RF18539007547034' }, 'code.reference'],
    [
      'another IBAN with a QR reference',
      'CH5800791123000889012',
      { reference: '210000000003139471430009017' },
      'code.reference',
    ],
    ['an account in another country', 'DE89370400440532013000', {}, 'data.bank.iban'],
    ['a QR reference with a wrong check digit', qrIban, { reference: '210000000003139471430009018' }, 'code.reference'],
    ['a message beside the alphabet', qrIban, { message: 'Очки' }, 'code.message'],
    ['bill information without its mark', qrIban, { billInformation: 'S1/10/1' }, 'code.billInformation'],
    ['too much to say', qrIban, { message: 'x'.repeat(100), billInformation }, 'code.billInformation'],
    ['a country in words', qrIban, { debtor: { ...debtor, country: 'Schweiz' } }, 'code.debtor.country'],
    ['a creditor without town', qrIban, { creditor: { ...creditor, town: undefined } }, 'code.creditor.town'],
  ])('is refused for %s', (_, account, code, path) => {
    expect(refused(() => payload(account, code))).toContain(path);
  });
});
