import { orderSheet, prescription } from 'clinicore/pdf';
import type { RequestHandler } from 'express';
import { answerPdf, idParameters } from '../answerPdf.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { findLensOrder, findPrescription, orderSheetData, prescriptionData } from '../prescriptions.js';
import { check, Problem } from '../problem.js';

/** `GET /prescriptions/:id.pdf`. */
export function prescriptionPdf(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const found = await findPrescription(database, id);
    if (!found) throw new Problem('ERR_NOT_FOUND', 'There is no prescription with this id');
    const name = `prescription-${id}.pdf`;
    await audit.append(loggedIn(response).id, 'document.printed', `prescription/${id}`);
    await answerPdf(request, response, prescriptionData(found), { plain: name, full: name }, prescription);
  };
}

/** `GET /orders/:id/order-sheet.pdf`: what the laboratory is to make. */
export function orderSheetPdf(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const found = await findLensOrder(database, id);
    if (!found?.lens) throw new Problem('ERR_NOT_FOUND', 'There is no order of lenses with this id');
    const name = `order-sheet-${id}.pdf`;
    await audit.append(loggedIn(response).id, 'document.printed', `order/${id}`);
    await answerPdf(request, response, orderSheetData(found, found.lens), { plain: name, full: name }, orderSheet);
  };
}
