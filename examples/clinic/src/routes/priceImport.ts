import { extname } from 'node:path';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { AtOnce } from '../atOnce.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { receiveFormFile } from '../formFile.js';
import { hangUpSignal } from '../hangUp.js';
import { log } from '../log.js';
import { applyPrices } from '../prices/apply.js';
import { previewPrices, shownPreview } from '../prices/preview.js';
import type { Previews, Waiting } from '../prices/previews.js';
import { MAX_FILE_BYTES, readPrices } from '../prices/read.js';
import { check, Problem } from '../problem.js';

/** Uploads at once; the next is sent away to come again. */
const MAX_UPLOADS = 2;

const query = z.strictObject({ decimals: z.enum(['point', 'comma']).default('point') });

/**
 * `POST /imports/prices`: reads a price list (a workbook or CSV; the file of a form) and answers with what it would
 * change, and what is wrong with it. Nothing is written before that is confirmed. `decimals` says what decimals have in CSV.
 */
export function previewImport(database: Database, previews: Previews): RequestHandler {
  const uploads = new AtOnce(MAX_UPLOADS, 'uploads');

  return async (request, response) => {
    const { decimals } = check(query, request.query);
    const preview = await uploads.during(async () => {
      const { name, bytes } = await receiveFormFile(request, MAX_FILE_BYTES);
      const reading = { extension: extname(name).toLowerCase(), decimalComma: decimals === 'comma' };
      const prices = await readPrices(bytes, { ...reading, signal: hangUpSignal(response) });
      return previewPrices(database, shownName(name), prices);
    });
    const waiting = previews.add(loggedIn(response).id, preview);
    response.status(201).location(`/imports/prices/${waiting.id}`).json(shown(waiting));
  };
}

/** `GET /imports/prices/:id`: a preview again. */
export function showImport(previews: Previews): RequestHandler {
  return (request, response) => {
    response.json(shown(find(previews, loggedIn(response).id, request.params)));
  };
}

const confirmation = z.strictObject({ leaveOutProblems: z.boolean().default(false) });

/**
 * `POST /imports/prices/:id/confirm`: writes what the preview showed, all of it or nothing. Rows with problems must be left out
 * on purpose. Refused if a product has changed since.
 */
export function confirmImport(database: Database, previews: Previews, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id: staffId } = loggedIn(response);
    const { leaveOutProblems } = check(confirmation, request.body ?? {});
    const { preview } = find(previews, staffId, request.params);
    if (preview.problems.length > 0 && !leaveOutProblems) {
      throw new Problem('ERR_CONFLICT', 'Rows have problems: correct them, or confirm that they are left out');
    }
    await applyPrices(database, preview, (transaction) => audit.append(staffId, 'prices.imported', null, transaction));
    previews.remove(staffId);
    const written = { new: preview.created.length, changed: preview.changed.length };
    log(`Prices imported by staff ${staffId}: ${written.new} new products, ${written.changed} changed`);
    response.json(written);
  };
}

/** `DELETE /imports/prices/:id`: forgets a preview. */
export function cancelImport(previews: Previews): RequestHandler {
  return (request, response) => {
    const { id: staffId } = loggedIn(response);
    find(previews, staffId, request.params);
    previews.remove(staffId);
    response.status(204).end();
  };
}

function find(previews: Previews, staffId: number, { id = '' }: { id?: string | string[] }): Waiting {
  const waiting = previews.find(staffId, String(id));
  if (waiting) return waiting;
  throw new Problem(
    'ERR_NOT_FOUND',
    'There is no such preview: it was confirmed, replaced by a later one, or is too old',
  );
}

const shown = ({ id, preview, expiresAt }: Waiting) => ({
  id,
  expiresAt: expiresAt.toISOString(),
  ...shownPreview(preview),
});

/** A file's name to be shown: without folders and control characters, and not too long. */
const shownName = (name: string): string =>
  name
    .replace(/^.*[\\/]/s, '')
    .replace(/\p{C}/gu, '')
    .slice(0, 100);
