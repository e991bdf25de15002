/**
 * The clinic's tables. Money is whole minor units (cents), rates are basis points (1900 is 19 %), days are dates without
 * a time zone, written `YYYY-MM-DD`.
 */
import type { DicomJson } from 'clinicore/dicom';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';

export const staffRole = pgEnum('staff_role', ['optometrist', 'optician', 'reception', 'manager']);
export const productCategory = pgEnum('product_category', ['frame', 'lens', 'contact_lens', 'care']);
export const orderStatus = pgEnum('order_status', ['open', 'ready', 'collected']);

const id = () => integer().primaryKey().generatedByDefaultAsIdentity();
const day = () => date({ mode: 'string' });
/** Dioptres come in quarter steps. */
const dioptres = () => numeric({ precision: 4, scale: 2, mode: 'number' });

/** What DICOM files are searched and listed by, as DICOM JSON. The files have the rest. */
const attributes = () => jsonb().$type<DicomJson>().notNull();

/** Bytes that the vault sealed, or made an index of. */
const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const staff = pgTable('staff', {
  id: id(),
  username: text().notNull().unique(),
  name: text().notNull(),
  role: staffRole().notNull(),
  /** Null for who was invited and has not come yet. */
  passwordHash: text(),
  /** Who has left is kept: what they did names them. */
  isActive: boolean().notNull().default(true),
  /** Whether there is nothing to do for them before they have a second factor. */
  mustUseSecondFactor: boolean().notNull().default(false),
  /** Of an authenticator app, sealed for this row by its id. */
  otpSecret: bytea(),
  /** The step of the code that was used last (RFC 6238); null as long as none has confirmed the secret. */
  otpStep: bigint({ mode: 'number' }),
  /** What the link is bound to by which they may set a password; null when there is none. */
  linkNonce: text(),
  /** Grows whenever the way they log in changes: what was verified before that opens nothing any more. */
  loginVersion: integer().notNull().default(0),
});

/** For who has lost the second factor: SHA-256 of each code that is left. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    staffId: integer()
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.staffId, table.hash] })],
);

/** Log-ins of which the password was right, and that wait for the second factor. */
export const pendingLogins = pgTable(
  'pending_logins',
  {
    /** SHA-256 of the token. */
    tokenHash: text().primaryKey(),
    staffId: integer()
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.expiresAt)],
);

export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the token: whoever reads this table cannot log in with it. */
    tokenHash: text().primaryKey(),
    staffId: integer()
      .notNull()
      .references(() => staff.id, { onDelete: 'cascade' }),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.expiresAt)],
);

/** Who has failed at passwords and codes (`Lockout`). */
export const lockouts = pgTable(
  'lockouts',
  {
    /** Of a user's name and what was tried; not to be read out of it. */
    key: text().primaryKey(),
    failures: integer().notNull(),
    /** In milliseconds since 1970. */
    lastFailure: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [index().on(table.lastFailure)],
);

export const patients = pgTable(
  'patients',
  {
    id: id(),
    recordNumber: text().notNull().unique(),
    name: text().notNull(),
    birthDate: day().notNull(),
    street: text().notNull(),
    city: text().notNull(),
    /** Sealed for this row by its id, as the next; each beside what it is searched by: `src/patients/identifiers.ts`. */
    phone: bytea(),
    phoneIndex: bytea(),
    insuranceNumber: bytea(),
    insuranceNumberIndex: bytea(),
  },
  (table) => [index().on(table.phoneIndex), index().on(table.insuranceNumberIndex)],
);

export const visits = pgTable(
  'visits',
  {
    id: id(),
    patientId: integer()
      .notNull()
      .references(() => patients.id),
    optometristId: integer()
      .notNull()
      .references(() => staff.id),
    visitedOn: day().notNull(),
    reason: text().notNull(),
  },
  (table) => [index().on(table.patientId)],
);

export const prescriptions = pgTable('prescriptions', {
  id: id(),
  visitId: integer()
    .notNull()
    .unique()
    .references(() => visits.id),
  rightSphere: dioptres().notNull(),
  rightCylinder: dioptres().notNull(),
  /** Degrees, 0 to 180. */
  rightAxis: integer().notNull(),
  leftSphere: dioptres().notNull(),
  leftCylinder: dioptres().notNull(),
  leftAxis: integer().notNull(),
  addition: dioptres(),
  pupillaryDistanceMm: numeric({ precision: 4, scale: 1, mode: 'number' }).notNull(),
});

export const products = pgTable('products', {
  id: id(),
  sku: text().notNull().unique(),
  name: text().notNull(),
  category: productCategory().notNull(),
  /** Net, in minor units. */
  unitPrice: integer().notNull(),
  taxRate: integer().notNull(),
});

/** One row for every day the shop was open; a day without a row was closed, a day with 0 sold nothing. */
export const dailySales = pgTable(
  'daily_sales',
  {
    productId: integer()
      .notNull()
      .references(() => products.id),
    soldOn: day().notNull(),
    quantity: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.soldOn] }),
    check('daily_sales_quantity', sql`${table.quantity} >= 0`),
  ],
);

