/** How an invoice is paid and what it adds up to (BG-16, BG-20, BG-22, BG-23). */
import type { Tax, Totals } from '../templates/bill';
import type { CheckedSale } from '../templates/issue';
import { DISCOUNT, taxOf } from './line';
import type { FacturXLevel } from './options';
import type { Terms } from './terms';
import { dateTime, plain } from './values';
import { group, leaf } from './xml';

/** The SEPA area (EPC409-09), by the countries of its accounts. */
const SEPA = new Set(
  (
    'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI ' +
    'SK SM VA'
  ).split(' '),
);

/** @param amount writes minor units in the invoice's currency */
export function settlement(
  sale: CheckedSale,
  terms: Terms,
  totals: Totals,
  level: FacturXLevel,
  amount: (minor: bigint) => string,
): string {
  const allowances = totals.discounts.flatMap(({ shares }, at) =>
    shares.flatMap((share, group) =>
      share === 0n ? [] : [allowance(amount(share), sale.discounts[at]?.reason, totals.taxes[group] as Tax)],
    ),
  );
  return group(
    'ram:ApplicableHeaderTradeSettlement',
    leaf('ram:PaymentReference', paymentReference(sale)),
    leaf('ram:InvoiceCurrencyCode', sale.currency),
    paymentMeans(sale, level),
    ...totals.taxes.map((tax) => breakdown(tax, sale, amount)),
    ...allowances,
    group(
      'ram:SpecifiedTradePaymentTerms',
      leaf('ram:Description', sale.paymentTerms),
      group('ram:DueDateDateTime', dateTime(terms.dueDate)),
    ),
    group(
      'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
      leaf('ram:LineTotalAmount', amount(totals.lines)),
      leaf('ram:AllowanceTotalAmount', allowances.length === 0 ? undefined : amount(totals.lines - totals.net)),
      leaf('ram:TaxBasisTotalAmount', amount(totals.net)),
      leaf('ram:TaxTotalAmount', amount(totals.tax), { currencyID: sale.currency }),
      leaf('ram:GrandTotalAmount', amount(totals.gross)),
      leaf('ram:TotalPrepaidAmount', totals.paid === 0n ? undefined : amount(totals.paid)),
      leaf('ram:DuePayableAmount', amount(totals.due)),
    ),
    group(
      'ram:InvoiceReferencedDocument',
      leaf('ram:IssuerAssignedID', terms.preceding?.number),
      group('ram:FormattedIssueDateTime', dateTime(terms.preceding?.date, 'qdt')),
    ),
  );
}

/** What the payer is to write (BT-83): what a payment code says, else the invoice's number. */
function paymentReference({ bank, paymentCode, number }: CheckedSale): string | undefined {
  if (bank === undefined) return undefined;
  return paymentCode?.reference ?? (paymentCode?.type === 'epc' ? paymentCode.text : undefined) ?? number;
}

/** A SEPA credit transfer (58 in UNTDID 4461), or any other (30). */
function paymentMeans({ bank, currency, seller }: CheckedSale, level: FacturXLevel): string {
  if (bank === undefined) return '';
  const isSepa = currency === 'EUR' && SEPA.has(bank.iban.slice(0, 2));
  return group(
    'ram:SpecifiedTradeSettlementPaymentMeans',
    leaf('ram:TypeCode', isSepa ? '58' : '30'),
    group(
      'ram:PayeePartyCreditorFinancialAccount',
      leaf('ram:IBANID', bank.iban),
      leaf('ram:AccountName', level === 'EN 16931' ? (bank.holder ?? seller.name) : undefined),
    ),
    group(
      'ram:PayeeSpecifiedCreditorFinancialInstitution',
      leaf('ram:BICID', level === 'EN 16931' ? bank.bic : undefined),
    ),
  );
}

/** The tax of one category and rate (BG-23). */
function breakdown(tax: Tax, { exemptionReasons }: CheckedSale, amount: (minor: bigint) => string): string {
  const { category } = tax;
  const [type, ...others] = taxOf(category, plain(tax.rate));
  return group(
    'ram:ApplicableTradeTax',
    leaf('ram:CalculatedAmount', amount(tax.amount)),
    type as string,
    leaf('ram:ExemptionReason', category === 'S' || category === 'Z' ? undefined : exemptionReasons[category]),
    leaf('ram:BasisAmount', amount(tax.base)),
    ...others,
  );
}

/** What of a discount on the whole falls on one tax (BG-20). */
const allowance = (taken: string, reason: string | undefined, { category, rate }: Tax): string =>
  group(
    'ram:SpecifiedTradeAllowanceCharge',
    group('ram:ChargeIndicator', leaf('udt:Indicator', 'false')),
    leaf('ram:ActualAmount', taken),
    leaf('ram:ReasonCode', DISCOUNT),
    leaf('ram:Reason', reason),
    group('ram:CategoryTradeTax', ...taxOf(category, plain(rate))),
  );
