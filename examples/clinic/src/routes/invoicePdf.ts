import { createHash } from 'node:crypto';
import { backend, version } from 'clinicore';
import { type InvoiceData, invoice } from 'clinicore/pdf';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Database } from '../database/connect.js';
import { hangUpSignal } from '../hangUp.js';
import { findInvoice } from '../invoices.js';
import { check, Problem } from '../problem.js';

const SELLER = {
  name: 'Optik am Lindenplatz GmbH',
  address: ['Lindenplatz 4', '10115 Berlin'],
  taxId: 'DE000000000',
  email: 'rechnung@optik.example',
  phone: '+49 30 23125 000',
};

/** PostgreSQL's `integer`: an id beyond it cannot be one. */
const MAX_ID = 2 ** 31 - 1;
const parameters = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, "must be an invoice's id")
    .transform(Number)
    .refine((id) => id <= MAX_ID, "must be an invoice's id"),
});

/** `GET /invoices/:id.pdf`. */
export function invoicePdf(database: Database): RequestHandler {
  return async (request, response) => {
    const { id } = check(parameters, request.params);
    const found = await findInvoice(database, id);
    if (!found) throw new Problem('ERR_NOT_FOUND', 'There is no invoice with this id');
    const data = printed(found);

    // The same data give the same file, so what the browser has is good until they change: no need to make it again.
    const state = JSON.stringify([version, backend, data]);
    const etag = `"${createHash('sha256').update(state).digest('base64url')}"`;
    response.set({ ETag: etag, 'Cache-Control': 'private, no-cache' });
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    const file = await invoice(data, { signal: hangUpSignal(response) });
    // The number may hold any character, so it goes in the encoded form (RFC 6266), beside one for those who lack that.
    const fileName = `filename="invoice-${id}.pdf"; filename*=UTF-8''${extValue(`${data.number}.pdf`)}`;
    response.set('Content-Disposition', `inline; ${fileName}`).type('application/pdf').send(file);
  };
}

/** A header parameter's value in UTF-8 (RFC 8187), where fewer characters stand for themselves than in an address. */
function extValue(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

/** An invoice as it is printed. Its totals go along: should they not be the lines', no PDF is made. */
function printed({
  invoice,
  patient,
  lines,
  totals: { net, tax },
}: NonNullable<Awaited<ReturnType<typeof findInvoice>>>): InvoiceData {
  return {
    number: invoice.number,
    issueDate: invoice.issuedOn,
    dueDate: invoice.dueOn,
    currency: invoice.currency,
    seller: SELLER,
    buyer: { name: patient.name, address: [patient.street, patient.city] },
    lines: lines.map(({ description, sku, quantity, unitPrice, taxRate }) => ({
      description,
      ...(sku !== null && { sku }),
      quantity: String(quantity),
      unitPrice,
      taxRate: String(taxRate / 100),
    })),
    totals: { net, tax, gross: net + tax },
    paymentTerms: invoice.paidOn === null ? 'Please pay by the due date.' : 'Paid. Thank you!',
  };
}
