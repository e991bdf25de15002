import { pdf } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import { type ReadPdf, type Run, readPdf } from '../../pdf-reader';
import { order, prescription } from './data';

/** The texts of each line across the page, from the left. */
function rows({ pages }: ReadPdf): string[][] {
  return pages.flatMap(({ runs }) => {
    const lines = new Map<number, typeof runs>();
    for (const run of runs) {
      const y = [...lines.keys()].find((at) => Math.abs(at - run.y) < 1.5) ?? run.y;
      lines.set(y, [...(lines.get(y) ?? []), run]);
    }
    return [...lines.values()].map((line) => line.sort((a, b) => a.x - b.x).map(({ text }) => text));
  });
}

describe.each(backends)('on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe('a prescription', () => {
    const render = async (data: pdf.PrescriptionData, options?: pdf.PrescriptionOptions) =>
      rows(await readPdf(await pdf.prescription(data, options)));

    it('says what each eye needs, with signs and two decimals', async () => {
      const said = await render(prescription);
      for (const row of [
        ['Eye', 'Sphere', 'Cylinder', 'Axis', 'Add', 'Prism', 'Base'],
        ['Right (OD)', '-1.25', '-0.50', '175°', '+1.50', '–', '–'],
        ['Left (OS)', '+1.00', '–', '–', '+1.50', '1.00', 'in'],
        ['0.50', 'up'],
        ['Right (OD)', '31.5 mm'],
        ['Left (OS)', '32 mm'],
        ['Both eyes', '63.50 mm'],
      ]) {
        expect(said).toContainEqual(expect.arrayContaining(row));
      }
      const texts = said.flat();
      for (const text of ['Dr. Olga Brandt', 'Jana Nováková', 'May 17, 1984', 'P-00053', '12 mm', 'Mar 1, 2026']) {
        expect(texts).toContain(text);
      }
    });

    it('has the locale’s decimal mark, and every digit it was given', async () => {
      const said = await render(
        {
          ...prescription,
          powerStep: '0.01',
          spectacles: {
            left: { sphere: '-7.37', cylinder: '+0.01', axis: 1 },
            pupillaryDistance: { binocular: '61.25' },
          },
        },
        { locale: 'de-AT', labels: { left: 'L', binocular: 'Beide' } },
      );
      expect(said).toContainEqual(['L', '-7,37', '+0,01', '1°']);
      expect(said).toContainEqual(['Beide', '61,25 mm']);
    });

    it('prints plano as 0.00, without a sign, and no cylinder as none', async () => {
      const spectacles = { right: { sphere: '-0.00', cylinder: '0.00' }, left: { sphere: '+0.25' } };
      const said = await render({ ...prescription, spectacles });
      expect(said).toContainEqual(['Right (OD)', '0.00']);
      expect(said).toContainEqual(['Left (OS)', '+0.25']);
      expect(said.flat()).not.toContain('Cylinder');
    });

    it('says what contact lenses are', async () => {
      const said = await render({
        ...prescription,
        spectacles: undefined,
        contactLenses: {
          right: {
            brand: 'Aqua',
            sphere: '-1.25',
            cylinder: '-0.75',
            axis: 170,
            baseCurve: '8.6',
            diameter: '14.5',
            add: 'MED',
          },
          left: { brand: 'Vita', sphere: '+2.5', baseCurve: '8.60', diameter: '14.2', add: '+1' },
        },
      });
      expect(said).toContainEqual(['Right (OD)', 'Aqua', '8.6', '14.5', '-1.25', '-0.75', '170°', 'MED']);
      expect(said).toContainEqual(['Left (OS)', 'Vita', '8.60', '14.2', '+2.50', '–', '–', '+1.00']);
    });

    it('has each base beside its power, however long its name', async () => {
      const base = (what: string) => `${what} supercalifragilistic and more`;
      const labels = {
        baseIn: base('nasal'),
        baseOut: base('temporal'),
        baseUp: base('superior'),
        baseDown: base('inferior'),
      };
      const prisms = (...all: [power: string, base: 'in' | 'out' | 'up' | 'down'][]) => ({
        sphere: '0',
        prism: all.map(([power, base]) => ({ power, base })),
      });
      const right = prisms(['1', 'out'], ['2', 'up']);
      const left = prisms(['3', 'down'], ['4', 'in']);
      const { spectacles: _, ...others } = prescription;
      const said = await render({ ...others, spectacles: { right, left } }, { labels });
      for (const [power, word] of [
        ['1.00', 'temporal'],
        ['2.00', 'superior'],
        ['3.00', 'inferior'],
        ['4.00', 'nasal'],
      ] as const) {
        const beside = said.find((row) => row.includes(power));
        expect(beside?.some((text) => text.startsWith(word))).toBe(true);
      }
    });

    it('says what it is', async () => {
      const { pages: _, ...about } = await readPdf(await pdf.prescription({ ...prescription, number: 'RX-1' }));
      expect(about).toEqual({
        title: 'Prescription RX-1',
        author: 'Dr. Olga Brandt',
        language: 'en',
        created: 'D:20260301000000Z',
      });
    });
  });

  describe('an order sheet', () => {
    const read = async (data: pdf.OrderSheetData, options?: pdf.OrderSheetOptions) =>
      readPdf(await pdf.orderSheet(data, options));

    it('says what is ordered, on one page', async () => {
      const sheet = await read(order);
      expect(sheet.pages).toHaveLength(1);
      const said = rows(sheet);
      for (const row of [
        ['Right (OD)', '-1.25', '-0.50', '175°', '+1.50'],
        ['Left (OS)', '+0.75', '–', '–', '–'],
        ['Right (OD)', '31.5 mm', '21 mm', '70 mm'],
        ['Left (OS)', '32 mm', '21.5 mm', '65 mm'],
        ['Index', '1.60'],
        ['Size A × B, DBL', '52 × 38, 18 mm'],
        ['Temple', '145 mm'],
        ['Vertex distance', '12.5 mm'],
        ['Pantoscopic tilt', '9°'],
        ['Wrap angle', '5.5°'],
        ['Needed by', 'Mar 5, 2026'],
      ]) {
        expect(said).toContainEqual(expect.arrayContaining(row));
      }
      for (const text of ['LAB-2026-00815', 'Linsenwerk Jena', 'Progressive Premium', 'Anti-reflection, Hard coat']) {
        expect(said.flat()).toContain(text);
      }
    });

    it('has room on one page of A4 for prisms, a shape and notes', async () => {
      const prism: pdf.Prism[] = [
        { power: '1', base: 'in' },
        { power: '0.5', base: 'up' },
      ];
      const right = { sphere: '-1.25', prism, fittingHeight: '21' };
      const shape = Array.from({ length: 400 }, (_, i) => 2200 + Math.round(400 * Math.cos((2 * Math.PI * i) / 200)));
      const frame = { ...order.frame, color: 'Tortoise', material: 'Acetate', type: 'Full rim' };
      const tracing = { right: shape, left: shape };
      const notes = 'Please keep the lenses thin.\nRush order.';
      expect((await read({ ...order, right, frame, tracing, notes })).pages).toHaveLength(1);
    });

    it('is printed for one eye alone', async () => {
      const said = rows(await read({ ...order, left: undefined })).flat();
      expect(said).toContain('Right (OD)');
      expect(said).not.toContain('Left (OS)');
    });

    it('shows shapes in actual size, with their boxes’ sizes', async () => {
      // A circle of 25 mm, whose box is 50 mm wide and high.
      const circle = Array<number>(400).fill(2500);
      const sheet = await read({ ...order, tracing: { right: circle, left: new Uint16Array(circle) } });
      const texts = sheet.pages.flatMap(({ runs }) => runs);
      expect(texts.filter(({ text }) => text === '50.0 mm × 50.0 mm')).toHaveLength(2);
      expect(texts.map(({ text }) => text)).toContain('Actual size');
      const [right, left] = texts.filter(({ text }) => text === '50.0 mm × 50.0 mm') as [Run, Run];
      // From the middle of one lens to that of the other: a lens and the bridge of 18 mm.
      expect(Math.abs(left.x - right.x)).toBeCloseTo((68 / 25.4) * 72, 0);
    });

    it('has a bar code of its number, of something else, or none', async () => {
      const under = async (data: pdf.OrderSheetData) =>
        rows(await read(data))
          .flat()
          .filter((text) => text === 'LAB-2026-00815' || text === 'TRAY 7').length;
      expect(await under(order)).toBe(2);
      expect(await under({ ...order, barcode: 'TRAY 7' })).toBe(2);
      expect(await under({ ...order, barcode: null })).toBe(1);
    });
  });

  const eye = { sphere: '-1.25' };
  const spectacles = (changes: object) => ({ ...prescription, spectacles: { right: { ...eye, ...changes } } });
  const lens = { brand: 'Aqua', sphere: '-1.00', baseCurve: '8.6', diameter: '14.2' };
  it.each<[string, object, string]>([
    ['a number for a sphere', spectacles({ sphere: -1.25 }), 'data.spectacles.right.sphere'],
    ['a sphere between steps', spectacles({ sphere: '-1.30' }), 'data.spectacles.right.sphere'],
    ['a sphere beyond 30 dioptres', spectacles({ sphere: '-30.25' }), 'data.spectacles.right.sphere'],
    ['a sphere with a comma', spectacles({ sphere: '-1,25' }), 'data.spectacles.right.sphere'],
    ['a sphere with a typographic minus', spectacles({ sphere: '−1.25' }), 'data.spectacles.right.sphere'],
    ['a sphere with three decimals', spectacles({ sphere: '-1.125' }), 'data.spectacles.right.sphere'],
    ['a missing point', spectacles({ sphere: '-125' }), 'data.spectacles.right.sphere'],
    ['a cylinder without axis', spectacles({ cylinder: '-0.50' }), 'data.spectacles.right.axis'],
    ['an axis without cylinder', spectacles({ axis: 90 }), 'data.spectacles.right.axis'],
    ['an axis with a cylinder of 0', spectacles({ cylinder: '0.00', axis: 90 }), 'data.spectacles.right.axis'],
    ['an axis of 0', spectacles({ cylinder: '-0.50', axis: 0 }), 'data.spectacles.right.axis'],
    ['an axis of 181', spectacles({ cylinder: '-0.50', axis: 181 }), 'data.spectacles.right.axis'],
    ['half a degree', spectacles({ cylinder: '-0.50', axis: 90.5 }), 'data.spectacles.right.axis'],
    ['a negative addition', spectacles({ add: '-1.50' }), 'data.spectacles.right.add'],
    ['an addition of 15', spectacles({ add: '15' }), 'data.spectacles.right.add'],
    ['a prism without base', spectacles({ prism: [{ power: '1' }] }), 'data.spectacles.right.prism[0].base'],
    ['a prism of 0', spectacles({ prism: [{ power: '0', base: 'in' }] }), 'data.spectacles.right.prism[0].power'],
    [
      'prisms against each other',
      spectacles({
        prism: [
          { power: '1', base: 'in' },
          { power: '1', base: 'out' },
        ],
      }),
      'data.spectacles.right.prism',
    ],
    [
      'a second prism beside one in degrees',
      spectacles({
        prism: [
          { power: '1', base: 45 },
          { power: '1', base: 'up' },
        ],
      }),
      'data.spectacles.right.prism',
    ],
    [
      'a base of 360 degrees',
      spectacles({ prism: [{ power: '1', base: 360 }] }),
      'data.spectacles.right.prism[0].base',
    ],
    ['no eye', { ...prescription, spectacles: {} }, 'data.spectacles'],
    ['neither spectacles nor lenses', { ...prescription, spectacles: undefined }, 'data'],
    [
      'a distance of one eye',
      { ...prescription, spectacles: { right: eye, pupillaryDistance: { right: '31' } } },
      'data.spectacles.pupillaryDistance',
    ],
    [
      'a distance of 315 mm',
      { ...prescription, spectacles: { right: eye, pupillaryDistance: { right: '315', left: '32' } } },
      'data.spectacles.pupillaryDistance.right',
    ],
    [
      'a base curve of 86 mm',
      { ...prescription, contactLenses: { right: { ...lens, baseCurve: '86' } } },
      'data.contactLenses.right.baseCurve',
    ],
    [
      'a prism in a contact lens',
      { ...prescription, contactLenses: { left: { ...lens, prism: [] } } },
      'data.contactLenses.left',
    ],
  ])('a prescription is refused with %s', async (_, data, argument) => {
    const { code, details } = await failure(() => pdf.prescription(data as pdf.PrescriptionData));
    expect({ code, details }).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  it('says what distances should have added up to', async () => {
    const data = { ...order, pupillaryDistance: { right: '31.5', left: '32', binocular: '63' } };
    expect(await failure(() => pdf.orderSheet(data))).toEqual({
      code: 'ERR_INVALID_ARGUMENT',
      message: 'data.pupillaryDistance.binocular must be the sum of right and left, 63.50 mm, got 63.00',
      details: { argument: 'data.pupillaryDistance.binocular', required: 63.5, given: 63 },
    });
  });

  it.each<[string, object, string]>([
    ['no eye', { right: undefined, left: undefined }, 'data'],
    ['a fitting height of 2 mm', { left: { sphere: '0.00', fittingHeight: '2' } }, 'data.left.fittingHeight'],
    ['a frame of 520 mm', { frame: { size: { a: '520', b: '38', dbl: '18' } } }, 'data.frame.size.a'],
    ['an index of 16', { lens: { name: 'x', index: '16' } }, 'data.lens.index'],
    ['an index of 2.1', { lens: { name: 'x', index: '2.1' } }, 'data.lens.index'],
    ['a tilt of 45°', { wearing: { pantoscopicTilt: '45' } }, 'data.wearing.pantoscopicTilt'],
    ['a bar code beside ASCII', { barcode: 'Č-1' }, 'data.barcode'],
    ['35 radii', { tracing: { right: Array(35).fill(2500) } }, 'data.tracing.right'],
    ['a radius of 6 cm and more', { tracing: { left: [...Array(99).fill(2500), 6001] } }, 'data.tracing.left[99]'],
    ['a radius that is NaN', { tracing: { left: [...Array(99).fill(2500), Number.NaN] } }, 'data.tracing.left[99]'],
    ['both radii and shapes', { tracing: { left: Array(99).fill(2500), shapes: [] } }, 'data.tracing'],
    [
      'a shape of an unknown kind',
      { tracing: { shapes: [{ type: 'cube' }], width: 100, height: 100 } },
      'data.tracing.shapes[0].type',
    ],
  ])('an order is refused with %s', async (_, changes, argument) => {
    const { code, details } = await failure(() => pdf.orderSheet({ ...order, ...changes } as pdf.OrderSheetData));
    expect({ code, details }).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  it('names the field with a character that cannot be drawn', async () => {
    const patient = { name: 'Jana 山田' };
    for (const call of [
      () => pdf.orderSheet({ ...order, patient }),
      () => pdf.prescription({ ...prescription, patient }),
    ]) {
      expect(await failure(call)).toEqual({
        code: 'ERR_UNSUPPORTED',
        message: "data.patient.name contains U+5C71, which the document's fonts cannot draw",
        details: { argument: 'data.patient.name', codePoint: 'U+5C71' },
      });
    }
  });
});
