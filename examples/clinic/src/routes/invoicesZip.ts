import { ClinicoreError } from 'clinicore';
import { type ZipInput, zip } from 'clinicore/export';
import { invoiceDocument, renderMany } from 'clinicore/pdf';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { answerFile } from '../answerFile.js';
import type { AtOnce } from '../atOnce.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { hangUpSignal } from '../hangUp.js';
import { findInvoice, invoiceData, invoiceIds } from '../invoices.js';
import { monthField, monthPeriod } from '../period.js';
import { check, Problem } from '../problem.js';
import { type ProgressBoard, progressField, type Tell } from '../progress.js';

const query = z.strictObject({ month: monthField, ...progressField });

/**
 * `GET /exports/invoices.zip?month=…`: the PDFs of a month's invoices. They are made on the pool a few ahead of the client,
 * who thus sets the pace, and none waits for all: however many there are, only those few are in memory. What cannot be
 * printed is listed in a file at the end. With `progress`, `GET /exports/progress/…` tells how many are made.
 */
export function invoicesZip(
  database: Database,
  audit: AuditLog,
  board: ProgressBoard,
  exports: AtOnce,
): RequestHandler {
  return async (request, response) => {
    const { month, progress } = check(query, request.query);
    const signal = hangUpSignal(response);
    const { id: staffId } = loggedIn(response);
    const send = async (tell: Tell) => {
      const ids = await invoiceIds(database, monthPeriod(month));
      if (ids.length === 0) throw new Problem('ERR_NOT_FOUND', 'No invoice was issued in this month');
      await audit.append(staffId, 'document.printed', `invoices/${month}`);
      const archive = zip(invoiceFiles(database, ids, signal, tell));
      await answerFile(response, archive.toStream({ signal }), `invoices-${month}.zip`, 'zip');
    };
    await exports.during(() => board.during(staffId, progress, send));
  };
}

/** The invoices as PDFs, in order; then what could not be printed, and why. */
async function* invoiceFiles(
  database: Database,
  ids: number[],
  signal: AbortSignal,
  onProgress: Tell,
): AsyncGenerator<ZipInput> {
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
    // PDFs are compressed already.
    if (file) yield { name: `${fileName(number)}.pdf`, data: file, compress: 'store' };
    else failures.push(`${number}: ${reason(error)}`);
  }
  if (failures.length > 0) yield { name: 'not printed.txt', data: Buffer.from(`${failures.join('\n')}\n`) };
}

/** Why an invoice cannot be printed. Any other error is not the invoice's own, and ends the file. */
function reason(error: unknown): string {
  if (error instanceof ClinicoreError || error instanceof Problem) return error.message;
  throw error;
}

/** A number without what has a meaning in paths. */
const fileName = (number: string): string => number.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_');
