import { eq } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { instances, patients, series, studies } from '../database/schema.js';
import { Problem } from '../problem.js';
import { textOf } from './attributes.js';
import type { Description } from './describe.js';
import type { FileStore, Incoming } from './fileStore.js';

/** A file that has arrived, and what it says. */
export interface Described extends Description {
  file: Incoming;
}

/**
 * Puts files on record and in their places, all in one transaction; gives, for each, `undefined` or why it is not stored.
 * A file that is on record already, byte for byte, is stored; another with its SOP Instance UID is not.
 *
 * @param recorded is told the studies that files were added to, at the end of the transaction
 */
export async function record(
  database: Database,
  store: FileStore,
  staffId: number,
  files: readonly Described[],
  recorded: (studies: ReadonlySet<string>, transaction: Database) => Promise<void> = async () => {},
): Promise<(Problem | undefined)[]> {
  const problems = new Map<Described, Problem>();
  const kept: string[] = [];
  const studiesAddedTo = new Set<string>();
  try {
    await database.transaction(async (transaction) => {
      // In one order, so that no two uploads wait for each other.
      for (const described of [...files].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))) {
        try {
          await transaction.transaction(async (savepoint) => {
            if (!(await insert(savepoint, staffId, described))) return;
            await store.keep(described.file);
            kept.push(described.file.sha256);
            studiesAddedTo.add(described.studyInstanceUid);
          });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          problems.set(described, error);
        }
      }
      await recorded(studiesAddedTo, transaction);
    });
  } catch (error) {
    // What cannot be looked up stays: without a record, a file is in nobody's way.
    await removeUnlessRecorded(database, store, kept).catch(() => {});
    throw error;
  }
  return files.map((described) => problems.get(described));
}

const orderOf = (file: Description) => `${file.studyInstanceUid} ${file.seriesInstanceUid} ${file.sopInstanceUid}`;

/** Whether it was inserted; false where the same file is on record. */
async function insert(database: Database, staffId: number, described: Described): Promise<boolean> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, attributes, transferSyntax, file } = described;
  const patientId = await findPatient(database, described);
  await database
    .insert(studies)
    .values({ studyInstanceUid, patientId, attributes: attributes.study })
    .onConflictDoNothing();
  const [study] = await database.select().from(studies).where(eq(studies.studyInstanceUid, studyInstanceUid));
  if (!study || textOf(study.attributes, PATIENT_ID) !== textOf(attributes.study, PATIENT_ID)) {
    throw new Problem('ERR_CONFLICT', 'The study is on record with another Patient ID');
  }
  await database
    .insert(series)
    .values({ seriesInstanceUid, studyId: study.id, attributes: attributes.series })
    .onConflictDoNothing();
  const [inSeries] = await database.select().from(series).where(eq(series.seriesInstanceUid, seriesInstanceUid));
  if (inSeries?.studyId !== study.id) throw new Problem('ERR_CONFLICT', 'The series is on record in another study');
  const inserted = await database
    .insert(instances)
    .values({
      sopInstanceUid,
      seriesId: inSeries.id,
      transferSyntax,
      sha256: file.sha256,
      bytes: file.bytes,
      uploadedBy: staffId,
      attributes: attributes.instance,
    })
    .onConflictDoNothing()
    .returning({ id: instances.id });
  if (inserted.length > 0) return true;
  const [stored] = await database.select().from(instances).where(eq(instances.sopInstanceUid, sopInstanceUid));
  if (stored?.sha256 === file.sha256) return false;
  throw new Problem('ERR_ALREADY_STORED', 'Another file with this SOP Instance UID is stored');
}

const PATIENT_ID = '00100020';
const BIRTH_DATE = '00100030';

/** Whose file it is: who has its Patient ID for a record number, unless the file says another date of birth. */
async function findPatient(database: Database, { attributes }: Description): Promise<number | null> {
  const recordNumber = textOf(attributes.study, PATIENT_ID);
  if (recordNumber === undefined) return null;
  const born = /^(\d{4})(\d\d)(\d\d)$/
    .exec(textOf(attributes.study, BIRTH_DATE) ?? '')
    ?.slice(1)
    .join('-');
  const [patient] = await database
    .select({ id: patients.id, birthDate: patients.birthDate })
    .from(patients)
    .where(eq(patients.recordNumber, recordNumber));
  return patient && (born === undefined || born === patient.birthDate) ? patient.id : null;
}

/** After a transaction that failed: its end may be unknown, so it is looked up what is on record. */
async function removeUnlessRecorded(database: Database, store: FileStore, kept: string[]): Promise<void> {
  for (const sha256 of kept) {
    const [found] = await database.select({ id: instances.id }).from(instances).where(eq(instances.sha256, sha256));
    if (!found) await store.remove(sha256);
  }
}
