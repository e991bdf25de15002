import { type OphthalmicRecord, ophthalmic, toFhir } from 'clinicore/dicom';
import type { Request, RequestHandler, Response } from 'express';
import type { Database } from '../../database/connect.js';
import { hangUpSignal } from '../../hangUp.js';
import type { FileStore } from '../../imaging/fileStore.js';
import { findInstance, withFile } from '../../imaging/instances.js';
import { Problem } from '../../problem.js';

/** `…/instances/:instance/eye-record`: what was measured, by eye, and what is wrong with it. */
export function eyeRecord(database: Database, store: FileStore): RequestHandler {
  return async (request, response) => {
    const { record } = await readRecord(database, store, request, response);
    response.json(record);
  };
}

/** `…/instances/:instance/fhir`: the same as a FHIR R4 bundle, with the patient's record number where that is known. */
export function fhir(database: Database, store: FileStore): RequestHandler {
  return async (request, response) => {
    const { record, stored } = await readRecord(database, store, request, response);
    const { recordNumber } = stored;
    const subject = recordNumber === null ? {} : { subject: { type: 'Patient', identifier: { value: recordNumber } } };
    if (record.kind === 'ophthalmicImage') {
      throw new Problem('ERR_UNSUPPORTED', 'An image is no measurement that FHIR would have a resource for here');
    }
    const bundle = toFhir(record, subject);
    response.set('Content-Disposition', `attachment; filename="${stored.instance}.fhir.json"`);
    response.type('application/fhir+json').send(JSON.stringify(bundle));
  };
}

async function readRecord(database: Database, store: FileStore, request: Request, response: Response) {
  const stored = await findInstance(database, request.params);
  const record = await withFile(
    store,
    stored,
    hangUpSignal(response),
    async (file): Promise<OphthalmicRecord | undefined> => ophthalmic(file),
  );
  if (!record) throw new Problem('ERR_NOT_FOUND', 'The file is no eye examination');
  return { record, stored };
}
