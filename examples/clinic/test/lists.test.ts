import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';
import { exported } from './exported';

afterAll(removeFolders);

const STAFF = ['olga', 'pavel', 'rita', 'maria'];

describe.each(backends)('the lists on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
  });
  afterAll(() => clinic?.stop());

  it('are offered to those who may see them, with the columns that they may see', async () => {
    const offered = await Promise.all(
      STAFF.map(async (as) => (await (await clinic.fetch('/exports', { as })).json()) as Offer),
    );
    const names = offered.map(({ lists }) => lists.map(({ name }) => name));
    const carers = ['products', 'patients', 'prescriptions', 'studies'];
    expect(names).toEqual([
      carers,
      ['products', 'patients', 'orders', 'prescriptions', 'sales', 'studies'],
      ['products', 'patients'],
      ['invoices', 'products', 'patients', 'orders', 'prescriptions', 'sales', 'studies'],
    ]);
    for (const [at, as] of STAFF.entries()) {
      for (const { name, columns } of offered[at]?.lists ?? []) {
        expect((await exported(clinic, name, as)).columns).toEqual(columns);
      }
    }
    await expectProblem(await clinic.fetch('/exports'), 401, 'ERR_NO_SESSION');
  });

  interface Offer {
    lists: { name: string; columns: string[] }[];
  }

  it('are refused to others, in any format', async () => {
    for (const format of ['xlsx', 'csv', 'parquet', 'arrow']) {
      await expectProblem(await clinic.fetch(`/exports/invoices.${format}`, { as: 'pavel' }), 403, 'ERR_FORBIDDEN');
      await expectProblem(await clinic.fetch(`/exports/studies.${format}`, { as: 'rita' }), 403, 'ERR_FORBIDDEN');
      await expectProblem(await clinic.fetch(`/exports/patients.${format}`), 401, 'ERR_NO_SESSION');
    }
  });

  it('of patients tell each role what it needs of them', async () => {
    const columns = await Promise.all(STAFF.map(async (as) => (await exported(clinic, 'patients', as)).columns.join()));
    expect(columns).toEqual([
      'Record,Name,Born',
      'Record,Name,Born',
      'Record,Name,Street,City,Phone,Insurance number',
      'Record,Name,Born,Street,City,Phone,Insurance number',
    ]);
    expect((await exported(clinic, 'patients')).rows).toHaveLength(200);
  });

  it('of prescriptions have each digit that is on record', async () => {
    const { rows } = await exported(clinic, 'prescriptions', 'olga');
    expect(rows.length).toBeGreaterThan(200);
    for (const row of rows) {
      for (const name of ['Right sphere', 'Right cylinder', 'Left sphere', 'Left cylinder']) {
        expect(row[name]).toMatch(/^-?\d+\.(00|25|50|75)$/);
      }
      if (row.Addition !== null) expect(row.Addition).toMatch(/^\d\.(00|25|50|75)$/);
      expect(row['Pupillary distance mm']).toMatch(/^\d\d\.[05]$/);
    }
  });

  it('of studies have what the files say of themselves', async () => {
    const { rows } = await exported(clinic, 'studies?from=2025-11-27&to=2025-12-03', 'olga');
    expect(rows.sort((a, b) => String(a.Date).localeCompare(String(b.Date)))).toEqual([
      {
        Date: '2025-11-27',
        Record: 'P-00042',
        Patient: expect.stringMatching(/^\p{L}+, \p{L}+$/u),
        Description: 'Annual eye examination',
        'Accession number': 'A-20251127',
        Kinds: 'AR KER LEN OP OPT SRF VA',
        Series: 8,
        Files: 8,
      },
      {
        Date: '2025-12-03',
        Record: 'P-00079',
        Patient: expect.stringMatching(/^\p{L}+, \p{L}+$/u),
        Description: 'Before cataract surgery',
        'Accession number': 'A-20251203',
        Kinds: 'IOL KER OAM',
        Series: 3,
        Files: 3,
      },
    ]);
  });

  it('have every row of a period, over all pages', async () => {
    const { rows } = await exported(clinic, 'sales', 'pavel');
    expect(new Set(rows.map(({ Day, SKU }) => `${Day} ${SKU}`)).size).toBe(rows.length);
    // 39 products on the 627 open days of the two years, and one that came late in the second.
    expect(rows).toHaveLength(39 * 627 + 4);
    const { rows: orders } = await exported(clinic, 'orders?from=2025-12-30&to=2025-12-31', 'pavel');
    expect(new Set(orders.map(({ Ordered }) => Ordered))).toEqual(new Set(['2025-12-30', '2025-12-31']));
  });

  it.each([
    ['products.xlsx?from=2025-01-01', 400, 'ERR_INVALID_REQUEST'],
    ['sales.xlsx?from=2025-02-30', 400, 'ERR_INVALID_REQUEST'],
    ['sales.docx', 404, 'ERR_NOT_FOUND'],
    ['staff.xlsx', 404, 'ERR_NOT_FOUND'],
    ['__proto__.xlsx', 404, 'ERR_NOT_FOUND'],
    ['sales.constructor', 404, 'ERR_NOT_FOUND'],
  ])('are none at %s', async (path, status, code) => {
    await expectProblem(await clinic.fetch(`/exports/${path}`, { as: 'maria' }), status, code);
  });
});
