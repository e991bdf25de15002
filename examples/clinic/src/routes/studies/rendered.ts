import { createHash } from 'node:crypto';
import { backend, version } from 'clinicore';
import type { DicomWindow, PictureOptions } from 'clinicore/dicom';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Database } from '../../database/connect.js';
import { hangUpSignal } from '../../hangUp.js';
import type { FileStore } from '../../imaging/fileStore.js';
import { findInstance, findInstances, type Stored, withFile } from '../../imaging/instances.js';
import { check, Problem } from '../../problem.js';
import { imageOf } from './frames.js';

const parameters = z.object({
  frames: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be the number of one frame')
    .default('1')
    .transform(Number),
});

const SHAPES: Record<string, NonNullable<DicomWindow['function']>> = {
  linear: 'LINEAR',
  'linear-exact': 'LINEAR_EXACT',
  sigmoid: 'SIGMOID',
};
const number = /^-?\d{1,9}(\.\d{1,9})?$/;

/** `window=center,width,function` (PS3.18 8.3.5.1.4); the function may be left out. */
const window = z.string().transform((text, context): DicomWindow => {
  const [center = '', width = '', shape = 'linear', ...more] = text.split(',');
  const name = Object.hasOwn(SHAPES, shape) ? SHAPES[shape] : undefined;
  const isWide = Number(width) >= 1 || (name !== 'LINEAR' && Number(width) > 0);
  if (!number.test(center) || !number.test(width) || !isWide || !name || more.length > 0) {
    context.addIssue({
      code: 'custom',
      message: 'must be center,width or center,width,function, such as 40,400,linear',
    });
    return z.NEVER;
  }
  return { center: Number(center), width: Number(width), function: name };
});

/** `viewport=width,height` (PS3.18 8.3.5.1.3): the box that the picture fits into; it is never made larger than it is. */
const viewport = z
  .string()
  .regex(/^[1-9]\d{0,4},[1-9]\d{0,4}$/, 'must be width,height; parts of a picture are not cut out')
  .transform((text) => text.split(',').map(Number) as [number, number]);

const quality = z.coerce.number().int().min(1).max(100).default(90);
const pictureQuery = z.strictObject({ window: window.optional(), viewport: viewport.optional(), quality });
const thumbnailQuery = z.strictObject({ viewport: viewport.default([128, 128]) });

type Query = { window?: DicomWindow | undefined; viewport?: [number, number] | undefined; quality: number };

/** `…/rendered`, of an instance (its first frame) or a frame: as a screen shows it, as JPEG or PNG (PS3.18 10.4.1.1.3). */
export function rendered(database: Database, store: FileStore): RequestHandler {
  return async (request, response) => {
    const frame = check(parameters, request.params).frames;
    const query = check(pictureQuery, request.query);
    const stored = await findInstance(database, request.params);
    await answerPicture(request, response, store, stored, frame, query);
  };
}

/** `…/thumbnail`, of a study or series (its first image), an instance or a frame (PS3.18 10.4.1.1.4). */
export function thumbnail(database: Database, store: FileStore): RequestHandler {
  return async (request, response) => {
    const frame = check(parameters, request.params).frames;
    const query = check(thumbnailQuery, request.query);
    const files = await findInstances(database, request.params);
    const stored = files.find(({ attributes }) => attributes['00280010']?.Value) ?? (files[0] as Stored);
    await answerPicture(request, response, store, stored, frame, { ...query, quality: 80 });
  };
}

/** Answers with a picture, unless the browser has it: a file never changes, so its picture is the same every time. */
async function answerPicture(
  request: Request,
  response: Response,
  store: FileStore,
  stored: Stored,
  frame: number,
  query: Query,
): Promise<void> {
  const type = request.accepts(['image/jpeg', 'image/png']);
  if (!type) throw new Problem('ERR_NOT_ACCEPTABLE', 'Pictures are image/jpeg or image/png');
  const made = JSON.stringify([version, backend, stored.sha256, frame, query, type]);
  response.set({
    ETag: `"${createHash('sha256').update(made).digest('base64url')}"`,
    'Cache-Control': 'private, no-cache',
    Vary: 'Accept, Cookie',
  });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const signal = hangUpSignal(response);
  const picture = await withFile(store, stored, signal, async (file) => {
    const { rows, columns, frames } = imageOf(file);
    if (frame > frames) throw new Problem('ERR_NOT_FOUND', 'There is no such frame', { limit: frames });
    const options: PictureOptions = { signal, ...(query.window && { window: query.window }) };
    if (query.viewport) options.longest = longestIn(query.viewport, columns, rows);
    const number = frame - 1;
    return type === 'image/png'
      ? file.toPng(number, options)
      : file.toJpeg(number, { ...options, quality: query.quality });
  });
  response.type(type).send(picture);
}

/** The greater side of a picture that fits into a box. */
function longestIn([width, height]: [number, number], columns: number, rows: number): number {
  const scale = Math.min(width / columns, height / rows);
  return Math.min(65_535, Math.max(1, Math.floor(Math.max(columns, rows) * scale)));
}
