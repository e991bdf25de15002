/** What is torn off the last page. */
import type { PageMessage, SlipMessage } from '../contract/pdf';
import type { Steps } from '../intake';
import { type Fields, invalid, number, record } from '../validate';
import { blocks } from './blocks';
import type { Draft, Place } from './draft';
import { listed, listedBlocks } from './listed';

const MAX_AREAS = 100;

export function* slip(draft: Draft, document: Fields, page: PageMessage): Steps<SlipMessage | null> {
  const fields = document.optional('slip', undefined, (value, path) => record(value, path).only(['height', 'areas']));
  if (fields === undefined) return null;
  const { width, height: paper } = page;
  if (paper === null) invalid('document.slip', 'left out of a page as high as its content', fields);
  const height = fields.get('height', number, 1, paper);
  const source = fields.get('areas', listed, MAX_AREAS);
  const place: Place = { look: draft.styles.base, depth: 0, region: 'inside' };
  const areas: SlipMessage['areas'] = [];
  for (let at = 0; at < source.count; at++) {
    const area = record(source.at(at), `${source.path}[${at}]`).only(['x', 'y', 'width', 'content']);
    const x = area.get('x', number, 0, width);
    const y = area.get('y', number, 0, height);
    const across = area.get('width', number, 0.1, width - x);
    areas.push({ x, y, width: across, content: yield* blocks(draft, area.get('content', listedBlocks), place) });
  }
  return { height, areas };
}
