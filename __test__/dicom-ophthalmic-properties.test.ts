import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { dicom } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { element, explicit, item, sequence } from './dicom-bytes';
import {
  axis,
  cylinder,
  cylinderPower,
  examination,
  eye,
  fd,
  files,
  folder,
  recordOf,
  SUBJECTIVE,
  sphere,
  values,
} from './dicom-eye';

describe.each(backends)('records of eyes on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe('whatever the record', () => {
    const quarter = (min: number, max: number) =>
      fc.integer({ min: min * 4, max: max * 4 }).map((quarters) => quarters / 4);
    const degrees = fc.float({ min: Math.fround(0.01), max: 180, noNaN: true });
    const astigmatism = fc.record({ cylinder: quarter(-6, 6), axis: degrees });
    const refraction = fc.tuple(
      fc.record({ sphere: quarter(-20, 20) }, { requiredKeys: [] }),
      fc.option(astigmatism, { nil: {} }),
      fc.option(
        fc.record({ near: fc.record({ power: quarter(0, 4) }) }).map((add) => ({ add })),
        { nil: {} },
      ),
    );
    type Drawn = { sphere?: number; cylinder?: number; axis?: number; add?: { near: { power: number } } };

    const write = ({ sphere: power, cylinder: cyl, axis: angle, add }: Drawn): Buffer[] => [
      ...(cyl === undefined || angle === undefined ? [] : [cylinder(axis(angle), cylinderPower(cyl))]),
      ...(add ? [sequence(0x0046_0100, [item(fd(0x0046_0104, add.near.power))])] : []),
      ...(power === undefined ? [] : [sphere(power)]),
    ];
    /** A float32 has many decimals; the fewest that give it again are what is read. */
    const same = (eye: dicom.Refraction | undefined) =>
      eye?.axis === undefined ? eye : { ...eye, axis: Math.fround(eye.axis) };

    it('it comes back as it was written', async () => {
      const drawn = refraction.map((parts): Drawn => Object.assign({}, ...parts));
      await fc.assert(
        fc.asyncProperty(drawn, drawn, async (right, left) => {
          const data = examination(SUBJECTIVE, eye(0x0046_0097, ...write(right)), eye(0x0046_0098, ...write(left)));
          const record = await recordOf<dicom.SubjectiveRefraction>(data);
          const orNothing = (eye: Drawn) => (Object.keys(eye).length > 0 ? eye : undefined);
          expect([same(record.right), same(record.left)]).toEqual([orNothing(right), orNothing(left)]);
          expect(record.conflicts).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });

    it('meridians come back as they were written', async () => {
      const meridian = fc.record({ radius: fc.double({ min: 5, max: 12, noNaN: true }), axis: quarter(1, 180) });
      const tag = { steep: 0x0046_0074, flat: 0x0046_0080 };
      const part = (which: 'steep' | 'flat', { radius, axis }: { radius: number; axis: number }) =>
        sequence(tag[which], [item(Buffer.concat([fd(0x0046_0075, radius), fd(0x0046_0077, axis)]))]);
      await fc.assert(
        fc.asyncProperty(meridian, meridian, async (steep, flat) => {
          const data = examination('78.3', eye(0x0046_0070, part('steep', steep), part('flat', flat)));
          const record = await recordOf<dicom.Keratometry>(data);
          expect(record.right).toEqual({ steep, flat });
          expect(record.conflicts.map(({ kind }) => kind)).toEqual(steep.radius > flat.radius ? ['steep-flat'] : []);
        }),
        { numRuns: 200 },
      );
    });
  });

  describe('whatever the bytes', () => {
    const suffixes = ['78.1', '78.2', '78.3', '78.4', '78.5', '78.6', '78.7', '78.8', '80.1', '77.1.5.1', '77.1.5.4'];
    const tags = [
      ...new Set(Object.values(values).flatMap((read) => Object.keys(read).flatMap((path) => path.split('.')))),
    ].map((step) => Number.parseInt(step.slice(0, 8), 16));
    const sequences = [0x0046_0014, 0x0046_0018, 0x0046_0050, 0x0046_0070, 0x0046_0097, 0x0046_0122, 0x0040_a730];
    const vrs = ['FD', 'FL', 'CS', 'DS', 'LO', 'SS', 'UN', 'UI', 'PN', 'OB', 'DA', 'TM'];

    /** A data set of elements that the readers look at, with any VR and any bytes, nested. */
    const { dataSet } = fc.letrec<{ dataSet: Buffer; element: Buffer }>((tie) => ({
      element: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc
          .tuple(fc.constantFrom(...tags), fc.constantFrom(...vrs), fc.uint8Array({ maxLength: 16 }))
          .map(([tag, vr, bytes]) => element(tag, vr, Buffer.from(bytes))),
        fc
          .tuple(fc.constantFrom(...tags, ...sequences), fc.array(tie('dataSet'), { maxLength: 3 }))
          .map(([tag, items]) => sequence(tag, items.map(item))),
      ),
      dataSet: fc.array(tie('element'), { maxLength: 8 }).map((elements) => Buffer.concat(elements)),
    }));

    const settle = async (data: Buffer) => {
      const record = await recordOf(data).catch((error) => {
        expect(error.constructor.name).toBe('ClinicoreError');
        expect(error.code).not.toBe('ERR_INTERNAL');
      });
      if (!record) return;
      expect(record.kind).toBeTypeOf('string');
      expect(() => JSON.stringify(record)).not.toThrow();
    };

    it('there is a record or a typed error', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...suffixes), dataSet, async (suffix, bytes) => {
          await settle(examination(suffix, bytes));
        }),
        { numRuns: 1000 },
      );
    });

    it('that stand in a sequence, there is a record or a typed error', async () => {
      const bytes = fc.uint8Array({ maxLength: 200 });
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...suffixes),
          fc.constantFrom(...sequences),
          bytes,
          async (suffix, tag, raw) => {
            await settle(examination(suffix, explicit(tag, 'SQ', Buffer.from(raw))));
          },
        ),
        { numRuns: 300 },
      );
    });

    it.each(files)('a byte of %s changed, there is a record or a typed error', async (file) => {
      const data = readFileSync(join(folder, file));
      const change = fc.tuple(fc.nat(data.length - 1), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(change, async ([place, byte]) => {
          const changed = Buffer.from(data);
          changed[place] = byte;
          await settle(changed);
        }),
        { numRuns: 60 },
      );
    });
  });
});
