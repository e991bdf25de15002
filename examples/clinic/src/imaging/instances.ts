import { type DicomFile, open } from 'clinicore/dicom';
import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../database/connect.js';
import { instances, patients, series, studies } from '../database/schema.js';
import { check, Problem } from '../problem.js';
import { LIMITS, UID } from './describe.js';
import type { FileStore } from './fileStore.js';

const uid = z.string().regex(UID, 'must be a UID');
const parameters = z.object({ study: uid, series: uid.optional(), instance: uid.optional() });

/** The files that an address names: those of a study, of a series, or one; at least one. */
export async function findInstances(database: Database, params: unknown): Promise<Stored[]> {
  const place = check(parameters, params);
  const found = await database
    .select({
      study: studies.studyInstanceUid,
      series: series.seriesInstanceUid,
      instance: instances.sopInstanceUid,
      transferSyntax: instances.transferSyntax,
      sha256: instances.sha256,
      bytes: instances.bytes,
      attributes: instances.attributes,
      recordNumber: patients.recordNumber,
    })
    .from(instances)
    .innerJoin(series, eq(series.id, instances.seriesId))
    .innerJoin(studies, eq(studies.id, series.studyId))
    .leftJoin(patients, eq(patients.id, studies.patientId))
    .where(
      and(
        eq(studies.studyInstanceUid, place.study),
        place.series === undefined ? undefined : eq(series.seriesInstanceUid, place.series),
        place.instance === undefined ? undefined : eq(instances.sopInstanceUid, place.instance),
      ),
    )
    .orderBy(asc(series.id), asc(instances.id));
  if (found.length > 0) return found;
  const kind = place.instance ? 'instance' : place.series ? 'series' : 'study';
  throw new Problem('ERR_NOT_FOUND', `There is no such ${kind}`);
}

/** The file that an address names. */
export async function findInstance(database: Database, params: unknown): Promise<Stored> {
  const [found] = await findInstances(database, params);
  return found as Stored;
}

/** A file on record. */
export interface Stored {
  study: string;
  series: string;
  instance: string;
  transferSyntax: string;
  sha256: string;
  bytes: number;
  attributes: (typeof instances.$inferSelect)['attributes'];
  /** Of the patient whose file it is. */
  recordNumber: string | null;
}

/** Opens a file for as long as it is used. */
export async function withFile<T>(
  store: FileStore,
  { sha256 }: Stored,
  signal: AbortSignal,
  use: (file: DicomFile) => Promise<T>,
): Promise<T> {
  const file = await open(store.pathOf(sha256), { ...LIMITS, signal });
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
