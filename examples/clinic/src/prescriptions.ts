import type { OrderSheetData, PrescriptionData, Refraction } from 'clinicore/pdf';
import { asc, eq } from 'drizzle-orm';
import { addDays } from './calendar.js';
import type { Database } from './database/connect.js';
import { invoiceLines, invoices, orders, patients, prescriptions, products, staff, visits } from './database/schema.js';
import { LABORATORY, PRACTICE } from './practice.js';

const MONTHS_VALID = 12;
const DAYS_TO_MAKE = 7;

/** A prescription with whose it is and who wrote it; `undefined` when there is none. */
export async function findPrescription(database: Database, id: number) {
  const [found] = await database
    .select({ prescription: prescriptions, visit: visits, patient: patients, optometrist: staff.name })
    .from(prescriptions)
    .innerJoin(visits, eq(visits.id, prescriptions.visitId))
    .innerJoin(patients, eq(patients.id, visits.patientId))
    .innerJoin(staff, eq(staff.id, visits.optometristId))
    .where(eq(prescriptions.id, id));
  return found;
}

/** An order of spectacles with what they are made for and of; `undefined` when there is none with a prescription. */
export async function findLensOrder(database: Database, id: number) {
  const [found] = await database
    .select({ order: orders, prescription: prescriptions, patient: patients })
    .from(orders)
    .innerJoin(prescriptions, eq(prescriptions.id, orders.prescriptionId))
    .innerJoin(patients, eq(patients.id, orders.patientId))
    .where(eq(orders.id, id));
  if (!found) return undefined;
  const sold = await database
    .select({ description: invoiceLines.description, sku: products.sku, category: products.category })
    .from(invoices)
    .innerJoin(invoiceLines, eq(invoiceLines.invoiceId, invoices.id))
    .innerJoin(products, eq(products.id, invoiceLines.productId))
    .where(eq(invoices.orderId, id))
    .orderBy(asc(invoiceLines.position));
  const first = (category: string) => sold.find((product) => product.category === category);
  return { ...found, lens: first('lens'), frame: first('frame') };
}

type Prescription = typeof prescriptions.$inferSelect;

/** A prescription as it is printed. */
export function prescriptionData(found: NonNullable<Awaited<ReturnType<typeof findPrescription>>>): PrescriptionData {
  const { prescription, visit, patient, optometrist } = found;
  const { name, birthDate, recordNumber, street, city } = patient;
  const until = new Date(visit.visitedOn);
  until.setUTCMonth(until.getUTCMonth() + MONTHS_VALID);
  return {
    number: `RX-${String(prescription.id).padStart(5, '0')}`,
    issueDate: visit.visitedOn,
    validUntil: until.toISOString().slice(0, 10),
    prescriber: { ...PRACTICE, name: optometrist, address: [PRACTICE.name, ...PRACTICE.address] },
    patient: { name, birthDate, recordNumber, address: [street, city] },
    spectacles: {
      ...eyes(prescription),
      pupillaryDistance: { binocular: prescription.pupillaryDistanceMm.toFixed(1) },
    },
  };
}

type LensOrder = NonNullable<Awaited<ReturnType<typeof findLensOrder>>>;

/** An order sheet as it is printed. @param lens what is to be made */
export function orderSheetData(
  { order, prescription, patient, frame }: LensOrder,
  lens: NonNullable<LensOrder['lens']>,
): OrderSheetData {
  return {
    number: `LAB-${String(order.id).padStart(5, '0')}`,
    issueDate: order.orderedOn,
    dueDate: addDays(order.orderedOn, DAYS_TO_MAKE),
    customer: PRACTICE,
    laboratory: LABORATORY,
    // The laboratory need not know more of whom it is for.
    patient: { name: patient.recordNumber },
    ...eyes(prescription),
    pupillaryDistance: { binocular: prescription.pupillaryDistanceMm.toFixed(1) },
    lens: { name: lens.description },
    ...(frame && { frame: { model: frame.description } }),
  };
}

function eyes(prescription: Prescription): { right: Refraction; left: Refraction } {
  const { rightSphere, rightCylinder, rightAxis, leftSphere, leftCylinder, leftAxis, addition } = prescription;
  return {
    right: refraction(rightSphere, rightCylinder, rightAxis, addition),
    left: refraction(leftSphere, leftCylinder, leftAxis, addition),
  };
}

/** The columns have two decimals, so none is lost. */
function refraction(sphere: number, cylinder: number, axis: number, addition: number | null): Refraction {
  return {
    sphere: sphere.toFixed(2),
    ...(cylinder !== 0 && { cylinder: cylinder.toFixed(2), axis: axis === 0 ? 180 : axis }),
    ...(addition !== null && { add: addition.toFixed(2) }),
  };
}
