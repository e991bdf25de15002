/** The XML of e-invoices: what it says, and what is refused because EN 16931 would refuse it. */
import { readFileSync } from 'node:fs';
import { pdf } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from '../backends';
import { buyer, creditNote, invoice, least, ofCategory, seller } from './einvoice-samples';
import { all, type Element, readXml, texts } from './xml-reader';

const xml = async (data: pdf.InvoiceData, options?: pdf.InvoiceXmlOptions) =>
  readXml(await pdf.invoiceXml(data, options));
const party = (root: Element, role: 'Seller' | 'Buyer') => all(root, `${role}TradeParty`)[0] as Element;
/** Ids by the scheme they are of. */
const ids = (root: Element, path: string) => all(root, path).map(({ text, attributes }) => [attributes.schemeID, text]);

describe('an e-invoice', () => {
  it('says what it is (BT-1, BT-2, BT-3, BT-24)', async () => {
    const root = await xml(invoice);
    expect(texts(root, 'GuidelineSpecifiedDocumentContextParameter/ID')).toEqual(['urn:cen.eu:en16931:2017']);
    expect(texts(root, 'ExchangedDocument/ID')).toEqual(['INV-2026-00042']);
    expect(texts(root, 'ExchangedDocument/TypeCode')).toEqual(['380']);
    expect(texts(root, 'ExchangedDocument/IssueDateTime/DateTimeString')).toEqual(['20260301']);
    expect(all(root, 'IssueDateTime/DateTimeString')[0]?.attributes).toEqual({ format: '102' });
    expect(texts(root, 'IncludedNote/Content')).toEqual(['Thank you & see you again']);
    const basic = await xml(invoice, { facturX: 'BASIC' });
    expect(texts(basic, 'GuidelineSpecifiedDocumentContextParameter/ID')).toEqual([
      'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
    ]);
  });

  it('says who sells and who buys (BG-4, BG-7)', async () => {
    const root = await xml(invoice);
    const from = party(root, 'Seller');
    expect(texts(from, 'SellerTradeParty/Name')).toEqual(['Optik Morgenstern GmbH & Co. KG']);
    expect(ids(from, 'GlobalID')).toEqual([['0088', '4012345000009']]);
    expect(texts(from, 'SpecifiedLegalOrganization/ID')).toEqual(['HRA 4711 B']);
    expect(ids(from, 'SpecifiedTaxRegistration/ID')).toEqual([
      ['VA', 'DE123456789'],
      ['FC', '29/815/08154'],
    ]);
    expect(ids(from, 'URIUniversalCommunication/URIID')).toEqual([['EM', 'rechnung@optik-morgenstern.example']]);
    expect(texts(from, 'TelephoneUniversalCommunication/CompleteNumber')).toEqual(['+49 30 1234567']);
    const address = all(from, 'PostalTradeAddress')[0] as Element;
    expect(address.children.map(({ name, text }) => [name, text])).toEqual([
      ['ram:PostcodeCode', '10969'],
      ['ram:LineOne', 'Lindenstraße 12'],
      ['ram:LineTwo', 'Hinterhaus'],
      ['ram:CityName', 'Berlin'],
      ['ram:CountryID', 'DE'],
    ]);
    const to = party(root, 'Buyer');
    expect(ids(to, 'SpecifiedTaxRegistration/ID')).toEqual([['VA', 'CZ12345678']]);
    expect(texts(to, 'PostalTradeAddress/LineTwo')).toEqual(['110 00 Praha 1']);
  });

  it.each([
    ['DE', 'DE 123 456 789', ['VA', 'DE123456789']],
    ['DE', '29/815/08154', ['FC', '29/815/08154']],
    ['GR', 'EL123456789', ['VA', 'EL123456789']],
    ['IT', 'RSSMRA85T10A562S', ['FC', 'RSSMRA85T10A562S']],
    ['CH', 'CHE-123.456.788 MWST', ['VA', 'CHE-123.456.788MWST']],
    ['DE', 'Deutschland 5', ['FC', 'Deutschland 5']],
  ] as const)('takes a tax id of %s, %s, for what it is', async (country, taxId, expected) => {
    const { vatId: _, ...others } = seller;
    const root = await xml({ ...invoice, seller: { ...others, country, taxId } });
    expect(ids(party(root, 'Seller'), 'SpecifiedTaxRegistration/ID')).toEqual([expected]);
  });

  it('has room for three lines of an address: further ones share the third', async () => {
    const root = await xml({
      ...invoice,
      buyer: { ...buyer, address: ['a', 'b', 'c', 'd', 'D-12345 Köln', 'e'], postalCode: '12345', city: 'Köln' },
    });
    const lines = all(party(root, 'Buyer'), 'PostalTradeAddress')[0]?.children.map(({ text }) => text);
    expect(lines).toEqual(['12345', 'a', 'b', 'c, d, e', 'Köln', 'CZ']);
  });

  it('says what is sold (BG-25), with names and descriptions apart', async () => {
    const items = all(await xml(invoice), 'IncludedSupplyChainTradeLineItem');
    expect(items.map((item) => texts(item, 'LineID')[0])).toEqual(['1', '2', '3', '4', '5']);
    const [lens, frame, solution] = items as [Element, Element, Element];
    expect(texts(lens, 'SpecifiedTradeProduct/Name')).toEqual(['Single-vision lens']);
    expect(texts(lens, 'SpecifiedTradeProduct/Description')).toEqual(['index 1.6, "clear" <coated>']);
    expect(texts(lens, 'SellerAssignedID')).toEqual(['SV-16']);
    expect(texts(lens, 'NetPriceProductTradePrice/ChargeAmount')).toEqual(['89.00']);
    expect(all(lens, 'BilledQuantity')[0]).toMatchObject({ text: '2', attributes: { unitCode: 'H87' } });
    expect(all(frame, 'BilledQuantity')[0]).toMatchObject({ text: '1', attributes: { unitCode: 'C62' } });
    expect(all(solution, 'BilledQuantity')[0]).toMatchObject({ text: '-1.5', attributes: { unitCode: 'LTR' } });
    // BT-136 to BT-140: 12.5 % of 178.00; 9.00 of 99.00.
    expect(texts(lens, 'SpecifiedTradeAllowanceCharge/CalculationPercent')).toEqual(['12.5']);
    expect(texts(lens, 'SpecifiedTradeAllowanceCharge/BasisAmount')).toEqual(['178.00']);
    expect(texts(lens, 'SpecifiedTradeAllowanceCharge/ActualAmount')).toEqual(['22.25']);
    expect(texts(frame, 'SpecifiedTradeAllowanceCharge/ActualAmount')).toEqual(['9.00']);
    // BR-42: an allowance has a reason; 95 is a discount.
    expect(items.flatMap((item) => texts(item, 'ReasonCode'))).toEqual(['95', '95']);
    // −1.5 × 3.33 = −4.995, rounded away from zero.
    expect(items.flatMap((item) => texts(item, 'LineTotalAmount'))).toEqual([
      '155.75',
      '90.00',
      '-5.00',
      '90.00',
      '0.00',
    ]);
  });

  it('says less in BASIC: nothing that its schema lacks', async () => {
    const root = await xml(invoice, { facturX: 'BASIC' });
    expect(texts(root, 'SpecifiedTradeProduct/Name')[0]).toBe('Single-vision lens index 1.6, "clear" <coated>');
    for (const name of ['SellerAssignedID', 'Description', 'DefinedTradeContact', 'BICID', 'AccountName']) {
      expect(texts(root, name).filter((text) => !text.startsWith('Within'))).toEqual([]);
    }
    expect(texts(root, 'IBANID')).toEqual(['DE02120300000000202051']);
  });

  it('says when it was delivered, for what order and what the buyer asked for (BT-72, BT-13, BT-10)', async () => {
    const root = await xml(invoice);
    expect(texts(root, 'OccurrenceDateTime/DateTimeString')).toEqual(['20260227']);
    expect(texts(root, 'BuyerOrderReferencedDocument/IssuerAssignedID')).toEqual(['PO-4711']);
    expect(texts(root, 'BuyerReference')).toEqual(['04011000-12345-34']);
    expect(all(root, 'ShipToTradeParty')).toEqual([]);
  });

  it('says how to pay (BG-16, BT-9, BT-20)', async () => {
    const root = await xml(invoice);
    expect(texts(root, 'SpecifiedTradeSettlementPaymentMeans/TypeCode')).toEqual(['58']);
    expect(texts(root, 'BICID')).toEqual(['BYLADEM1001']);
    expect(texts(root, 'AccountName')).toEqual(['Optik Morgenstern GmbH & Co. KG']);
    expect(texts(root, 'PaymentReference')).toEqual(['INV-2026-00042']);
    expect(texts(root, 'SpecifiedTradePaymentTerms/Description')).toEqual(['Within 14 days\nwithout deduction']);
    expect(texts(root, 'DueDateDateTime/DateTimeString')).toEqual(['20260315']);
    const reference = await xml({ ...invoice, paymentCode: { type: 'epc', reference: 'RF18 5390 0754 7034' } });
    expect(texts(reference, 'PaymentReference')).toEqual(['RF18539007547034']);
  });

  it.each([
    ['CHF', 'DE02 1203 0000 0000 2020 51'],
    ['EUR', 'TR33 0006 1005 1978 6457 8413 26'],
  ])('is paid by a SEPA transfer only in euro and within the area: not in %s to %s', async (currency, iban) => {
    const root = await xml({ ...invoice, currency, bank: { iban } });
    expect(texts(root, 'SpecifiedTradeSettlementPaymentMeans/TypeCode')).toEqual(['30']);
  });

  it('says for which VAT what is charged, and why not (BG-23)', async () => {
    const taxes = all(await xml(invoice), 'ApplicableHeaderTradeSettlement/ApplicableTradeTax');
    const said = taxes.map(({ children }) => children.map(({ text }) => text));
    // Lines of 90.00, -5.00 and 245.75 make 330.75, of which 2.5 % are 8.27. That and the 10.00 are shared in proportion:
    // 2.2503 and 2.7211 of E, -0.1250 and -0.1512 of 7 %, 6.1447 and 7.4301 of 19 %.
    expect(said).toEqual([
      ['0.00', 'VAT', 'Exempt under Article 132 of Directive 2006/112/EC', '85.03', 'E', '0'],
      ['0.00', 'VAT', '0.00', 'Z', '0'],
      ['-0.33', 'VAT', '-4.73', 'S', '7'],
      ['44.11', 'VAT', '232.18', 'S', '19'],
    ]);
  });

  it('adds up (BG-22)', async () => {
    const [sums] = all(await xml(invoice), 'SpecifiedTradeSettlementHeaderMonetarySummation') as [Element];
    expect(sums.children.map(({ name, text }) => [name.slice(4), text])).toEqual([
      ['LineTotalAmount', '330.75'],
      ['AllowanceTotalAmount', '18.27'],
      ['TaxBasisTotalAmount', '312.48'],
      ['TaxTotalAmount', '43.78'],
      ['GrandTotalAmount', '356.26'],
      ['TotalPrepaidAmount', '50.01'],
      ['DuePayableAmount', '306.25'],
    ]);
    expect(all(sums, 'TaxTotalAmount')[0]?.attributes).toEqual({ currencyID: 'EUR' });
  });

  it('has no decimals where the currency has none', async () => {
    const root = await xml({ ...invoice, currency: 'JPY' });
    expect(texts(root, 'GrandTotalAmount')).toEqual(['35626']);
  });

  it('says only what there is', async () => {
    const root = await xml(least);
    const names = ['IncludedNote', 'SpecifiedTradeAllowanceCharge', 'AllowanceTotalAmount', 'TotalPrepaidAmount'];
    const others = [
      'SpecifiedTradeSettlementPaymentMeans',
      'PaymentReference',
      'GlobalID',
      'InvoiceReferencedDocument',
    ];
    for (const name of [...names, ...others]) expect(all(root, name), name).toEqual([]);
    expect(all(root, 'ApplicableHeaderTradeDelivery')).toMatchObject([{ children: [], text: '' }]);
  });

  it('of category O has no rate and no VAT id (BR-O-02, BR-O-05)', async () => {
    const root = await xml(ofCategory('O'));
    expect(all(root, 'RateApplicablePercent')).toEqual([]);
    expect(ids(root, 'SpecifiedTaxRegistration/ID')).toEqual([['FC', '29/815/08154']]);
    const { taxId: _, ...others } = seller;
    const other = await xml({ ...ofCategory('O'), seller: others });
    expect(ids(other, 'SpecifiedTaxRegistration/ID')).toEqual([['FC', 'DE123456789']]);
  });

  it("of category K goes to the buyer's country (BR-IC-12)", async () => {
    expect(texts(await xml(ofCategory('K')), 'ShipToTradeParty/PostalTradeAddress/CountryID')).toEqual(['CZ']);
  });

  it('that corrects another names it (BG-3)', async () => {
    const root = await xml({ ...invoice, corrects: { number: 'INV-2026-00041', date: '2026-02-27' } });
    expect(texts(root, 'ExchangedDocument/TypeCode')).toEqual(['384']);
    expect(texts(root, 'InvoiceReferencedDocument/IssuerAssignedID')).toEqual(['INV-2026-00041']);
    expect(texts(root, 'FormattedIssueDateTime/DateTimeString')).toEqual(['20260227']);
  });

  it('is the same text for the same data', async () => {
    expect(await pdf.invoiceXml(invoice)).toBe(await pdf.invoiceXml(structuredClone(invoice)));
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const lines = Array.from({ length: 20_000 }, () => ({ ...invoice.lines[0] }) as pdf.InvoiceLine);
    const made = pdf.invoiceXml({ ...invoice, lines }, { signal: controller.signal });
    controller.abort();
    expect((await failure(() => made)).code).toBe('ERR_ABORTED');
    expect((await failure(() => pdf.invoiceXml(invoice, { signal: AbortSignal.abort() }))).code).toBe('ERR_ABORTED');
  });
});

