/** Pictures in SVG: the part of it that charts are made of. */
import type { DrawingMessage } from '../../contract/pdf';
import type { Steps } from '../../intake';
import { type Fields, number, text } from '../../validate';
import type { Draft, Place } from '../draft';
import { figure } from '../figure';
import { Artist } from './artist';
import { malformed, unread } from './paint';
import { type Box, fitInto, sizeOf } from './view-box';
import { type Element, parseXml } from './xml';

/** UTF-16 units. */
const MAX_SVG = 5_000_000;

export function* svg(draft: Draft, fields: Fields, place: Place, path: string): Steps<DrawingMessage> {
  const frame = figure(fields);
  const width = fields.optional('width', undefined, number, 1, 14_400);
  const height = fields.optional('height', undefined, number, 1, 14_400);
  const source = fields.get('svg', text, MAX_SVG);
  const at = `${path}.svg`;
  const root = yield* parseXml(source, at);
  if (root.name !== 'svg') malformed(at, 'the outermost element', root.name);
  const own = sizeOf(root, at);
  const size = fitted(own, width, height);
  keepsRatio(root, own.box, size, at);
  const artist = new Artist(draft, place, at, root);
  yield* artist.draw(root, fitInto(own.box, size.width, size.height));
  return { type: 'drawing', ...frame, ...size, shapes: artist.shapes };
}

/** Refuses a picture that asks to be stretched or put elsewhere than in the middle where that would make a difference. */
function keepsRatio(root: Element, box: Box, { width, height }: { width: number; height: number }, path: string): void {
  const asked = root.attributes.get('preserveAspectRatio')?.trim() ?? 'xMidYMid';
  const stretch = (width * box.height) / (height * box.width);
  if (!/^xMidYMid( meet)?$/.test(asked) && Math.abs(stretch - 1) > 0.001) unread(path, 'preserveAspectRatio on', 'svg');
}

/** The size that was asked for; one side follows from the other. */
function fitted(own: { width: number; height: number }, width?: number, height?: number) {
  const ratio = own.height / own.width;
  return {
    width: Math.min(14_400, width ?? (height === undefined ? own.width : height / ratio)),
    height: Math.min(14_400, height ?? (width ?? own.width) * ratio),
  };
}
