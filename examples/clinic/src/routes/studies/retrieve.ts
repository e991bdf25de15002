import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deidentify } from 'clinicore/dicom';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Database } from '../../database/connect.js';
import { hangUpSignal } from '../../hangUp.js';
import type { FileStore } from '../../imaging/fileStore.js';
import { findInstances, type Stored, withFile } from '../../imaging/instances.js';
import { acceptedTypes, covers, type MediaType } from '../../mediaType.js';
import { answerParts } from '../../multipart.js';
import { check, Problem } from '../../problem.js';

const DICOM = 'application/dicom';

const query = z.strictObject({ deidentify: z.enum(['', 'true'], 'takes no value but true').optional() });

/**
 * `GET /studies/:study`, `…/series/:series` and `…/instances/:instance`: the files as they were stored (WADO-RS, PS3.18
 * 10.4), several in parts, a single one by itself where that is accepted; with `?deidentify` a single one without the
 * patient's identity.
 */
export function retrieve(database: Database, store: FileStore): RequestHandler {
  return async (request, response) => {
    const isDeidentified = check(query, request.query).deidentify !== undefined;
    const files = await findInstances(database, request.params);
    if (isDeidentified) return answerDeidentified(response, store, files);
    const accepted = acceptedTypes(request.get('accept'));
    const [file] = files as [Stored];
    for (const type of accepted) {
      if (!files.every((stored) => isAsStored(type, stored))) continue;
      if (covers(type.type, DICOM) && files.length === 1) {
        const chunks = await store.read(file.sha256);
        response.set({
          'Content-Type': `${DICOM}; transfer-syntax=${file.transferSyntax}`,
          'Content-Length': String(file.bytes),
          'Content-Disposition': `attachment; filename="${file.instance}.dcm"`,
        });
        return pipeline(Readable.from(chunks, { objectMode: false }), response);
      }
      if (covers(type.type, 'multipart/related') && covers(type.parameters.get('type') ?? '*/*', DICOM)) {
        return answerParts(response, DICOM, parts(store, files));
      }
    }
    throw new Problem('ERR_NOT_ACCEPTABLE', `Files are $DICOM, in the transfer syntax they were stored in`);
  };
}

/**
 * A file without what says who the patient is (`dicom.deidentify`: PS3.15 Annex E), made while it is sent. What has to be
 * looked at before it goes out, such as names that may be in its pixels, is said in `Warning` headers.
 */
async function answerDeidentified(response: Response, store: FileStore, [file, ...others]: Stored[]): Promise<void> {
  if (!file || others.length > 0) throw new Problem('ERR_INVALID_REQUEST', 'Files are de-identified one at a time');
  const signal = hangUpSignal(response);
  await withFile(store, file, signal, async (opened) => {
    const result = await deidentify(opened, { key: store.key, signal });
    for (const { message } of [...result.report.imageWarnings, ...result.report.warnings]) {
      response.append('Warning', `299 clinic "${message.replace(/["\\\\]|[^ -~]/g, "'")}"`);
    }
    response.set({
      'Content-Type': `${DICOM}; transfer-syntax=${file.transferSyntax}`,
      'Content-Disposition': 'attachment; filename="deidentified.dcm"',
    });
    await pipeline(result.toStream({ signal }), response);
  });
}

async function* parts(store: FileStore, files: Stored[]) {
  for (const { sha256, transferSyntax } of files) {
    const type = `${DICOM}; transfer-syntax=${transferSyntax}`;
    yield { type, body: await store.read(sha256) };
  }
}

/** Whether a client would take a file as it is stored; one that does not say, would. */
function isAsStored({ parameters }: MediaType, { transferSyntax }: Stored): boolean {
  const wanted = parameters.get('transfer-syntax') ?? '*';
  return wanted === '*' || wanted === transferSyntax;
}
