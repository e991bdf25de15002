import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DicomFile, DicomJson } from 'clinicore/dicom';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Config } from '../../config.js';
import type { Database } from '../../database/connect.js';
import { hangUpSignal } from '../../hangUp.js';
import type { FileStore } from '../../imaging/fileStore.js';
import { findInstance, findInstances, type Stored, withFile } from '../../imaging/instances.js';
import { urlOf } from '../../imaging/links.js';
import { frameType, isEncapsulated, isPlain, OCTETS } from '../../imaging/transferSyntax.js';
import { acceptedTypes, covers } from '../../mediaType.js';
import { type AnswerPart, answerParts } from '../../multipart.js';
import { check, Problem } from '../../problem.js';

const DICOM_JSON = 'application/dicom+json';
const PIXEL_DATA = '7FE00010';

/** Binary values up to this are in the metadata themselves. */
const MAX_INLINE_BYTES = 1024;

/** `…/metadata` of a study, series or instance (PS3.18 10.4.1.1.2): its data sets, pixels and other bulk data by address. */
export function metadata(database: Database, store: FileStore, config: Config): RequestHandler {
  return async (request, response) => {
    const files = await findInstances(database, request.params);
    const type = request.accepts([DICOM_JSON, 'json']);
    if (!type) throw new Problem('ERR_NOT_ACCEPTABLE', `Metadata are ${DICOM_JSON}`);
    const signal = hangUpSignal(response);
    const dataSets = async function* () {
      for (const stored of files) {
        const url = urlOf(request, config, stored);
        yield await withFile(store, stored, signal, async (file) => JSON.stringify(dataSet(file, url)));
      }
    };
    const all = dataSets();
    // Made before anything is sent, so that what cannot be read is still a problem.
    const first = await all.next();
    const list = async function* () {
      yield `[${first.value}`;
      for await (const json of all) yield `,${json}`;
      yield ']';
    };
    response.type(type === 'json' ? 'json' : DICOM_JSON);
    await pipeline(Readable.from(list(), { objectMode: false }), response);
  };
}

function dataSet(file: DicomFile, url: string): DicomJson {
  const json = file.toJSON({
    pixelData: true,
    bulkDataUri: ({ path, length, vr }) =>
      length <= MAX_INLINE_BYTES && !path.endsWith(PIXEL_DATA) && vr !== 'UN'
        ? undefined
        : `${url}/bulkdata/${encodeURIComponent(path)}`,
  });
  // JSON is in UTF-8, whatever the file is in.
  if (json['00080005']) json['00080005'] = { vr: 'CS', Value: ['ISO_IR 192'] };
  return json;
}

const parameters = z.object({
  path: z
    .string()
    .max(2000)
    .regex(/^([\dA-F]{8}\[\d{1,9}\]\.)*[\dA-F]{8}$/, 'must be a path of tags'),
});

/** `…/bulkdata/:path`: a value that the metadata give an address for, in little endian (PS3.18 10.4.1.1.5). */
export function bulkData(database: Database, store: FileStore): RequestHandler {
  return async (request, response) => {
    const { path } = check(parameters, request.params);
    const stored = await findInstance(database, request.params);
    const accepted = acceptedTypes(request.get('accept'));
    const signal = hangUpSignal(response);
    await withFile(store, stored, signal, async (file) => {
      const element = file.element(path);
      if (!element || element.vr === 'SQ') throw new Problem('ERR_NOT_FOUND', 'The file has no such value');
      const { transferSyntax } = file;
      const isFramed = path === PIXEL_DATA && isEncapsulated(transferSyntax) && file.image !== undefined;
      const type = isFramed ? frameType(transferSyntax) : OCTETS;
      const parts = async function* (): AsyncGenerator<AnswerPart> {
        if (isFramed) {
          const partType = `${type}; transfer-syntax=${transferSyntax}`;
          for (let n = 0; n < (file.image?.frames ?? 0); n++) yield { type: partType, body: await file.frameBytes(n) };
        } else {
          yield { type, body: await bulkValue(file, path, store, stored) };
        }
      };
      const takes = (wanted: string | undefined) => covers(wanted ?? '*/*', type) || wanted === OCTETS;
      const single = accepted.find(({ type: wanted }) => wanted !== '*/*' && takes(wanted));
      const inParts = accepted.find(
        ({ type: wanted, parameters: p }) => covers(wanted, 'multipart/related') && takes(p.get('type')),
      );
      if (inParts) return answerParts(response, type, parts());
      if (!single || isFramed)
        throw new Problem('ERR_NOT_ACCEPTABLE', `The value is multipart/related; type="${type}"`);
      const { value } = await parts().next();
      response.set('Content-Type', type);
      await pipeline(Readable.from((value as AnswerPart).body, { objectMode: false }), response);
    });
  };
}

/** Bytes of a number by VR, where they may have to be swapped. */
const UNITS: Record<string, number> = { OW: 2, US: 2, SS: 2, OL: 4, OF: 4, FL: 4, UL: 4, SL: 4, OD: 8, OV: 8, FD: 8 };

/** A value in little endian: out of the file bit by bit where it stands there so. */
async function bulkValue(
  file: DicomFile,
  path: string,
  store: FileStore,
  { sha256 }: Stored,
): Promise<AnswerPart['body']> {
  const { offset, length, vr } = file.element(path) as NonNullable<ReturnType<DicomFile['element']>>;
  if (isPlain(file.transferSyntax) && length > 0) {
    return store.read(sha256, { start: offset, end: offset + length - 1 });
  }
  const bytes = Buffer.from((await file.bytes(path)) ?? []);
  const unit = file.transferSyntax === '1.2.840.10008.1.2.2' ? (UNITS[vr] ?? 1) : 1;
  if (unit === 2) return bytes.swap16();
  if (unit === 4) return bytes.swap32();
  return unit === 8 ? bytes.swap64() : bytes;
}
