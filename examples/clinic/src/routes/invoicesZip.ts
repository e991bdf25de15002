import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ClinicoreError } from 'clinicore';
import { invoiceDocument, renderMany } from 'clinicore/pdf';
import type { RequestHandler } from 'express';
import { Zip, ZipPassThrough } from 'fflate';
import { z } from 'zod';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { hangUpSignal } from '../hangUp.js';
import { findInvoice, invoiceData, invoiceIds } from '../invoices.js';
import { check, Problem } from '../problem.js';
import type { ProgressBoard } from '../progress.js';

const name = z.uuid('must be a UUID');
const query = z.strictObject({
  month: z.string().regex(/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2025-12'),
  progress: name.optional(),
});

/**
 * `GET /exports/invoices.zip?month=…`: the PDFs of a month's invoices. They are made on the pool a few ahead of the client,
 * who thus sets the pace, and none waits for all: however many there are, only those few are in memory. What cannot be
 * printed is listed in a file at the end. With `progress`, `GET /exports/progress/…` tells how many are made.
 */
export function invoicesZip(database: Database, board: ProgressBoard): RequestHandler {
  return async (request, response) => {
    const { month, progress } = check(query, request.query);
    const watched = progress === undefined ? undefined : `${loggedIn(response).id} ${progress}`;
    const signal = hangUpSignal(response);
    try {
      const ids = await invoiceIds(database, { from: `${month}-01`, to: lastDay(month) });
      if (ids.length === 0) throw new Problem('ERR_NOT_FOUND', 'No invoice was issued in this month');
      const onProgress = (done: number, total: number) => {
        if (watched !== undefined) board.tell(watched, { done, total });
      };
      response.type('zip').set('Content-Disposition', `attachment; filename="invoices-${month}.zip"`);
      const files = invoiceFiles(database, ids, signal, onProgress);
      await pipeline(Readable.from(zipped(files), { objectMode: false }), response);
    } finally {
      if (watched !== undefined) board.end(watched);
    }
  };
}

/** `GET /exports/progress/:name`: how much of a file is made, as events, until it is. */
export function exportProgress(board: ProgressBoard): RequestHandler {
  return (request, response) => {
    const watched = `${loggedIn(response).id} ${check(z.object({ name }), request.params).name}`;
    const tell = (event: string, data: object) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    const onEnd = () => {
      tell('end', {});
      response.end();
    };
    const stop = board.watch(watched, (progress) => tell('progress', progress), onEnd);
    if (!stop) throw new Problem('ERR_BUSY', 'Too many are watching');
    response.once('close', stop);
    response.type('text/event-stream').flushHeaders();
    tell('begin', {});
  };
}

interface ZipFile {
  name: string;
  data: Uint8Array;
}

/** The invoices as PDFs, in order; then what could not be printed, and why. */
async function* invoiceFiles(
  database: Database,
  ids: number[],
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): AsyncGenerator<ZipFile> {
  const numbers: string[] = [];
  const documents = ids.map((id, index) => async () => {
    const found = await findInvoice(database, id);
    if (!found) throw new Problem('ERR_NOT_FOUND', 'The invoice was deleted meanwhile');
    numbers[index] = found.invoice.number;
    return invoiceDocument(invoiceData(found), { signal });
  });
  const failures: string[] = [];
  for await (const { index, file, error } of renderMany(documents, { signal, onProgress })) {
    const number = numbers[index] ?? String(ids[index]);
    if (file) yield { name: `${fileName(number)}.pdf`, data: file };
    else failures.push(`${number}: ${reason(error)}`);
  }
  if (failures.length > 0) yield { name: 'not printed.txt', data: Buffer.from(`${failures.join('\n')}\n`) };
}

/** Why an invoice cannot be printed. Any other error is not the invoice's own, and ends the file. */
function reason(error: unknown): string {
  if (error instanceof ClinicoreError || error instanceof Problem) return error.message;
  throw error;
}

/** A zip of files as they come. PDFs are compressed already, so they are stored as they are. */
async function* zipped(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for await (const { name, data } of files) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    entry.push(data, true);
    yield* chunks.splice(0);
  }
  zip.end();
  yield* chunks.splice(0);
}

/** A number without what has a meaning in paths. */
const fileName = (number: string): string => number.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_');

function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
}
