import {
  type InvoiceData,
  invoiceDocument,
  type MergeSource,
  merge,
  type PrescriptionData,
  prescriptionDocument,
  renderMany,
} from 'clinicore/pdf';
import { asc, eq } from 'drizzle-orm';
import type { Database } from './database/connect.js';
import { invoices, orders, patients, prescriptions, visits } from './database/schema.js';
import { findInvoice, invoiceData } from './invoices.js';
import { findPrescription, prescriptionData } from './prescriptions.js';

/** What is printed for a patient, the oldest of each kind first. */
export interface Dossier {
  recordNumber: string;
  prescriptions: PrescriptionData[];
  invoices: InvoiceData[];
}

/** A patient's dossier; `undefined` when there is no such patient. */
export async function findDossier(database: Database, patientId: number): Promise<Dossier | undefined> {
  const [patient] = await database.select().from(patients).where(eq(patients.id, patientId));
  if (!patient) return undefined;
  const prescribed = await database
    .select({ id: prescriptions.id })
    .from(prescriptions)
    .innerJoin(visits, eq(visits.id, prescriptions.visitId))
    .where(eq(visits.patientId, patientId))
    .orderBy(asc(visits.visitedOn), asc(prescriptions.id));
  const issued = await database
    .select({ id: invoices.id })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .where(eq(orders.patientId, patientId))
    .orderBy(asc(invoices.issuedOn), asc(invoices.id));

  const dossier: Dossier = { recordNumber: patient.recordNumber, prescriptions: [], invoices: [] };
  for (const { id } of prescribed) {
    const found = await findPrescription(database, id);
    if (found) dossier.prescriptions.push(prescriptionData(found));
  }
  for (const { id } of issued) {
    const found = await findInvoice(database, id);
    if (found) dossier.invoices.push(invoiceData(found));
  }
  return dossier;
}

/** The dossier as one file, in whose outline each document has its number. */
export async function dossierPdf(dossier: Dossier, { signal }: { signal: AbortSignal }): Promise<Buffer> {
  const numbers = [...dossier.prescriptions, ...dossier.invoices].map(({ number }) => number);
  const documents = [
    ...dossier.prescriptions.map((data) => () => prescriptionDocument(data, { signal })),
    ...dossier.invoices.map((data) => () => invoiceDocument(data, { signal })),
  ];
  const files: MergeSource[] = [];
  // Someone waits for it, so it goes before the exports.
  for await (const { index, file, error } of renderMany(documents, { signal, lane: 'interactive' })) {
    if (error) throw error;
    files.push({ file, title: numbers[index] });
  }
  return merge(files, { signal });
}
