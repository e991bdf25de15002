import { parse } from 'clinicore/dicom';
import type { RequestHandler } from 'express';
import { loggedIn } from '../auth.js';
import type { Config } from '../config.js';
import type { Database } from '../database/connect.js';
import { studies } from '../database/schema.js';
import { hangUpSignal } from '../hangUp.js';
import { Problem } from '../problem.js';
import { readBody } from '../requestBody.js';

/** Uploads held in memory at once; the next is sent away to come again. */
const MAX_UPLOADS = 8;

/** DICOM's type for unique identifiers (PS3.5 section 9.1): numbers joined by dots, at most 64 characters. */
const UID = /^(?=.{1,64}$)\d+(\.\d+)*$/;
const SOP_INSTANCE_UID = '00080018';

/**
 * `POST /studies`: reads a DICOM file and stores its metadata, the pixels left out. Nothing is written before the whole
 * file has arrived and been understood, so a hang-up or a damaged file leaves nothing behind.
 */
export function storeStudy(database: Database, { maxStudyBytes }: Config): RequestHandler {
  let uploads = 0;

  return async (request, response) => {
    if (uploads >= MAX_UPLOADS) throw new Problem('ERR_BUSY', 'Too many uploads at once');
    uploads++;
    try {
      const signal = hangUpSignal(response);
      const metadata = await parse(await readBody(request, maxStudyBytes), { signal });
      const sopInstanceUid = metadata[SOP_INSTANCE_UID]?.Value?.[0];
      if (typeof sopInstanceUid !== 'string' || !UID.test(sopInstanceUid)) {
        throw new Problem('ERR_MALFORMED_INPUT', 'The file has no valid SOP Instance UID (0008,0018)');
      }
      signal.throwIfAborted();
      const stored = await database
        .insert(studies)
        .values({ sopInstanceUid, uploadedBy: loggedIn(response).id, dicomJson: metadata })
        .onConflictDoNothing()
        .returning({ id: studies.id });
      if (stored.length === 0) throw new Problem('ERR_ALREADY_STORED', 'A study with this SOP Instance UID is stored');
      response.status(201).type('application/dicom+json').send(JSON.stringify(metadata));
    } finally {
      uploads--;
    }
  };
}
