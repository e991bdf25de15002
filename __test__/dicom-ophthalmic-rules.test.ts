import type { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { explicit, item, sequence } from './dicom-bytes';
import {
  axis,
  cs,
  cylinder,
  cylinderPower,
  even,
  examination,
  eye,
  LATERALITY,
  LEFT_LENS,
  LENSOMETRY,
  RIGHT_LENS,
  recordOf,
  sphere,
} from './dicom-eye';

describe.each(backends)('records of eyes on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe('of axes and cylinders', () => {
    const lens = async (...elements: Buffer[]) =>
      recordOf<dicom.Lensometry>(examination(LENSOMETRY, eye(RIGHT_LENS, ...elements)));

    it.each([
      [0, 180],
      [-0, 180],
      [180, 180],
      [0.5, 0.5],
      [90, 90],
    ])('reads an axis of %d as %d', async (given, read) => {
      const { right, conflicts } = await lens(cylinder(axis(given), cylinderPower(-0.5)));
      expect(right).toEqual({ cylinder: -0.5, axis: read });
      expect(conflicts).toEqual([]);
    });

    it.each([-1, 180.5, 181, 360, Number.NaN])('reports an axis of %d', async (given) => {
      const { right, conflicts } = await lens(cylinder(axis(given), cylinderPower(-0.5)));
      expect(right).toEqual({ cylinder: -0.5 });
      expect(conflicts).toMatchObject([{ eye: 'right', path: '00460014[0].00460018[0].00220009' }]);
      expect(conflicts[0]?.kind).toBe(Number.isNaN(given) ? 'invalid' : 'axis');
    });

    it('reports an axis without a cylinder, and a cylinder without an axis unless it is 0', async () => {
      expect((await lens(cylinder(axis(90)))).conflicts).toMatchObject([{ kind: 'axis-without-cylinder' }]);
      expect((await lens(cylinder(cylinderPower(1)))).conflicts).toMatchObject([{ kind: 'cylinder-without-axis' }]);
      expect(await lens(cylinder(cylinderPower(0)))).toMatchObject({ right: { cylinder: 0 }, conflicts: [] });
    });

    it('keeps the sign of the cylinder', async () => {
      const { right } = await lens(sphere(1), cylinder(axis(5), cylinderPower(2.5)));
      expect(right).toEqual({ sphere: 1, cylinder: 2.5, axis: 5 });
    });
  });

  describe('of eyes', () => {
    const both = [eye(RIGHT_LENS, sphere(1)), eye(LEFT_LENS, sphere(2))];
    const right = [eye(RIGHT_LENS, sphere(1))];
    const lenses = (laterality: string, lenses: Buffer[]) =>
      recordOf<dicom.Lensometry>(examination(LENSOMETRY, cs(LATERALITY, laterality), ...lenses));

    it.each([
      ['R', right, []],
      ['B', both, []],
      ['L', right, ['right']],
      ['R', both, ['left']],
      ['L', both, ['right']],
      ['B', right, ['right']],
    ])('Measurement Laterality %s', async (laterality, lensesOf, eyes) => {
      const record = await lenses(laterality, lensesOf);
      expect(record.conflicts.map(({ kind, eye, path }) => [kind, eye, path])).toEqual(
        eyes.map((eye) => ['laterality', eye, '00240113']),
      );
      expect(record.right).toEqual({ sphere: 1 });
    });

    it('reports an element within the sequence of an eye that names another', async () => {
      const lens = eye(RIGHT_LENS, cs(0x0020_0060, 'L'), sphere(1));
      const record = await recordOf<dicom.Lensometry>(examination(LENSOMETRY, lens));
      expect(record.right).toEqual({ sphere: 1 });
      expect(record.conflicts).toMatchObject([{ kind: 'laterality', eye: 'right', path: '00460014[0].00200060' }]);
    });

    it('reports an image whose anatomy is of the other eye', async () => {
      const left = [explicit(0x0008_0100, 'SH', even('7771000')), explicit(0x0008_0102, 'SH', 'SCT ')];
      const modifier = sequence(0x0008_2220, [item(Buffer.concat(left))]);
      const anatomy = sequence(0x0008_2218, [item(modifier)]);
      const image = (laterality: string) =>
        recordOf<dicom.OphthalmicImage>(examination('77.1.5.1', cs(0x0020_0062, laterality), anatomy));
      expect((await image('L')).conflicts).toEqual([]);
      expect((await image('R')).conflicts).toMatchObject([
        { kind: 'laterality', path: '00082218[0].00082220[0].00080100' },
      ]);
    });

    it('reports a term that is none', async () => {
      expect((await lenses('X', right)).conflicts).toMatchObject([{ kind: 'invalid', path: '00240113', value: 'X' }]);
    });

    it('has a lens of unknown side as unspecified', async () => {
      const record = await recordOf<dicom.Lensometry>(examination(LENSOMETRY, eye(0x0046_0016, sphere(3))));
      expect(record).toMatchObject({ right: undefined, unspecified: { sphere: 3 }, conflicts: [] });
    });

    it('chooses none of two items', async () => {
      const twice = sequence(RIGHT_LENS, [item(sphere(1)), item(sphere(2))]);
      const record = await recordOf<dicom.Lensometry>(examination(LENSOMETRY, twice));
      expect(record.right).toBeUndefined();
      expect(record.conflicts).toMatchObject([{ kind: 'ambiguous', eye: 'right', path: '00460014' }]);
    });

    it.each([
      ['the image alone', [cs(0x0020_0062, 'L')], 'left', []],
      ['the series alone', [cs(0x0020_0060, 'R')], 'right', []],
      ['both alike', [cs(0x0020_0060, 'R'), cs(0x0020_0062, 'R')], 'right', []],
      ['both unlike', [cs(0x0020_0060, 'R'), cs(0x0020_0062, 'L')], 'unspecified', ['00200060']],
      ['none', [], 'unspecified', ['00240113']],
      ['neither', [cs(0x0020_0062, 'U')], 'unspecified', ['00200062']],
      ['both eyes', [cs(0x0020_0062, 'B')], 'both', []],
    ])('an image whose eye is named by %s', async (_, elements, side, paths) => {
      const rows = explicit(0x0028_0010, 'US', Buffer.from([2, 0]));
      const record = await recordOf<dicom.OphthalmicImage>(examination('77.1.5.1', ...elements, rows));
      expect(record[side as dicom.EyeSide]).toEqual({ rows: 2 });
      expect(record.conflicts.map(({ kind, path }) => [kind, path])).toEqual(paths.map((path) => ['laterality', path]));
    });

    it('an image with a frame of the other eye', async () => {
      const frame = (laterality: string) => item(sequence(0x0020_9071, [item(cs(0x0020_9072, laterality))]));
      const frames = sequence(0x5200_9230, [frame('R'), frame('L')]);
      const record = await recordOf<dicom.OphthalmicImage>(examination('77.1.5.4', cs(0x0020_0062, 'R'), frames));
      expect(record.conflicts).toMatchObject([
        { kind: 'laterality', path: '52009230[1].00209071[0].00209072', eye: 'unspecified' },
      ]);
    });
  });

  describe('of prescriptions', () => {
    const code = (tag: number, value: string, scheme: string) =>
      sequence(tag, [
        item(Buffer.concat([explicit(0x0008_0100, 'SH', even(value)), explicit(0x0008_0102, 'SH', even(scheme))])),
      ]);
    const concept = (value: string, scheme = 'SCT') => code(0x0040_a043, value, scheme);
    const within = (...items: Buffer[]) => sequence(0x0040_a730, items.map(item));
    const node = (...elements: Buffer[]) => Buffer.concat(elements);
    const measured = (value: string, unit = '[diop]') =>
      sequence(0x0040_a300, [item(node(code(0x0040_08ea, unit, 'UCUM'), explicit(0x0040_a30a, 'DS', even(value))))]);
    const SPHERE = '251795007';
    const lateralityOf = (value: string) => node(concept('272741003'), code(0x0040_a168, value, 'SCT'));
    const [RIGHT, LEFT] = ['24028007', '7771000'];
    const report = (...items: Buffer[]) => recordOf<dicom.SpectaclePrescription>(examination('78.6', within(...items)));

    it('takes the laterality under an item or its container', async () => {
      const record = await report(
        node(concept(SPHERE), measured('1'), within(lateralityOf(RIGHT))),
        node(concept('121070', 'DCM'), within(lateralityOf(LEFT), node(concept(SPHERE), measured('2')))),
      );
      expect(record).toMatchObject({ right: { sphere: 1 }, left: { sphere: 2 }, conflicts: [] });
    });

    it('reports an item without laterality, and one with two', async () => {
      const without = await report(node(concept(SPHERE), measured('1')));
      expect(without).toMatchObject({ right: undefined, left: undefined, unspecified: { sphere: 1 } });
      expect(without.conflicts).toMatchObject([{ kind: 'laterality', path: '0040A730[0].0040A043' }]);
      const two = await report(
        node(concept('111688', 'DCM'), within(node(concept(SPHERE), measured('1'), within(lateralityOf(LEFT))))),
      );
      expect(two).toMatchObject({ right: undefined, left: undefined, unspecified: { sphere: 1 } });
      expect(two.conflicts).toMatchObject([{ kind: 'laterality' }]);
    });

    it('chooses none of two values for the same, but takes the same value twice', async () => {
      const right = (...spheres: string[]) =>
        report(
          node(concept('111688', 'DCM'), within(...spheres.map((value) => node(concept(SPHERE), measured(value))))),
        );
      const record = await right('1', '2');
      expect(record.right).toBeUndefined();
      expect(record.conflicts.map(({ kind, value }) => [kind, value])).toEqual([
        ['ambiguous', 1],
        ['ambiguous', 2],
      ]);
      expect(await right('1', '1.0')).toMatchObject({ right: { sphere: 1 }, conflicts: [] });
    });

    it('reports a number in another unit, or in none', async () => {
      const record = await report(
        node(concept('111679', 'DCM'), measured('6.4', 'cm')),
        node(concept('111680', 'DCM'), sequence(0x0040_a300, [item(explicit(0x0040_a30a, 'DS', '61'))])),
      );
      expect(record.both).toBeUndefined();
      expect(record.conflicts).toMatchObject([
        { kind: 'unit', value: 6.4 },
        { kind: 'unit', value: 61 },
      ]);
    });
  });

  describe('of times', () => {
    const when = async (...elements: Buffer[]) => (await recordOf(examination(LENSOMETRY, ...elements))).measuredAt;
    const date = (text: string) => explicit(0x0008_0023, 'DA', even(text));
    const time = (text: string) => explicit(0x0008_0033, 'TM', even(text));
    const moment = (text: string) => explicit(0x0008_002a, 'DT', even(text));

    it.each([
      ['20260102', '1015', '2026-01-02T10:15'],
      ['20260102', '101530.250000', '2026-01-02T10:15:30.250000'],
      ['2026.01.02', '10:15:30', '2026-01-02T10:15:30'],
      ['20260102', '', '2026-01-02'],
    ])('%s %s', async (day, clock, expected) => {
      expect(await when(date(day), time(clock))).toBe(expected);
    });

    it.each([
      ['20260102101530+0100', '2026-01-02T10:15:30+01:00'],
      ['20260102101530-1200', '2026-01-02T10:15:30-12:00'],
      ['202601', '2026-01'],
      ['2026', '2026'],
    ])('%s', async (text, expected) => {
      expect(await when(moment(text))).toBe(expected);
    });

    it('are none that the calendar does not have, nor a study’s', async () => {
      const record = await recordOf(examination(LENSOMETRY, date('20260230')));
      expect(record.measuredAt).toBeUndefined();
      expect(record.conflicts).toMatchObject([{ kind: 'invalid', path: '00080023' }]);
      expect(record.provenance).toEqual({});
      expect(await when(explicit(0x0008_0020, 'DA', '20260102'))).toBeUndefined();
    });
  });
});