describe('a credit note', () => {
  it('names the invoice, and why (BT-3, BT-25, BT-26, BT-22)', async () => {
    const root = readXml(await pdf.creditNoteXml(creditNote));
    expect(texts(root, 'ExchangedDocument/TypeCode')).toEqual(['381']);
    expect(texts(root, 'InvoiceReferencedDocument/IssuerAssignedID')).toEqual(['INV-2026-00042']);
    expect(texts(root, 'FormattedIssueDateTime/DateTimeString')).toEqual(['20260301']);
    expect(texts(root, 'IncludedNote/Content')).toEqual(['One lens was returned', 'Thank you & see you again']);
    expect(texts(root, 'DuePayableAmount')).toEqual(['356.26']);
  });

  it('says how the amount is given back (BR-CO-25)', async () => {
    const { paymentTerms: _, ...others } = creditNote;
    const { message, details } = await failure(() => pdf.creditNoteXml(others));
    expect(message).toContain('BR-CO-25');
    expect(details).toEqual({ argument: 'data.paymentTerms' });
  });
});

describe('published invoices', () => {
  const published: { source: string; data: pdf.InvoiceData; says: Record<string, string[]> }[] = JSON.parse(
    readFileSync(new URL('../golden/pdf/einvoices.json', import.meta.url), 'utf8'),
  );

  it.each(published)('come out as published: $source', async ({ data, says }) => {
    const root = await xml(data);
    for (const [path, expected] of Object.entries(says)) {
      // `5.50` and `5.5000` are one amount.
      const plain = (text: string) => (/Amount|Percent|Quantity/.test(path) ? String(Number(text)) : text);
      expect(texts(root, path).map(plain), path).toEqual(expected.map(plain));
    }
  });
});

