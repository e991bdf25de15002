import { findRecoveryCode, recoveryCodes as newCodes } from 'clinicore/crypto';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { recoveryCodes } from '../database/schema.js';

/** Gives somebody new recovery codes in place of all they had; what is stored does not tell them. */
export async function renewRecoveryCodes(within: Database, staffId: number): Promise<readonly string[]> {
  const { codes, hashes } = newCodes();
  await within.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId));
  await within.insert(recoveryCodes).values(hashes.map((hash) => ({ staffId, hash })));
  return codes;
}

/** Whether a code is one of somebody's recovery codes. It is not any more: accepting one is deleting it. */
export async function acceptRecoveryCode(database: Database, staffId: number, code: string): Promise<boolean> {
  const isTheirs = eq(recoveryCodes.staffId, staffId);
  const stored = await database.select({ hash: recoveryCodes.hash }).from(recoveryCodes).where(isTheirs);
  const hashes = stored.map(({ hash }) => hash);
  const hash = hashes[findRecoveryCode(code, hashes)];
  if (hash === undefined) return false;
  const used = await database
    .delete(recoveryCodes)
    .where(and(isTheirs, eq(recoveryCodes.hash, hash)))
    .returning({ hash: recoveryCodes.hash });
  return used.length === 1;
}
