/** Which pages are meant. */
import type { PagesMessage } from '../../../contract/pdf-files';
import { ClinicoreError } from '../../../errors';
import type { Work } from './limits';

/** The pages' indices in the order of the ranges; `argument` is where these were given. */
export function selected(pages: PagesMessage, count: number, work: Work, argument: string): number[] {
  if (pages.length === 0) return Array.from({ length: count }, (_, index) => index);
  const indices: number[] = [];
  const limit = work.limits.maxPages;
  for (const [from, end] of pages) {
    const to = end ?? Math.max(count, from);
    if (from === 0 || to > count) {
      const message = `${argument} asks for page ${to}, but the file has ${count}`;
      throw new ClinicoreError('ERR_INVALID_ARGUMENT', message, { argument, given: to, limit: count });
    }
    if (indices.length + to - from >= limit) {
      const message = `${argument} has more than ${limit} pages; where that is right, raise options.maxPages`;
      throw new ClinicoreError('ERR_LIMIT_EXCEEDED', message, { argument, limit, option: 'maxPages' });
    }
    for (let page = from; page <= to; page++) indices.push(page - 1);
  }
  return indices;
}
