import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder, until } from './clinic';

afterAll(removeFolders);

/** More invoices, with long numbers that do not compress: a file larger than the sockets on its way can hold. */
const MANY_INVOICES = `
  insert into orders (id, patient_id, ordered_on, status)
    select id, 1 + id % 200, '2026-01-02', 'collected' from generate_series(10001, 30000) id;
  insert into invoices (id, number, order_id, issued_on, due_on, currency)
    select id, (select string_agg(md5(id || ' ' || part), '') from generate_series(1, 30) part), id,
      '2026-01-02', '2026-01-16', 'EUR' from generate_series(10001, 30000) id;
`;

describe.each(backends)('the export of invoices on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(MANY_INVOICES));
  });
  afterAll(() => clinic?.stop());

  const get = (query = '') => clinic.fetch(`/exports/invoices.xlsx${query}`, { as: 'maria' });

  const read = async (response: Response) => {
    expect(response.status).toBe(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(await response.arrayBuffer());
    const sheet = workbook.worksheets[0] as ExcelJS.Worksheet;
    const rows: ExcelJS.CellValue[][] = [];
    sheet.eachRow((row) => rows.push((row.values as ExcelJS.CellValue[]).slice(1)));
    return rows;
  };

  it('is a workbook another program reads, with every invoice of the period and its totals', async () => {
    const response = await get('?from=2024-01-01&to=2025-12-31');
    expect(response.headers.get('content-type')).toBe(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    );
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="invoices.xlsx"');
    const [header, ...rows] = await read(response);
    expect(header).toEqual(['Number', 'Issued', 'Due', 'Paid', 'Record', 'Patient', 'Currency', 'Net', 'Tax', 'Gross']);
    expect(rows).toHaveLength(3183);
    const day = (text: string) => new Date(text);
    // Worked out by hand from the lines of the seeded invoice 1: 1,117.70 net at 19 %.
    expect(rows[0]).toEqual([
      'INV-2024-00001',
      day('2024-01-01'),
      day('2024-01-15'),
      day('2024-01-13'),
      'P-00053',
      'Čeněk Nováková',
      'EUR',
      1117.7,
      212.36,
      1330.06,
    ]);
    const net = rows.reduce((sum, row) => sum + Math.round((row[7] as number) * 100), 0);
    expect(net).toBe(282_774_610);
  });

  it('covers the days it is asked for, both included, or none', async () => {
    const rows = (await read(await get('?from=2025-12-30&to=2025-12-31'))).slice(1);
    const days = new Set(rows.map((row) => (row[1] as Date).toISOString().slice(0, 10)));
    expect([...days]).toEqual(['2025-12-30', '2025-12-31']);
    expect(await read(await get('?from=2030-01-01'))).toHaveLength(1);
    expect(await read(await get('?from=0001-01-01&to=0001-01-01'))).toHaveLength(1);
  });

  it.each([
    '?from=2025-02-30',
    '?from=yesterday',
    '?to=2025-1-1',
    '?until=2025-01-01',
    '?from=2025-01-01&from=2025-01-02',
    '?from=0000-01-01',
    '?to=0000-12-31',
    '?from=2025-01-02&to=2025-01-01',
  ])('refuses %s', async (query) => {
    await expectProblem(await get(query), 400, 'ERR_INVALID_REQUEST');
  });

  const hangUps = () => clinic.output.split('GET /exports/invoices.xlsx: the client hung up').length;

  it('stops when the client hangs up while it is made', async () => {
    const before = hangUps();
    // Again, should the work be done before anyone has seen it under way.
    for (let isRunning = false; !isRunning; ) {
      const request = await clinic.open('/exports/invoices.xlsx', { as: 'maria' });
      let answered = false;
      request.on('response', () => {
        answered = true;
      });
      request.end();
      isRunning = await until(async () =>
        (await clinic.health()).pool.running === 1 ? true : answered ? false : undefined,
      );
      request.destroy();
    }
    await until(() => hangUps() > before || undefined);
    await clinic.poolIs({ running: 0, interactive: 0, bulk: 0 });
  });

  it('stops when the client hangs up while it is sent', async () => {
    const before = hangUps();
    const request = await clinic.open('/exports/invoices.xlsx', { as: 'maria' });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    response.destroy();
    await until(() => hangUps() > before || undefined);
    await clinic.health();
    expect(clinic.output).not.toContain('failed');
    expect(await read(await get('?from=2025-12-31&to=2025-12-31'))).not.toHaveLength(0);
  });

  it('leaves the data as they were', async () => {
    expect(await clinic.stop()).toBe(0);
    const { rows } = await onDatabase(clinic.folder, (database) =>
      database.query('select count(*)::int as count from invoices'),
    );
    expect(rows).toEqual([{ count: 23_183 }]);
  });
});
