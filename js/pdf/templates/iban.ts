/** Account numbers and creditor references, whose check digits catch what was mistyped. */
import { ClinicoreError } from '../../errors';
import { text } from '../../validate';

/** How long an IBAN is in each country of the ISO 13616 registry. */
const LENGTHS: Record<string, number> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** An IBAN, with or without blanks between its groups; gives it without. */
export function iban(value: unknown, path: string): string {
  const account = compact(value, path, 42);
  const country = account.slice(0, 2);
  const isWhole = /^[A-Z]{2}\d\d[A-Z0-9]+$/.test(account) && LENGTHS[country] === account.length;
  if (!isWhole || remainder97(account) !== 1) refuse(path, "an IBAN with its country's length and right check digits");
  return account;
}

/** A BIC of 8 or 11 characters (ISO 9362). */
export function bic(value: unknown, path: string): string {
  const code = compact(value, path, 20);
  if (!/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code)) refuse(path, "a BIC such as 'BYLADEM1001'");
  return code;
}

/** A creditor reference (ISO 11649) such as `RF18 5390 0754 7034`, with or without blanks; gives it without. */
export function creditorReference(value: unknown, path: string): string {
  const reference = compact(value, path, 40);
  if (!/^RF\d\d[A-Z0-9]{1,21}$/.test(reference) || remainder97(reference) !== 1) {
    refuse(path, "a creditor reference (ISO 11649) such as 'RF18539007547034', with right check digits");
  }
  return reference;
}

/** In groups of four, as it is printed. */
export const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');

/** A QR reference in groups of five from the right, a creditor reference in groups of four. */
export const groupedReference = (reference: string): string =>
  reference.startsWith('RF') ? grouped(reference) : reference.replace(/\B(?=(.{5})+$)/g, ' ');

function compact(value: unknown, path: string, maxLength: number): string {
  return text(value, path, maxLength).replaceAll(' ', '').toUpperCase();
}

/** ISO 7064 MOD 97-10: the first four characters stand at the end, and a letter counts as 10 to 35. */
function remainder97(code: string): number {
  const digits = (code.slice(4) + code.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return Number(BigInt(digits) % 97n);
}

/** Says what would be right, and nothing of what was given. */
export function refuse(path: string, must: string): never {
  throw new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be ${must}`, { argument: path });
}
