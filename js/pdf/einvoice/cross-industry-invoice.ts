/** The Cross Industry Invoice of UN/CEFACT (D22B) as Factur-X 1.07 and later, and so ZUGFeRD 2.3 and later, use it. */
import type { NumberFormat } from '../locale';
import type { Totals } from '../templates/bill';
import type { CheckedSale } from '../templates/issue';
import { mapInBatches, type Sold } from '../templates/sale';
import { lineItem } from './line';
import type { FacturXLevel } from './options';
import { tradeParty } from './party';
import { settlement } from './settlement';
import type { Terms } from './terms';
import { dateTime, plain } from './values';
import { group, leaf } from './xml';

/** What an e-invoice is made of. */
export interface EinvoiceParts {
  sale: CheckedSale;
  terms: Terms;
  sold: readonly Sold[];
  totals: Totals;
  level: FacturXLevel;
}

/** What says which rules the invoice follows (BT-24). */
const GUIDELINES: Record<FacturXLevel, string> = {
  BASIC: 'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
  'EN 16931': 'urn:cen.eu:en16931:2017',
};

const NAMESPACES = {
  rsm: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  qdt: 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
};
const declared = Object.entries(NAMESPACES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
const HEAD = `<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice${declared.join('')}>`;

/** The XML of an invoice that passed the rules, with turns of the event loop in between. */
export async function crossIndustryInvoice(
  { sale, terms, sold, totals, level }: EinvoiceParts,
  { currencyDigits }: Pick<NumberFormat, 'currencyDigits'>,
  goOn: () => void,
): Promise<string> {
  const amount = (minor: bigint) => plain({ units: minor, scale: currencyDigits });
  // One text that grows: to join 100,000 at the end would hold the event loop.
  let items = '';
  let count = 0;
  await mapInBatches(sold, goOn, (line) => {
    items += lineItem(line, count++, level, amount);
  });
  const isOutsideVat = totals.taxes.some(({ category }) => category === 'O');
  const context = group(
    'rsm:ExchangedDocumentContext',
    group('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', GUIDELINES[level])),
  );
  const document = group(
    'rsm:ExchangedDocument',
    leaf('ram:ID', sale.number),
    leaf('ram:TypeCode', terms.typeCode),
    group('ram:IssueDateTime', dateTime(sale.issueDate)),
    ...[terms.reason, sale.notes].map((note) => group('ram:IncludedNote', leaf('ram:Content', note))),
  );
  const agreement = group(
    'ram:ApplicableHeaderTradeAgreement',
    leaf('ram:BuyerReference', terms.buyerReference),
    tradeParty('Seller', sale.seller, level, isOutsideVat),
    tradeParty('Buyer', sale.buyer, level, isOutsideVat),
    group('ram:BuyerOrderReferencedDocument', leaf('ram:IssuerAssignedID', terms.orderNumber)),
  );
  const header = agreement + delivery(sale, terms, totals) + settlement(sale, terms, totals, level, amount);
  const transaction = `<rsm:SupplyChainTradeTransaction>${items}${header}</rsm:SupplyChainTradeTransaction>`;
  return `${HEAD}${context}${document}${transaction}</rsm:CrossIndustryInvoice>\n`;
}

/** Whither and when (BG-13): the schema wants the element even where it says nothing. */
function delivery({ buyer }: CheckedSale, { deliveryDate }: Terms, { taxes }: Totals): string {
  const isWithinEu = taxes.some(({ category }) => category === 'K');
  const said =
    // BR-IC-12: a supply within the EU goes to the buyer's country.
    group(
      'ram:ShipToTradeParty',
      group('ram:PostalTradeAddress', leaf('ram:CountryID', isWithinEu ? buyer.country : undefined)),
    ) + group('ram:ActualDeliverySupplyChainEvent', group('ram:OccurrenceDateTime', dateTime(deliveryDate)));
  return `<ram:ApplicableHeaderTradeDelivery>${said}</ram:ApplicableHeaderTradeDelivery>`;
}