describe('what EN 16931 asks for and the data lack is refused', () => {
  const without = <T extends object>(whole: T, ...names: (keyof T)[]): T => {
    const rest = { ...whole };
    for (const name of names) delete rest[name];
    return rest;
  };
  const anonymous = without(seller, 'vatId', 'taxId');
  const [S, Z, E, AE, K, G, O] = (['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const).map(ofCategory) as pdf.InvoiceData[];

  it.each([
    ['BR-09', 'data.seller.country', { ...invoice, seller: without(seller, 'country') }],
    ['BR-11', 'data.buyer.country', { ...invoice, buyer: without(buyer, 'country') }],
    ['BR-S-02', 'data.seller.taxId', { ...S, seller: anonymous }],
    ['BR-Z-02', 'data.seller.taxId', { ...Z, seller: anonymous }],
    ['BR-E-02', 'data.seller.taxId', { ...E, seller: anonymous }],
    ['BR-AE-02', 'data.seller.taxId', { ...AE, seller: anonymous }],
    ['BR-AE-02', 'data.buyer.vatId', { ...AE, buyer: without(buyer, 'vatId') }],
    ['BR-IC-02', 'data.seller.vatId', { ...K, seller: without(seller, 'vatId') }],
    ['BR-IC-02', 'data.buyer.vatId', { ...K, buyer: without(buyer, 'vatId') }],
    ['BR-IC-11', 'data.deliveryDate', without(K as pdf.InvoiceData, 'deliveryDate')],
    ['BR-G-02', 'data.seller.vatId', { ...G, seller: without(seller, 'vatId') }],
    ['BR-O-12', 'data.lines', { ...O, lines: [...(O as pdf.InvoiceData).lines, ...(Z as pdf.InvoiceData).lines] }],
    ['BR-CO-26', 'data.seller', { ...invoice, seller: without(seller, 'vatId', 'gln', 'registrationId') }],
    ['BR-CO-26', 'data.seller', { ...O, seller: without(seller, 'gln', 'registrationId') }],
    ['BR-CO-25', 'data.dueDate', without(invoice, 'dueDate', 'paymentTerms')],
    ['BR-CO-17', 'data.lines', { ...least, lines: [{ ...least.lines[0], taxRate: '0.4999' }] }],
    ['BR-DEC-14', 'data.currency', { ...invoice, currency: 'KWD' }],
    ['BR-CL-04', 'data.currency', { ...invoice, currency: 'BGN' }],
  ] as [string, string, pdf.InvoiceData][])('%s, naming %s', async (rule, argument, data) => {
    const wrong = await failure(() => pdf.invoiceXml(data));
    expect(wrong).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
    expect(wrong.message).toContain(rule);
    expect(await failure(() => pdf.invoice(data, { profile: 'einvoice' }))).toEqual(wrong);
  });

  it('and is not where the rule does not bite', async () => {
    await pdf.invoiceXml({
      ...(AE as pdf.InvoiceData),
      buyer: { ...without(buyer, 'vatId'), registrationId: 'C 12345' },
    });
    // Nothing is due.
    await pdf.invoiceXml({ ...without(invoice, 'dueDate', 'paymentTerms'), payments: [{ amount: 35626 }] });
    await pdf.invoiceXml({ ...invoice, seller: without(seller, 'gln', 'registrationId', 'taxId') });
  });
});

describe('codes and ids of the wrong form are refused', () => {
  it.each([
    ['data.seller.country', { ...invoice, seller: { ...seller, country: 'UK' } }],
    ['data.seller.country', { ...invoice, seller: { ...seller, country: 'de' } }],
    ['data.seller.vatId', { ...invoice, seller: { ...seller, vatId: '123456789' } }],
    ['data.buyer.vatId', { ...invoice, buyer: { ...buyer, vatId: 'QQ123456789' } }],
    ['data.seller.gln', { ...invoice, seller: { ...seller, gln: '4012345000008' } }],
    ['data.seller.gln', { ...invoice, seller: { ...seller, gln: '401234500000' } }],
    ['data.lines[0].unitCode', { ...least, lines: [{ ...least.lines[0], unitCode: 'PCS' }] }],
    ['data.corrects.number', { ...invoice, corrects: {} }],
    ['data.seller', { ...invoice, seller: { ...seller, zip: '1' } }],
  ] as [string, pdf.InvoiceData][])('at %s', async (argument, data) => {
    expect(await failure(() => pdf.invoiceXml(data))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument },
    });
  });

  it('and so are options', async () => {
    const wrong = { facturX: 'MINIMUM' } as unknown as pdf.InvoiceXmlOptions;
    expect((await failure(() => pdf.invoiceXml(invoice, wrong))).details).toEqual({ argument: 'options.facturX' });
    const profile = { name: 'archive', facturX: 'EXTENDED' } as const;
    expect((await failure(() => pdf.invoice(invoice, { profile }))).details).toEqual({
      argument: 'options.profile.facturX',
    });
  });

  it('a character that XML cannot hold is named with its field', async () => {
    expect(await failure(() => pdf.invoiceXml({ ...invoice, notes: 'a\uFFFEb' }))).toMatchObject({
      code: 'ERR_UNSUPPORTED',
      details: { argument: 'data.notes', codePoint: 'U+FFFE' },
    });
    const lines = [{ ...least.lines[0], description: 'x\uFFFF' }] as pdf.InvoiceLine[];
    expect((await failure(() => pdf.invoiceXml({ ...least, lines }))).details).toEqual({
      argument: 'data.lines[0].description',
      codePoint: 'U+FFFF',
    });
  });
});
