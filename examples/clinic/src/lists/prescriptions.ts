import { and, asc, type Column, eq, gt, sql } from 'drizzle-orm';
import { patients, prescriptions as table, visits } from '../database/schema.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import { within } from '../period.js';
import { date, each, integer, text } from './columns.js';
import { type ListColumn, list } from './list.js';

interface Prescription {
  id: number;
  visitedOn: string;
  recordNumber: string;
  patient: string;
  rightSphere: string;
  rightCylinder: string;
  rightAxis: number;
  leftSphere: string;
  leftCylinder: string;
  leftAxis: number;
  addition: string | null;
  pupillaryDistance: string;
}

const decimal = (name: string, scale: number, cell: (row: Prescription) => unknown): ListColumn<Prescription> => ({
  ...{ name, type: 'decimal', scale, cells: each(cell) },
});

/** A numeric column in its own digits, not as a number. */
const digits = (column: Column) => sql<string>`${column}::text`;

export const prescriptions = list<Prescription>({
  title: 'Prescriptions',
  roles: ['optometrist', 'optician', 'manager'],
  periodOf: 'written',
  columns: [
    integer('Prescription', ({ id }) => id),
    date('Written', ({ visitedOn }) => visitedOn),
    text('Record', ({ recordNumber }) => recordNumber),
    text('Patient', ({ patient }) => patient),
    decimal('Right sphere', 2, ({ rightSphere }) => rightSphere),
    decimal('Right cylinder', 2, ({ rightCylinder }) => rightCylinder),
    integer('Right axis', ({ rightAxis }) => rightAxis),
    decimal('Left sphere', 2, ({ leftSphere }) => leftSphere),
    decimal('Left cylinder', 2, ({ leftCylinder }) => leftCylinder),
    integer('Left axis', ({ leftAxis }) => leftAxis),
    decimal('Addition', 2, ({ addition }) => addition),
    decimal('Pupillary distance mm', 1, ({ pupillaryDistance }) => pupillaryDistance),
  ],
  pages: (database, period) =>
    pagesOf((after) =>
      database
        .select({
          id: table.id,
          visitedOn: visits.visitedOn,
          recordNumber: patients.recordNumber,
          patient: patients.name,
          rightSphere: digits(table.rightSphere),
          rightCylinder: digits(table.rightCylinder),
          rightAxis: table.rightAxis,
          leftSphere: digits(table.leftSphere),
          leftCylinder: digits(table.leftCylinder),
          leftAxis: table.leftAxis,
          addition: sql<string | null>`${table.addition}::text`,
          pupillaryDistance: digits(table.pupillaryDistanceMm),
        })
        .from(table)
        .innerJoin(visits, eq(visits.id, table.visitId))
        .innerJoin(patients, eq(patients.id, visits.patientId))
        .where(and(gt(table.id, after?.id ?? 0), within(visits.visitedOn, period)))
        .orderBy(asc(table.id))
        .limit(ROWS_A_PAGE),
    ),
  // A prescription belongs to one visit.
  count: (database, period) =>
    database.$count(
      database
        .select({ id: table.id })
        .from(table)
        .innerJoin(visits, eq(visits.id, table.visitId))
        .where(within(visits.visitedOn, period))
        .as('written'),
    ),
});
