import { createHash } from 'node:crypto';
import { backend, version } from 'clinicore';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { hangUpSignal } from './hangUp.js';

/** PostgreSQL's `integer`: an id beyond it cannot be one. */
const MAX_ID = 2 ** 31 - 1;

/** The `:id` of a path. */
export const idParameters = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, 'must be an id')
    .transform(Number)
    .refine((id) => id <= MAX_ID, 'must be an id'),
});

/**
 * Answers with a PDF that is made of `data`, unless the browser has it: the same data give the same file, so what it has
 * is good until they change.
 *
 * @param names of the file: one that any header may hold, and the true one
 */
export async function answerPdf<T>(
  request: Request,
  response: Response,
  data: T,
  names: { plain: string; full: string },
  make: (data: T, options: { signal: AbortSignal }) => Promise<Buffer>,
): Promise<void> {
  const etag = `"${createHash('sha256')
    .update(JSON.stringify([version, backend, data]))
    .digest('base64url')}"`;
  response.set({ ETag: etag, 'Cache-Control': 'private, no-cache' });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const file = await make(data, { signal: hangUpSignal(response) });
  response.set({
    // The true name may hold any character, so it goes in the encoded form (RFC 6266), beside one for those who lack that.
    'Content-Disposition': `inline; filename="${names.plain}"; filename*=UTF-8''${extValue(names.full)}`,
    // The clinic's page shows it in a frame.
    'Content-Security-Policy': "default-src 'self'; frame-ancestors 'self'",
  });
  response.type('application/pdf').send(file);
}

/** A header parameter's value in UTF-8 (RFC 8187), where fewer characters stand for themselves than in an address. */
function extValue(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