export const orders = pgTable(
  'orders',
  {
    id: id(),
    patientId: integer()
      .notNull()
      .references(() => patients.id),
    /** Spectacles and lenses are made to one; care products need none. */
    prescriptionId: integer().references(() => prescriptions.id),
    orderedOn: day().notNull(),
    status: orderStatus().notNull(),
  },
  (table) => [index().on(table.patientId)],
);

export const invoices = pgTable('invoices', {
  id: id(),
  number: text().notNull().unique(),
  orderId: integer()
    .notNull()
    .unique()
    .references(() => orders.id),
  issuedOn: day().notNull(),
  dueOn: day().notNull(),
  paidOn: day(),
  currency: text().notNull(),
});

export const invoiceLines = pgTable(
  'invoice_lines',
  {
    id: id(),
    invoiceId: integer()
      .notNull()
      .references(() => invoices.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    productId: integer().references(() => products.id),
    description: text().notNull(),
    quantity: integer().notNull(),
    /** Net, in minor units: the price on the day, whatever the product costs later. */
    unitPrice: integer().notNull(),
    taxRate: integer().notNull(),
  },
  (table) => [unique().on(table.invoiceId, table.position)],
);

/** A DICOM study, as the first of its files tells of it. */
export const studies = pgTable(
  'studies',
  {
    id: id(),
    studyInstanceUid: text().notNull().unique(),
    /** Whose it is; null where no patient on record has the files' Patient ID and date of birth. */
    patientId: integer().references(() => patients.id),
    attributes: attributes(),
  },
  (table) => [index().on(table.patientId)],
);

export const series = pgTable(
  'series',
  {
    id: id(),
    seriesInstanceUid: text().notNull().unique(),
    studyId: integer()
      .notNull()
      .references(() => studies.id, { onDelete: 'cascade' }),
    attributes: attributes(),
  },
  (table) => [index().on(table.studyId)],
);

/** A DICOM file. */
export const instances = pgTable(
  'instances',
  {
    id: id(),
    sopInstanceUid: text().notNull().unique(),
    seriesId: integer()
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    transferSyntax: text().notNull(),
    /** Of its bytes: the name under which the file is kept. */
    sha256: text().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    uploadedBy: integer()
      .notNull()
      .references(() => staff.id),
    uploadedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    attributes: attributes(),
  },
  (table) => [index().on(table.seriesId)],
);

/**
 * Who did what to which record, and when: ids only, never what a record says. Each entry holds the hash of the one before
 * (`AuditChain`). It refers to nothing: it outlives staff and patients.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    /** Null for somebody who is not logged in. */
    staff: integer(),
    action: text().notNull(),
    /** Such as `patient/42`. */
    subject: text(),
    previous: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [index().on(table.staff, table.seq), index().on(table.subject, table.seq)],
);

/** The last entry, in the one row that writers lock, so that no two link to the same. The migration puts it there. */
export const auditHead = pgTable(
  'audit_head',
  {
    one: boolean().primaryKey().default(true),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
  },
  (table) => [check('audit_head_one', sql`${table.one}`)],
);

/** Seals on all entries up to one, under a key that is not in the database. */
export const auditCheckpoints = pgTable('audit_checkpoints', {
  seq: bigint({ mode: 'number' }).primaryKey(),
  at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
  hash: text().notNull(),
  mac: text().notNull(),
});
