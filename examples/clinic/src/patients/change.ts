import type { Vault } from 'clinicore/crypto';
import { eq } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { patients } from '../database/schema.js';
import { type Identifier, identifiers, sealIdentifier } from './identifiers.js';

type Patient = typeof patients.$inferSelect;

/** What is new of a patient; `null` for what there is no more. */
export type PatientChange = { [Name in Identifier]?: string | null | undefined };

const NAMES = Object.keys(identifiers) as Identifier[];

/**
 * Writes what is new of a patient; what is not, but was sealed under an older key, is sealed anew with it.
 *
 * @param within a transaction, until whose end nobody else writes to the patient
 * @returns the patient as it is then; `undefined` when there is none
 */
export async function changePatient(
  within: Database,
  vault: Vault,
  id: number,
  change: PatientChange,
): Promise<Patient | undefined> {
  const [patient] = await within.select().from(patients).where(eq(patients.id, id)).for('update');
  if (!patient) return undefined;
  const set: Partial<Patient> = {};
  for (const name of NAMES) {
    const text = change[name];
    const before = patient[name];
    if (text !== undefined) {
      const [made] = await sealIdentifier(vault, name, [{ id, text }]);
      set[name] = made?.sealed ?? null;
      set[`${name}Index`] = made?.index ?? null;
    } else if (before) {
      set[name] = vault.rotate(before, { ...identifiers[name].context, row: id });
    }
  }
  const [changed] = await within.update(patients).set(set).where(eq(patients.id, id)).returning();
  return changed;
}
