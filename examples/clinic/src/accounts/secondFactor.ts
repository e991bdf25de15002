import { generateOtpSecret, type Vault, verifyTotp } from 'clinicore/crypto';
import { and, eq, isNull, lt } from 'drizzle-orm';
import type { Request } from 'express';
import { z } from 'zod';
import type { Database } from '../database/connect.js';
import { recoveryCodes, staff } from '../database/schema.js';
import { logError } from '../log.js';
import { Problem } from '../problem.js';
import { otpSecret } from '../sealed/columns.js';
import type { Accounts } from './accounts.js';
import { acceptRecoveryCode } from './recovery.js';

/** What somebody types for a code, of the app or for recovery. */
export const codeForm = z.strictObject({ code: z.string().max(100, 'must have at most 100 characters') });

/** Six digits, as apps show them: in two groups. */
const APP_CODE = /^\s*\d{3}\s*\d{3}\s*$/;

/**
 * Draws the secret of a second factor: none as long as no code of it has come back.
 *
 * @returns the secret in Base32
 * @throws Problem `ERR_CONFLICT` for who has a second factor
 */
export async function drawSecret(database: Database, vault: Vault, staffId: number): Promise<string> {
  const secret = generateOtpSecret();
  const drawn = await database
    .update(staff)
    .set({ otpSecret: vault.seal(secret, { ...otpSecret, row: staffId }) })
    .where(and(eq(staff.id, staffId), isNull(staff.otpStep)))
    .returning({ id: staff.id });
  if (drawn.length === 0) throw new Problem('ERR_CONFLICT', 'There is a second factor: remove it first');
  return secret;
}

/** The secret that was drawn and waits for its first code. */
export async function drawnSecret(database: Database, vault: Vault, staffId: number): Promise<string> {
  const [found] = await database
    .select({ sealed: staff.otpSecret })
    .from(staff)
    .where(and(eq(staff.id, staffId), isNull(staff.otpStep)));
  const secret = found?.sealed && opened(vault, staffId, found.sealed);
  if (!secret) throw notEnrolling();
  return secret;
}

/** Makes the drawn secret the second factor, if a code is one of its. */
export async function confirmSecret(within: Database, vault: Vault, staffId: number, code: string): Promise<boolean> {
  const [found] = await within.select().from(staff).where(eq(staff.id, staffId)).for('update');
  if (!found?.otpSecret || found.otpStep !== null) throw notEnrolling();
  const otpStep = stepOf(code, opened(vault, staffId, found.otpSecret), null);
  if (otpStep === undefined) return false;
  await within.update(staff).set({ otpStep }).where(eq(staff.id, staffId));
  return true;
}

const notEnrolling = () => new Problem('ERR_NOT_FOUND', 'No second factor is being enrolled');

/** Removes somebody's second factor, and the recovery codes that stand in for it. */
export async function removeSecondFactor(within: Database, staffId: number): Promise<void> {
  await within.update(staff).set({ otpSecret: null, otpStep: null }).where(eq(staff.id, staffId));
  await within.delete(recoveryCodes).where(eq(recoveryCodes.staffId, staffId));
}

/** Whether a code is somebody's, of the app or for recovery; it is used up by that. */
export function isSecondFactor(
  { database, vault, attempts }: Accounts,
  staffId: number,
  code: string,
  request: Request,
): Promise<boolean> {
  return attempts.judge('code', staffId, request, () =>
    APP_CODE.test(code) ? acceptAppCode(database, vault, staffId, code) : acceptRecoveryCode(database, staffId, code),
  );
}

async function acceptAppCode(database: Database, vault: Vault, staffId: number, code: string): Promise<boolean> {
  const [found] = await database.select().from(staff).where(eq(staff.id, staffId));
  if (!found?.otpSecret || found.otpStep === null) return false;
  const otpStep = stepOf(code, opened(vault, staffId, found.otpSecret), found.otpStep);
  if (otpStep === undefined) return false;
  const used = await database
    .update(staff)
    .set({ otpStep })
    // Of two requests with one code, the second finds it used.
    .where(and(eq(staff.id, staffId), lt(staff.otpStep, otpStep)))
    .returning({ id: staff.id });
  return used.length === 1;
}

/** The secret that is sealed; `undefined` if it cannot be opened, and then no code is right. */
function opened(vault: Vault, staffId: number, sealed: Uint8Array): string | undefined {
  try {
    return vault.open(sealed, { ...otpSecret, row: staffId }).toString();
  } catch (error) {
    logError(`The stored second factor of staff ${staffId} cannot be opened; nobody can log in with it`, error);
    return undefined;
  }
}

/** Which step a code is of, if it is right. */
function stepOf(code: string, secret: string | undefined, after: number | null): number | undefined {
  if (secret === undefined) return undefined;
  const verified = verifyTotp(code.replace(/\s/g, ''), secret, { after });
  return verified.ok ? verified.step : undefined;
}
