import type { RequestHandler } from 'express';
import { answerPdf, idParameters } from '../answerPdf.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { dossierPdf, findDossier } from '../dossier.js';
import { check, Problem } from '../problem.js';

/** `GET /patients/:id/dossier.pdf`: all that is printed for a patient. */
export function patientDossier(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const dossier = await findDossier(database, id);
    if (!dossier) throw new Problem('ERR_NOT_FOUND', 'There is no patient with this id');
    if (dossier.prescriptions.length + dossier.invoices.length === 0) {
      throw new Problem('ERR_NOT_FOUND', 'Nothing has been printed for this patient');
    }
    await audit.append(loggedIn(response).id, 'document.printed', `patient/${id}`);
    const name = `dossier-${id}.pdf`;
    await answerPdf(request, response, dossier, { plain: name, full: `${dossier.recordNumber}.pdf` }, dossierPdf);
  };
}
