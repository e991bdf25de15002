/** Seller and buyer (BG-4, BG-7). */
import type { CheckedTradeParty } from '../templates/trade-party';
import type { FacturXLevel } from './options';
import { group, leaf } from './xml';

/** By which a party is known to the tax office. */
export interface TaxIds {
  /** With its country's prefix (BT-31, BT-48). */
  vatId: string | undefined;
  /** Any other (BT-32). */
  taxNumber: string | undefined;
}

/** A tax id that begins with the prefix of the party's country is a VAT id, unless there is another. */
export function taxIds({ vatId, taxId, country }: CheckedTradeParty): TaxIds {
  if (vatId !== undefined || taxId === undefined) return { vatId, taxNumber: taxId };
  const compact = taxId.replaceAll(' ', '');
  const isVatId =
    country !== undefined &&
    compact.startsWith(country === 'GR' ? 'EL' : country) &&
    /^[A-Z]{2}[0-9A-Z+*.-]*\d[0-9A-Z+*.-]*$/.test(compact);
  return isVatId ? { vatId: compact, taxNumber: undefined } : { vatId: undefined, taxNumber: taxId };
}

/**
 * @param role `Seller` or `Buyer`
 * @param isOutsideVat whether the invoice is outside the scope of VAT, and so must not hold a VAT id (BR-O-02): the seller's
 *   is written as a tax number
 */
export function tradeParty(
  role: 'Seller' | 'Buyer',
  party: CheckedTradeParty,
  level: FacturXLevel,
  isOutsideVat: boolean,
): string {
  const { vatId, taxNumber } = taxIds(party);
  const numbers = isOutsideVat ? [taxNumber ?? vatId] : [taxNumber];
  return group(
    `ram:${role}TradeParty`,
    leaf('ram:GlobalID', party.gln, { schemeID: '0088' }),
    leaf('ram:Name', party.name),
    group('ram:SpecifiedLegalOrganization', leaf('ram:ID', party.registrationId)),
    level === 'EN 16931' ? contact(party) : '',
    address(party),
    group('ram:URIUniversalCommunication', leaf('ram:URIID', party.email, { schemeID: 'EM' })),
    registration(isOutsideVat ? undefined : vatId, 'VA'),
    ...(role === 'Seller' ? numbers.map((number) => registration(number, 'FC')) : []),
  );
}

const registration = (id: string | undefined, schemeID: string): string =>
  group('ram:SpecifiedTaxRegistration', leaf('ram:ID', id, { schemeID }));

const contact = ({ phone, email }: CheckedTradeParty): string =>
  group(
    'ram:DefinedTradeContact',
    group('ram:TelephoneUniversalCommunication', leaf('ram:CompleteNumber', phone)),
    group('ram:EmailURIUniversalCommunication', leaf('ram:URIID', email)),
  );

function address({ address: all, postalCode, city, country }: CheckedTradeParty): string {
  const lines = all.filter((line) => !isPlace(line, postalCode, city));
  const [one, two, ...others] = lines;
  return group(
    'ram:PostalTradeAddress',
    leaf('ram:PostcodeCode', postalCode),
    leaf('ram:LineOne', one),
    leaf('ram:LineTwo', two),
    leaf('ram:LineThree', others.length === 0 ? undefined : others.join(', ')),
    leaf('ram:CityName', city),
    leaf('ram:CountryID', country),
  );
}

/** Whether a line says nothing but postal code and city, and so is said already: `10969 Berlin`, `D-10969 Berlin`. */
function isPlace(line: string, postalCode: string | undefined, city: string | undefined): boolean {
  if (postalCode === undefined || city === undefined) return line === city;
  if (!line.includes(postalCode) || !line.includes(city)) return false;
  return /^([A-Z]{1,3}-)?[ ,]*$/.test(line.replace(postalCode, '').replace(city, ''));
}
