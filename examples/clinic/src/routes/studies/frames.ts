import type { DicomFile, DicomImage } from 'clinicore/dicom';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Database } from '../../database/connect.js';
import { hangUpSignal } from '../../hangUp.js';
import type { FileStore } from '../../imaging/fileStore.js';
import { findInstance, withFile } from '../../imaging/instances.js';
import { EXPLICIT_LITTLE_ENDIAN, frameType, isLittleEndian, OCTETS } from '../../imaging/transferSyntax.js';
import { acceptedTypes, covers, type MediaType } from '../../mediaType.js';
import { answerParts } from '../../multipart.js';
import { check, Problem } from '../../problem.js';

const parameters = z.object({
  frames: z
    .string()
    .regex(/^[1-9]\d{0,8}(,[1-9]\d{0,8})*$/, 'must be numbers from 1 on, such as 1 or 1,2,3')
    .transform((list) => list.split(',').map(Number)),
});

/**
 * `…/frames/:frames`: the pixels of frames (PS3.18 10.4.1.1.6), as they are stored or decoded to explicit VR little endian,
 * whichever is accepted: `multipart/related; type="application/octet-stream"` (decoded; with `transfer-syntax=*` as
 * stored) or `type="image/jpeg"` and the like. A single frame also comes by itself.
 */
export function frames(database: Database, store: FileStore): RequestHandler {
  return async (request, response) => {
    const { frames: numbers } = check(parameters, request.params);
    const stored = await findInstance(database, request.params);
    const signal = hangUpSignal(response);
    await withFile(store, stored, signal, async (file) => {
      const image = imageOf(file);
      if (numbers.some((number) => number > image.frames)) {
        throw new Problem('ERR_NOT_FOUND', 'There is no such frame', { limit: image.frames });
      }
      const form = chosenForm(acceptedTypes(request.get('accept')), file.transferSyntax, numbers.length === 1);
      const type = `${form.type}; transfer-syntax=${form.decoded ? EXPLICIT_LITTLE_ENDIAN : file.transferSyntax}`;
      const bytesOf = (number: number) =>
        form.decoded ? decoded(file, image, number - 1, signal) : file.frameBytes(number - 1);
      if (form.single) {
        const body = await bytesOf(numbers[0] as number);
        response.set('Content-Type', type).send(body);
        return;
      }
      const parts = async function* () {
        for (const number of numbers) {
          signal.throwIfAborted();
          yield { type, body: await bytesOf(number) };
        }
      };
      await answerParts(response, form.type, parts());
    });
  };
}

/** What the file says of its image. */
export function imageOf(file: DicomFile): DicomImage {
  if (!file.image) throw new Problem('ERR_NOT_FOUND', 'The file holds no image');
  return file.image;
}

/** How frames are sent. */
interface Form {
  type: string;
  decoded: boolean;
  single: boolean;
}

/** The form that a client likes best of those there are. */
function chosenForm(accepted: MediaType[], transferSyntax: string, isOne: boolean): Form {
  const asStored = frameType(transferSyntax);
  const decoded = !isLittleEndian(transferSyntax);
  for (const { type, parameters: given } of accepted) {
    const single = !covers(type, 'multipart/related');
    if (single && !isOne) continue;
    // Clients still ask by the names from before those were registered, such as image/x-jls.
    const range = (single ? type : type === '*/*' ? OCTETS : (given.get('type') ?? OCTETS)).replace('/x-', '/');
    const wanted = given.get('transfer-syntax');
    const takesStored = wanted === '*' || wanted === transferSyntax;
    if (covers(range, OCTETS)) {
      if (takesStored) return { type: OCTETS, decoded: false, single };
      if (wanted === undefined || wanted === EXPLICIT_LITTLE_ENDIAN) return { type: OCTETS, decoded, single };
    }
    if (asStored !== OCTETS && covers(range, asStored) && (wanted === undefined || takesStored)) {
      return { type: asStored, decoded: false, single };
    }
  }
  throw new Problem(
    'ERR_NOT_ACCEPTABLE',
    `Frames are ${OCTETS} in explicit VR little endian, or ${asStored} in ${transferSyntax}, as multipart/related`,
  );
}

/** A frame's samples as they would stand in explicit VR little endian, so that they are as the metadata say. */
async function decoded(file: DicomFile, image: DicomImage, number: number, signal: AbortSignal): Promise<Buffer> {
  // These cannot stand in a file that is not compressed, or not as a decoder gives them: they become RGB.
  const color = /^YBR_(FULL_422|PARTIAL|ICT|RCT)/.test(image.photometric);
  const { pixels, samples } = await file.frame(number, { color, signal });
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const isPlanar = samples > 1 && file.get('PlanarConfiguration') === 1;
  return isPlanar ? planes(bytes, samples, pixels.BYTES_PER_ELEMENT) : bytes;
}

/** Samples colour by colour instead of pixel by pixel (PS3.3 C.7.6.3.1.3). */
function planes(bytes: Buffer, samples: number, unit: number): Buffer {
  const result = Buffer.allocUnsafe(bytes.length);
  const pixels = bytes.length / samples / unit;
  for (let sample = 0; sample < samples; sample++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const from = (pixel * samples + sample) * unit;
      bytes.copy(result, (sample * pixels + pixel) * unit, from, from + unit);
    }
  }
  return result;
}
