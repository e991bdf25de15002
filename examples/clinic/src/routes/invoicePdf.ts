import { invoice, receipt } from 'clinicore/pdf';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { answerPdf, idParameters } from '../answerPdf.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { findInvoice, invoiceData, receiptData } from '../invoices.js';
import { check, Problem } from '../problem.js';

const query = z.strictObject({ profile: z.enum(['accessible', 'einvoice']).default('accessible') });

/** `GET /invoices/:id.pdf`; with `profile=einvoice` it holds its data too (Factur-X, in Germany ZUGFeRD). */
export function invoicePdf(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const { profile } = check(query, request.query);
    const found = await findInvoice(database, id);
    if (!found) throw new Problem('ERR_NOT_FOUND', 'There is no invoice with this id');
    const data = invoiceData(found);
    const names = { plain: `invoice-${id}.pdf`, full: `${data.number}.pdf` };
    await audit.append(loggedIn(response).id, 'document.printed', `invoice/${id}`);
    await answerPdf(request, response, { data, profile }, names, (made, { signal }) =>
      invoice(made.data, { profile: made.profile, signal }),
    );
  };
}

/** `GET /invoices/:id/receipt.pdf`: for the roll at the till, once the invoice is paid. */
export function receiptPdf(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const found = await findInvoice(database, id);
    if (!found) throw new Problem('ERR_NOT_FOUND', 'There is no invoice with this id');
    const { paidOn } = found.invoice;
    if (paidOn === null) throw new Problem('ERR_NOT_PAID', 'There is no receipt before the invoice is paid');
    const data = receiptData(found, paidOn);
    const names = { plain: `receipt-${id}.pdf`, full: `${data.number} receipt.pdf` };
    await audit.append(loggedIn(response).id, 'document.printed', `receipt/${id}`);
    await answerPdf(request, response, data, names, receipt);
  };
}
