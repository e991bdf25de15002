import type { Express, RequestHandler } from 'express';
import { endTurn } from '../../admission.js';
import type { AuditLog } from '../../audit/auditLog.js';
import { logViews } from '../../audit/studyViews.js';
import type { Sessions } from '../../auth.js';
import type { Config } from '../../config.js';
import type { Database } from '../../database/connect.js';
import type { FileStore } from '../../imaging/fileStore.js';
import { only } from '../../problem.js';
import { jsonBody } from '../../requestBody.js';
import { eyeRecord, fhir } from './eyeRecord.js';
import { frames } from './frames.js';
import { bulkData, metadata } from './metadata.js';
import { rendered, thumbnail } from './rendered.js';
import { retrieve } from './retrieve.js';
import { searchFor } from './search.js';
import { storeInstances } from './store.js';

/** The studies, as DICOMweb has them (PS3.18 section 10): whoever treats patients reads them, optometrists add to them. */
export function studyRoutes(
  app: Express,
  sessions: Sessions,
  database: Database,
  store: FileStore,
  audit: AuditLog,
  config: Config,
): void {
  const readers = [sessions.allow('optometrist', 'optician', 'manager'), logViews(database, audit)];
  const writers = sessions.allow('optometrist');
  const search = {
    studies: searchFor('study', database, config),
    series: searchFor('series', database, config),
    instances: searchFor('instance', database, config),
  };
  const storing = storeInstances(database, store, audit, config);
  const reads = (paths: string | string[], handler: RequestHandler) =>
    app.route(paths).get(readers, handler).all(only('GET', 'HEAD'));
  const readsAndStores = (path: string, handler: RequestHandler) =>
    app
      .route(path)
      .get(readers, handler)
      .post(writers, endTurn, storing)
      .all(only('GET', 'HEAD', 'POST'));

  const study = '/studies/:study';
  const series = `${study}/series/:series`;
  // A SOP Instance UID is enough to find an instance in a study: the series may be left out.
  const instance = [`${series}/instances/:instance`, `${study}/instances/:instance`];
  const frame = instance.map((path) => `${path}/frames/:frames`);
  const under = (paths: string[], name: string) => paths.map((path) => `${path}/${name}`);

  readsAndStores('/studies', search.studies);
  app.route('/studies/search').post(readers, jsonBody, search.studies).all(only('POST'));
  reads(['/series', `${study}/series`], search.series);
  reads(['/instances', `${study}/instances`, `${series}/instances`], search.instances);

  readsAndStores(study, retrieve(database, store));
  reads([series, ...instance], retrieve(database, store));
  reads(under([study, series, ...instance], 'metadata'), metadata(database, store, config));
  reads(under(instance, 'bulkdata/:path'), bulkData(database, store));
  reads(frame, frames(database, store));
  reads(under([...instance, ...frame], 'rendered'), rendered(database, store));
  reads(under([study, series, ...instance, ...frame], 'thumbnail'), thumbnail(database, store));

  reads(under(instance, 'eye-record'), eyeRecord(database, store));
  reads(under(instance, 'fhir'), fhir(database, store));
}
