/** An invoice line (BG-25). */
import { decimal } from '../money';
import type { Sold } from '../templates/sale';
import type { FacturXLevel } from './options';
import { plain } from './values';
import { group, leaf } from './xml';

/** @param amount writes minor units in the invoice's currency */
export function lineItem(sold: Sold, index: number, level: FacturXLevel, amount: (minor: bigint) => string): string {
  const { discount, net } = sold.amounts;
  return group(
    'ram:IncludedSupplyChainTradeLineItem',
    group('ram:AssociatedDocumentLineDocument', leaf('ram:LineID', String(index + 1))),
    group('ram:SpecifiedTradeProduct', ...product(sold, level)),
    group(
      'ram:SpecifiedLineTradeAgreement',
      group('ram:NetPriceProductTradePrice', leaf('ram:ChargeAmount', amount(BigInt(sold.unitPrice)))),
    ),
    group(
      'ram:SpecifiedLineTradeDelivery',
      leaf('ram:BilledQuantity', plain(decimal(sold.quantity)), { unitCode: sold.unitCode }),
    ),
    group(
      'ram:SpecifiedLineTradeSettlement',
      group('ram:ApplicableTradeTax', ...taxOf(sold.taxCategory, plain(decimal(sold.taxRate)))),
      discount === 0n ? '' : lineAllowance(sold, amount(net + discount), amount(discount)),
      group('ram:SpecifiedTradeSettlementLineMonetarySummation', leaf('ram:LineTotalAmount', amount(net))),
    ),
  );
}

/** A description's first line is the name (BT-153), the others say more (BT-154). BASIC knows names only. */
function product({ description, sku }: Sold, level: FacturXLevel): string[] {
  if (level === 'BASIC') return [leaf('ram:Name', description.replaceAll('\n', ' '))];
  const [name, ...more] = description.trim().split('\n');
  const rest = more.join('\n').trim();
  return [
    leaf('ram:SellerAssignedID', sku),
    leaf('ram:Name', name),
    leaf('ram:Description', rest === '' ? undefined : rest),
  ];
}

/** Category and rate of a VAT; what is outside its scope has no rate (BR-O-05). */
export const taxOf = (category: string, rate: string): string[] => [
  leaf('ram:TypeCode', 'VAT'),
  leaf('ram:CategoryCode', category),
  leaf('ram:RateApplicablePercent', category === 'O' ? undefined : rate),
];

/** "Discount" in UNTDID 5189. */
export const DISCOUNT = '95';

/** What is taken off a line (BG-27). */
const lineAllowance = ({ discountPercent }: Sold, base: string, taken: string): string =>
  group(
    'ram:SpecifiedTradeAllowanceCharge',
    group('ram:ChargeIndicator', leaf('udt:Indicator', 'false')),
    leaf('ram:CalculationPercent', discountPercent && plain(decimal(discountPercent))),
    leaf('ram:BasisAmount', discountPercent && base),
    leaf('ram:ActualAmount', taken),
    leaf('ram:ReasonCode', DISCOUNT),
  );
