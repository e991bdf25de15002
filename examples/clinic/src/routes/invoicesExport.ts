import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Column, xlsx } from 'clinicore/export';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Database } from '../database/connect.js';
import { hangUpSignal } from '../hangUp.js';
import { invoicePages, type Period } from '../invoices.js';
import { check } from '../problem.js';

const CHUNK_BYTES = 64 * 1024;

/** PostgreSQL's calendar has no year 0. */
const day = z.iso.date().refine((date) => date >= '0001-01-01', 'must be in the year 1 or later');
const query = z
  .strictObject({ from: day.optional(), to: day.optional() })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['from'], message: 'must not be after `to`' });

/**
 * `GET /exports/invoices.xlsx?from=…&to=…`. The rows are read in pages, gathered into columns, written as one file on
 * the pool and sent at the client's pace. Whoever hangs up on the way stops the work, wherever it has got to.
 */
export function invoicesExport(database: Database): RequestHandler {
  return async (request, response) => {
    const period = check(query, request.query);
    const signal = hangUpSignal(response);

    const sheet = { name: 'Invoices', columns: await gather(database, period, signal) };
    const file = await xlsx([sheet], { title: 'Invoices' }).toBuffer({ signal });

    response.type('xlsx').set({
      'Content-Disposition': 'attachment; filename="invoices.xlsx"',
      'Content-Length': String(file.length),
    });
    await pipeline(Readable.from(chunks(file), { objectMode: false }), response);
  };
}

/** The invoices as columns, which is how they cross to the pool: an object a row would cost more than the writing. */
async function gather(database: Database, period: Period, signal: AbortSignal): Promise<Column[]> {
  const columns = {
    number: text('Number'),
    issuedOn: date('Issued'),
    dueOn: date('Due'),
    paidOn: date('Paid'),
    recordNumber: text('Record'),
    patient: text('Patient'),
    currency: text('Currency'),
    net: money('Net'),
    tax: money('Tax'),
    gross: money('Gross'),
  };
  for await (const page of invoicePages(database, period)) {
    signal.throwIfAborted();
    for (const row of page) {
      columns.number.values.push(row.number);
      columns.issuedOn.values.push(row.issuedOn);
      columns.dueOn.values.push(row.dueOn);
      columns.paidOn.values.push(row.paidOn);
      columns.recordNumber.values.push(row.recordNumber);
      columns.patient.values.push(row.patient);
      columns.currency.values.push(row.currency);
      columns.net.values.push(row.net);
      columns.tax.values.push(row.tax);
      columns.gross.values.push(row.net + row.tax);
    }
  }
  return Object.values(columns);
}

const text = (header: string) => ({ type: 'string', header, values: [] as string[] }) as const;
const date = (header: string) => ({ type: 'date', header, values: [] as (string | null)[] }) as const;
const money = (header: string) =>
  ({ type: 'decimal', header, scale: 2, format: '#,##0.00', values: [] as number[] }) as const;

function* chunks(file: Buffer): Generator<Buffer> {
  for (let at = 0; at < file.length; at += CHUNK_BYTES) yield file.subarray(at, at + CHUNK_BYTES);
}
