import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import type { Database } from '../../database/connect.js';
import type { FileStore } from '../../imaging/fileStore.js';
import { findInstances, type Stored } from '../../imaging/instances.js';
import { acceptedTypes, covers, type MediaType } from '../../imaging/mediaType.js';
import { answerParts } from '../../imaging/multipart.js';
import { Problem } from '../../problem.js';

const DICOM = 'application/dicom';

/**
 * `GET /studies/:study`, `…/series/:series` and `…/instances/:instance`: the files as they were stored (WADO-RS, PS3.18
 * 10.4), several in parts, a single one by itself where that is accepted.
 */
export function retrieve(database: Database, store: FileStore): RequestHandler {
  return async (request, response) => {
    const files = await findInstances(database, request.params);
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
