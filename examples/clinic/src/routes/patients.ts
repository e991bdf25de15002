import type { Vault } from 'clinicore/crypto';
import { asc, eq } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { idParameters } from '../answerPdf.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { patients } from '../database/schema.js';
import { changePatient } from '../patients/change.js';
import { patientHistory } from '../patients/history.js';
import { type Identifier, identifiers, indexOf } from '../patients/identifiers.js';
import { DESK, shownPatients } from '../patients/shown.js';
import { check, Problem } from '../problem.js';

const identifier = (name: Identifier, message: string) =>
  z
    .string()
    .max(40, 'must have at most 40 characters')
    .refine((text) => identifiers[name].form.test(identifiers[name].normal(text)), message);
const fields = {
  phone: identifier('phone', 'must be a phone number'),
  insuranceNumber: identifier('insuranceNumber', 'must be 6 to 20 letters and digits'),
};
const wanted = z.union(
  [
    z.strictObject({ phone: fields.phone }),
    z.strictObject({ insuranceNumber: fields.insuranceNumber }),
    z.strictObject({ recordNumber: z.string().max(40) }),
  ],
  'must have a phone number, an insuranceNumber or a recordNumber, and one of them alone',
);
const change = z
  .strictObject({ phone: fields.phone.nullable(), insuranceNumber: fields.insuranceNumber.nullable() })
  .partial()
  .refine((given) => Object.keys(given).length > 0, 'must have a phone number, an insuranceNumber or both');

/** As many as may share a phone number. */
const MAX_FOUND = 50;

/**
 * `POST /patients/search`: who has a phone number, insurance number or record number. In the body, since addresses are
 * logged. What is sealed is found by its blind index, however it is written, by those who may see it.
 */
export function searchPatients(database: Database, vault: Vault, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const search = check(wanted, request.body);
    const { id: staffId, role } = loggedIn(response);
    if (!('recordNumber' in search) && !DESK.includes(role)) {
      throw new Problem('ERR_FORBIDDEN', `Only for: ${DESK.join(', ')}; others search by record number`);
    }
    const rows = await database
      .select()
      .from(patients)
      .where(
        'phone' in search
          ? eq(patients.phoneIndex, indexOf(vault, 'phone', search.phone))
          : 'insuranceNumber' in search
            ? eq(patients.insuranceNumberIndex, indexOf(vault, 'insuranceNumber', search.insuranceNumber))
            : eq(patients.recordNumber, search.recordNumber.trim().toUpperCase()),
      )
      .orderBy(asc(patients.id))
      .limit(MAX_FOUND);
    // Also that nobody was found.
    const subjects = rows.length === 0 ? [null] : rows.map(({ id }) => `patient/${id}` as const);
    await Promise.all(subjects.map((subject) => audit.append(staffId, 'patient.found', subject)));
    response.json({ patients: await shownPatients(vault, role, rows) });
  };
}

const none = () => new Problem('ERR_NOT_FOUND', 'There is no patient with this id');

/** `GET /patients/:id`: a patient, with what the role needs. */
export function showPatient(database: Database, vault: Vault, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const { id: staffId, role } = loggedIn(response);
    const rows = await database.select().from(patients).where(eq(patients.id, id));
    if (rows.length === 0) throw none();
    await audit.append(staffId, 'patient.read', `patient/${id}`);
    const [shown] = await shownPatients(vault, role, rows);
    response.json(shown);
  };
}

/** `GET /patients/:id/history`: what was prescribed, ordered, invoiced and measured, as far as the role needs it. */
export function showHistory(database: Database, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const { id: staffId, role } = loggedIn(response);
    const history = await patientHistory(database, role, id);
    if (!history) throw none();
    await audit.append(staffId, 'patient.history-read', `patient/${id}`);
    response.json(history);
  };
}

/** `PATCH /patients/:id`: another phone or insurance number, or none any more (`null`). */
export function updatePatient(database: Database, vault: Vault, audit: AuditLog): RequestHandler {
  return async (request, response) => {
    const { id } = check(idParameters, request.params);
    const changes = check(change, request.body);
    const { id: staffId, role } = loggedIn(response);
    const changed = await database.transaction(async (transaction) => {
      const patient = await changePatient(transaction, vault, id, changes);
      if (!patient) throw none();
      await audit.append(staffId, 'patient.changed', `patient/${id}`, transaction);
      return patient;
    });
    const [shown] = await shownPatients(vault, role, [changed]);
    response.json(shown);
  };
}
