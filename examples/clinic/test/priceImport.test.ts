import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';
import { confirm, csvFile, previewOf, productsOf, upload, workbookFile } from './prices';

afterAll(removeFolders);

/** Another manager, and a SKU that the database refuses. */
const PREPARED = `
  insert into staff (username, name, role, password_hash)
    select 'mona', 'Mona Lang', 'manager', password_hash from staff where username = 'maria';
  create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
  create trigger refuse before insert on products for each row when (new.sku = 'REFUSED') execute function refuse();
`;

const row = (sku: string, price: string) => [sku, '', '', price, ''];

describe.each(backends)('the import of a price list on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(PREPARED));
  });
  afterAll(() => clinic?.stop());

  const MIXED = [
    row('FR-ALBA-01', '129.00'),
    row('FR-ALBA-02', '135.50'),
    ['NEW-1', '"=HYPERLINK(""http://x"")"', 'frame', '10', '19'],
    ['NEW-2', '', 'frame', '10', '19'],
    ['', 'Nothing', 'frame', '1', '19'],
    row('FR-CITY-01', '9.905'),
    row('FR-CITY-02', 'on request'),
    row('FR-CITY-02', '98'),
    ['FR-KIDS-01', '', 'hat', '-1', '190'],
    ['FR-KIDS-02', 'too', 'few'],
    row('FR-SPRT-01', '21474836.48'),
  ];
  const PROBLEMS = [
    { row: 5, column: 'Name', reason: 'is needed of a new product' },
    { row: 6, column: 'SKU', reason: 'is missing' },
    { row: 7, column: 'Net price', reason: 'cannot be read' },
    { row: 8, column: 'SKU', reason: 'is that of row 9, too' },
    { row: 8, column: 'Net price', reason: 'cannot be read' },
    { row: 9, column: 'SKU', reason: 'is that of row 8, too' },
    { row: 10, column: 'Category', reason: 'is none of frame, lens, contact_lens, care' },
    { row: 10, column: 'Net price', reason: 'is not from 0 to 21474836.47' },
    { row: 10, column: 'Tax rate %', reason: 'is not from 0 to 100' },
    { row: 11, reason: 'has fewer cells than the header (line 11)' },
    { row: 12, column: 'Net price', reason: 'is not from 0 to 21474836.47' },
  ];

  it('shows what would change and which rows have which problem, and writes nothing', async () => {
    const before = await productsOf(clinic);
    const preview = await previewOf(clinic, '../new prices.csv', csvFile(...MIXED));
    const alba = { sku: 'FR-ALBA-02', name: 'Frame Alba, acetate, black', category: 'frame', taxRate: '19.00' };
    expect(preview).toMatchObject({
      file: 'new prices.csv',
      counts: { new: 1, changed: 1, unchanged: 1, withProblems: 8 },
      new: [{ row: 4, after: { sku: 'NEW-1', name: '=HYPERLINK("http://x")', unitPrice: '10.00', taxRate: '19.00' } }],
      changed: [{ row: 3, before: { ...alba, unitPrice: '129.00' }, after: { ...alba, unitPrice: '135.50' } }],
      problems: PROBLEMS,
    });
    expect(await productsOf(clinic)).toEqual(before);
    const again = await clinic.fetch(`/imports/prices/${preview.id}`, { as: 'maria' });
    expect(await again.json()).toEqual(preview);
  });

  it.each<[string, () => Promise<Buffer>]>([
    [
      'prices.XLSX',
      () =>
        workbookFile(
          ['FR-ALBA-01', null, null, 0.1 + 0.2, null],
          ['FR-ALBA-02', null, null, '135.50', 0.07],
          [],
          ['FR-CITY-01', null, null, 9.905, null],
          ['FR-CITY-02', null, null, new Date('2026-01-01'), null],
          ['FR-KIDS-01', null, null, { formula: '60+9', result: 69 }, null],
          ['FR-KIDS-02', null, null, { error: '#N/A' }, null],
        ),
    ],
    // The same of SheetJS 0.18.5.
    ['prices.xls', () => readFile(join(import.meta.dirname, 'prices.xls'))],
    ['prices.xlsb', () => readFile(join(import.meta.dirname, 'prices.xlsb'))],
  ])('finds the same in %s, whose numbers are decimals as they are shown', async (name, file) => {
    const preview = await previewOf(clinic, name, await file());
    expect(preview.changed.map(({ row, after }) => [row, after.sku, after.unitPrice, after.taxRate])).toEqual([
      [2, 'FR-ALBA-01', '0.30', '19.00'],
      [3, 'FR-ALBA-02', '135.50', '0.07'],
    ]);
    expect(preview.counts.unchanged).toBe(1);
    const column = 'Net price';
    expect(preview.problems).toEqual([5, 6, 8].map((row) => ({ row, column, reason: 'cannot be read' })));
  });

  it.each(['xlsx', 'csv'])('takes the list that it exports as %s, and finds nothing to change', async (format) => {
    const exported = await clinic.fetch(`/exports/products.${format}`, { as: 'maria' });
    const file = Buffer.from(await exported.arrayBuffer());
    const { counts, problems } = await previewOf(clinic, `products.${format}`, file);
    expect(problems).toEqual([]);
    expect(counts).toEqual({ new: 0, changed: 0, unchanged: 40, withProblems: 0 });
  });

  it('reads decimals with a comma where it is told to', async () => {
    const file = Buffer.from('SKU;Name;Category;Net price;Tax rate %\nFR-ALBA-02;;;135,50;7\n');
    const preview = await previewOf(clinic, 'prices.csv', file, 'maria', '?decimals=comma');
    expect(preview.changed[0]?.after).toMatchObject({ unitPrice: '135.50', taxRate: '7.00' });
    expect((await previewOf(clinic, 'prices.csv', file)).counts).toMatchObject({ changed: 0, withProblems: 1 });
  });

  it('writes what was shown when it is confirmed, rows with problems left out on purpose', async () => {
    const { id } = await previewOf(clinic, 'prices.csv', csvFile(...MIXED));
    await expectProblem(await confirm(clinic, id), 409, 'ERR_CONFLICT');
    await expectProblem(await confirm(clinic, id, { leaveOutProblems: 'yes' }), 400, 'ERR_INVALID_REQUEST');
    const before = await productsOf(clinic);
    const written = await confirm(clinic, id, { leaveOutProblems: true });
    expect(await written.json()).toEqual({ new: 1, changed: 1 });
    expect(await productsOf(clinic)).toEqual(
      new Map([
        ...before,
        ['FR-ALBA-02', ['135.50', 'Frame Alba, acetate, black']],
        ['NEW-1', ['10.00', '=HYPERLINK("http://x")']],
      ]),
    );
    // In CSV, which knows no types, it is marked as text.
    const csv = await (await clinic.fetch('/exports/products.csv', { as: 'maria' })).text();
    expect(csv).toContain(`NEW-1,"'=HYPERLINK(""http://x"")",frame,10.00,19.00\r\n`);
    await expectProblem(await confirm(clinic, id), 404, 'ERR_NOT_FOUND');
    await clinic.printed(/Prices imported by staff 4: 1 new products, 1 changed/);
  });

  it('is not written when products have changed since, though not those of other rows', async () => {
    const theirs = await previewOf(
      clinic,
      'a.csv',
      csvFile(row('CA-CASE-01', '11.00'), row('CA-CLTH-01', '4.00')),
      'mona',
    );
    const ours = await previewOf(clinic, 'b.csv', csvFile(row('CA-CASE-01', '12.00')));
    const others = await previewOf(clinic, 'b.csv', csvFile(row('CA-SPRY-30', '5.00')));
    await expectProblem(await confirm(clinic, ours.id), 404, 'ERR_NOT_FOUND');
    expect((await confirm(clinic, others.id)).status).toBe(200);
    const last = await previewOf(clinic, 'b.csv', csvFile(row('CA-CASE-01', '12.00')));
    expect((await confirm(clinic, theirs.id, {}, 'mona')).status).toBe(200);
    await expectProblem(await confirm(clinic, last.id), 409, 'ERR_CONFLICT');
    const products = await productsOf(clinic);
    expect(['CA-CASE-01', 'CA-CLTH-01', 'CA-SPRY-30'].map((sku) => products.get(sku)?.[0])).toEqual([
      '11.00',
      '4.00',
      '5.00',
    ]);
  });

  it.each([
    ['unchanged', row('CA-LOUP-01', '39.90'), row('CA-LOUP-01', '40.00')],
    ['new', ['NEW-3', 'Frame', 'frame', '1.00', '19'], ['NEW-3', 'Frame', 'frame', '2.00', '19']],
  ])('is not written when a product that was %s is not any more', async (_, shown, written) => {
    const { id } = await previewOf(clinic, 'a.csv', csvFile(shown), 'mona');
    const other = await previewOf(clinic, 'b.csv', csvFile(written));
    expect((await confirm(clinic, other.id)).status).toBe(200);
    await expectProblem(await confirm(clinic, id, {}, 'mona'), 409, 'ERR_CONFLICT');
    expect((await productsOf(clinic)).get(shown[0] as string)?.[0]).toBe(written[3]);
  });

  it('is written as a whole or not at all', async () => {
    const before = await productsOf(clinic);
    const many = Array.from({ length: 1500 }, (_, i) => [`MANY-${i}`, 'Frame', 'frame', '1.00', '19']);
    const { id, counts } = await previewOf(
      clinic,
      'a.csv',
      csvFile(...many, ['REFUSED', 'Frame', 'frame', '1.00', '19']),
    );
    expect(counts.new).toBe(1501);
    await expectProblem(await confirm(clinic, id), 500, 'ERR_INTERNAL');
    expect(await productsOf(clinic)).toEqual(before);
    // It can be confirmed again when the database will take it.
    expect((await clinic.fetch(`/imports/prices/${id}`, { as: 'maria' })).status).toBe(200);
  });

  it('is forgotten when it is discarded, and nobody else finds it', async () => {
    const { id } = await previewOf(clinic, 'a.csv', csvFile(row('CA-CASE-01', '13.00')));
    const path = `/imports/prices/${id}`;
    await expectProblem(await clinic.fetch(path, { as: 'mona' }), 404, 'ERR_NOT_FOUND');
    await expectProblem(await confirm(clinic, id, {}, 'mona'), 404, 'ERR_NOT_FOUND');
    expect((await clinic.fetch(path, { as: 'maria', method: 'DELETE' })).status).toBe(204);
    await expectProblem(await clinic.fetch(path, { as: 'maria' }), 404, 'ERR_NOT_FOUND');
    await expectProblem(await clinic.fetch('/imports/prices/me', { as: 'maria' }), 404, 'ERR_NOT_FOUND');
  });

  it('is for managers', async () => {
    for (const as of ['olga', 'pavel', 'rita']) {
      await expectProblem(await upload(clinic, 'a.csv', csvFile(), as), 403, 'ERR_FORBIDDEN');
      await expectProblem(await confirm(clinic, 'any', {}, as), 403, 'ERR_FORBIDDEN');
    }
    await expectProblem(await clinic.fetch('/imports/prices', { method: 'POST' }), 401, 'ERR_NO_SESSION');
  });
});
