import type { Vault } from 'clinicore/crypto';
import { insuranceNumber, phone } from '../sealed/columns.js';

/** The country of phone numbers without one. */
const COUNTRY = '+49';

/** A phone number in one form, however it was written: that of `030 / 2312 5007` is `+493023125007`. */
const normalPhone = (written: string): string =>
  written
    .normalize('NFKC')
    .replace(/\(0\)|[^\d+]/g, '')
    .replace(/^00/, '+')
    .replace(/^0/, COUNTRY);

/** An insurance number in one form: capitals and digits. */
const normalInsuranceNumber = (written: string): string =>
  written
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\d]/gu, '');

/** What tells a patient from others and is sealed: where it stands, and the form in which it is searched by. */
export const identifiers = {
  phone: { context: phone, normal: normalPhone, form: /^\+\d{6,15}$/ },
  insuranceNumber: { context: insuranceNumber, normal: normalInsuranceNumber, form: /^[A-Z\d]{6,20}$/ },
};

export type Identifier = keyof typeof identifiers;

/** A field of the database, and what it is searched by. */
export interface SealedIdentifier {
  sealed: Uint8Array | null;
  index: Uint8Array | null;
}

/** One identifier of many patients, sealed in one call; `null` for those who have none. */
export async function sealIdentifier(
  vault: Vault,
  name: Identifier,
  patients: readonly { id: number; text: string | null }[],
): Promise<SealedIdentifier[]> {
  const { context, normal } = identifiers[name];
  const present = patients.filter((patient): patient is { id: number; text: string } => patient.text !== null);
  const texts = present.map(({ text }) => text);
  const sealed = await vault.sealMany(texts, { ...context, row: present.map(({ id }) => id) });
  const indexes = await vault.blindIndexes(texts.map(normal), context);
  let next = 0;
  return patients.map(({ text }) => {
    if (text === null) return { sealed: null, index: null };
    const field = { sealed: sealed[next] as Buffer, index: indexes[next] as Buffer };
    next++;
    return field;
  });
}

/** What the rows have for an index whose identifier is the given one, however it is written. */
export function indexOf(vault: Vault, name: Identifier, text: string): Uint8Array {
  const { context, normal } = identifiers[name];
  return vault.blindIndex(normal(text), context);
}
