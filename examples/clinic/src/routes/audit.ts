import type { RequestHandler } from 'express';
import { z } from 'zod';
import { answerFile } from '../answerFile.js';
import { AtOnce } from '../atOnce.js';
import type { AuditLog } from '../audit/auditLog.js';
import { latestEntries } from '../audit/latest.js';
import { extentOf, linePages, streamOf } from '../audit/lines.js';
import { verifyAudit } from '../audit/verify.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { staff } from '../database/schema.js';
import { hangUpSignal } from '../hangUp.js';
import { check } from '../problem.js';
import { type ProgressBoard, progressField } from '../progress.js';

const number = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);
const filter = z.strictObject({
  before: number.optional(),
  staff: number.refine((id) => id < 2 ** 31, 'must be an id').optional(),
  subject: z
    .string()
    .regex(/^[a-z]+\/[\w.-]{1,64}$/, 'must be a kind and an id, such as patient/42')
    .optional(),
});

/** `GET /audit?before=…&staff=…&subject=…`: the latest entries, a page at a time, and whom they can be filtered by. */
export function auditEntries(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const wanted = check(filter, request.query);
    await audit.append(loggedIn(response).id, 'audit.read', null);
    const entries = await latestEntries(database, wanted);
    const { head } = await extentOf(database);
    const people = await database.select({ id: staff.id, name: staff.name }).from(staff).orderBy(staff.name);
    response.json({ entries, head, staff: people });
  };
}

/** Verifications at once: each reads all of the log. */
const MAX_VERIFICATIONS = 2;

const question = z
  .strictObject({
    ...progressField,
    seq: number.optional(),
    hash: z
      .string()
      .regex(/^[\da-f]{64}$/, 'must be 64 hexadecimal digits')
      .optional(),
  })
  .refine(({ seq, hash }) => (seq === undefined) === (hash === undefined), 'seq and hash of an anchor go together');

/**
 * `GET /audit/verification?seq=…&hash=…`: whether the log is whole, all of it, and reaches an anchor if one is given. With
 * `progress`, `GET /exports/progress/…` tells how many entries are verified.
 */
export function auditVerification(database: Database, audit: AuditLog, board: ProgressBoard): RequestHandler {
  const verifications = new AtOnce(MAX_VERIFICATIONS, 'verifications');

  return async (request, response) => {
    const { progress, seq, hash } = check(question, request.query);
    const { id } = loggedIn(response);
    const anchor = seq === undefined || hash === undefined ? undefined : { seq, hash };
    const signal = hangUpSignal(response);
    const result = await verifications.during(async () => {
      await audit.append(id, 'audit.verified', null);
      return board.during(id, progress, (tell) => verifyAudit(database, audit.chain, { anchor, signal, tell }));
    });
    response.json(result);
  };
}

/** `GET /audit.jsonl`: the log as JSON Lines, for `AuditChain.verify` elsewhere. */
export function auditFile(database: Database, audit: AuditLog, exports: AtOnce): RequestHandler {
  return (_request, response) =>
    exports.during(async () => {
      await audit.append(loggedIn(response).id, 'audit.exported', null);
      const { upTo } = await extentOf(database);
      const lines = streamOf(linePages(database, audit.chain, upTo));
      await answerFile(response, lines, 'audit.jsonl', 'application/jsonl');
    });
}
