import type { RequestHandler } from 'express';
import { z } from 'zod';
import { idParameters } from '../answerPdf.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { findInvoice, type InvoiceSummary, latestInvoices } from '../invoices.js';
import { decimal } from '../money.js';
import { check, Problem } from '../problem.js';

const filter = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,9}$/, 'must be an id')
    .transform(Number)
    .optional(),
  unpaid: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

/** An invoice in a list, as it is shown: money as decimals. */
export type ShownInvoice = ReturnType<typeof shown>;

/** `GET /invoices?before=…&unpaid=true`: the latest invoices, a page at a time. */
export function listInvoices(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const found = await latestInvoices(database, check(filter, request.query));
    await audit.append(loggedIn(response).id, 'list.read', 'list/invoices');
    response.json({ invoices: found.map(shown) });
  };
}

const shown = ({ net, tax, ...invoice }: InvoiceSummary) => ({ ...invoice, gross: decimal(net + tax) });

/** What `GET /invoices/:id` answers with. */
export type InvoiceAnswer = ReturnType<typeof answerOf>;

/** `GET /invoices/:id`: what an invoice says. */
export function showInvoice(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const found = await findInvoice(database, id);
    if (!found) throw new Problem('ERR_NOT_FOUND', 'There is no invoice with this id');
    await audit.append(loggedIn(response).id, 'invoice.read', `invoice/${id}`);
    response.json(answerOf(found));
  };
}

const answerOf = ({
  invoice,
  patient,
  lines,
  totals: { net, tax },
}: NonNullable<Awaited<ReturnType<typeof findInvoice>>>) => ({
  ...invoice,
  patient: { id: patient.id, recordNumber: patient.recordNumber, name: patient.name },
  lines: lines.map(({ unitPrice, taxRate, ...line }) => ({
    ...line,
    unitPrice: decimal(unitPrice),
    taxRate: decimal(taxRate),
    net: decimal(unitPrice * line.quantity),
  })),
  net: decimal(net),
  tax: decimal(tax),
  gross: decimal(net + tax),
});
