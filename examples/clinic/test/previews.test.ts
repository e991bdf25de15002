import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Preview } from '../src/prices/preview';
import { PREVIEW_MS, Previews } from '../src/prices/previews';

describe('previews that wait to be confirmed', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const preview = (file: string): Preview => ({ file, created: [], changed: [], unchanged: [], problems: [] });

  it('can be found until they expire', () => {
    const previews = new Previews();
    const { id, expiresAt } = previews.add(1, preview('a'));
    expect(expiresAt).toEqual(new Date(Date.now() + PREVIEW_MS));
    vi.advanceTimersByTime(PREVIEW_MS - 1);
    expect(previews.find(1, id)?.preview.file).toBe('a');
    vi.advanceTimersByTime(1);
    expect(previews.find(1, id)).toBeUndefined();
  });

  it('are replaced by the next of the same person, and no other’s', () => {
    const previews = new Previews();
    const first = previews.add(1, preview('a'));
    const theirs = previews.add(2, preview('b'));
    const second = previews.add(1, preview('c'));
    expect(previews.find(1, first.id)).toBeUndefined();
    expect(previews.find(1, second.id)?.preview.file).toBe('c');
    expect(previews.find(2, theirs.id)?.preview.file).toBe('b');
    expect(previews.find(1, theirs.id)).toBeUndefined();
  });

  it('are eight at most: then the oldest goes', () => {
    const previews = new Previews();
    const ids = Array.from({ length: 9 }, (_, staffId) => previews.add(staffId, preview('a')).id);
    expect(ids.map((id, staffId) => previews.find(staffId, id) !== undefined)).toEqual([false, ...Array(8).fill(true)]);
  });
});
