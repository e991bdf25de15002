import { Readable } from 'node:stream';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { element, explicit, item, part10, sequence } from './dicom-bytes';

const explicitLittle = '1.2.840.10008.1.2.1';

const UNDEFINED = 0xffff_ffff;
const openItem = (dataSet: Buffer) =>
  Buffer.concat([element(0xfffe_e000, '', dataSet, UNDEFINED), element(0xfffe_e00d, '', '')]);
const openSequence = (tag: number, items: Buffer[]) =>
  Buffer.concat([element(tag, 'SQ', Buffer.concat(items), UNDEFINED), element(0xfffe_e0dd, '', '')]);

/** A file of `count` elements that say their own numbers. */
const numbered = (count: number, from = 0): Buffer =>
  part10(
    explicitLittle,
    Buffer.concat(Array.from({ length: count }, (_, at) => explicit(0x0020_0011 + 2 * at, 'IS', `${from + at}`))),
  );

describe.each(backends)('the index on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('of each of many open files is its own', async () => {
    const opened = await Promise.all(
      Array.from({ length: 400 }, async (_, number) => dicom.open(numbered(1 + ((number * 37) % 300), number))),
    );
    for (const [number, file] of opened.entries()) {
      expect([...file].length).toBe(1 + ((number * 37) % 300));
      expect(file.get(0x0020_0011)).toBe(number);
    }
  });

  it.each([340, 341, 342, 8190, 8191, 8192, 8193, 16_384, 30_000])(
    'is the same of %d elements as from a stream',
    async (count) => {
      const data = numbered(count);
      const [file, streamed] = await Promise.all([dicom.open(data), dicom.open(Readable.from([data]))]);
      expect([...file]).toEqual([...streamed]);
      expect(file.size).toBe(streamed.size);
      expect(file.get(0x0020_0011 + 2 * (count - 1))).toBe(count - 1);
    },
  );

  it.each([
    ['defined', item, sequence],
    ['undefined', openItem, openSequence],
  ])('is the same of 6,000 items of %s length as from a stream', async (_, itemOf, sequenceOf) => {
    const items = Array.from({ length: 6000 }, (_, at) => itemOf(explicit(0x0008_1155, 'UI', `1.${at}`)));
    const data = part10(explicitLittle, sequenceOf(0x0008_1115, items));
    const [file, streamed] = await Promise.all([dicom.open(data), dicom.open(Readable.from([data]))]);
    expect(file.toJSON()).toEqual(streamed.toJSON());
    expect(file.get('ReferencedSeriesSequence[5999].ReferencedSOPInstanceUID')).toBe('1.5999');
  });

  it('counts the elements of small and large files against the limit', async () => {
    for (const count of [100, 20_000]) {
      await dicom.open(numbered(count), { maxElements: count + 1 });
      const { code, details } = await failure(() => dicom.open(numbered(count), { maxElements: count }));
      expect(code).toBe('ERR_LIMIT_EXCEEDED');
      expect(details).toMatchObject({ limit: count, option: 'maxElements' });
    }
  });
});
