/** What EN 16931 asks of an invoice beyond what is needed to print it, rule by rule. */
import { ClinicoreError } from '../../errors';
import type { NumberFormat } from '../locale';
import type { Totals } from '../templates/bill';
import type { CheckedSale } from '../templates/issue';
import type { TaxCategory } from '../templates/sale';
import { taxIds } from './party';
import type { Terms } from './terms';

/** Codes of ISO 4217 that were withdrawn, and are no longer in the code list of EN 16931. */
const WITHDRAWN = ['ANG', 'BGN'];

/** Refuses, before the lines are read, what makes no e-invoice. */
export function identified(sale: CheckedSale, { currencyDigits }: Pick<NumberFormat, 'currencyDigits'>): void {
  const { seller, buyer, currency } = sale;
  demand('BR-CL-04', !WITHDRAWN.includes(currency), 'data.currency', 'a currency that is still in ISO 4217');
  demand('BR-DEC-14', currencyDigits <= 2, 'data.currency', 'one of at most 2 decimals');
  demand('BR-09', seller.country !== undefined, 'data.seller.country', 'given');
  demand('BR-11', buyer.country !== undefined, 'data.buyer.country', 'given');
}

/** Refuses what the taxes and sums ask for and the invoice lacks. */
export function complete(sale: CheckedSale, terms: Terms, { taxes, due }: Totals): void {
  const { seller, buyer } = sale;
  const sellers = taxIds(seller);
  const buyers = taxIds(buyer);
  const has = (category: TaxCategory) => taxes.some((tax) => tax.category === category);
  const isTaxed = sellers.vatId !== undefined || sellers.taxNumber !== undefined;
  for (const category of ['S', 'Z', 'E', 'AE'] as const) {
    demand(`BR-${category}-02`, !has(category) || isTaxed, 'data.seller.taxId', 'given');
  }
  demand('BR-IC-02', !has('K') || sellers.vatId !== undefined, 'data.seller.vatId', 'given for a supply within the EU');
  demand('BR-IC-02', !has('K') || buyers.vatId !== undefined, 'data.buyer.vatId', 'given for a supply within the EU');
  demand(
    'BR-IC-11',
    !has('K') || terms.deliveryDate !== undefined,
    'data.deliveryDate',
    'given for a supply within the EU',
  );
  demand('BR-G-02', !has('G') || sellers.vatId !== undefined, 'data.seller.vatId', 'given for an export');
  demand(
    'BR-AE-02',
    !has('AE') || buyers.vatId !== undefined || buyer.registrationId !== undefined,
    'data.buyer.vatId',
    'given, or data.buyer.registrationId, for a reverse charge',
  );
  // The standard's own Schematron takes a rate below 0.5 for 0, and then wants no tax.
  const isKnown = taxes.every(({ rate }) => rate.units === 0n || 2n * rate.units >= 10n ** BigInt(rate.scale));
  demand('BR-CO-17', isKnown, 'data.lines', 'of a tax rate of 0, or from 0.5 on');
  demand('BR-O-12', !has('O') || taxes.length === 1, 'data.lines', 'all of the tax category O where one is');
  demand(
    'BR-CO-26',
    seller.gln !== undefined || seller.registrationId !== undefined || (sellers.vatId !== undefined && !has('O')),
    'data.seller',
    `identified by ${has('O') ? '' : 'a vatId, '}a gln or a registrationId`,
  );
  const isCredit = terms.typeCode === '381';
  demand(
    'BR-CO-25',
    due <= 0n || terms.dueDate !== undefined || sale.paymentTerms !== undefined,
    isCredit ? 'data.paymentTerms' : 'data.dueDate',
    `given${isCredit ? '' : ', or data.paymentTerms,'} where an amount is due`,
  );
}

function demand(rule: string, isMet: boolean, path: string, must: string): void {
  if (isMet) return;
  const message = `${path} must be ${must}: an e-invoice needs it (EN 16931, ${rule})`;
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument: path });
}
