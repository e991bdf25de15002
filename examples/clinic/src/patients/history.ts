import { desc, eq } from 'drizzle-orm';
import type { Role } from '../auth.js';
import type { Database } from '../database/connect.js';
import { invoices, orders, patients, prescriptions, studies, visits } from '../database/schema.js';
import { withTotals } from '../invoices.js';
import { decimal } from '../money.js';
import { hasLenses } from '../orders.js';
import { CARERS, DESK } from './shown.js';

/** Who has lenses made. */
const SELLERS: readonly Role[] = ['optician', 'manager'];

/** As many of each kind as a page shows; a patient has far fewer. */
const LISTED = 200;

/** What there is about a patient, the latest first; `undefined` when there is no such patient. */
export async function patientHistory(database: Database, role: Role, patientId: number) {
  const [found] = await database.select({ id: patients.id }).from(patients).where(eq(patients.id, patientId));
  if (!found) return undefined;
  return {
    ...(CARERS.includes(role) && {
      prescriptions: await prescriptionsOf(database, patientId),
      studies: await studiesOf(database, patientId),
    }),
    ...(SELLERS.includes(role) && { orders: await ordersOf(database, patientId) }),
    ...(DESK.includes(role) && { invoices: await invoicesOf(database, patientId) }),
  };
}

/** See {@link patientHistory}. */
export type PatientHistory = NonNullable<Awaited<ReturnType<typeof patientHistory>>>;

const prescriptionsOf = (database: Database, patientId: number) =>
  database
    .select({ id: prescriptions.id, writtenOn: visits.visitedOn, reason: visits.reason })
    .from(prescriptions)
    .innerJoin(visits, eq(visits.id, prescriptions.visitId))
    .where(eq(visits.patientId, patientId))
    .orderBy(desc(visits.visitedOn), desc(prescriptions.id))
    .limit(LISTED);

const ordersOf = (database: Database, patientId: number) =>
  database
    .select({ id: orders.id, orderedOn: orders.orderedOn, status: orders.status, hasLenses: hasLenses(database) })
    .from(orders)
    .where(eq(orders.patientId, patientId))
    .orderBy(desc(orders.orderedOn), desc(orders.id))
    .limit(LISTED);

async function invoicesOf(database: Database, patientId: number) {
  const rows = await database
    .select({
      id: invoices.id,
      number: invoices.number,
      issuedOn: invoices.issuedOn,
      dueOn: invoices.dueOn,
      paidOn: invoices.paidOn,
      currency: invoices.currency,
    })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .where(eq(orders.patientId, patientId))
    .orderBy(desc(invoices.id))
    .limit(LISTED);
  return (await withTotals(database, rows)).map(({ net, tax, ...row }) => ({ ...row, gross: decimal(net + tax) }));
}

/** What is searched of a study by: StudyDate and StudyDescription. */
async function studiesOf(database: Database, patientId: number) {
  const rows = await database
    .select({ uid: studies.studyInstanceUid, attributes: studies.attributes })
    .from(studies)
    .where(eq(studies.patientId, patientId))
    .orderBy(desc(studies.id))
    .limit(LISTED);
  return rows.map(({ uid, attributes }) => ({
    uid,
    date: dayOf(attributes['00080020']?.Value?.[0]),
    description: textOf(attributes['00081030']?.Value?.[0]),
  }));
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A DICOM date as a day. */
const dayOf = (value: unknown): string | null => textOf(value)?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') ?? null;
